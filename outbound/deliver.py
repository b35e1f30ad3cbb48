"""Claim due deliveries, hand them over, record each attempt, decide the next moment or the end.

Every phase is committed, and the mark `dot_pending` before the final dot: whoever dies
leaves a row that tells whether the mail can have been accepted. People's words leave at least once,
automatic mail at most once.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, select, update
from sqlalchemy.orm import joinedload

from desk.budget import Budget, Window, budget_of, put_off, windows_of
from desk.failpoints import failpoint
from desk.leases import is_gone, owner
from desk.surroundings import Surroundings
from desk.work import settle
from models.mail import Delivery, DeliveryState, Lane, Phase
from models.reason import because
from models.session import Session
from models.ticket import Ticket
from outbound.compose import Outgoing, compose, envelope_sender
from outbound.ends import bounced, cut_off, deferred, sent
from outbound.failures import Failure, PermanentFailure, TemporaryFailure, Unknown
from outbound.frozen import HeadersDiffer
from outbound.handover import Courier
from outbound.wire import Envelope

log = logging.getLogger("meja.deliver")

BATCH = 50
LEASE = timedelta(minutes=15)
RESTS = tuple(timedelta(seconds=seconds) for seconds in (10, 30, 60, 120, 300))
"""How long an account rests after its host's first, second, ... trouble in a row."""
NEEDS_HOLD = timedelta(hours=1)
"""How long what words and acknowledgements needed of late is not counted anew."""
WAITING = (DeliveryState.QUEUED, DeliveryState.DEFERRED)
_TICKET = joinedload(Delivery.ticket)
_WHAT_A_MAIL_TELLS = (
    joinedload(Delivery.message),
    joinedload(Delivery.address),
    _TICKET.joinedload(Ticket.address),
    _TICKET.joinedload(Ticket.team),
    _TICKET.joinedload(Ticket.requester),
)
"""Read at once."""
_DUE = (
    select(Delivery.id, Delivery.lane)
    .where(
        Delivery.state.in_(WAITING),
        Delivery.not_before <= bindparam("now"),
        Delivery.sending_account == bindparam("account"),
    )
    .order_by(Delivery.lane, Delivery.not_before, Delivery.id)
    .limit(BATCH)
)
_CLAIM = (
    update(Delivery)
    .where(
        Delivery.id == bindparam("delivery"),
        Delivery.state.in_(WAITING),
        Delivery.not_before <= bindparam("now"),
    )
    .values(
        state=DeliveryState.SENDING,
        phase=Phase.CONNECTING,
        attempts=Delivery.attempts + 1,
        lease_owner=bindparam("owner"),
        lease_until=bindparam("until"),
    )
    .returning(Delivery.attempts)
    .execution_options(synchronize_session=False)
)
_MARK = (
    update(Delivery)
    .where(
        Delivery.id == bindparam("delivery"),
        Delivery.state == DeliveryState.SENDING,
        Delivery.lease_owner == bindparam("owner"),
        Delivery.attempts == bindparam("attempt"),
    )
    .values(phase=Phase.DOT_PENDING, eml_sha256=bindparam("bytes"), lease_until=bindparam("until"))
    .returning(Delivery.id)
    .execution_options(synchronize_session=False)
)


@dataclass
class _Claim:
    """One attempt. `eml_sha256` names its bytes once they are durable. `answer`: what the host said to the final
    dot; from then on the mail is sent, come what may."""

    delivery_id: int
    attempt: int
    eml_sha256: str | None = None
    is_marked: bool = False
    answer: str | None = None


@dataclass
class Postman:
    """Delivers what one sending account has to send. `clock` gives aware UTC moments."""

    desk: Surroundings
    account: str
    courier: Courier
    clock: Callable[[], datetime]
    _rests: int = 0
    _rests_until: datetime | None = None

    _windows: tuple[Window, ...] = ()
    _windows_until: datetime | None = None

    def deliver_due(self) -> None:
        """Hand over all that is due, words of people first. A host in trouble ends the round; the rest waits."""
        while due := self._due():
            budget = self._budget()
            for delivery_id, lane in due:
                room_at = budget.room_at(Lane(lane), now := self.clock())
                if room_at > now:
                    self._put_off(Lane(lane), until=room_at)
                    break
                budget.spend(Lane(lane), now)
                if not self.deliver(delivery_id):
                    return

    def deliver(self, delivery_id: int) -> bool:
        """One attempt, unless somebody else has claimed it; whether the host is fit for another."""
        failpoint("O2.before_claim")
        claim = self._claim(delivery_id)
        if claim is None:
            return True
        failpoint("O3.claimed")
        try:
            self._attempt(claim)
        except Failure as failure:
            return self._failed(claim, failure)
        except HeadersDiffer as error:
            return self._failed(claim, PermanentFailure(error.reason))
        except Exception as error:  # noqa: BLE001 (the net of delivery: one mail that cannot be made must not stop the others)
            log.error("delivery=%d\n%s", delivery_id, traceback.format_exc())
            return self._failed(claim, _our_fault(error, claim))
        self._rests, self._rests_until = 0, None
        return True

    def _due(self) -> list[tuple[int, int]]:
        now = self.clock()
        if self._rests_until and now < self._rests_until:
            return []
        with self.desk.database.reading() as session:
            return [
                (row.id, row.lane) for row in session.execute(_DUE, {"now": now, "account": self.account})
            ]

    def _budget(self) -> Budget:
        """Where nothing is limited it costs nothing."""
        sending, now = self.desk.settings.sending_named(self.account), self.clock()
        if sending is None or not (sending.per_hour or sending.per_day):
            return Budget(())
        with self.desk.database.reading() as session:
            if self._windows_until is None or now >= self._windows_until:
                self._windows = windows_of(session, sending, now=now)
                self._windows_until = now + NEEDS_HOLD
            return budget_of(session, self.account, self._windows, now=now)

    def _put_off(self, lane: Lane, *, until: datetime) -> None:
        """All that is due in this lane and the ones behind it waits for room; notices are folded meanwhile."""
        with self.desk.database.transaction(desk=self.desk) as session:
            put_off(session, self.account, lane, until=until, at=self.clock())

    def _claim(self, delivery_id: int) -> _Claim | None:
        """By comparing and setting: no row changed means that another worker has it."""
        now = self.clock()
        with self.desk.database.transaction() as session:
            asked = {"delivery": delivery_id, "now": now, "owner": owner(), "until": now + LEASE}
            attempt = session.scalars(_CLAIM, asked).first()
        return _Claim(delivery_id, attempt) if attempt else None

    def _attempt(self, claim: _Claim) -> None:
        outgoing, envelope, kind = self._freeze(claim)
        failpoint(f"deliver.{kind}")
        handover = self.courier.offer(envelope)
        try:
            failpoint("O4.offered")
            self._mark(claim)
            failpoint("O5.before_data")
            claim.answer = handover.send(outgoing.raw)
        finally:
            handover.drop()
        failpoint("O7.before_accept_commit")
        self._accepted(claim, claim.answer)
        failpoint("O8.accepted")

    def _freeze(self, claim: _Claim) -> tuple[Outgoing, Envelope, str]:
        """The bytes of the first attempt are the bytes of every attempt. They are durable from here on; the row names
        them with the mark, or with the failure: whoever dies in between has sent none of them."""
        with self.desk.database.reading(desk=self.desk) as session:
            delivery = session.get_one(Delivery, claim.delivery_id, options=_WHAT_A_MAIL_TELLS)
            if delivery.eml_sha256:
                raw = self.desk.outgoing.read(delivery.eml_sha256)
                outgoing = Outgoing(raw, envelope_sender(delivery))
            else:
                outgoing = compose(session, delivery, at=self.clock())
            claim.eml_sha256 = delivery.eml_sha256 or self.desk.outgoing.keep(outgoing.raw)
            envelope = Envelope(outgoing.envelope_sender, delivery.recipient, len(outgoing.raw))
            kind = delivery.kind.value
        failpoint("O3.frozen")
        return outgoing, envelope, kind

    def _mark(self, claim: _Claim) -> None:
        """Still ours, or no dot: a lease that ran out meanwhile belongs to somebody else."""
        with self.desk.database.transaction() as session:
            ours = {"delivery": claim.delivery_id, "owner": owner(), "attempt": claim.attempt}
            mark = {"bytes": claim.eml_sha256, "until": self.clock() + LEASE}
            marked = session.scalars(_MARK, ours | mark).first()
        if marked is None:
            raise TemporaryFailure(because("lease_lost"))
        claim.is_marked = True

    def _accepted(self, claim: _Claim, answer: str) -> None:
        with self.desk.database.transaction() as session:
            delivery = session.get_one(Delivery, claim.delivery_id, with_for_update=True)
            if delivery.state is not DeliveryState.SENT:
                sent(session, delivery, answer=answer, at=self.clock())

    def _failed(self, claim: _Claim, failure: Failure) -> bool:
        """Record it, rest if the host is to blame; whether the host is fit for another."""
        if claim.answer is not None:
            self._accepted(claim, claim.answer)
            return True
        until = self._rest() if failure.is_hosts_fault else None
        with self.desk.database.transaction(desk=self.desk) as session:
            delivery = session.get_one(Delivery, claim.delivery_id, with_for_update=True)
            if delivery.lease_owner == owner() and delivery.attempts == claim.attempt:
                delivery.eml_sha256 = delivery.eml_sha256 or claim.eml_sha256
                _end(session, delivery, failure, at=self.clock(), until=until)
                settle(session, self.clock())
        return until is None

    def _rest(self) -> datetime:
        """Ever longer while the host stays in trouble: its mail need not be tried one by one meanwhile."""
        self._rests_until = self.clock() + RESTS[min(self._rests, len(RESTS) - 1)]
        self._rests += 1
        return self._rests_until


def recover(desk: Surroundings, *, at: datetime) -> list[Delivery]:
    """Take back what a dead worker held: before the dot nothing was accepted, after it nobody knows."""
    with desk.database.transaction(desk=desk) as session:
        sending = select(Delivery).where(Delivery.state == DeliveryState.SENDING)
        held = session.scalars(sending.with_for_update(skip_locked=True)).all()
        lost = [each for each in held if is_gone(each.lease_owner) or (each.lease_until or at) <= at]
        for delivery in lost:
            if delivery.phase is Phase.DOT_PENDING:
                cut_off(session, delivery, at=at)
            else:
                delivery.state, delivery.phase = DeliveryState.QUEUED, None
                delivery.lease_owner = delivery.lease_until = None
        return lost


def accounts_with_mail(desk: Surroundings, *, at: datetime) -> list[str]:
    """The sending accounts for which something is due."""
    with desk.database.reading() as session:
        due = and_(Delivery.state.in_(WAITING), Delivery.not_before <= at)
        return list(session.scalars(select(Delivery.sending_account).where(due).distinct()))


def _our_fault(error: Exception, claim: _Claim) -> Failure:
    """Once the mark is made nobody can say how far the mail came."""
    kind = Unknown if claim.is_marked else TemporaryFailure
    return kind(because("cannot_compose", error=type(error).__name__), text=str(error)[:200])


def _end(
    session: Session, delivery: Delivery, failure: Failure, *, at: datetime, until: datetime | None
) -> None:
    code, text = failure.code, failure.text
    if isinstance(failure, Unknown):
        cut_off(session, delivery, at=at)
    elif isinstance(failure, PermanentFailure):
        bounced(session, delivery, failure.reason, code=code, text=text, at=at)
    else:
        deferred(session, delivery, failure.reason, code=code, text=text, at=at, until=until)
