"""What an acknowledgement brings along besides thanks: by when somebody will reply, and articles that may answer.

Words for one language each, "" where there is nothing to say. Of an article only its title and addresses are
told; one that was retired or made internal since is left out.
"""

from __future__ import annotations

from datetime import datetime

from desk import knowledge, offers
from desk.surroundings import desk_of
from desk.words import day_and_moment, say
from models.knowledge import Suggestion
from models.mail import Delivery
from models.session import Session
from models.ticket import Ticket


def promise(delivery: Delivery, language: str) -> str:
    due, zone = delivery.facts.get("due"), delivery.facts.get("zone", "UTC")
    if not due:
        return ""
    until = day_and_moment(datetime.fromisoformat(due), language, zone)
    return say("We will reply by {moment} at the latest.", language, moment=until)


def articles(session: Session, ticket: Ticket, language: str) -> str:
    """The best first, each with its page and the page on which to say that it was enough."""
    offered = offers.offered(session, ticket)
    if not offered:
        return ""
    told = [_told(session, each, number=number, language=language) for number, each in enumerate(offered, start=1)]
    return "\n\n".join((say("Perhaps one of these articles answers your question already:", language), *told))


def _told(session: Session, offer: Suggestion, *, number: int, language: str) -> str:
    title = knowledge.text_for(offer.article, language).title
    page = f"{offers.address_of(session, offer.article)}?language={language}"
    solved = f"{desk_of(session).settings.desk.base_url}/solved/{offer.token}?language={language}"
    enough = say("If it does, please tell us: {address}", language, address=solved)
    return f"{number}. {title}\n{page}\n{enough}"
