"""An agent's reply becomes mail: one delivery for the requester, one for each approved follower.

It waits out the undo hold first. Files that no mail can carry become a parcel. Notes never pass here.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from desk.deliveries import Order, Recipient, queue
from desk.parcels import packed
from desk.surroundings import desk_of
from models.event import Event, EventKind
from models.mail import DeliveryKind
from models.session import Session
from models.ticket import Ticket


def react(session: Session, event: Event, at: datetime) -> None:
    message = event.message
    if event.kind is not EventKind.REPLIED or message is None or not message.is_public:
        return
    leaves_at = at + timedelta(seconds=desk_of(session).settings.tickets.undo_seconds)
    for recipient in _recipients(event.ticket):
        order = Order(DeliveryKind.REPLY, event.ticket, recipient, event.ticket.language, message=message)
        queue(session, packed(session, order, at=at), at=at, not_before=leaves_at)


def _recipients(ticket: Ticket) -> list[Recipient]:
    followers = [each for each in ticket.followers if each.approved_at is not None]
    return [ticket.requester, *followers]
