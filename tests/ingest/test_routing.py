"""Which of our addresses a mail is for, and so whose it is."""

from __future__ import annotations

import pytest

from ingest.intake import Arrival, keep
from models.addresses import Address
from models.mail import Mail
from tests.conversation import Talk
from tests.mails import mail

SUPPORT, BILLING = "support@desk.example", "billing@desk.example"


def team(talk: Talk, raw: bytes, *, door: str) -> int:
    filed = talk.arrives(raw, door=door)
    return next(ticket.address_id for ticket in talk.tickets if ticket.id == filed.ticket_id)


@pytest.fixture
def of(talk: Talk) -> dict[str, int]:
    """The ids of our addresses."""
    return {each.address: each.id for each in talk.all(Address)}


@pytest.mark.parametrize(
    ("raw", "door", "expected"),
    [
        (mail(to=SUPPORT), "main", SUPPORT),
        (mail(to="Support <SUPPORT@Desk.Example>"), "main", SUPPORT),
        (mail(to="support+printers@desk.example"), "main", SUPPORT),
        (mail(to="someone@elsewhere.example", cc=BILLING), "strict", BILLING),
        (mail(to=f"{BILLING}, {SUPPORT}"), "main", SUPPORT),
        (mail(to=f"{SUPPORT}, {BILLING}"), "strict", BILLING),
        (mail(to=BILLING), "main", BILLING),
        (mail(to="undisclosed@elsewhere.example", above={"Delivered-To": BILLING}), "strict", BILLING),
        (mail(to="undisclosed@elsewhere.example", above={"X-Original-To": f"<{BILLING}>"}), "main", BILLING),
        (mail(to="undisclosed@elsewhere.example"), "strict", BILLING),
        (mail(to=""), "main", SUPPORT),
    ],
    ids=[
        "to",
        "in capitals",
        "with a plus",
        "cc",
        "both, read in support's",
        "both, read in billing's",
        "billing's address in support's mailbox",
        "bcc",
        "bcc to an alias",
        "no address of ours",
        "no address at all",
    ],
)
def test_mail_goes_to_the_team_that_was_written_to(
    talk: Talk, of: dict[str, int], raw: bytes, door: str, expected: str
) -> None:
    assert team(talk, raw, door=door) == of[expected]


def test_pipe_knows_best_whom_a_mail_is_for(talk: Talk, of: dict[str, int]) -> None:
    mail_id = keep(
        talk.desk, mail(to=SUPPORT), Arrival("pipe", talk.clock(), delivered_to=BILLING), at=talk.clock()
    )
    talk.pipeline.process(mail_id)

    assert talk.ticket.address_id == of[BILLING]
    assert talk.the(Mail).door == "pipe"
