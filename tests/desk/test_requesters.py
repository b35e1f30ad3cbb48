"""Requesters as agents keep them: addresses of their own, other promises for another kind, two that are one."""

from __future__ import annotations

import pytest

from desk import organizations, people, requester_search, requesters, tickets
from desk.drafts import Draft
from desk.errors import Conflict, DeskError, Invalid, NotAllowed, NotFound
from desk.requesters import Particulars
from desk.surroundings import Surroundings
from desk.work import work
from models.event import Event, EventKind
from models.people import Requester, RequesterKind
from models.session import Session
from models.ticket import Status
from tests.conversation import Person, Talk
from tests.desks import NOON, RUI, SUPPORT, a_ticket, address, agent, rui

HOME = "rui@home.example"


def added(session: Session, *, address: str = "", **known: object) -> Requester:
    particulars = Particulars(**known)  # type: ignore[arg-type]
    return requesters.add_requester(session, particulars, address=address, by=agent(session, "ana"), at=NOON)


def found(session: Session, words: str) -> list[str]:
    return [each.shown_name for each in requester_search.list_requesters(session, words=words).requesters]


def join(session: Session, requester: Requester, other: Requester) -> None:
    requesters.join(session, requester, other, by=agent(session, "ana"), at=NOON)


@pytest.mark.parametrize(
    "known", [{"name": "Sari"}, {"phone": "0812 345"}, {"address": "sari@partner.example"}]
)
def test_one_of_name_telephone_and_address_is_enough(desk: Surroundings, known: dict[str, str]) -> None:
    with work(desk, at=NOON) as session:
        requester = added(session, **known)

        assert requester.shown_name in known.values()


def test_somebody_of_whom_nothing_is_known_cannot_be_kept(desk: Surroundings) -> None:
    with pytest.raises(Invalid, match="requester_unnamed"), work(desk, at=NOON) as session:
        added(session, kind=RequesterKind.PUBLIC)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        (RUI, "address_of_another"),
        ("ANA@desk.example", "requester_is_an_agent"),
        (SUPPORT, "requester_is_the_desk"),
        ("support+x@desk.example", "requester_is_the_desk"),
        ("nobody", "not_an_address"),
    ],
)
def test_an_address_of_somebody_else_is_refused(desk: Surroundings, address: str, code: str) -> None:
    with work(desk, at=NOON) as session:
        rui(session)
        with pytest.raises(DeskError, match=code):
            requesters.add_address(session, added(session, name="Sari"), address, by=agent(session, "ana"))


def test_mail_from_a_second_address_belongs_to_the_same_requester(desk: Surroundings, talk: Talk) -> None:
    with work(desk, at=NOON) as session:
        for _ in range(2):
            requesters.add_address(session, rui(session), HOME, by=agent(session, "ana"))
    Person(talk, "Rui Tan", HOME).writes("From home.")

    assert talk.ticket.requester_id == talk.the(Requester).id


def test_a_removed_address_writes_for_nobody_we_know(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        known = rui(session)
        requesters.remove_address(session, known, known.addresses[0].id, by=agent(session, "ana"))
        session.flush()

        assert (people.find_requester(session, RUI), known.mail_address) == (None, "")


def test_the_last_that_tells_who_somebody_is_cannot_be_removed(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        nameless = added(session, address="x@partner.example")
        with pytest.raises(Invalid, match="requester_unnamed"):
            requesters.remove_address(session, nameless, nameless.addresses[0].id, by=agent(session, "ana"))


def test_an_address_of_another_requester_cannot_be_removed_here(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        number = rui(session).addresses[0].id
        with pytest.raises(NotFound):
            requesters.remove_address(session, added(session, name="Sari"), number, by=agent(session, "ana"))


def test_another_kind_is_told_to_the_open_tickets_alone(desk: Surroundings, talk: Talk) -> None:
    with work(desk, at=NOON) as session:
        ana, open_one, done = agent(session, "ana"), a_ticket(session), a_ticket(session)
        tickets.resolve(session, done, by=ana, at=NOON)
        for _ in range(2):
            known = Particulars(name="Rui Tan", kind=RequesterKind.PARTNER)
            requesters.change_requester(session, rui(session), known, by=ana, at=NOON)
        number = open_one.id
    changes = talk.all(Event, Event.kind == EventKind.REQUESTER_CHANGED)

    assert [(each.ticket_id, each.facts["requester_kind"]) for each in changes] == [(number, "partner")]


@pytest.mark.parametrize(
    ("known", "code"),
    [
        ({"phone": "0" * 61}, "phone_too_long"),
        ({"name": "a" * 201}, "name_missing"),
        ({"name": "Sari", "language": "xx"}, "no_such_language"),
    ],
)
def test_particulars_that_cannot_be_are_refused(desk: Surroundings, known: dict[str, str], code: str) -> None:
    with pytest.raises(Invalid, match=code), work(desk, at=NOON) as session:
        added(session, **known)


def test_two_that_are_one_have_their_tickets_and_addresses_in_one_place(
    desk: Surroundings, talk: Talk
) -> None:
    with work(desk, at=NOON) as session:
        a_ticket(session)
        home = added(session, address=HOME, name="Rui")
        for is_done in (False, True):
            opened = tickets.open_ticket(
                session, Draft(reply="From home."), requester=home, address=address(session), at=NOON
            )
            if is_done:
                tickets.resolve(session, opened, by=agent(session, "ana"), at=NOON)
        for _ in range(2):
            join(session, rui(session), home)
        one = rui(session).id
    with desk.database.reading() as session:
        person = requesters.get_requester(session, one)

        assert {each.address for each in person.addresses} == {HOME, RUI}
        assert [each.name for each in requester_search.joined_into(session, person)] == ["Rui"]
    assert [each.requester_id for each in talk.tickets] == [one] * 3


def test_what_is_missing_is_taken_from_who_was_joined(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        kept = added(session, name="Sari", phone="021 555")
        gone = added(session, name="S.", phone="0812 345", kind=RequesterKind.STAFF, language="en")
        join(session, kept, gone)

        assert (kept.name, kept.phone) == ("Sari", "021 555, 0812 345")
        assert (kept.kind, kept.language) == (RequesterKind.STAFF, "en")


def test_open_tickets_say_that_their_requester_was_joined(desk: Surroundings, talk: Talk) -> None:
    with work(desk, at=NOON) as session:
        a_ticket(session)
        join(session, added(session, name="Rui Hartono", phone="0812 345"), rui(session))
    said = talk.the(Event, Event.kind == EventKind.REQUESTER_JOINED)

    assert (said.facts["joined"], said.facts["requester_name"]) == ("Rui Tan", "Rui Hartono")


def test_an_answer_to_a_mail_sent_before_the_joining_still_counts(
    desk: Surroundings, talk: Talk, rui: Person
) -> None:
    rui.writes("The printer is on fire.")
    receipt = rui.receives()
    with work(desk, at=NOON) as session:
        old = people.find_requester(session, RUI)
        assert old is not None
        join(session, added(session, name="Rui Hartono", address=HOME), old)
    rui.answers(receipt, "It went out.")

    assert talk.why == "holds_secret"
    assert len(talk.tickets) == 1


def test_who_was_joined_before_follows_along(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        first, second, third = (added(session, name=name) for name in ("Satu", "Dua", "Tiga"))
        join(session, second, first)
        session.flush()
        join(session, third, second)
        session.flush()
        session.expire_all()

        assert (first.person, second.person) == (third, third)


def test_who_was_joined_is_changed_and_joined_no_more(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        kept, gone, third = (added(session, name=name) for name in ("Satu", "Dua", "Tiga"))
        join(session, kept, gone)
        session.flush()
        for one, other in ((third, gone), (gone, kept)):
            with pytest.raises(Conflict, match="requester_joined"):
                join(session, one, other)
        with pytest.raises(Conflict, match="requester_joined"):
            requesters.add_address(session, gone, HOME, by=agent(session, "ana"))


def test_nobody_is_joined_with_themselves_or_with_an_agent(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        asking = people.recognise_requester(session, name="Ben", address="ben@desk.example", at=NOON)
        with pytest.raises(Invalid, match="same_requester"):
            join(session, rui(session), rui(session))
        for one, other in ((rui(session), asking), (asking, rui(session))):
            with pytest.raises(Conflict, match="requester_is_an_agent"):
                join(session, one, other)


def test_who_has_left_changes_nobody(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        agent(session, "ana").is_active = False
        with pytest.raises(NotAllowed):
            added(session, name="Sari")


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("sari", True),
        ("SARI wulan", True),
        ("sari@", True),
        ("0812-3456", True),
        ("+62 812 3456 789", True),
        ("kementerian", True),
        ("sari telkom", False),
        ("0813", False),
        ("%", False),
        ("\0", True),
    ],
)
def test_somebody_is_found_by_what_is_known(desk: Surroundings, words: str, *, is_found: bool) -> None:
    with work(desk, at=NOON) as session:
        ministry = organizations.add_organization(
            session, name="Kementerian Contoh", domain="", by=agent(session, "ana"), at=NOON
        )
        added(
            session,
            name="Sari Wulandari",
            phone="(0812) 3456-789",
            address="sari@partner.example",
            organization=ministry,
        )

        assert found(session, words) == (["Sari Wulandari"] if is_found else [])


def test_lists_go_on_by_key_and_leave_out_who_was_joined(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        many = [added(session, name=f"Warga {number}") for number in range(requester_search.PAGE + 2)]
        join(session, many[0], many[1])
        session.flush()
        first = requester_search.list_requesters(session)
        second = requester_search.list_requesters(session, after=first.next_after)

    assert [*first.requesters, *second.requesters] == [each for each in reversed(many) if each is not many[1]]
    assert second.next_after == ""


def test_who_may_be_the_same_is_found_by_name_or_telephone(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        sari = added(session, name="Sari", phone="0812 3456 789")

        assert requester_search.alike(session, name="sari", phone="") == [sari]
        assert requester_search.alike(session, name="Somebody", phone="+628123456789") == [sari]
        assert requester_search.alike(session, name="Sar", phone="081") == []


def test_tickets_of_somebody_stand_by_status(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        older, newer, done = a_ticket(session), a_ticket(session), a_ticket(session)
        tickets.resolve(session, done, by=agent(session, "ana"), at=NOON)
        session.flush()
        mine = requester_search.tickets_of(session, rui(session))

    assert (mine.open, mine.done) == ([newer, older], [done])
    assert mine.counts == {Status.NEW: 2, Status.RESOLVED: 1}
