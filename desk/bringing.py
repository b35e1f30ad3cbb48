"""Files that people bring by a link, because their mail was too large to be taken whole.

The link was mailed to one person of one ticket; what comes by it is that person's word. It may be used a few
times until its last day, and shows nothing of the ticket's history.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from desk import parcels, tickets
from desk.drafts import Draft, Upload, written_on
from desk.errors import Conflict, Invalid
from desk.language import language_of
from models.message import Author, Message
from models.parcels import Parcel, Way
from models.people import Requester
from models.reason import because
from models.session import Session
from models.ticket import Channel, Ticket

MOST_TIMES = 10


def invite(session: Session, ticket: Ticket, *, recipient: str, language: str, at: datetime) -> Parcel:
    """One for each person of a ticket: asked again, they get the same link, and all its days once more."""
    known = select(Parcel).where(
        Parcel.ticket_id == ticket.id,
        Parcel.way == Way.GIVE,
        Parcel.recipient == recipient,
        Parcel.expires_at > at,
    )
    parcel = session.scalars(known).first() or parcels.new_parcel(
        session, ticket, Way.GIVE, recipient=recipient, language=language, at=at
    )
    parcel.expires_at, parcel.times_used = parcels.ends_at(session, at), 0
    return parcel


def check_open(session: Session, parcel: Parcel, *, at: datetime) -> None:
    """Raises Gone, with whom to write to, when nothing can be brought by it any more."""
    living = parcel.ticket.living
    if parcel.has_expired(at) or not tickets.may_reopen(session, living, at=at):
        raise parcels.ended(parcel)
    if parcel.times_used >= MOST_TIMES:
        raise Conflict(
            because("brought_enough", limit=MOST_TIMES, address=parcel.ticket.address.address, code=living.code)
        )


def bring(
    session: Session,
    parcel: Parcel,
    words: str,
    *,
    files: tuple[Upload, ...],
    form_key: str | None,
    at: datetime,
) -> Message:
    """A reply of whoever was sent the link. Raises Invalid without files, Gone, Conflict for too many times."""
    known = written_on(session, form_key)
    if known:
        return known
    if not files:
        raise Invalid(because("nothing_brought"))
    session.refresh(parcel, with_for_update=True)
    check_open(session, parcel, at=at)
    ticket = parcel.ticket.living
    author, by = _speaker(ticket, parcel.recipient)
    draft = Draft(
        reply=words,
        subject=ticket.subject,
        language=language_of(words),
        channel=Channel.WEB,
        from_name=by.name if by else "",
        from_address=parcel.recipient,
        form_key=form_key,
        why_here=because("brought_by_link", recipient=parcel.recipient),
        uploads=files,
    )
    message = tickets.receive_reply(session, ticket, draft, author=author, by=by, at=at)
    parcel.message, parcel.used_at, parcel.times_used = message, at, parcel.times_used + 1
    return message


def _speaker(ticket: Ticket, address: str) -> tuple[Author, Requester | None]:
    """Whose address it is by now: a ticket may have been merged, and a follower have gone."""
    if ticket.requester.writes_from(address):
        return Author.REQUESTER, ticket.requester
    return (Author.FOLLOWER if ticket.is_followed_by(address) else Author.OUTSIDER), None
