"""What a mail says of files that go past it: where the reader fetches them, or where to bring them, and until when.

"" for a delivery that has no parcel.
"""

from __future__ import annotations

from desk.parcels import link_to
from desk.surroundings import desk_of
from desk.words import file_size, moment, say
from models.mail import Delivery
from models.parcels import Parcel
from models.session import Session
from outbound.frozen import clean_header


def waiting_files(session: Session, delivery: Delivery) -> str:
    """Below the words of a reply, in the reader's language."""
    parcel, language = parcel_of(session, delivery), delivery.language
    if parcel is None or parcel.message is None:
        return ""
    files = parcel.message.attachments
    names = [f"- {clean_header(each.filename)} ({file_size(each.size, language)})" for each in files]
    invitation = say(
        "The files are too large for an e-mail. Until {moment} you can fetch them here, without signing in:",
        language,
        moment=until(session, delivery, language),
    )
    return "\n\n".join((f"{invitation}\n{link_to(session, parcel)}", "\n".join(names)))


def link(session: Session, delivery: Delivery) -> str:
    parcel = parcel_of(session, delivery)
    return link_to(session, parcel) if parcel else ""


def until(session: Session, delivery: Delivery, language: str) -> str:
    parcel = parcel_of(session, delivery)
    return moment(parcel.expires_at, language, desk_of(session).settings.desk.time_zone) if parcel else ""


def parcel_of(session: Session, delivery: Delivery) -> Parcel | None:
    number = delivery.facts.get("parcel")
    return session.get(Parcel, number) if number else None
