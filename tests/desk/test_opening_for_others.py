"""A call or a visit written down: whose ticket it is, who is told, what is owed and what is confirmed."""

from __future__ import annotations

import pytest

from desk import people, requesters, tickets
from desk.drafts import Draft
from desk.errors import Conflict, Invalid, NotFound
from desk.opening import Desired, desk_addresses, get_desk_address, open_on_behalf
from desk.requesters import Particulars
from desk.surroundings import Surroundings
from desk.work import work
from models.event import Event, EventKind
from models.mail import Delivery, DeliveryKind
from models.message import Author, MessageKind
from models.people import Requester
from models.session import Session
from models.ticket import Channel, Priority, Status, Ticket
from tests.conversation import Person, Talk
from tests.desks import BILLING, NOON, SUPPORT, address, agent, changed, rui

CALL = "The scanner at the front desk blinks red."


def ibu_sari(session: Session, mail: str = "") -> Requester:
    """Known by her telephone number, and by `mail` if given."""
    known = Particulars(name="Sari Wulandari", phone="0812 3456 789", language="id")
    return requesters.add_requester(session, known, address=mail, by=agent(session, "ana"), at=NOON)


def a_call(session: Session, requester: Requester, **more: object) -> Ticket:
    """Ana writes it down."""
    usual: dict[str, object] = {"address": address(session), "by": agent(session, "ana"), "at": NOON}
    draft = Draft(reply=CALL, subject="Scanner", channel=Channel.PHONE)
    return open_on_behalf(session, more.pop("draft", draft), requester=requester, **usual | more)  # type: ignore[arg-type]


def mails(desk: Surroundings) -> list[tuple[DeliveryKind, str]]:
    with desk.database.reading() as session:
        return [(each.kind, each.recipient) for each in session.query(Delivery).order_by(Delivery.id)]


def event(desk: Surroundings, kind: EventKind) -> Event:
    with desk.database.reading() as session:
        found: Event = session.query(Event).where(Event.kind == kind).one()
        _ = found.agent
        return found


def test_a_call_is_said_by_the_requester_and_opened_by_the_agent(desk: Surroundings, talk: Talk) -> None:
    with work(desk, at=NOON) as session:
        a_call(session, ibu_sari(session))
    opened = event(desk, EventKind.OPENED)

    assert (talk.last.author, talk.last.from_name, talk.last.reply) == (
        Author.REQUESTER,
        "Sari Wulandari",
        CALL,
    )
    assert opened.agent is not None
    assert (opened.agent.name, opened.facts["requester_name"]) == ("Ana Lestari", "Sari Wulandari")
    assert (talk.ticket.channel, talk.ticket.status, talk.why) == (
        Channel.PHONE,
        Status.NEW,
        "taken_by_phone",
    )


def test_the_others_of_the_team_are_told_and_not_who_wrote_it_down(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        a_call(session, ibu_sari(session))

    assert mails(desk) == [(DeliveryKind.NEW_MATTER, "ben@desk.example")]


def test_whom_it_is_given_to_is_told_once(desk: Surroundings, talk: Talk) -> None:
    with work(desk, at=NOON) as session:
        a_call(
            session,
            ibu_sari(session),
            desired=Desired(Priority.HIGH, agent(session, "ben"), "She is in a hurry."),
        )

    assert mails(desk) == [(DeliveryKind.NEW_MATTER, "ben@desk.example")]
    assert (talk.ticket.priority, talk.ticket.status) == (Priority.HIGH, Status.OPEN)
    assert (talk.last.kind, talk.last.reply) == (MessageKind.NOTE, "She is in a hurry.")


def test_a_call_of_somebody_with_mail_is_acknowledged_with_its_subject(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        a_call(session, ibu_sari(session, "sari@partner.example"))
        session.flush()
    with desk.database.reading() as session:
        receipt = session.query(Delivery).where(Delivery.kind == DeliveryKind.ACKNOWLEDGEMENT).one()

        assert (receipt.recipient, receipt.facts["echo_subject"]) == ("sari@partner.example", True)


@pytest.mark.parametrize(
    ("mail", "confirm", "code"),
    [("", True, "no_mail_address"), ("sari@partner.example", False, "confirmation_not_wanted")],
)
def test_a_call_that_is_not_acknowledged_says_why(
    desk: Surroundings, mail: str, code: str, *, confirm: bool
) -> None:
    with work(desk, at=NOON) as session:
        a_call(session, ibu_sari(session, mail), confirm=confirm)

    assert event(desk, EventKind.NOT_ACKNOWLEDGED).facts["reason"]["code"] == code


def test_an_address_given_on_the_telephone_gets_no_more_than_an_unproven_one(desk: Surroundings) -> None:
    few = changed(desk, acknowledge={"unproven_per_day": 2})
    with work(few, at=NOON) as session:
        sari = ibu_sari(session, "sari@partner.example")
        for _ in range(3):
            a_call(session, sari)

    assert event(desk, EventKind.NOT_ACKNOWLEDGED).facts["reason"]["code"] == "limit_reached"


def test_an_answer_given_on_the_spot_is_a_fact_of_the_opening(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        a_call(session, ibu_sari(session), answered=True)

    assert event(desk, EventKind.OPENED).facts["answered"] is True


def test_a_reply_to_somebody_without_mail_is_kept_and_queued_for_nobody(
    desk: Surroundings, talk: Talk
) -> None:
    with work(desk, at=NOON) as session:
        ticket = a_call(session, ibu_sari(session), desired=Desired(assignee=agent(session, "ana")))
        tickets.reply(session, ticket, Draft(reply="Come by at ten."), by=agent(session, "ana"), at=NOON)

    assert (talk.ticket.status, talk.last.reply) == (Status.PENDING, "Come by at ten.")
    assert mails(desk) == []


def test_a_reply_to_a_caller_with_mail_reaches_them_and_their_answer_comes_back(
    desk: Surroundings, talk: Talk
) -> None:
    with work(desk, at=NOON) as session:
        ticket = a_call(session, ibu_sari(session, "sari@partner.example"), confirm=False)
        tickets.reply(session, ticket, Draft(reply="Come by at ten."), by=agent(session, "ana"), at=NOON)
    sari = Person(talk, "Sari Wulandari", "sari@partner.example")
    letter = sari.receives()
    sari.answers(letter, "Thank you, I will.")

    assert letter.subject == f"Re: Scanner [{talk.ticket.code}]"
    assert (talk.why, talk.ticket.status) == ("holds_secret", Status.OPEN)


def test_the_same_form_sent_twice_opens_one_ticket(desk: Surroundings, talk: Talk) -> None:
    draft = Draft(reply=CALL, channel=Channel.COUNTER, form_key="f" * 32)
    for _ in range(2):
        with work(desk, at=NOON) as session:
            a_call(session, rui(session), draft=draft)

    assert (len(talk.tickets), talk.why) == (1, "taken_at_counter")


def test_a_call_without_a_subject_is_named_by_how_its_words_begin(desk: Surroundings, talk: Talk) -> None:
    with work(desk, at=NOON) as session:
        a_call(session, rui(session), draft=Draft(reply=f"{CALL}\nSince Monday.", channel=Channel.PHONE))

    assert talk.ticket.subject == CALL


def test_a_call_without_words_is_refused(desk: Surroundings) -> None:
    with pytest.raises(Invalid, match="nothing_written"), work(desk, at=NOON) as session:
        a_call(session, rui(session), draft=Draft(reply="  ", channel=Channel.PHONE))


def test_a_call_cannot_be_given_to_an_agent_who_left(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        people.deactivate(agent(session, "ben"))
        with pytest.raises(Conflict, match="assignee_left"):
            a_call(session, rui(session), desired=Desired(assignee=agent(session, "ben")))


def test_what_an_agent_writes_down_says_nothing_of_the_callers_language(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        sari = ibu_sari(session, "sari@partner.example")
        ticket = a_call(session, sari, draft=Draft(reply=CALL, channel=Channel.PHONE, language="en"))

        assert (ticket.language, sari.language) == ("id", "id")


def test_an_agents_first_team_gives_the_usual_address(desk: Surroundings) -> None:
    with desk.database.reading() as session:
        ana, citra = agent(session, "ana"), agent(session, "citra")

        assert get_desk_address(session, ana, "").address == SUPPORT
        assert get_desk_address(session, ana, BILLING).address == BILLING
        assert {each.address for each in desk_addresses(session, citra)} == {SUPPORT, BILLING}


def test_an_address_out_of_use_takes_no_new_ticket(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        address(session, BILLING).is_active = False
        with pytest.raises(NotFound):
            get_desk_address(session, agent(session, "ana"), BILLING)
