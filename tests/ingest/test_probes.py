"""A mail that doctor sent to ourselves opens nothing, whatever the hosts made of it on its way."""

from __future__ import annotations

from typing import Any

import pytest

from desk.probes import mint_mark
from desk.signing import Signer
from models.mail import Fate
from tests.conversation import Talk
from tests.mails import mail

ID = "{id}"
MARK = "{mark}"


@pytest.mark.parametrize(
    "fields",
    [
        {"message_id": ID},
        {"message_id": "1.rewritten@host.example", "subject": f"[EXTERNAL] Meja probe {MARK}"},
        {"message_id": "2.rewritten@host.example", "X-Meja-Probe": MARK},
        {"subject": f"Automatic reply: Meja probe {MARK}", "auto_submitted": "auto-replied"},
    ],
    ids=["as it was", "Message-ID replaced", "subject replaced too", "answered by a machine"],
)
def test_a_probe_opens_nothing(talk: Talk, fields: dict[str, Any]) -> None:
    internet_id = mint_mark(talk.desk.signer, domain="desk.example")
    filled = {
        name: value.format(id=internet_id, mark=internet_id.partition("@")[0])
        for name, value in fields.items()
    }
    filed = talk.arrives(mail(from_="support@desk.example", **filled))

    assert (filed.fate, filed.reason and filed.reason.code) == (Fate.IGNORED, "own_probe")
    assert (talk.tickets, talk.deliveries) == ([], [])


def test_a_mark_that_was_made_up_is_a_matter_like_any_other(talk: Talk) -> None:
    made_up = mint_mark(Signer(["another key"]), domain="desk.example")
    filed = talk.arrives(mail(subject=f"Meja probe {made_up}"))

    assert filed.fate is Fate.FILED


def test_an_answer_to_a_ticket_is_no_probe(talk: Talk) -> None:
    ours = talk.desk.signer.mint(ticket="MJ-7K3QX2", person="requester:1", domain="desk.example")
    filed = talk.arrives(mail(subject=f"Re: {ours}"))

    assert filed.fate is Fate.FILED
