"""What the receiving host proved about a sender: whose word counts, and for which domain (RFC 8601)."""

from __future__ import annotations

import pytest

from ingest.evidence import Proof, weigh
from ingest.parse import parse
from tests.mails import mail

HOST = "mx.desk.example"


def proof(*results: str, authserv_id: str = HOST, from_: str = "Rui <rui@partner.example>") -> Proof:
    """The results as they stand from top to bottom."""
    above = "".join(f"Authentication-Results: {each}\r\n" for each in results)
    return weigh(parse(above.encode() + mail(from_=from_)), authserv_id=authserv_id).proof


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (f"{HOST}; dmarc=pass header.from=partner.example", Proof.PROVEN),
        (f"{HOST}; dkim=pass header.d=partner.example", Proof.PROVEN),
        (f"{HOST}; dkim=pass header.i=@partner.example", Proof.PROVEN),
        (f"{HOST} 1; spf=pass; dkim=pass (2048 bit) header.d=partner.example", Proof.PROVEN),
        (f"{HOST.upper()}; dmarc=pass header.from=PARTNER.example", Proof.PROVEN),
        (f"{HOST}; dkim=pass header.d=evil.example", Proof.UNKNOWN),
        (f"{HOST}; dkim=pass header.d=example", Proof.UNKNOWN),
        (f"{HOST}; dkim=pass header.d=notpartner.example", Proof.UNKNOWN),
        (f"{HOST}; dmarc=pass header.from=evil.example", Proof.UNKNOWN),
        (f"{HOST}; spf=pass smtp.mailfrom=partner.example", Proof.UNKNOWN),
        (f"{HOST}; none", Proof.UNKNOWN),
        (f"{HOST}; dmarc=fail header.from=partner.example", Proof.FAILED),
        (f"{HOST}; spf=fail; dkim=none", Proof.FAILED),
        (f"{HOST}; spf=fail; dkim=pass header.d=partner.example", Proof.PROVEN),
        (f"{HOST}; dmarc=temperror", Proof.UNKNOWN),
        (f"{HOST}; x=y (; dmarc=pass header.from=partner.example)", Proof.UNKNOWN),
        ("mx.evil.example; dmarc=pass header.from=partner.example", Proof.UNKNOWN),
        (f"{HOST}.evil.example; dmarc=pass header.from=partner.example", Proof.UNKNOWN),
        ("", Proof.UNKNOWN),
    ],
)
def test_results_are_judged_for_the_senders_domain(result: str, expected: Proof) -> None:
    assert proof(result) is expected


def test_signature_of_the_organisation_speaks_for_its_departments() -> None:
    result = f"{HOST}; dkim=pass header.d=partner.example"

    assert proof(result, from_="rui@mail.partner.example") is Proof.PROVEN


def test_only_the_topmost_field_counts() -> None:
    """T002: whatever stands below may have come with the mail."""
    passed, failed = f"{HOST}; dmarc=pass header.from=partner.example", f"{HOST}; dmarc=fail"

    assert proof("mx.other.example; none", passed) is Proof.UNKNOWN
    assert proof(failed, passed) is Proof.FAILED


def test_host_that_was_not_configured_proves_nothing() -> None:
    assert proof(f"{HOST}; dmarc=pass header.from=partner.example", authserv_id="") is Proof.UNKNOWN


@pytest.mark.parametrize(
    "from_", ["a@partner.example, b@partner.example", "rui@partner.example <evil@x.example>"]
)
def test_sender_in_two_ways_is_proven_by_nobody(from_: str) -> None:
    result = f"{HOST}; dmarc=pass header.from=partner.example"

    assert proof(result, from_=from_) is Proof.AMBIGUOUS
