"""An agent works from a mail client, over real SMTP and IMAP; a forger gets nothing out."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.message import HeldReply
from models.ticket import Status, Ticket
from tests.end_to_end.answers import answer_to
from tests.end_to_end.conftest import Road
from tests.end_to_end.desk_process import DeskProcess, eventually
from tests.end_to_end.generated import Clue, Letter, Partners
from tests.end_to_end.ledger import is_acknowledgement, is_notice, ledger, read
from tests.servers.sink import Taken


@pytest.fixture
def partners(road: Road) -> Partners:
    return Partners(seed=6, domain=road.partners, to=road.address)


@pytest.fixture
def letter(desk: DeskProcess, road: Road, partners: Partners) -> Letter:
    """A matter that was acknowledged, and that the agent was told of."""
    desk.run()
    letter = partners.new_matters(1)[0]
    road.send([letter])
    assert eventually(lambda: road.is_quiet(desk, mails=1))
    return letter


def test_partner_and_agent_converse_by_mail(
    desk: DeskProcess, road: Road, letter: Letter, partners: Partners
) -> None:
    notice = next(mail for mail in map(read, road.received()) if is_notice(mail))
    answer = answer_to(notice, sender=road.admin)
    road.send([answer])
    assert eventually(lambda: road.is_quiet(desk, mails=2))
    heard = read(received_by(road, letter.sender)[-1])
    thanks = partners.answer(letter, Clue.ACKNOWLEDGEMENT, acknowledgement=heard)
    road.send([thanks])
    eventually(lambda: road.is_quiet(desk, mails=3))

    assert ledger(desk, [letter, thanks], road.received(), answers=[answer]).complaints() == []
    assert heard["Auto-Submitted"] is None
    assert heard["In-Reply-To"].strip() == letter.message_id


def test_an_agents_command_resolves_and_is_not_sent_on(desk: DeskProcess, road: Road, letter: Letter) -> None:
    notice = next(mail for mail in map(read, road.received()) if is_notice(mail))
    answer = answer_to(notice, sender=road.admin, above="#selesai\n\n")
    road.send([answer])
    assert eventually(lambda: road.is_quiet(desk, mails=2))

    words = received_by(road, letter.sender)[-1]

    assert status(desk) is Status.RESOLVED
    assert answer.token in str(read(words).get_body(("plain",)))
    assert "selesai" not in str(read(words).get_body(("plain",)))


def test_forged_agents_mail_is_held_and_nothing_leaves(desk: DeskProcess, road: Road, letter: Letter) -> None:
    """The partner answers the acknowledgement in the agent's name: the secret is the partner's own."""
    acknowledgement = next(mail for mail in map(read, road.received()) if is_acknowledgement(mail))
    before = len(received_by(road, letter.sender))
    road.send([answer_to(acknowledgement, sender=road.admin)])
    assert eventually(lambda: road.is_quiet(desk, mails=2))

    assert len(received_by(road, letter.sender)) == before
    assert held(desk) == ["anothers_secret"]


def received_by(road: Road, address: str) -> list[Taken]:
    return [mail for mail in road.received() if mail.recipient == address]


def status(desk: DeskProcess) -> Status:
    with desk.reading() as session:
        return session.scalars(select(Ticket.status)).one()


def held(desk: DeskProcess) -> list[str]:
    with desk.reading() as session:
        return [each.reason.code for each in session.scalars(select(HeldReply))]
