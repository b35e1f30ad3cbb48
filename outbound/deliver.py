"""Claim due deliveries, hand them over, record each attempt, decide the next moment or the end.

Every phase is committed, and the mark `dot_pending` before the final dot (threats.md 3.3): whoever dies
leaves a row that tells whether the mail can have been accepted. People's words leave at least once,
automatic mail at most once.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, select, update

from desk import maillog
from desk.failpoints import failpoint
from desk.leases import is_gone, owner
from desk.surroundings import Surroundings
from desk.work import settle
from models.mail import Delivery, DeliveryState, Phase
from models.reason import because
from models.session import Session
from outbound.compose import Outgoing, compose
from outbound.ends import bounced, cut_off, deferred, sent
from outbound.failures import Failure, PermanentFailure, TemporaryFailure, Unknown
from outbound.handover import Courier
from outbound.wire import Envelope

log = logging.getLogger("meja.deliver")

BATCH = 50
LEASE = timedelta(minutes=15)
WAITING = (DeliveryState.QUEUED, DeliveryState.DEFERRED)


@dataclass(frozen=True)
class Postman:
    """Delivers what one sending account has to send. `clock` gives aware UTC moments."""

    desk: Surroundings
    account: str
    courier: Courier
    clock: Callable[[], datetime]

    def deliver_due(self) -> None:
        """Hand over all that is due, people's words first. A host in trouble ends the round; the rest waits."""
        while due := self._due():
            for delivery_id in due:
                if not self.deliver(delivery_id):
                    return

    def deliver(self, delivery_id: int) -> bool:
        """One attempt, unless somebody else has claimed it; whether the host is fit for another."""
        failpoint("O2.before_claim")
        if not self._claim(delivery_id):
            return True
        failpoint("O3.claimed")
        try:
            self._attempt(delivery_id)
        except Failure as failure:
            self._record_failure(delivery_id, failure)
            return not failure.is_hosts_fault
        except Exception as error:  # noqa: BLE001 (the net of delivery: one mail that cannot be made must not stop the others)
            log.error("delivery=%d\n%s", delivery_id, traceback.format_exc())
            self._record_failure(delivery_id, _our_fault(error))
        return True

    def _due(self) -> list[int]:
        with self.desk.database.reading() as session:
            query = select(Delivery.id).where(
                Delivery.state.in_(WAITING),
                Delivery.not_before <= self.clock(),
                Delivery.sending_account == self.account,
            )
            return list(
                session.scalars(query.order_by(Delivery.lane, Delivery.not_before, Delivery.id).limit(BATCH))
            )

    def _claim(self, delivery_id: int) -> bool:
        """By comparing and setting: not exactly one row changed means that another worker has it."""
        now = self.clock()
        with self.desk.database.transaction() as session:
            claimed = session.scalars(
                update(Delivery)
                .where(Delivery.id == delivery_id, Delivery.state.in_(WAITING), Delivery.not_before <= now)
                .values(
                    state=DeliveryState.SENDING,
                    phase=Phase.CONNECTING,
                    attempts=Delivery.attempts + 1,
                    lease_owner=owner(),
                    lease_until=now + LEASE,
                )
                .returning(Delivery.id)
            )
            return claimed.first() is not None

    def _attempt(self, delivery_id: int) -> None:
        outgoing, envelope, kind = self._freeze(delivery_id)
        failpoint(f"deliver.{kind}")
        handover = self.courier.offer(envelope)
        try:
            failpoint("O4.offered")
            self._mark(delivery_id, Phase.DOT_PENDING)
            failpoint("O5.before_data")
            answer = handover.send(outgoing.raw)
        finally:
            handover.drop()
        failpoint("O7.before_accept_commit")
        with self.desk.database.transaction() as session:
            sent(session, session.get_one(Delivery, delivery_id), answer=answer, at=self.clock())
        failpoint("O8.accepted")

    def _freeze(self, delivery_id: int) -> tuple[Outgoing, Envelope, str]:
        """The bytes of the first attempt are the bytes of every attempt."""
        with self.desk.database.transaction(desk=self.desk) as session:
            delivery = session.get_one(Delivery, delivery_id)
            if delivery.eml_sha256:
                sender = "" if delivery.is_automatic else delivery.address.address
                outgoing = Outgoing(self.desk.outgoing.read(delivery.eml_sha256), sender)
            else:
                outgoing = compose(session, delivery, at=self.clock())
                delivery.eml_sha256 = self.desk.outgoing.keep(outgoing.raw)
            envelope = Envelope(outgoing.envelope_sender, delivery.recipient, len(outgoing.raw))
            kind = delivery.kind.value
        failpoint("O3.frozen")
        return outgoing, envelope, kind

    def _mark(self, delivery_id: int, phase: Phase) -> None:
        """Still ours, or no dot: a lease that ran out meanwhile belongs to somebody else."""
        with self.desk.database.transaction() as session:
            ours = update(Delivery).where(Delivery.id == delivery_id, Delivery.lease_owner == owner())
            longer = ours.values(phase=phase, lease_until=self.clock() + LEASE)
            marked = session.scalars(longer.returning(Delivery.id)).first()
        if marked is None:
            raise TemporaryFailure(because("lease_lost"))

    def _record_failure(self, delivery_id: int, failure: Failure) -> None:
        with self.desk.database.transaction(desk=self.desk) as session:
            delivery = session.get_one(Delivery, delivery_id)
            if delivery.lease_owner != owner():
                return
            _end(session, delivery, failure, at=self.clock())
            settle(session, self.clock())


def recover(desk: Surroundings, *, at: datetime) -> list[Delivery]:
    """Take back what a dead worker held: before the dot nothing was accepted, after it nobody knows."""
    with desk.database.transaction(desk=desk) as session:
        held = session.scalars(select(Delivery).where(Delivery.state == DeliveryState.SENDING)).all()
        lost = [each for each in held if is_gone(each.lease_owner) or (each.lease_until or at) <= at]
        for delivery in lost:
            if delivery.phase is Phase.DOT_PENDING:
                cut_off(session, delivery, at=at)
            else:
                delivery.state, delivery.lease_owner = DeliveryState.QUEUED, None
        return lost


def accounts_with_mail(desk: Surroundings, *, at: datetime) -> list[str]:
    """The sending accounts for which something is due."""
    with desk.database.reading() as session:
        due = and_(Delivery.state.in_(WAITING), Delivery.not_before <= at)
        return list(session.scalars(select(Delivery.sending_account).where(due).distinct()))


def _our_fault(error: Exception) -> Failure:
    return TemporaryFailure(because("cannot_compose", error=type(error).__name__), text=str(error)[:200])


def _end(session: Session, delivery: Delivery, failure: Failure, *, at: datetime) -> None:
    if isinstance(failure, Unknown):
        cut_off(session, delivery, at=at)
        maillog.unknown(delivery)
    elif isinstance(failure, PermanentFailure):
        bounced(session, delivery, failure.reason, code=failure.code, text=failure.text, at=at)
    else:
        deferred(session, delivery, failure.reason, code=failure.code, text=failure.text, at=at)
