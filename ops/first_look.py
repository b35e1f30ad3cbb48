"""A first look at a mailbox and a sending account, with what was just typed: nothing is changed and nothing sent."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from dataclasses import dataclass

from ingest.authentication_results import authserv_id_of
from ingest.headers import decoded, read_head
from ingest.mailbox import Account as Box
from ingest.mailbox_visit import VisitedMailbox
from ingest.special_folders import AUTO, special_folders
from models.mail import FolderRole
from outbound.courier import SmtpCourier
from outbound.handover import Account as Way
from outbound.wire import Envelope

NEWEST = 30
RESULTS = "authentication-results"


@dataclass(frozen=True)
class Look:
    """`mails`: how many lie in INBOX; `announces`: whether the server tells of new mail by itself; `authserv_id`: in
    whose name most of the newest mails bear results of authentication, "" for none. What arrives from now on has a UID
    of `uidnext` at least (0 where the server does not say) as long as `uidvalidity` holds."""

    mails: int
    uidvalidity: int
    uidnext: int
    announces: bool
    junk: str
    sent: str
    authserv_id: str


def look_into(account: Box) -> Look:
    """Raises MailboxError, in words for people."""
    with VisitedMailbox.connect(account) as box:
        folder = box.select("INBOX", read_only=True)
        found = special_folders(box.folders(), junk=AUTO, sent=AUTO)
        names = {role: ", ".join(name for name, each in found if each is role) for role in FolderRole}
        return Look(
            mails=folder.count,
            uidvalidity=folder.uidvalidity,
            uidnext=folder.uidnext or 0,
            announces=box.announces_news,
            junk=names[FolderRole.JUNK],
            sent=names[FolderRole.SENT],
            authserv_id=_usual_results(box),
        )


def knock_at(account: Way, *, address: str) -> None:
    """Signs in and asks whether a mail of this address would be taken. Raises Failure, in words for people."""
    with closing(SmtpCourier(account)) as courier:
        courier.offer(Envelope(address, address, 0)).drop()


def _usual_results(box: VisitedMailbox) -> str:
    newest = box.uids()[-NEWEST:]
    names = Counter(authserv_id_of(decoded(read_head(raw)).get(RESULTS)) for raw in box.heads(newest))
    name, count = names.most_common(1)[0] if names else ("", 0)
    return name if count * 2 > len(newest) else ""
