"""Which event starts, meets, pauses or moves which clock. The table CLOCK_EFFECTS is the whole of it.

First reply: from opening until an agent's first reply; a reply that never arrived gives its credit back.
Next reply: from a requester's words until the next reply of an agent. Resolution: from opening until it is
resolved; what passes between resolving and opening again is not counted. All of them pause while the ticket
waits for the requester or is on hold. A clock counts from when something happened, not from when it was
filed: a mail from its arrival.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from desk import threads, timekeeping
from desk.alarms import about
from desk.events import record
from desk.policies import promise_for
from models.calendars import BusinessCalendar
from models.event import Event, EventKind
from models.message import Author
from models.reason import Reason, because
from models.session import Session
from models.sla import Clock, ClockChange, Metric
from models.ticket import DONE, WAITING, Status, Ticket

REPLIES = (Metric.FIRST_REPLY, Metric.NEXT_REPLY)
ASKING = (Author.REQUESTER, Author.FOLLOWER)

Effect = Callable[[Session, Event, list[Clock]], None]
"""Sees all clocks of the ticket; what it starts joins the list."""


def react(session: Session, event: Event, _at: datetime) -> None:
    """The clocks follow the event; then the ticket knows its turn."""
    if event.kind in NO_EFFECT:
        return
    is_new = event.kind is EventKind.OPENED
    clocks = [] if is_new else timekeeping.clocks_of(session, event.ticket)
    for effect in CLOCK_EFFECTS.get(event.kind, ()):
        effect(session, event, clocks)
    unended = [clock for clock in clocks if clock.ended_at is None]
    for clock in unended:
        _follow_status(clock, event)
    event.ticket.turn_at = timekeeping.turn_of(event.ticket, unended)


def starts_first_reply(session: Session, event: Event, clocks: list[Clock]) -> None:
    """Not where the answer was given on the spot, at the counter or on the telephone."""
    if not event.facts.get("answered"):
        _start(session, event, clocks, metric=Metric.FIRST_REPLY)


def starts_next_reply(session: Session, event: Event, clocks: list[Clock]) -> None:
    """Words of people outside on which no reply is owed yet. The first reply, while it is owed, covers them."""
    asks = event.message is not None and event.message.author in ASKING
    waits = _status_after(event) in (*DONE, *WAITING)
    if asks and not waits and not _unended(clocks, *REPLIES):
        _start(session, event, clocks, metric=Metric.NEXT_REPLY)


def starts_resolution(session: Session, event: Event, clocks: list[Clock]) -> None:
    _start(session, event, clocks, metric=Metric.RESOLUTION)


def meets_replies(session: Session, event: Event, clocks: list[Clock]) -> None:
    for clock in _unended(clocks, *REPLIES):
        clock.met_by = event.message
        _end(session, clock, ClockChange.MET, event=event)


def meets_replies_owed_then(session: Session, event: Event, clocks: list[Clock]) -> None:
    """An answer by hand may be found late: it meets what was owed when it left. Words that came after it are owed
    a reply of their own, since they came."""
    owed = [clock for clock in _unended(clocks, *REPLIES) if clock.started_at <= event.at]
    for clock in owed:
        clock.met_by = event.message
        _end(session, clock, ClockChange.MET, event=event)
    asked = threads.asked_after(session, event.ticket, event.at) if owed else None
    if asked and not event.ticket.is_done and not _unended(clocks, *REPLIES):
        _start(session, event, clocks, metric=Metric.NEXT_REPLY, since=asked.at)


def meets_resolution(session: Session, event: Event, clocks: list[Clock]) -> None:
    for clock in _unended(clocks, Metric.RESOLUTION):
        _end(session, clock, ClockChange.MET, event=event)


def drops_replies(session: Session, event: Event, clocks: list[Clock]) -> None:
    """Resolved without a reply: none is owed any more, and none was given."""
    for clock in _unended(clocks, *REPLIES):
        _end(session, clock, ClockChange.DROPPED, event=event)


def drops_all(session: Session, event: Event, clocks: list[Clock]) -> None:
    for clock in _unended(clocks, *Metric):
        _end(session, clock, ClockChange.DROPPED, event=event)


def goes_on(session: Session, event: Event, clocks: list[Clock]) -> None:
    """Open again: the resolution is owed once more, and the time since it was resolved does not count."""
    ended = [each for each in clocks if each.metric is Metric.RESOLUTION]
    if ended:
        timekeeping.change(ended[-1], ClockChange.RESUME, at=event.at)
    else:
        _start(session, event, clocks, metric=Metric.RESOLUTION)


def starts_from_arrival(session: Session, event: Event, clocks: list[Clock]) -> None:
    """It was kept silent by mistake: what is promised was owed from the beginning."""
    for metric in (Metric.FIRST_REPLY, Metric.RESOLUTION):
        _start(session, event, clocks, metric=metric, since=event.ticket.opened_at)


def takes_credit_back(_session: Session, event: Event, clocks: list[Clock]) -> None:
    """The reply never reached the requester: it is as if it had not been given."""
    for clock in clocks:
        if clock.metric in REPLIES and _was_met_by_what_bounced(clock, event):
            clock.met_by = None
            timekeeping.change(clock, ClockChange.RETURNED, at=event.at, reason=because("reply_bounced"))


def chooses_anew(session: Session, event: Event, clocks: list[Clock]) -> None:
    """Another priority or team: other targets, perhaps none."""
    for clock in _unended(clocks, *Metric):
        choose_anew(session, clock, at=event.at)


CLOCK_EFFECTS: dict[EventKind, tuple[Effect, ...]] = {
    EventKind.OPENED: (starts_first_reply, starts_resolution),
    EventKind.REPLY_RECEIVED: (starts_next_reply,),
    EventKind.REPLIED: (meets_replies,),
    EventKind.REPLIED_BY_HAND: (meets_replies_owed_then,),
    EventKind.RESOLVED: (meets_resolution, drops_replies),
    EventKind.CLOSED: (meets_resolution, drops_replies),
    EventKind.REOPENED: (goes_on,),
    EventKind.BOUNCED: (takes_credit_back,),
    EventKind.PRIORITISED: (chooses_anew,),
    EventKind.MOVED: (chooses_anew,),
    EventKind.REQUESTER_CHANGED: (chooses_anew,),
    EventKind.REQUESTER_JOINED: (chooses_anew,),
    EventKind.MERGED: (drops_all,),
    EventKind.MARKED_SPAM: (drops_all,),
    EventKind.UNMERGED: (goes_on,),
    EventKind.NOT_SPAM: (goes_on,),
    EventKind.RESCUED: (starts_from_arrival,),
}

NO_EFFECT = frozenset(
    {
        EventKind.ACKNOWLEDGED,
        EventKind.NOT_ACKNOWLEDGED,
        EventKind.NOTED,
        EventKind.LINKED,
        EventKind.REPLY_HELD,
        EventKind.REPLY_REFUSED,
        EventKind.DELAYED,
        EventKind.FOLLOWER_APPROVED,
        EventKind.FOLLOWER_LEFT_OUT,
        EventKind.WARNED,
        EventKind.BREACHED,
        EventKind.ARTICLE_INSERTED,
        EventKind.PARCEL_FETCHED,
        EventKind.PARCEL_ENDED,
        EventKind.FILES_ASKED_FOR,
        EventKind.FILES_NOT_ASKED_FOR,
        EventKind.WHOLE_ASKED_FOR,
        EventKind.WHOLE_FETCHED,
        EventKind.HANDED_OVER,
    }
)
"""They leave the status as it was; any other event may pause a clock or let it go on."""


def choose_anew(session: Session, clock: Clock, *, at: datetime) -> None:
    """The policy, the priority, the team or the calendar changed: count from the start by what holds now."""
    promise = promise_for(session, clock.ticket, clock.metric)
    if promise is None:
        timekeeping.change(clock, ClockChange.DROPPED, at=at, reason=because("nothing_promised"))
    else:
        timekeeping.move(clock, promise, at=at)


def recount_for_calendar(session: Session, calendar: BusinessCalendar, *, at: datetime) -> int:
    """After its hours or days were edited; how many clocks were counted anew."""
    return _recount(session, [clock for clock in _all_unended(session) if clock.calendar is calendar], at=at)


def recount_for_policies(session: Session, *, at: datetime) -> int:
    """After a policy was written or put in another place; how many clocks were counted anew."""
    session.info.pop("policies", None)
    return _recount(session, _all_unended(session), at=at)


def catch_up(session: Session, ticket: Ticket) -> None:
    """Clocks for a ticket older than they are, by replaying its events. Nothing when it has any."""
    if timekeeping.clocks_of(session, ticket):
        return
    for event in session.scalars(select(Event).where(Event.ticket_id == ticket.id).order_by(Event.id)):
        react(session, event, event.at)


def _start(
    session: Session, event: Event, clocks: list[Clock], *, metric: Metric, since: datetime | None = None
) -> None:
    promise = None if event.facts.get("quiet") else promise_for(session, event.ticket, metric)
    if promise:
        at = since or event.at
        clocks.append(timekeeping.start(session, event.ticket, metric, promise=promise, at=at))


def _end(session: Session, clock: Clock, kind: ClockChange, *, event: Event) -> None:
    """A due moment that had passed before anybody looked is a breach all the same; nobody needs telling now."""
    if clock.due_at and clock.due_at < event.at and clock.breached_at is None:
        facts = about(clock)
        timekeeping.change(clock, ClockChange.BREACHED, at=clock.due_at)
        record(session, event.ticket, EventKind.BREACHED, by=None, at=event.at, quiet=True, **facts)
    timekeeping.change(clock, kind, at=event.at, reason=because(f"clock_{event.kind.value}"))


def _follow_status(clock: Clock, event: Event) -> None:
    reason = _pause_reason(event)
    if reason and clock.paused_at is None:
        timekeeping.change(clock, ClockChange.PAUSE, at=event.at, reason=reason)
    elif reason is None and clock.paused_at is not None:
        timekeeping.change(clock, ClockChange.RESUME, at=event.at)


def _pause_reason(event: Event) -> Reason | None:
    status = _status_after(event)
    if status is Status.ON_HOLD:
        return because("clock_on_hold", because=event.ticket.held_because)
    return because("clock_waits_for_requester") if status is Status.PENDING else None


def _status_after(event: Event) -> Status:
    """Events older than the clocks do not say it; most of them leave it as it was."""
    stored = event.facts.get("status")
    if stored:
        return Status(stored)
    return STATUS_AFTER.get(event.kind, event.ticket.status)


STATUS_AFTER = {
    EventKind.OPENED: Status.NEW,
    EventKind.REPLY_RECEIVED: Status.OPEN,
    EventKind.REPLIED: Status.PENDING,
    EventKind.RESOLVED: Status.RESOLVED,
    EventKind.REOPENED: Status.OPEN,
    EventKind.CLOSED: Status.CLOSED,
}


def _was_met_by_what_bounced(clock: Clock, event: Event) -> bool:
    """Only the requester's own copy counts: a follower's bounce leaves the requester answered."""
    to_requester = event.ticket.requester.writes_from(str(event.facts.get("recipient", "")))
    return to_requester and event.message is not None and clock.met_by_id == event.message.id


def _unended(clocks: list[Clock], *metrics: Metric) -> list[Clock]:
    return [clock for clock in clocks if clock.ended_at is None and clock.metric in metrics]


def _all_unended(session: Session) -> list[Clock]:
    query = select(Clock).join(Clock.ticket).where(Ticket.turn_at.is_not(None), Clock.ended_at.is_(None))
    return list(session.scalars(query.options(selectinload(Clock.changes))))


def _recount(session: Session, counted: list[Clock], *, at: datetime) -> int:
    for clock in counted:
        choose_anew(session, clock, at=at)
    for ticket in {clock.ticket for clock in counted}:
        ticket.turn_at = timekeeping.turn_of(ticket, timekeeping.clocks_of(session, ticket))
    return len(counted)
