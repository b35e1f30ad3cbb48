"""Finding tickets: each filter, words, and pages that stay where they are while tickets move."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk import people, tickets
from desk.errors import NotFound
from desk.horizons import horizon
from desk.search import PAGE, TicketList, Wanted, list_tickets, ticket_page
from desk.surroundings import Surroundings
from desk.work import work
from models.session import Session
from models.ticket import Priority, Ticket
from tests.desks import BILLING, NOON, a_ticket, address, agent, rui, said
from tests.promises import promise_all

HOUR = timedelta(hours=1)


@pytest.fixture
def codes(desk: Surroundings) -> dict[str, str]:
    """fire: Ana's, open. bill: Billing's, nobody's. done: resolved. percent: of Sari."""
    with work(desk, at=NOON) as session:
        ana = agent(session, "ana")
        fire, done = a_ticket(session, subject="Fire"), a_ticket(session, subject="Done")
        bill = tickets.open_ticket(
            session, said(subject="Bill"), requester=rui(session), address=address(session, BILLING), at=NOON
        )
        sari = people.recognise_requester(session, name="Sari Dewi", address="sari@kampus.example", at=NOON)
        percent = tickets.open_ticket(
            session,
            said("It says 100%_sure\\ now.", subject="Odd"),
            requester=sari,
            address=address(session),
            at=NOON,
        )
        tickets.take(session, fire, by=ana, at=NOON)
        tickets.resolve(session, done, by=ana, at=NOON)
        return {"fire": fire.code, "bill": bill.code, "done": done.code, "percent": percent.code}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), {"fire", "bill", "percent"}),
        (Wanted(status=""), {"fire", "bill", "done", "percent"}),
        (Wanted(status="resolved"), {"done"}),
        (Wanted(status="nonsense"), set()),
        (Wanted(team="billing"), {"bill"}),
        (Wanted(team="nowhere"), set()),
        (Wanted(assignee="ana@desk.example"), {"fire"}),
        (Wanted(assignee="none"), {"bill", "percent"}),
        (Wanted(words="fire"), {"fire", "bill"}),
        (Wanted(words="FIRE floor"), {"fire", "bill"}),
        (Wanted(words="fire unicorn"), set()),
        (Wanted(words="sari"), {"percent"}),
        (Wanted(words="kampus.example"), {"percent"}),
        (Wanted(words="100%"), {"percent"}),
        (Wanted(words="%_sure\\"), {"percent"}),
        (Wanted(words="1_0"), set()),
        (Wanted(words="odd\0"), {"percent"}),
        (Wanted(team="billing", words="printer"), {"bill"}),
    ],
    ids=lambda value: str(value) if isinstance(value, Wanted) else "",
)
def test_filters_and_words_find_what_they_say(
    desk: Surroundings, codes: dict[str, str], wanted: Wanted, found: set[str]
) -> None:
    assert {name for name, code in codes.items() if code in listed(desk, wanted)} == found


def test_code_typed_by_hand_finds_its_ticket(desk: Surroundings, codes: dict[str, str]) -> None:
    typed = codes["fire"].lower().replace("-", " ")

    assert listed(desk, Wanted(words=typed)) == [codes["fire"]]


def test_nearest_clock_comes_first_and_what_is_owed_nothing_last(desk: Surroundings) -> None:
    """Half an hour for an urgent one: opened last, it passes the one before it."""
    with work(desk, at=NOON) as session:
        owed_nothing = a_ticket(session).code
    with work(desk, at=NOON + 2 * HOUR) as session:
        promise_all(session)
        late, hurried = a_ticket(session, at=NOON + 1.5 * HOUR), a_ticket(session, at=NOON + 1.75 * HOUR)
        tickets.set_priority(session, hurried, Priority.URGENT, by=agent(session, "ana"), at=NOON + 2 * HOUR)
        early = a_ticket(session)

    assert listed(desk, Wanted()) == [early.code, hurried.code, late.code, owed_nothing]


def test_of_the_resolved_the_newest_change_comes_first(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        ana = agent(session, "ana")
        made = [a_ticket(session) for _ in range(3)]
        for number, ticket in enumerate(made):
            tickets.resolve(session, ticket, by=ana, at=NOON + number * HOUR)

    assert listed(desk, Wanted(status="resolved")) == [ticket.code for ticket in reversed(made)]


def test_pages_hold_every_ticket_once(desk: Surroundings) -> None:
    made = many(desk, 2 * PAGE + 3)
    pages = turned(desk)

    assert [len(page) for page in pages] == [PAGE, PAGE, 3]
    assert sorted(code for page in pages for code in page) == sorted(made)


def test_next_page_does_not_move_when_a_ticket_comes_to_the_top(desk: Surroundings) -> None:
    many(desk, PAGE + 5)
    with desk.database.reading() as session:
        first = looked_up(session, Wanted())
        expected = [each.code for each in looked_up(session, Wanted(after=first.next_after)).tickets]
    with work(desk, at=NOON) as session:
        promise_all(session)
        a_ticket(session)

    assert listed(desk, Wanted(after=first.next_after)) == expected


@pytest.mark.parametrize(
    "after", ["nonsense", "1", "_", "²_1", f"{'9' * 16}_{'9' * 9}", "9" * 30 + "_1", "1_" + "9" * 30, "-1_1"]
)
def test_nonsense_for_a_page_is_no_error(desk: Surroundings, codes: dict[str, str], after: str) -> None:
    assert len(listed(desk, Wanted(after=after))) == 3


def test_page_of_a_ticket_shows_all_that_was_said(desk: Surroundings, codes: dict[str, str]) -> None:
    with desk.database.reading() as session:
        page = ticket_page(session, codes["fire"].lower())

        assert [message.reply for message in page.messages] == ["The printer on floor 2 is on fire."]
        assert [event.kind.value for event in page.events] == ["opened", "assigned"]


def test_page_of_no_ticket_is_not_found(desk: Surroundings) -> None:
    with desk.database.reading() as session, pytest.raises(NotFound):
        ticket_page(session, "MJ-000000")


def listed(desk: Surroundings, wanted: Wanted) -> list[str]:
    with desk.database.reading() as session:
        return [ticket.code for ticket in looked_up(session, wanted).tickets]


def looked_up(session: Session, wanted: Wanted) -> TicketList:
    return list_tickets(session, wanted, horizon(NOON, "Asia/Jakarta"))


def many(desk: Surroundings, count: int) -> list[str]:
    """Some of them changed at the same microsecond."""
    with work(desk, at=NOON) as session:
        made: list[Ticket] = [
            a_ticket(session, at=NOON + timedelta(microseconds=number // 3)) for number in range(count)
        ]
        return [ticket.code for ticket in made]


def turned(desk: Surroundings) -> list[list[str]]:
    pages, after = [], ""
    with desk.database.reading() as session:
        while True:
            page = looked_up(session, Wanted(after=after))
            pages.append([ticket.code for ticket in page.tickets])
            after = page.next_after
            if not after:
                return pages


def found_by(desk: Surroundings, words: str) -> set[str]:
    with desk.database.reading() as session:
        wanted = Wanted(status="", words=words)
        return {
            ticket.subject for ticket in list_tickets(session, wanted, horizon(NOON, "Asia/Jakarta")).tickets
        }


def test_rare_words_are_looked_for_as_beginnings(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        for subject in ("Kartu", "Kartunis"):
            a_ticket(session, subject=subject)

    assert found_by(desk, "kartu") == {"Kartu", "Kartunis"}


def test_two_letters_are_a_whole_word(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        for subject in ("Ka Pusat", "Kartu"):
            a_ticket(session, subject=subject)

    assert found_by(desk, "ka") == {"Ka Pusat"}


def test_what_very_many_say_is_looked_for_as_it_stands(
    desk: Surroundings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.message_words.COMMON", 2)
    with work(desk, at=NOON) as session:
        for subject in ("Kartu satu", "Kartu dua", "Kartunis"):
            a_ticket(session, subject=subject)

    assert {"Kartu satu", "Kartu dua"} <= found_by(desk, "kartu")
    assert ("Kartunis" in found_by(desk, "kartu")) is (not desk.database.is_sqlite)
