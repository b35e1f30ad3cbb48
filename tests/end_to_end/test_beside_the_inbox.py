"""Junk and Sent while Meja runs: an answer from webmail stops the clock, a mail dragged out of Junk comes alive."""

from __future__ import annotations

import imaplib
from collections.abc import Iterator
from email.utils import format_datetime

import pytest
from sqlalchemy import select

from desk.folders import list_folders
from models.mail import Delivery, DeliveryKind, FolderRole
from models.message import Message
from models.ticket import Status, Ticket
from ops.clock import now
from tests.end_to_end.conftest import Road
from tests.end_to_end.desk_process import DeskProcess, eventually, set_up_desk
from tests.end_to_end.generated import Letter, Partners

MAILBOX = "[[mailbox]]"


@pytest.fixture
def desk(road: Road) -> Iterator[DeskProcess]:
    """It looks round every few seconds, and runs."""
    with set_up_desk(road.hosts()) as desk:
        desk.edit_settings(lambda text: text.replace(MAILBOX, f"{MAILBOX}\npoll_seconds = 1"))
        desk.run()
        assert eventually(lambda: watches_all(desk))
        yield desk


@pytest.fixture
def letter(road: Road) -> Letter:
    return Partners(seed=9, domain=road.partners, to=road.address).new_matters(1)[0]


def test_answer_from_webmail_is_filed_and_nothing_leaves(
    desk: DeskProcess, road: Road, letter: Letter
) -> None:
    road.send([letter])
    assert eventually(lambda: road.is_quiet(desk, mails=1))
    before = len(road.received())
    road.dovecot.append(road.user, answer_by_hand(road, letter), folder="Sent")

    assert eventually(lambda: status(desk) is Status.PENDING)
    assert eventually(lambda: road.is_quiet(desk, mails=2))
    assert (words(desk)[-1].strip(), len(road.received())) == ("Sudah kami perbaiki.", before)


def test_mail_dragged_out_of_junk_is_acknowledged(desk: DeskProcess, road: Road, letter: Letter) -> None:
    road.dovecot.append(road.user, letter.raw, folder="Junk")
    assert eventually(lambda: is_suspected(desk))
    assert eventually(lambda: road.is_quiet(desk, mails=1))
    silence = road.received()
    with road.dovecot.session(road.user) as client:
        drag_to_inbox(client)

    assert eventually(lambda: status(desk) is Status.NEW)
    assert eventually(lambda: acknowledgements(desk) == 1 and road.is_quiet(desk, mails=1))
    assert silence == []
    assert {mail.recipient for mail in road.received()} == {letter.sender, road.admin}


def answer_by_hand(road: Road, letter: Letter) -> bytes:
    head = {
        "From": road.address,
        "To": letter.sender,
        "Subject": f"Re: {letter.subject}",
        "Date": format_datetime(now()),
        "Message-ID": f"<by-hand@{road.partners}>",
        "In-Reply-To": letter.message_id,
    }
    lines = [f"{name}: {value}" for name, value in head.items() if value.isascii()]
    return "\r\n".join([*lines, "", "Sudah kami perbaiki.", ""]).encode()


def drag_to_inbox(client: imaplib.IMAP4) -> None:
    client.select("Junk")
    client._simple_command("MOVE", "1", "INBOX")


def watches_all(desk: DeskProcess) -> bool:
    with desk.reading() as session:
        return {each.role for each in list_folders(session)} == set(FolderRole)


def status(desk: DeskProcess) -> Status | None:
    with desk.reading() as session:
        return session.scalars(select(Ticket.status)).one_or_none()


def is_suspected(desk: DeskProcess) -> bool:
    with desk.reading() as session:
        ticket = session.scalars(select(Ticket)).one_or_none()
        return ticket is not None and ticket.is_suspected


def words(desk: DeskProcess) -> list[str]:
    with desk.reading() as session:
        return list(session.scalars(select(Message.reply).order_by(Message.id)))


def acknowledgements(desk: DeskProcess) -> int:
    with desk.reading() as session:
        query = select(Delivery).where(Delivery.kind == DeliveryKind.ACKNOWLEDGEMENT)
        return len(session.scalars(query).all())
