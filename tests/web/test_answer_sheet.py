"""The printed answer: in the requester's language, with the code and the chosen replies, and that it was given."""

from __future__ import annotations

import pytest

from desk import first_setup, tickets
from desk import people as desk_people
from desk.drafts import Draft
from desk.surroundings import Surroundings
from desk.work import work
from models.event import Event, EventKind
from models.people import RequesterAddress
from models.sla import Clock, Metric
from models.ticket import Ticket
from tests.web.conftest import NOW
from tests.web.people import People, open_a_ticket
from tests.web.visitor import Visitor


@pytest.fixture
def ticket(desk: Surroundings, people: People) -> Ticket:
    """Of somebody without mail, who speaks Indonesian."""
    with work(desk, at=NOW) as session:
        first_setup.make_defaults(session, at=NOW, time_zone="Asia/Jakarta")
    ticket = open_a_ticket(desk, at=NOW, draft=Draft(subject="Surat", reply="Mohon bantuannya.", language="id"))
    with work(desk, at=NOW) as session:
        session.delete(session.query(RequesterAddress).one())
    return ticket


@pytest.fixture
def path(ticket: Ticket) -> str:
    return f"/tickets/{ticket.code}/sheet"


def answers(desk: Surroundings, people: People, ticket: Ticket, *words: str) -> None:
    for each in words:
        with work(desk, at=NOW) as session:
            ana = desk_people.get_agent(session, people.ana.login)
            tickets.reply(session, tickets.get_ticket(session, ticket.code), Draft(reply=each), by=ana, at=NOW)


def test_sheet_says_all_in_the_requesters_language(
    ana: Visitor, desk: Surroundings, people: People, ticket: Ticket, path: str
) -> None:
    answers(desk, people, ticket, "Suratnya sudah selesai.")
    sheet = ana.reads(path).partition('<article class="card sheet" lang="id">')[2].partition("</article>")[0]

    assert ticket.code in sheet
    assert "Yth. Bapak/Ibu Rui Santoso," in sheet
    assert "24 November 2026 pukul 10.00 WIB" in sheet
    assert "Suratnya sudah selesai." in sheet
    assert "bantuan@meja.example" in sheet
    assert "Meja Bantuan" in sheet


def test_last_reply_stands_on_it_unless_others_are_chosen(
    ana: Visitor, desk: Surroundings, people: People, ticket: Ticket, path: str
) -> None:
    answers(desk, people, ticket, "Satu.", "Dua.", "Tiga.")

    def printed(address: str) -> list[str]:
        sheet = ana.reads(address).partition("<article")[2]
        return [word for word in ("Satu.", "Dua.", "Tiga.") if word in sheet]

    assert printed(path) == ["Tiga."]
    assert printed(f"{path}?answer=1&answer=2") == ["Satu.", "Dua."]
    assert printed(f"{path}?answer=9&answer=x") == ["Tiga."]


def test_notes_and_the_requesters_words_never_stand_on_it(
    ana: Visitor, desk: Surroundings, people: People, ticket: Ticket, path: str
) -> None:
    answers(desk, people, ticket, "Jawaban.")
    with work(desk, at=NOW) as session:
        by = desk_people.get_agent(session, people.ana.login)
        note = Draft(reply="Catatan rahasia.")
        tickets.add_note(session, tickets.get_ticket(session, ticket.code), note, by=by, at=NOW)
    page = ana.reads(f"{path}?answer=1&answer=2&answer=3")

    assert not [word for word in ("rahasia", "Mohon bantuannya.") if word in page]


def test_reply_counts_as_the_first_one_and_handing_over_is_told(
    ana: Visitor, desk: Surroundings, people: People, ticket: Ticket, path: str
) -> None:
    answers(desk, people, ticket, "Jawaban.")
    for _ in range(2):
        ana.posts(path, {"answer": ["1"]}, form_of=path)
    with desk.database.reading() as session:
        clock = session.query(Clock).where(Clock.metric == Metric.FIRST_REPLY).one()
        told = session.query(Event).where(Event.kind == EventKind.HANDED_OVER).all()

        assert (clock.met_by_id, clock.ended_at) == (told[0].message_id, NOW)
        assert len(told) == 1
    assert "Ana Lestari handed the printed answer over" in ana.reads(f"/tickets/{ticket.code}")


def test_ticket_page_offers_it_to_who_has_no_mail(ana: Visitor, desk: Surroundings, ticket: Ticket) -> None:
    other = open_a_ticket(desk, at=NOW, address="dewi@mitra.example", name="Dewi")

    assert "Print the answer" in ana.reads(f"/tickets/{ticket.code}")
    assert "Print the answer" not in ana.reads(f"/tickets/{other.code}")


def test_without_a_reply_there_is_nothing_to_hand_over(ana: Visitor, path: str) -> None:
    assert "Nobody has replied yet" in ana.reads(path)
    assert ana.posts(path).status_code == 422


def test_what_people_wrote_is_only_words(
    ana: Visitor, desk: Surroundings, people: People, ticket: Ticket, path: str
) -> None:
    answers(desk, people, ticket, "<script>alert(1)</script>")

    assert "<script>alert" not in ana.reads(path)
