"""The files of a message as its page lists them: a plain name, what may come of opening it, an invitation read.

Looks at the ends of each file, since names and types are claims (T056, T059-T060, T071, T073).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from desk import pages as reads
from desk.errors import NotFound
from desk.invitations import Invitation, first_invitation
from desk.risky_files import risks_of
from models.message import Attachment
from models.reason import Reason
from web.filenames import ending_of, plain_filename
from web.panel import desk

LARGEST_CALENDAR = 1024 * 1024


@dataclass(frozen=True)
class ShownFile:
    """`name` is `stem` and `ending` together."""

    key: str
    name: str
    size: int
    risks: list[Reason]

    @property
    def ending(self) -> str:
        return ending_of(self.name)

    @property
    def stem(self) -> str:
        return self.name.removesuffix(self.ending)


def shown_file(attachment: Attachment) -> ShownFile:
    name = plain_filename(attachment.filename)
    head, tail = reads.file_ends(desk(), attachment)
    return ShownFile(
        key=attachment.key,
        name=name,
        size=attachment.size,
        risks=list(risks_of(name, attachment.content_type, head=head, tail=tail)),
    )


def invitation_in(attachments: Iterable[Attachment]) -> Invitation | None:
    """The first event of the first calendar."""
    invitations = (_invitation(each) for each in attachments if _is_calendar(each))
    return next((found for found in invitations if found), None)


def _is_calendar(attachment: Attachment) -> bool:
    is_one = attachment.content_type == "text/calendar" or attachment.filename.lower().endswith(".ics")
    return is_one and attachment.size <= LARGEST_CALENDAR


def _invitation(attachment: Attachment) -> Invitation | None:
    try:
        return first_invitation(reads.file_bytes(desk(), attachment).decode("utf-8", "replace"))
    except NotFound:
        return None
