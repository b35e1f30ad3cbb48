"""Whether a running desk does its work: what ails it now, each with its reason. Reads only.

The words are for the people of the desk; whoever watches from outside (`/health`) learns codes and names of parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from desk import checkup
from desk.budget import waiting_for_room
from desk.life import signs
from desk.settings import Settings
from desk.surroundings import desk_of
from models.reason import Reason, because
from models.session import Session

SILENT_AFTER = timedelta(minutes=3)
UNFILED_AFTER = timedelta(minutes=10)
UNSENT_AFTER = timedelta(hours=1)


@dataclass(frozen=True)
class Ailment:
    part: str
    reason: Reason
    since: datetime | None = None


Check = Callable[[Session, datetime], Iterator[Ailment]]


def ailments(session: Session, *, at: datetime) -> list[Ailment]:
    return [each for check in CHECKS for each in check(session, at)]


def known_ailments(session: Session, *, at: datetime) -> list[Ailment]:
    """Without parts that were never seen: a desk that was just set up does not begin with an alarm."""
    return [each for each in ailments(session, at=at) if each.since is not None]


def parts_of(settings: Settings) -> list[str]:
    """What must be seen to live, by the names of its signs; the pages live when they answer."""
    return ["worker", *(f"watch:{each.name}" for each in settings.mailbox)]


def silent_parts(session: Session, at: datetime) -> Iterator[Ailment]:
    seen = {sign.name: sign.at for sign in signs(session)}
    for part in parts_of(desk_of(session).settings):
        last = seen.get(part)
        if last is None or at - last > SILENT_AFTER:
            yield Ailment(part, because("part_silent_now", name=part), last)


def mailboxes_in_trouble(session: Session, _at: datetime) -> Iterator[Ailment]:
    read = {each.name for each in desk_of(session).settings.mailbox}
    for folder in checkup.troubled_folders(session):
        if folder.trouble and folder.mailbox in read:
            yield Ailment(f"watch:{folder.mailbox}", folder.trouble, folder.trouble_since)


def sign_ins_that_failed(session: Session, _at: datetime) -> Iterator[Ailment]:
    used = {f"oauth:{each.name}" for each in desk_of(session).settings.oauth}
    for sign in signs(session, "oauth:"):
        if sign.name in used and sign.facts.get("trouble"):
            yield Ailment(sign.name, Reason.from_json(sign.facts["trouble"]), sign.at)


def mail_not_filed(session: Session, at: datetime) -> Iterator[Ailment]:
    waiting = checkup.unfiled(session, before=at - UNFILED_AFTER)
    if waiting:
        yield Ailment("worker", because("mail_waits_to_be_filed", count=waiting.count), waiting.oldest)


def mail_not_sent(session: Session, at: datetime) -> Iterator[Ailment]:
    for waiting in checkup.unsent(session, before=at - UNSENT_AFTER):
        reason = because("mail_waits_to_leave", count=waiting.count, account=waiting.account)
        yield Ailment(f"sending:{waiting.account}", reason, waiting.oldest)


def budgets_spent(session: Session, _at: datetime) -> Iterator[Ailment]:
    """Notices that wait are told together and harm nobody; words and acknowledgements that wait do."""
    for account, waiting in waiting_for_room(session).items():
        reason = because("mail_waits_for_room", count=len(waiting), account=account)
        yield Ailment(f"sending:{account}", reason, waiting[0].created_at)


CHECKS: tuple[Check, ...] = (
    silent_parts,
    mailboxes_in_trouble,
    sign_ins_that_failed,
    mail_not_filed,
    mail_not_sent,
    budgets_spent,
)
