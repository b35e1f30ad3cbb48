"""What an agent has written on a ticket's page and not sent: kept for this agent until it is sent or emptied."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from desk import people
from desk.drafts import written_on
from models.deeds import KeptDraft
from models.message import MessageKind
from models.people import Agent
from models.session import Session
from models.ticket import Ticket


def keep(
    session: Session,
    ticket: Ticket,
    text: str,
    *,
    kind: MessageKind,
    by: Agent,
    at: datetime,
    form_key: str | None = None,
) -> None:
    """Nothing for a form whose words were sent meanwhile: a script may be late. Empty words leave no draft."""
    people.require(by, kind.value)
    if written_on(session, form_key):
        return
    draft = _find(session, ticket, kind=kind, by=by)
    if not text.strip():
        forget(session, ticket, kind=kind, by=by)
    elif draft:
        draft.text, draft.at = text, at
    else:
        session.add(KeptDraft(ticket_id=ticket.id, agent_id=by.id, kind=kind, text=text, at=at))
        session.flush()


def forget(session: Session, ticket: Ticket, *, kind: MessageKind, by: Agent) -> None:
    draft = _find(session, ticket, kind=kind, by=by)
    if draft:
        session.delete(draft)


def kept(session: Session, ticket: Ticket, by: Agent) -> dict[MessageKind, str]:
    """The words kept on this ticket for this agent, none of anybody else's."""
    query = select(KeptDraft).where(KeptDraft.ticket_id == ticket.id, KeptDraft.agent_id == by.id)
    return {draft.kind: draft.text for draft in session.scalars(query)}


def _find(session: Session, ticket: Ticket, *, kind: MessageKind, by: Agent) -> KeptDraft | None:
    query = select(KeptDraft).where(
        KeptDraft.ticket_id == ticket.id, KeptDraft.agent_id == by.id, KeptDraft.kind == kind
    )
    return session.scalars(query).one_or_none()
