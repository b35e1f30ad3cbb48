"""Should receipt be confirmed? Each rule by itself, each with its reason; then what follows in the desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from secrets import token_hex
from typing import Any

import pytest

from desk import acknowledgements as ack
from desk import failpoints, people, tickets
from desk.settings import AcknowledgeSettings
from desk.surroundings import Surroundings
from desk.work import work
from models.event import Event, EventKind
from models.mail import Delivery, Mail, Treatment
from models.message import Author
from models.session import Session
from models.ticket import Channel, Ticket
from tests.desks import NOON, RUI, a_ticket, address, changed, rui, said


def case(**more: object) -> ack.Case:
    """Rui's mail, just arrived, of which nothing is known."""
    usual = ack.Case(
        ticket=Ticket(),
        mail=Mail(kind="human", sender=RUI, arrived_at=NOON, treatment=Treatment.LIVE),
        at=NOON,
        settings=AcknowledgeSettings(),
        proof="unknown",
        is_our_own=False,
        sent_today=0,
    )
    return replace(usual, **more)  # type: ignore[arg-type]


def mail(**more: object) -> Mail:
    return Mail(**{"kind": "human", "sender": RUI, "arrived_at": NOON, "treatment": Treatment.LIVE} | more)


@pytest.mark.parametrize(
    ("silent", "code"),
    [
        (case(settings=AcknowledgeSettings(enabled=False)), "acknowledgements_off"),
        (case(mail=mail(treatment=Treatment.QUIET)), "filed_quietly"),
        (case(mail=mail(treatment=Treatment.ARCHIVE)), "filed_quietly"),
        (case(mail=mail(kind="auto_reply")), "machine"),
        (case(mail=mail(kind="bulk")), "machine"),
        (case(mail=mail(kind="calendar")), "machine"),
        (case(is_our_own=True), "own_address"),
        (case(at=NOON + timedelta(days=3, seconds=1)), "too_old"),
        (case(proof="ambiguous"), "sender_ambiguous"),
        (case(proof="failed"), "authentication_failed"),
        (case(sent_today=3), "limit_reached"),
        (case(sent_today=10, proof="proven"), "limit_reached"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_silence_has_its_reason(silent: ack.Case, code: str) -> None:
    reason = ack.reason_for_silence(silent)

    assert reason is not None
    assert reason.code == code


@pytest.mark.parametrize(
    "speaking",
    [case(), case(sent_today=2), case(sent_today=9, proof="proven"), case(at=NOON + timedelta(days=3))],
    ids=["unknown sender", "third of the day", "tenth of a proven sender", "three days old"],
)
def test_person_gets_an_answer(speaking: ack.Case) -> None:
    assert ack.reason_for_silence(speaking) is None


def test_ticket_of_a_mail_is_acknowledged_once(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        a_ticket(session, **by_mail(session))

    with desk.database.reading() as session:
        kinds = [each.kind for each in session.query(Event)]
        assert kinds.count(EventKind.ACKNOWLEDGED) == 1
        assert [each.recipient for each in session.query(Delivery) if each.kind == "acknowledgement"] == [RUI]


def test_ticket_written_down_on_the_panel_is_not_acknowledged(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        a_ticket(session)
        session.flush()

    assert "acknowledgement" not in queued(desk)


def test_fourth_of_a_day_is_silent_and_says_so(desk: Surroundings) -> None:
    for _ in range(4):
        with work(desk, at=NOON) as session:
            a_ticket(session, **by_mail(session))

    assert queued(desk).count("acknowledgement") == 3
    assert reasons(desk) == ["limit_reached"]


def test_limit_counts_a_day_and_no_longer(desk: Surroundings) -> None:
    later = NOON + timedelta(days=1, seconds=1)
    for at in (NOON, NOON, NOON, later):
        with work(desk, at=at) as session:
            a_ticket(session, at=at, **by_mail(session, arrived_at=at))

    assert queued(desk).count("acknowledgement") == 4


def test_limit_of_an_address_does_not_touch_another(desk: Surroundings) -> None:
    quiet = changed(desk, acknowledge={"unproven_per_day": 1})
    for sender in (RUI, RUI, "sari@partner.example"):
        with work(quiet, at=NOON) as session:
            draft = by_mail(session, sender=sender)
            requester = people.recognise_requester(session, name="", address=sender, at=NOON)
            tickets.open_ticket(
                session, said(**draft), requester=requester, address=address(session), at=NOON
            )

    assert queued(desk).count("acknowledgement") == 2


def test_nothing_is_queued_when_the_work_fails(desk: Surroundings) -> None:
    failpoints.arm("desk.receive_reply:1:raise")
    with pytest.raises(failpoints.FailpointReached):
        opened_and_answered(desk)

    assert queued(desk) == []


def opened_and_answered(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        ticket = a_ticket(session, **by_mail(session))
        tickets.receive_reply(session, ticket, said(), author=Author.REQUESTER, by=rui(session), at=NOON)


def by_mail(session: Session, **more: object) -> dict[str, Any]:
    """What makes a draft one that came by mail."""
    row = mail(**{"sha256": token_hex(32), "size": 1, "door": "main", "kept_at": NOON} | more)
    session.add(row)
    session.flush()
    return {"channel": Channel.MAIL, "mail_id": row.id}


def queued(desk: Surroundings) -> list[str]:
    with desk.database.reading() as session:
        return [each.kind.value for each in session.query(Delivery).order_by(Delivery.id)]


def reasons(desk: Surroundings) -> list[str]:
    with desk.database.reading() as session:
        events = session.query(Event).filter(Event.kind == EventKind.NOT_ACKNOWLEDGED)
        return [each.facts["reason"]["code"] for each in events]
