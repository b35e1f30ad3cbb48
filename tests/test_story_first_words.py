"""From a partner's first mail to the answer in their mailbox, by mail alone."""

from __future__ import annotations

from models.ticket import Status
from tests.conversation import Person, Talk


def test_partner_writes_and_agent_answers_by_mail(talk: Talk, rui: Person, ana: Person) -> None:
    rui.writes("The printer is on fire.", subject="Printer")
    confirmed = rui.receives()
    notice = ana.receives()
    ana.answers(notice, "Please step back. I am coming.")
    answer = rui.receives()

    assert talk.ticket.code in confirmed.subject
    assert "The printer is on fire." in notice.text
    assert answer.text.startswith("Please step back. I am coming.")
    assert talk.ticket.status is Status.PENDING
