"""Which folders of a mailbox hold junk and sent mail: by what the server says of them, or by their names.

Takes the list of folders as the server gives it and the keys `junk` and `sent` of the mailbox ("auto", a name, or
"" for not at all), gives names with their roles. Several may serve one purpose: webmail files sent mail in one,
Outlook in another. Pure. RFC 6154 for the flags; XLIST, of old Gmail, says \\Spam and \\AllMail.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from ingest.folder_words import JUNK, SENT
from models.mail import FolderRole

AUTO = "auto"
MOST = 4
"""Of one role. Each costs a look in every round."""

_CLOSED = {"\\noselect", "\\nonexistent"}
_EVERYTHING = {"\\all", "\\allmail"}
_FLAGS = {FolderRole.JUNK: {"\\junk", "\\spam"}, FolderRole.SENT: {"\\sent"}}
_OTHER_FLAGS = {"\\archive", "\\drafts", "\\flagged", "\\important", "\\inbox", "\\starred", "\\trash"}
_NAMES = {FolderRole.JUNK: JUNK, FolderRole.SENT: SENT}
_ROOTS = ("inbox", "[gmail]", "[google mail]")
"""What hosts put above all other folders."""
_BETWEEN_WORDS = re.compile(r"[\s_\-‐‑–]+")


@dataclass(frozen=True)
class Listed:
    """A folder as the server lists it: its flags in lower case, `delimiter` "" where there is no hierarchy."""

    name: str
    delimiter: str
    flags: frozenset[str]


def special_folders(
    listed: Iterable[Listed], *, junk: str, sent: str, never: Iterable[str] = ()
) -> list[tuple[str, FolderRole]]:
    """Junk first: an answer sent by hand may answer what lay there. Those of `never` are read as something else."""
    taken = {_same(name) for name in never} | {"inbox"}
    folders = [
        each for each in listed if not each.flags & (_CLOSED | _EVERYTHING) and _same(each.name) not in taken
    ]
    found: dict[str, FolderRole] = {}
    for role, wanted in ((FolderRole.JUNK, junk), (FolderRole.SENT, sent)):
        for each in islice(_for_role(folders, role, wanted), MOST):
            found.setdefault(each.name, role)
    return list(found.items())


def _for_role(folders: list[Listed], role: FolderRole, wanted: str) -> Iterator[Listed]:
    """What the server says first, then what the name says."""
    if wanted == AUTO:
        yield from (each for each in folders if each.flags & _FLAGS[role])
        yield from (each for each in folders if not _has_a_use(each) and _plain_name(each) in _NAMES[role])
    elif wanted:
        exact = [each for each in folders if each.name == wanted]
        yield from exact or [each for each in folders if _plain_name(each) == _folded(wanted)]


def _has_a_use(each: Listed) -> bool:
    return bool(each.flags & _OTHER_FLAGS.union(*_FLAGS.values()))


def _plain_name(each: Listed) -> str:
    """Without what the host puts above it; "" for a folder inside one that somebody made."""
    path = each.name.split(each.delimiter) if each.delimiter else [each.name]
    if path[0].casefold() in _ROOTS:
        path = path[1:]
    return _folded(path[0]) if len(path) == 1 else ""


def _folded(name: str) -> str:
    return _BETWEEN_WORDS.sub(" ", unicodedata.normalize("NFC", name).casefold()).strip()


def _same(name: str) -> str:
    """Only INBOX is the same however it is written (RFC 3501 section 5.1)."""
    return name.lower() if name.lower() == "inbox" else name
