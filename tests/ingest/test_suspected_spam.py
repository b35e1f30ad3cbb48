"""Mail from Junk: silent until somebody rescues it, by a click or by moving it; an answer to us never rots there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from desk import junk, tickets
from desk.work import work
from ingest.intake import Arrival, Place, keep
from models.event import Event, EventKind
from models.mail import DeliveryKind, Fate, Treatment
from models.message import Author
from models.sla import Clock, Metric
from models.ticket import Status
from tests.conversation import Person, Talk
from tests.desks import agent
from tests.ingest.beside import by_hand, in_inbox, in_junk, in_sent
from tests.mails import mail, refuted, report
from tests.promises import promise_all

OFFER = mail("You have won a printer.", from_="Seller <seller@shop.example>", message_id="offer@shop.example")


@pytest.fixture(autouse=True)
def promised(talk: Talk) -> None:
    with work(talk.desk, at=talk.clock()) as session:
        promise_all(session)


def click_not_spam(talk: Talk) -> None:
    with work(talk.desk, at=talk.clock()) as session:
        ticket = tickets.get_ticket(session, talk.ticket.code)
        junk.not_spam(session, ticket, by=agent(session, "ana"), at=talk.clock())


def mark_spam(talk: Talk) -> None:
    with work(talk.desk, at=talk.clock()) as session:
        ticket = tickets.get_ticket(session, talk.ticket.code)
        junk.mark_spam(session, ticket, by=agent(session, "ana"), at=talk.clock())


def told(talk: Talk) -> set[tuple[str, DeliveryKind]]:
    return {(each.recipient, each.kind) for each in talk.deliveries}


def first_reply_clock(talk: Talk) -> Clock:
    clock: Clock = talk.the(Clock, Clock.metric == Metric.FIRST_REPLY)
    return clock


def why_silent(talk: Talk) -> str:
    event: Event = talk.all(Event, Event.kind == EventKind.NOT_ACKNOWLEDGED)[-1]
    return str(event.facts["reason"]["code"])


def test_junk_becomes_a_ticket_that_nobody_hears_of(talk: Talk) -> None:
    filed = in_junk(talk, OFFER)

    assert (filed.fate, talk.ticket.is_suspected, talk.ticket.status) == (Fate.FILED, True, Status.CLOSED)
    assert (talk.deliveries, talk.all(Clock)) == ([], [])


def test_suspected_ticket_says_where_it_lay(talk: Talk) -> None:
    in_junk(talk, OFFER)
    reason = talk.ticket.spam_because

    assert reason is not None
    assert (reason.code, reason.facts) == ("lay_in_junk", {"folder": "Junk", "mailbox": "main"})
    assert why_silent(talk) == "suspected_spam"


def test_rescued_by_a_click_it_lives_as_if_it_had_come_to_the_inbox(talk: Talk) -> None:
    arrived_at = talk.clock()
    in_junk(talk, OFFER)
    talk.clock.passes(hours=4)
    click_not_spam(talk)

    assert (talk.ticket.status, talk.ticket.is_spam, talk.ticket.closed_at) == (Status.NEW, False, None)
    assert first_reply_clock(talk).started_at == arrived_at
    assert told(talk) == {
        ("seller@shop.example", DeliveryKind.ACKNOWLEDGEMENT),
        ("ben@desk.example", DeliveryKind.NEW_MATTER),
    }


def test_receipt_is_not_confirmed_when_that_has_become_too_late(talk: Talk) -> None:
    in_junk(talk, OFFER)
    talk.clock.passes(days=4)
    click_not_spam(talk)

    assert why_silent(talk) == "too_old"
    assert {kind for _, kind in told(talk)} == {DeliveryKind.NEW_MATTER}


def test_rescued_advertisement_is_not_acknowledged(talk: Talk) -> None:
    """The rules of acknowledgements count as ever: a machine wrote it."""
    in_junk(talk, mail("Buy!", from_="news@shop.example", list_id="<news.shop.example>", precedence="bulk"))
    click_not_spam(talk)

    assert why_silent(talk) == "machine"


def test_second_click_changes_nothing(talk: Talk) -> None:
    in_junk(talk, OFFER)
    click_not_spam(talk)
    before = len(talk.deliveries)
    click_not_spam(talk)

    assert talk.events().count("rescued") == 1
    assert len(talk.deliveries) == before


def test_moved_to_the_inbox_it_is_rescued(talk: Talk) -> None:
    in_junk(talk, OFFER)
    talk.clock.passes(minutes=20)
    filed = in_inbox(talk, OFFER)
    event = talk.the(Event, Event.kind == EventKind.RESCUED)

    assert (talk.ticket.status, talk.ticket.is_spam, len(talk.messages)) == (Status.NEW, False, 1)
    assert (event.facts["reason"]["code"], event.at) == ("taken_out_of_junk", talk.clock())
    assert (filed.fate, DeliveryKind.ACKNOWLEDGEMENT in {kind for _, kind in told(talk)}) == (
        Fate.FILED,
        True,
    )


def test_moved_before_it_was_filed_it_is_filed_as_mail_that_came(talk: Talk) -> None:
    """No worker was there meanwhile."""
    lay = Arrival("main", talk.clock(), treatment=Treatment.SUSPECTED, place=Place("main", "Junk", 1, 900))
    keep(talk.desk, OFFER, lay, at=talk.clock())
    in_inbox(talk, OFFER)

    assert (talk.ticket.status, talk.events().count("rescued")) == (Status.NEW, 0)


def test_moved_to_the_inbox_after_the_click_nothing_more_happens(talk: Talk) -> None:
    in_junk(talk, OFFER)
    click_not_spam(talk)
    before = len(talk.deliveries)
    in_inbox(talk, OFFER)

    assert (len(talk.tickets), len(talk.messages), len(talk.deliveries)) == (1, 1, before)


def test_moved_into_junk_later_a_ticket_stays_what_it_is(talk: Talk) -> None:
    in_inbox(talk, OFFER)
    before = (talk.ticket.status, talk.events())
    in_junk(talk, OFFER)

    assert (talk.ticket.status, talk.events()) == before


def test_answer_with_the_persons_own_secret_joins_its_ticket_as_ever(
    talk: Talk, rui: Person, ana: Person
) -> None:
    rui.writes("The printer is on fire.")
    acknowledgement = rui.receives()
    in_junk(talk, mail("It still burns.", in_reply_to=acknowledgement.message_id, above=refuted()))

    assert (len(talk.tickets), talk.last.author, talk.ticket.is_spam) == (1, Author.REQUESTER, False)
    assert "It still burns." in ana.receives().text


def test_answer_of_who_belongs_to_the_ticket_joins_it(talk: Talk, rui: Person, ana: Person) -> None:
    rui.writes("The printer is on fire.", message_id="asked@partner.example")
    in_junk(talk, mail("It still burns.", in_reply_to="asked@partner.example"))

    assert len(talk.tickets) == 1
    assert "It still burns." in ana.receives().text


def test_agents_answer_to_a_notice_leaves_though_it_lay_in_junk(talk: Talk, rui: Person, ana: Person) -> None:
    rui.writes("The printer is on fire.")
    notice = ana.receives()
    in_junk(talk, mail("Step back.", from_=ana.mailbox, in_reply_to=notice.message_id))

    assert "Step back." in rui.receives().text


@pytest.mark.parametrize(
    "fields",
    [
        {"in_reply_to": "asked@partner.example", "from_": "Mallory <mallory@evil.example>"},
        {"in_reply_to": "asked@partner.example", "from_": "Ana Lestari <ana@desk.example>"},
        {"in_reply_to": "asked@partner.example", "above": refuted(), "to": "billing@desk.example"},
    ],
    ids=[
        "a stranger",
        "an agent's address without the secret",
        "the requester's address, refuted by the host",
    ],
)
def test_junk_that_only_seems_to_answer_is_suspected(talk: Talk, rui: Person, fields: dict[str, Any]) -> None:
    rui.writes("The printer is on fire.", message_id="asked@partner.example")
    door = "strict" if "billing" in fields.get("to", "") else "main"
    lay = Arrival(door, talk.clock(), treatment=Treatment.SUSPECTED, place=Place(door, "Junk", 1, 901))
    talk.pipeline.process(keep(talk.desk, mail("Open this.", **fields), lay, at=talk.clock()))

    assert [each.is_suspected for each in talk.tickets] == [False, True]
    assert talk.held == []


def test_report_about_our_mail_is_heeded_in_junk(talk: Talk, rui: Person, ana: Person) -> None:
    rui.writes("The printer is on fire.")
    ana.answers(ana.receives(), "Step back.")
    reply = rui.receives()
    in_junk(talk, report(reply.message_id))

    assert (len(talk.tickets), talk.ticket.status) == (1, Status.OPEN)


def test_junk_without_a_sender_bothers_nobody(talk: Talk) -> None:
    filed = in_junk(talk, mail("Win!", from_="undisclosed"))

    assert filed.reason is not None
    assert (filed.fate, filed.reason.code) == (Fate.IGNORED, "junk_without_sender")


def test_next_mail_of_the_same_person_in_the_inbox_rescues_the_first(talk: Talk) -> None:
    in_junk(talk, OFFER)
    talk.clock.passes(minutes=5)
    in_inbox(
        talk, mail("Did you get it?", from_="Seller <seller@shop.example>", in_reply_to="offer@shop.example")
    )

    assert (len(talk.tickets), talk.ticket.is_spam, len(talk.messages)) == (1, False, 2)
    assert talk.the(Event, Event.kind == EventKind.RESCUED).facts["reason"]["code"] == "wrote_to_the_inbox"


def test_next_mail_among_the_junk_rescues_nothing(talk: Talk) -> None:
    in_junk(talk, OFFER)
    in_junk(talk, mail("Hurry!", from_="Seller <seller@shop.example>", in_reply_to="offer@shop.example"))

    assert (len(talk.tickets), talk.ticket.is_suspected, talk.deliveries) == (1, True, [])


def test_what_a_person_marked_as_spam_no_mail_brings_back(talk: Talk) -> None:
    in_inbox(talk, OFFER)
    mark_spam(talk)
    in_inbox(
        talk, mail("Did you get it?", from_="Seller <seller@shop.example>", in_reply_to="offer@shop.example")
    )

    assert (talk.ticket.is_spam, talk.ticket.is_suspected) == (True, False)


def test_answered_by_hand_it_is_no_spam_and_nobody_confirms_receipt(talk: Talk) -> None:
    """Somebody looked into Junk by webmail, and answered right there."""
    in_junk(talk, OFFER)
    talk.clock.passes(hours=1, minutes=30)
    in_sent(talk, by_hand("No, thank you.", to="seller@shop.example", in_reply_to="offer@shop.example"))

    assert (talk.ticket.status, talk.ticket.is_spam) == (Status.PENDING, False)
    assert why_silent(talk) == "answered_already"
    assert (first_reply_clock(talk).ended_at, first_reply_clock(talk).breached_at) == (talk.clock(), None)


def test_spam_page_lists_a_month_of_it(talk: Talk) -> None:
    in_junk(talk, OFFER)
    with talk.desk.database.reading() as session:
        codes = [
            [each.code for each in junk.list_spam(session, at=talk.clock() + timedelta(days=days))]
            for days in (29, 31)
        ]

    assert codes == [[talk.ticket.code], []]


def test_page_of_spam_goes_on_after_a_ticket(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        in_junk(talk, mail("Win!", from_=f"seller{number}@shop.example", subject=f"Offer {number}"))
    monkeypatch.setattr(junk, "PAGE", 1)
    with talk.desk.database.reading() as session:
        first = junk.list_spam(session, at=talk.clock())
        rest = junk.list_spam(session, at=talk.clock(), after=first[0].code)

    assert [each.subject for each in (*first, *rest)] == ["Offer 2", "Offer 1", "Offer 1", "Offer 0"]


def test_suspected_ticket_can_be_marked_by_a_person_once_rescued(talk: Talk) -> None:
    in_junk(talk, OFFER)
    click_not_spam(talk)
    mark_spam(talk)
    click_not_spam(talk)

    assert (talk.ticket.status, talk.events().count("rescued"), talk.events().count("not_spam")) == (
        Status.NEW,
        1,
        1,
    )
