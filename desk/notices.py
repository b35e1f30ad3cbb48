"""Tell agents what they should know, by mail: a new matter or message, an assignment, a held or bounced reply, a clock.

Each notice is a mail of its own to each agent, which can be answered: its Message-ID is the agent's secret
for this ticket. Nobody is told of what they did themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from desk import digests
from desk.deliveries import Order, queue, sent_since
from desk.threads import newest_from_outside
from models.event import Event, EventKind
from models.mail import DeliveryKind
from models.message import Message
from models.people import Agent, Hears
from models.session import Session

PER_HOUR = {DeliveryKind.HELD: 5, DeliveryKind.DUE_SOON: 20, DeliveryKind.OVERDUE: 20}
"""Neither a spoofer nor a bad morning may flood an agent; the panel and the summary tell the rest."""

Audience = Callable[[Event], list[Agent]]


def react(session: Session, event: Event, at: datetime) -> None:
    if event.facts.get("quiet") or event.kind not in NOTICES:
        return
    kind, audience = NOTICES[event.kind]
    for agent in who_hears(event, kind, audience(event)):
        if tells_later(agent, kind):
            digests.note(session, agent, event.ticket, kind=kind, at=at)
        elif not _has_had_enough(session, agent, kind, at=at):
            once = "" if event.message and event.kind is not EventKind.BOUNCED else f"event:{event.id}"
            order = Order(
                kind,
                event.ticket,
                agent,
                agent.language,
                message=event.message or _to_be_answered(session, event),
                once=once,
                facts=_facts(event),
            )
            queue(session, order, at=at)


def who_hears(event: Event, kind: DeliveryKind, audience: list[Agent]) -> list[Agent]:
    """Whose choice it is to hear of this. When that is nobody, the team's coordinators do, else everybody: no choice
    may silence a matter."""
    there = [agent for agent in audience if agent.is_active]
    hearing = [agent for agent in there if _is_theirs(event, kind, agent) or agent.hears is not Hears.MINE]
    return hearing or [agent for agent in there if agent.is_coordinator] or there


def tells_later(agent: Agent, kind: DeliveryKind) -> bool:
    """What an agent must see at once, since their own words did not arrive, waits for no digest."""
    return agent.hears is Hears.DIGEST and kind not in AT_ONCE


def holders(event: Event) -> list[Agent]:
    """Who works on it: the assignee, else everybody of the team; never the one who acted, nor one who left."""
    assignee = event.ticket.assignee
    agents = [assignee] if assignee and assignee.is_active else event.ticket.team.members
    return [agent for agent in agents if agent is not event.agent]


def assignee_told_by_another(event: Event) -> list[Agent]:
    assignee = event.ticket.assignee
    return [assignee] if assignee and assignee is not event.agent else []


def the_agent(event: Event) -> list[Agent]:
    return [event.agent] if event.agent else []


def author_of_the_reply(event: Event) -> list[Agent]:
    """Of the message that bounced; a bounced acknowledgement is everybody's business."""
    if event.message and event.message.agent and event.message.agent.is_active:
        return [event.message.agent]
    return holders(event)


def holders_and_coordinators(event: Event) -> list[Agent]:
    """A breach is also for those who can give the ticket to somebody else."""
    coordinators = [agent for agent in event.ticket.team.members if agent.is_coordinator]
    return list(dict.fromkeys([*holders(event), *coordinators]))


NOTICES: dict[EventKind, tuple[DeliveryKind, Audience]] = {
    EventKind.OPENED: (DeliveryKind.NEW_MATTER, holders),
    EventKind.RESCUED: (DeliveryKind.NEW_MATTER, holders),
    EventKind.REPLY_RECEIVED: (DeliveryKind.NEW_MESSAGE, holders),
    EventKind.ASSIGNED: (DeliveryKind.ASSIGNED, assignee_told_by_another),
    EventKind.REPLY_HELD: (DeliveryKind.HELD, the_agent),
    EventKind.BOUNCED: (DeliveryKind.UNDELIVERED, author_of_the_reply),
    EventKind.WARNED: (DeliveryKind.DUE_SOON, holders),
    EventKind.BREACHED: (DeliveryKind.OVERDUE, holders_and_coordinators),
}


AT_ONCE = (DeliveryKind.HELD, DeliveryKind.UNDELIVERED)
BRING_THE_LAST_WORDS = (EventKind.ASSIGNED, EventKind.WARNED, EventKind.BREACHED)


def _is_theirs(event: Event, kind: DeliveryKind, agent: Agent) -> bool:
    """Also of who minds nothing but their own: what they hold, what came back to them, and a coordinator's breaches."""
    return (
        event.ticket.assignee is agent
        or kind in (*AT_ONCE, DeliveryKind.ASSIGNED)
        or (kind is DeliveryKind.OVERDUE and agent.is_coordinator)
    )


def _has_had_enough(session: Session, agent: Agent, kind: DeliveryKind, *, at: datetime) -> bool:
    if kind not in PER_HOUR:
        return False
    sent = sent_since(session, agent.mail_address, kind, since=at - timedelta(hours=1))
    return sent >= PER_HOUR[kind]


def _to_be_answered(session: Session, event: Event) -> Message | None:
    """An assignment, a warning, a breach bring what the requester said last, so that it can be answered at once."""
    return newest_from_outside(session, event.ticket) if event.kind in BRING_THE_LAST_WORDS else None


def _facts(event: Event) -> dict[str, object]:
    return {key: event.facts[key] for key in ("reason", "recipient", "metric", "due") if key in event.facts}
