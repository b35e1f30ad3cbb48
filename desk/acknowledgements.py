"""Should receipt of a new ticket be confirmed to this person now? (RFC 3834; design: Acknowledgements)

Each rule below looks at the case and gives a reason to stay silent, or None. The first reason counts and
is recorded; silence is never unexplained. What the receiving host proved about the sender decides how
many acknowledgements an address may get in a day, and whether the subject is echoed. An address that
somebody gave on the telephone or at the counter is not proven either, but the subject is an agent's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from desk import offers, texts
from desk.addresses import is_ours
from desk.deliveries import Order, queue, sent_since
from desk.events import record
from desk.settings import AcknowledgeSettings
from desk.surroundings import desk_of
from desk.threads import answered_since
from models.event import Event, EventKind
from models.mail import DeliveryKind, Mail, Treatment
from models.reason import Reason, because
from models.session import Session
from models.sla import Clock, Metric
from models.ticket import Channel, Ticket

HUMAN = "human"
NEW_MATTERS = (EventKind.OPENED, EventKind.RESCUED)
SPOKEN = (Channel.PHONE, Channel.COUNTER)


@dataclass(frozen=True)
class Case:
    """What the rules look at. `mail` is None where an agent wrote down what was said; `proof` is "proven",
    "unknown", "failed" or "ambiguous"."""

    ticket: Ticket
    mail: Mail | None
    at: datetime
    settings: AcknowledgeSettings
    proof: str
    is_our_own: bool
    sent_today: int
    is_wanted: bool = True
    is_answered: bool = False

    @property
    def address(self) -> str:
        return (self.mail and self.mail.sender) or self.ticket.requester.mail_address


Rule = Callable[[Case], Reason | None]


def react(session: Session, event: Event, at: datetime) -> None:
    if event.kind not in NEW_MATTERS or event.message is None:
        return
    mail = session.get(Mail, event.message.mail_id) if event.message.mail_id else None
    channel = event.ticket.channel
    if channel not in SPOKEN and (channel is not Channel.MAIL or mail is None):
        return
    case = case_of(session, event, mail, at=at)
    reason = reason_for_silence(case)
    if reason:
        record(session, event.ticket, EventKind.NOT_ACKNOWLEDGED, by=None, at=at, reason=reason.as_json())
        return
    _acknowledge(session, event, case)


def reason_for_silence(case: Case) -> Reason | None:
    return next((reason for rule in RULES if (reason := rule(case))), None)


def case_of(
    session: Session,
    event: Event,
    mail: Mail | None,
    *,
    at: datetime,
    kind: DeliveryKind = DeliveryKind.ACKNOWLEDGEMENT,
    to: str = "",
) -> Case:
    """`kind`: of the automatic mail that is thought of; `to`: whom it would go to, the requester unless said."""
    address = to or event.ticket.requester.mail_address
    return Case(
        ticket=event.ticket,
        mail=mail,
        at=at,
        settings=desk_of(session).settings.acknowledge,
        proof=mail.evidence.get("proof", "unknown") if mail else "unknown",
        is_our_own=is_ours(session, (mail and mail.sender) or address),
        sent_today=sent_since(session, address, kind, since=at - timedelta(days=1)),
        is_wanted=bool(event.facts.get("confirm", True)),
        is_answered=event.kind is EventKind.RESCUED and _is_answered(session, event),
    )


def is_not_wanted(case: Case) -> Reason | None:
    return None if case.is_wanted else because("confirmation_not_wanted")


def has_no_address(case: Case) -> Reason | None:
    return None if case.address else because("no_mail_address")


def is_switched_off(case: Case) -> Reason | None:
    return None if case.settings.enabled else because("acknowledgements_off")


def is_suspected(case: Case) -> Reason | None:
    """A confirmation would tell a spammer that somebody is there."""
    return because("suspected_spam") if case.ticket.is_spam else None


def is_filed_quietly(case: Case) -> Reason | None:
    is_new = case.mail is None or case.mail.treatment in (Treatment.LIVE, Treatment.SUSPECTED)
    return None if is_new else because("filed_quietly")


def was_answered_already(case: Case) -> Reason | None:
    """By hand, while it still lay among the spam."""
    return because("answered_already") if case.is_answered else None


def was_written_by_a_machine(case: Case) -> Reason | None:
    """RFC 3834 section 2: never answer an automatic message automatically."""
    kind = case.mail.kind if case.mail else HUMAN
    return None if kind == HUMAN else because("machine", kind=kind)


def comes_from_ourselves(case: Case) -> Reason | None:
    return because("own_address", address=case.address) if case.is_our_own else None


def is_too_old(case: Case) -> Reason | None:
    """Whichever door it came through: nobody wants to be told today that a mail of last month arrived."""
    days = case.settings.max_age_days
    arrived_at = case.mail.arrived_at if case.mail else case.at
    return because("too_old", days=days) if case.at - arrived_at > timedelta(days=days) else None


def may_be_forged(case: Case) -> Reason | None:
    if case.proof == "ambiguous":
        return because("sender_ambiguous")
    return because("authentication_failed", address=case.address) if case.proof == "failed" else None


def has_had_enough_today(case: Case) -> Reason | None:
    limit = case.settings.proven_per_day if case.proof == "proven" else case.settings.unproven_per_day
    return because("limit_reached", limit=limit, address=case.address) if case.sent_today >= limit else None


RULES: tuple[Rule, ...] = (
    is_not_wanted,
    has_no_address,
    is_switched_off,
    is_suspected,
    is_filed_quietly,
    was_answered_already,
    was_written_by_a_machine,
    comes_from_ourselves,
    is_too_old,
    may_be_forged,
    has_had_enough_today,
)


def _acknowledge(session: Session, event: Event, case: Case) -> None:
    """Nothing of the sender's own words goes back to an unproven address (T042); what is promised stays promised."""
    ticket = case.ticket
    facts = {
        "echo_subject": case.proof == "proven" or case.mail is None,
        "both_languages": not ticket.requester.language,
        **_promise(session, ticket),
    }
    order = Order(
        DeliveryKind.ACKNOWLEDGEMENT,
        ticket,
        ticket.requester,
        ticket.language,
        message=event.message,
        facts=facts,
    )
    if queue(session, order, at=case.at):
        suggestions = _suggestions(session, ticket, at=case.at)
        record(
            session,
            ticket,
            EventKind.ACKNOWLEDGED,
            by=None,
            at=case.at,
            message=event.message,
            suggestions=suggestions.as_json(),
        )


def _is_answered(session: Session, event: Event) -> bool:
    return event.message is not None and answered_since(session, event.ticket, event.message) is not None


def _promise(session: Session, ticket: Ticket) -> dict[str, str]:
    """When the first reply is due, and the time zone its calendar counts in; nothing where none is owed."""
    owed = select(Clock).where(
        Clock.ticket_id == ticket.id, Clock.metric == Metric.FIRST_REPLY, Clock.due_at.is_not(None)
    )
    clock = session.scalars(owed).first()
    if clock is None or clock.due_at is None:
        return {}
    return {"due": clock.due_at.isoformat(), "zone": clock.calendar.time_zone}


def _suggestions(session: Session, ticket: Ticket, *, at: datetime) -> Reason:
    """Which articles it carries, or why none."""
    wording = texts.current(session, DeliveryKind.ACKNOWLEDGEMENT, ticket.language, team=ticket.team)
    if "articles" not in wording.names:
        return because("text_without_articles")
    return offers.offer_in_acknowledgement(session, ticket, at=at)
