"""Handing mail over: who goes first, what happens when it fails, what is never sent twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from desk import failpoints
from desk.leases import owner
from desk.surroundings import Surroundings
from desk.work import work
from models.mail import Attempt, Delivery, DeliveryKind, DeliveryState, Phase
from models.reason import because
from models.ticket import Status
from outbound.deliver import Postman, accounts_with_mail, recover
from outbound.ends import BACKOFF
from outbound.failures import PermanentFailure, TemporaryFailure, Unknown
from tests.conversation import Letter, Person, Talk
from tests.desks import changed

GREYLISTED = TemporaryFailure(because("smtp_refused", answer="451 later"), code=451, text="4.7.1 later")
NO_SUCH_USER = PermanentFailure(because("smtp_refused", answer="550 no"), code=550, text="5.1.1 no such user")
UNREACHABLE = TemporaryFailure(because("smtp_unreachable", host="smtp.example", error="refused"))
CUT = Unknown(because("smtp_unreachable", host="smtp.example", error="closed"))


class Killed(BaseException):
    """As SIGKILL would: no net catches it."""


@pytest.fixture
def letter(talk: Talk, rui: Person, ana: Person) -> Letter:
    """Ana's notice; all earlier mail is delivered, her answer is what a test is about."""
    rui.writes()
    return ana.receives()


def the_reply(talk: Talk) -> Delivery:
    found: Delivery = talk.the(Delivery, Delivery.kind == DeliveryKind.REPLY)
    return found


def attempts(talk: Talk, delivery: Delivery) -> list[str]:
    return [each.state.value for each in talk.all(Attempt, Attempt.delivery_id == delivery.id)]


def answers_and_delivers(talk: Talk, ana: Person, letter: Letter) -> Delivery:
    ana.answers(letter, "Step back.")
    talk.delivers()
    return the_reply(talk)


def delivers_until_death(talk: Talk) -> None:
    def die() -> None:
        raise Killed

    talk.courier.before_answer = die
    with pytest.raises(Killed):
        talk.delivers()
    talk.courier.before_answer = None


def test_mail_is_sent_once_and_its_attempt_recorded(talk: Talk, ana: Person, letter: Letter) -> None:
    reply = answers_and_delivers(talk, ana, letter)
    talk.delivers()

    assert (reply.state, reply.phase, reply.smtp_code) == (DeliveryState.SENT, Phase.ACCEPTED, 250)
    assert attempts(talk, reply) == ["sent"]


def test_words_of_people_go_before_acknowledgements_and_those_before_notices(
    talk: Talk, rui: Person, ana: Person, letter: Letter
) -> None:
    talk.courier.letters.clear()
    rui.writes("Another matter.")
    ana.answers(letter, "Step back.")
    talk.delivers()

    marks = [each["Auto-Submitted"] for each in talk.courier.letters]
    assert marks[:2] == ["", "auto-replied"]
    assert set(marks[2:]) == {"auto-generated"}


def test_undo_hold_keeps_the_words_back(desk: Surroundings) -> None:
    talk = Talk(changed(desk, tickets={"undo_seconds": 60}))
    rui, ana = Person(talk, "Rui", "rui@partner.example"), Person(talk, "Ana", "ana@desk.example")
    rui.writes()
    ana.answers(ana.receives(), "Step back.")
    before = len(rui.inbox())
    talk.clock.passes(seconds=60)

    assert len(rui.inbox()) == before + 1


def test_two_workers_share_the_work_and_send_nothing_twice(talk: Talk, rui: Person) -> None:
    other = Postman(talk.desk, "main", talk.courier, talk.clock)
    talk.courier.before_answer = other.deliver_due
    rui.writes()
    talk.delivers()

    assert len(talk.courier.letters) == len(talk.deliveries) == 3


def test_delivery_that_another_worker_has_is_left_to_it(talk: Talk, rui: Person) -> None:
    rui.writes()
    with talk.desk.database.transaction() as session:
        for each in session.query(Delivery):
            each.state, each.lease_owner = DeliveryState.SENDING, "elsewhere:1:x"
    talk.delivers()

    assert talk.courier.offered == []


@pytest.mark.parametrize(("attempt", "minutes"), list(enumerate((*BACKOFF, BACKOFF[-1]), start=1)))
def test_temporary_refusal_waits_ever_longer(talk: Talk, rui: Person, attempt: int, minutes: int) -> None:
    rui.writes()
    delivery = talk.deliveries[0]
    with talk.desk.database.transaction() as session:
        session.get_one(Delivery, delivery.id).attempts = attempt - 1
    talk.courier.fails(GREYLISTED)
    talk.postman.deliver(delivery.id)

    now: Delivery = talk.the(Delivery, Delivery.id == delivery.id)
    assert (now.state, now.not_before - talk.clock()) == (DeliveryState.DEFERRED, timedelta(minutes=minutes))


def test_deferred_mail_goes_when_its_time_has_come(talk: Talk, ana: Person, letter: Letter) -> None:
    talk.courier.fails(GREYLISTED)
    reply = answers_and_delivers(talk, ana, letter)
    talk.clock.passes(minutes=1)
    talk.delivers()

    assert attempts(talk, reply) == ["deferred", "sent"]


def test_mail_is_given_up_after_two_days_of_trying(talk: Talk, ana: Person, letter: Letter) -> None:
    talk.courier.fails(*[GREYLISTED] * 60)
    ana.answers(letter, "Step back.")
    for _ in range(60):
        talk.delivers()
        talk.clock.passes(hours=1)

    reply = the_reply(talk)
    assert (reply.state, reply.reason.code if reply.reason else "") == (DeliveryState.BOUNCED, "gave_up")


def test_mail_that_waited_out_an_outage_is_tried_again(talk: Talk, ana: Person, letter: Letter) -> None:
    ana.answers(letter, "Step back.")
    talk.clock.passes(hours=72)
    talk.courier.fails(GREYLISTED)
    talk.delivers()

    assert the_reply(talk).state is DeliveryState.DEFERRED


def test_permanent_refusal_is_told_to_the_author(talk: Talk, ana: Person, letter: Letter) -> None:
    talk.courier.fails(NO_SUCH_USER)
    reply = answers_and_delivers(talk, ana, letter)

    assert (reply.state, talk.events().count("bounced")) == (DeliveryState.BOUNCED, 1)
    assert "rui@partner.example" in ana.receives().text


def test_permanent_refusal_leaves_nobody_waiting_for_the_requester(
    talk: Talk, ana: Person, letter: Letter
) -> None:
    talk.courier.fails(NO_SUCH_USER)
    answers_and_delivers(talk, ana, letter)

    assert talk.ticket.status is Status.OPEN


def test_one_refused_mail_holds_up_no_other(talk: Talk, rui: Person) -> None:
    rui.writes()
    talk.courier.fails(NO_SUCH_USER)
    talk.delivers()

    states = [each.state.value for each in talk.deliveries]
    assert states.count("bounced") == 1
    assert set(states) == {"bounced", "sent"}


def test_host_in_trouble_ends_the_round_and_the_rest_is_not_tried(talk: Talk, rui: Person) -> None:
    rui.writes()
    talk.courier.fails(UNREACHABLE, UNREACHABLE, UNREACHABLE)
    talk.delivers()
    talk.delivers()

    assert (len(talk.courier.offered), sum(each.attempts for each in talk.deliveries)) == (1, 1)


def test_host_that_recovers_gets_everything_after_its_rest(talk: Talk, rui: Person) -> None:
    rui.writes()
    talk.courier.fails(*[UNREACHABLE] * 12)
    for _ in range(12):
        talk.delivers()
        talk.clock.passes(minutes=5)
    talk.delivers()

    assert {each.state for each in talk.deliveries} == {DeliveryState.SENT}


def test_words_cut_off_at_the_dot_are_sent_once_more_byte_for_byte(
    talk: Talk, rui: Person, ana: Person, letter: Letter
) -> None:
    """RFC 1047: nobody knows whether the first arrived; the same Message-ID lets the reader's host tell."""
    ana.answers(letter, "Step back.")
    delivers_until_death(talk)
    talk.clock.passes(minutes=16)
    recover(talk.desk, at=talk.clock())
    talk.clock.passes(minutes=16)
    talk.delivers()

    first, second = [each for each in talk.courier.letters if "Step back." in each.text]
    assert first.raw == second.raw


def test_words_cut_off_twice_are_not_sent_a_third_time(talk: Talk, ana: Person, letter: Letter) -> None:
    talk.courier.fails(CUT, CUT, at="send")
    ana.answers(letter, "Step back.")
    for _ in range(4):
        talk.delivers()
        talk.clock.passes(minutes=30)

    assert (the_reply(talk).state, len(talk.courier.offered)) == (DeliveryState.UNKNOWN, 5)


def test_refusal_between_two_cuts_allows_no_third_try(talk: Talk, ana: Person, letter: Letter) -> None:
    talk.courier.fails(CUT, GREYLISTED, CUT, at="send")
    ana.answers(letter, "Step back.")
    for _ in range(6):
        talk.delivers()
        talk.clock.passes(hours=1)

    assert attempts(talk, the_reply(talk)) == ["deferred", "deferred", "unknown"]


def test_automatic_mail_cut_off_at_the_dot_is_never_sent_again(talk: Talk, rui: Person) -> None:
    rui.writes()
    delivers_until_death(talk)
    talk.clock.passes(hours=1)
    recover(talk.desk, at=talk.clock())
    talk.clock.passes(hours=1)

    assert len(rui.inbox()) == 1
    assert talk.deliveries[0].reason == because("not_sent_twice")


def test_mail_of_a_worker_that_died_before_the_dot_is_sent_at_once(talk: Talk, rui: Person) -> None:
    rui.writes()
    held_by(talk, "gone-host:1:x", phase=Phase.CONNECTING, lease=timedelta())
    recover(talk.desk, at=talk.clock())

    assert len(rui.inbox()) == 1


def test_living_workers_mail_is_not_taken_away(talk: Talk, rui: Person) -> None:
    rui.writes()
    held_by(talk, owner(), phase=Phase.DOT_PENDING, lease=timedelta(minutes=1))

    assert recover(talk.desk, at=talk.clock()) == []


def test_worker_that_lost_its_lease_sends_no_dot(talk: Talk, rui: Person) -> None:
    """Even to another thread of its own process."""
    rui.writes()
    delivery = talk.deliveries[0]
    courier = talk.courier

    class Slow(type(courier)):  # type: ignore[misc]
        def offer(self, envelope: Any) -> Any:
            taken = super().offer(envelope)
            with talk.desk.database.transaction() as session:
                session.get_one(Delivery, delivery.id).attempts += 1
            return taken

    slow = Slow(letters=courier.letters)
    replace(talk.postman, courier=slow).deliver(delivery.id)

    assert courier.letters == []


def test_error_after_the_host_accepted_is_no_reason_to_send_again(talk: Talk, rui: Person) -> None:
    rui.writes()
    failpoints.arm("O7.before_accept_commit:*:raise")
    talk.delivers()
    failpoints.arm("")
    talk.clock.passes(hours=5)

    assert len(rui.inbox()) == 1
    assert {each.state for each in talk.deliveries} == {DeliveryState.SENT}


def test_mail_that_cannot_be_made_stops_no_other(talk: Talk, rui: Person) -> None:
    rui.writes(files={"photo.jpg": b"photo"})
    for blob in talk.desk.files.folder.rglob("*"):
        if blob.is_file():
            blob.unlink()

    assert len(rui.inbox()) == 1
    assert {each.reason.code for each in talk.deliveries if each.reason} == {"cannot_compose"}


def test_bytes_are_frozen_at_the_first_attempt(talk: Talk, rui: Person, ana: Person, letter: Letter) -> None:
    talk.courier.fails(GREYLISTED, at="send")
    ana.answers(letter, "Step back.")
    talk.delivers()
    with work(talk.desk, at=talk.clock()) as session:
        session.query(type(talk.last)).filter_by(id=talk.last.id).update({"reply": "Something else"})
    talk.clock.passes(minutes=1)

    assert "Step back." in rui.receives().text


def test_message_id_is_that_of_the_row(talk: Talk, ana: Person, letter: Letter) -> None:
    reply = answers_and_delivers(talk, ana, letter)

    assert talk.courier.letters[-1].message_id == reply.internet_id


def test_accounts_with_mail_are_those_with_something_due(talk: Talk, rui: Person) -> None:
    before = accounts_with_mail(talk.desk, at=talk.clock())
    rui.writes()
    waiting = accounts_with_mail(talk.desk, at=talk.clock())
    talk.delivers()

    assert (before, waiting, accounts_with_mail(talk.desk, at=talk.clock())) == ([], ["main"], [])


def held_by(talk: Talk, name: str, *, phase: Phase, lease: timedelta) -> None:
    with talk.desk.database.transaction() as session:
        for each in session.query(Delivery):
            each.state, each.phase, each.attempts = DeliveryState.SENDING, phase, 1
            each.lease_owner, each.lease_until = name, talk.clock() + lease
