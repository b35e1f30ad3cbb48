"""Mails whose files go past them: the words leave with a link; a host that finds a mail too large gets another."""

from __future__ import annotations

import pytest

from desk import tickets
from desk.surroundings import Surroundings
from desk.work import work
from models.event import EventKind
from models.mail import Delivery, DeliveryKind, DeliveryState
from models.parcels import Parcel
from models.ticket import Ticket
from outbound.failures import Step, refusal
from tests.conversation import Person, Talk
from tests.desks import agent
from tests.mails import report
from tests.parcels import LARGE, narrow, with_files

TOO_LARGE = refusal("smtp.example", Step.MAIL, code=552, text="5.3.4 Message size exceeds fixed limit")
FULL = refusal("smtp.example", Step.RCPT, code=552, text="5.2.2 mailbox full")


@pytest.fixture
def narrow_talk(desk: Surroundings) -> Talk:
    return Talk(narrow(desk))


@pytest.fixture
def asked(talk: Talk, rui: Person) -> None:
    """Rui wrote, and was acknowledged."""
    rui.writes()
    talk.delivers()


def answers(talk: Talk, **files: bytes) -> None:
    """Ana, from the panel."""
    with work(talk.desk, at=talk.clock()) as session:
        ticket, ana = session.get_one(Ticket, talk.ticket.id), agent(session, "ana")
        tickets.reply(session, ticket, with_files(talk.desk, **files), by=ana, at=talk.clock())


def replies(talk: Talk) -> list[Delivery]:
    return talk.all(Delivery, Delivery.kind == DeliveryKind.REPLY)


def test_words_leave_with_a_link_names_and_sizes_instead_of_the_files(narrow_talk: Talk) -> None:
    rui = Person(narrow_talk, "Rui Tan", "rui@partner.example")
    rui.writes()
    narrow_talk.delivers()
    answers(narrow_talk, report_pdf=LARGE)
    letter = rui.receives()

    assert letter.text.startswith("Here it is.\n")
    assert "https://desk.example/get/" in letter.text
    assert "- report.pdf (1.0 MB)" in letter.text
    assert letter.files == {}


def test_link_is_told_in_the_language_of_the_ticket(narrow_talk: Talk) -> None:
    rui = Person(narrow_talk, "Rui Tan", "rui@partner.example")
    rui.writes("Selamat pagi, mohon bantuannya karena printer di lantai dua tidak dapat mencetak.")
    narrow_talk.delivers()
    answers(narrow_talk, laporan_pdf=LARGE)

    assert "Berkas terlalu besar" in rui.receives().text
    assert "laporan.pdf (1,0 MB)" in rui.receives().text


@pytest.mark.usefixtures("asked")
def test_mail_that_its_host_finds_too_large_is_followed_by_one_with_a_link(talk: Talk, rui: Person) -> None:
    answers(talk, report_pdf=LARGE)
    talk.courier.fails(TOO_LARGE)
    talk.delivers()
    letter = rui.receives()

    assert [each.state for each in replies(talk)] == [DeliveryState.BOUNCED, DeliveryState.SENT]
    assert (letter.files, "https://desk.example/get/" in letter.text) == ({}, True)
    assert EventKind.BOUNCED.value not in talk.events()


@pytest.mark.usefixtures("asked")
def test_a_report_from_the_recipients_host_has_the_same_effect(talk: Talk, rui: Person) -> None:
    """The submission host took it; the next one did not."""
    answers(talk, report_pdf=LARGE)
    first = rui.receives()
    talk.arrives(report(first.message_id, status="5.3.4", diagnostic="552 5.3.4 message too big"))

    assert first.files == {"report.pdf": LARGE}
    assert "https://desk.example/get/" in rui.receives().text
    assert EventKind.BOUNCED.value not in talk.events()


@pytest.mark.usefixtures("asked")
def test_it_is_replaced_once_and_then_told_as_a_bounce(talk: Talk) -> None:
    answers(talk, report_pdf=LARGE)
    talk.courier.fails(TOO_LARGE, TOO_LARGE)
    talk.delivers()

    assert len(replies(talk)) == 2
    assert len(talk.all(Parcel)) == 1
    assert talk.events().count(EventKind.BOUNCED.value) == 1


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(
    ("files", "failure"),
    [({"report_pdf": LARGE}, FULL), ({"note_txt": b"small"}, TOO_LARGE), ({}, TOO_LARGE)],
    ids=["a full mailbox", "a small file", "no file"],
)
def test_other_refusals_stay_bounces(talk: Talk, files: dict[str, bytes], failure: Exception) -> None:
    answers(talk, **files)
    talk.courier.fails(failure)
    talk.delivers()

    assert [each.state for each in replies(talk)] == [DeliveryState.BOUNCED]
    assert talk.events().count(EventKind.BOUNCED.value) == 1
