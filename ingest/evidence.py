"""What the receiving host proved about the sender: its Authentication-Results, judged (RFC 8601).

Only the topmost field counts, and only when it bears the name of the host configured for the mailbox:
fields below it may have been written by anybody. From alone proves nothing.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from ingest.authentication_results import LONGEST, authserv_id_of, results_in
from ingest.parsed import ParsedMail

_COMMENT = re.compile(r"\([^()]*\)")
_PASSED = re.compile(r"(?:^|;)\s*(dkim|dmarc)\s*=\s*pass\b([^;]*)")
_DOMAIN_OF = {
    "dkim": re.compile(r"header\.[di]\s*=\s*\"?(?:[^\s@\"]*@)?([a-z0-9.-]+)"),
    "dmarc": re.compile(r"header\.from\s*=\s*\"?(?:[^\s@\"]*@)?([a-z0-9.-]+)"),
}


class Proof(StrEnum):
    PROVEN = "proven"
    UNKNOWN = "unknown"
    FAILED = "failed"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True)
class Evidence:
    """Kept with the mail. The three results are "" where the host says nothing."""

    proof: Proof
    host: str = ""
    spf: str = ""
    dkim: str = ""
    dmarc: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def weigh(mail: ParsedMail, *, authserv_id: str) -> Evidence:
    """`authserv_id` is the receiving host's name in its results; "" when it gives none."""
    if mail.sender is None or mail.sender_ambiguous:
        return Evidence(Proof.AMBIGUOUS)
    field = mail.headers.get("authentication-results")
    host = authserv_id_of(field)
    if not authserv_id or host != authserv_id.lower():
        return Evidence(Proof.UNKNOWN)
    said = results_in(field)
    domain = mail.sender.address.rpartition("@")[2].lower()
    results = {method: said.get(method, "") for method in ("spf", "dkim", "dmarc")}
    return Evidence(_proof(field, domain, said), host=host, **results)


def _proof(field: str, domain: str, said: dict[str, str]) -> Proof:
    """DMARC of this very domain or an aligned DKIM signature proves; failed DMARC, or SPF without DKIM, refutes."""
    if any(
        _speaks_for(domain, passed, method)
        for method, passed in _PASSED.findall(_COMMENT.sub(" ", field[:LONGEST].lower()))
    ):
        return Proof.PROVEN
    failed = {method for method, result in said.items() if result == "fail"}
    return Proof.FAILED if failed & {"dmarc", "spf"} else Proof.UNKNOWN


def _speaks_for(domain: str, properties: str, method: str) -> bool:
    named = _DOMAIN_OF[method].search(properties)
    if method == "dmarc":
        return named is None or named[1] == domain
    return named is not None and "." in named[1] and (domain == named[1] or domain.endswith("." + named[1]))
