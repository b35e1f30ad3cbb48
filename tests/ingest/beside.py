"""What the tests of Junk and Sent share: mails found there, and mails as a shared mailbox sends them by hand."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from ingest.intake import Arrival, Place, keep
from models.mail import Fate, Mail, Treatment
from tests.conversation import Talk
from tests.desks import RUI, SUPPORT
from tests.mails import mail

_UIDS = count(1)
FOLDERS = {Treatment.LIVE: "INBOX", Treatment.SUSPECTED: "Junk", Treatment.BY_HAND: "Sent"}


def found(talk: Talk, raw: bytes, treatment: Treatment, *, age: timedelta = timedelta()) -> Mail:
    """The mail after it was kept from its folder, and filed as often as it takes."""
    place = Place("main", FOLDERS[treatment], 1, next(_UIDS))
    arrival = Arrival("main", talk.clock() - age, treatment=treatment, place=place)
    mail_id = keep(talk.desk, raw, arrival, at=talk.clock())
    while talk.pipeline.process(mail_id) is Fate.RECEIVED:
        pass
    filed: Mail = talk.the(Mail, Mail.id == mail_id)
    return filed


def in_junk(talk: Talk, raw: bytes, **more: Any) -> Mail:
    return found(talk, raw, Treatment.SUSPECTED, **more)


def in_sent(talk: Talk, raw: bytes, **more: Any) -> Mail:
    return found(talk, raw, Treatment.BY_HAND, **more)


def in_inbox(talk: Talk, raw: bytes, **more: Any) -> Mail:
    return found(talk, raw, Treatment.LIVE, **more)


def by_hand(text: str = "It is on its way.", **fields: Any) -> bytes:
    """As webmail sends it in the name of the desk."""
    return mail(
        text, **{"from_": f"Support <{SUPPORT}>", "to": f"Rui Tan <{RUI}>", "subject": "Re: Printer"} | fields
    )
