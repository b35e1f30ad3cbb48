"""Articles from a folder of Markdown files into the knowledge base, each file by itself.

Files of one article have one `key`, or one name before the language: `access-card.id.md`, `access-card.en.md`.
An unchanged file makes no new version; one that cannot be taken is told with its remedy, and the others go in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from desk import knowledge
from desk.errors import Conflict, Invalid, NotFound
from desk.front_matter import read_article
from desk.knowledge import Wording, Writing
from models.knowledge import Audience
from models.reason import Reason, because
from models.session import Session


class Fate(StrEnum):
    NEW = "new"
    REVISED = "revised"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class Imported:
    """What became of one file; `reason` says why it was refused."""

    file: Path
    fate: Fate
    reason: Reason | None = None


def import_folder(session: Session, folder: Path, *, at: datetime) -> list[Imported]:
    """In the order of their names. Raises NotFound when there is no such folder."""
    if not folder.is_dir():
        raise NotFound(because("no_such_file", path=folder))
    return list(_import_each(session, sorted(folder.rglob("*.md")), at=at))


def key_of(file: Path) -> str:
    """Of an article whose front matter names none: `access-card` for `access-card.id.md`."""
    return file.stem.partition(".")[0]


def _import_each(session: Session, files: list[Path], *, at: datetime) -> Iterator[Imported]:
    audiences: dict[str, Audience] = {}
    for file in files:
        try:
            writing = _read(file)
            if audiences.setdefault(writing.key, writing.audience) is not writing.audience:
                raise Invalid(because("article_audience_differs", file=file, key=writing.key))
            yield Imported(file, _keep(session, writing, at=at))
        except UnicodeDecodeError:
            yield Imported(file, Fate.REFUSED, because("article_not_utf8", file=file))
        except (Invalid, Conflict) as refusal:
            yield Imported(file, Fate.REFUSED, refusal.reason)


def _read(file: Path) -> Writing:
    read = read_article(file.read_text(encoding="utf-8"), file=str(file))
    texts = {read.language: Wording(read.title, read.body, read.keywords)}
    return Writing(read.key or key_of(file), read.audience, read.category, texts)


def _keep(session: Session, writing: Writing, *, at: datetime) -> Fate:
    known = knowledge.find_article(session, writing.key)
    if known is None:
        knowledge.publish(session, writing, by=None, at=at)
        return Fate.NEW
    before = (known.audience, known.category)
    changed = knowledge.revise(session, known, writing, by=None, at=at)
    is_same = not changed and before == (known.audience, known.category)
    return Fate.UNCHANGED if is_same else Fate.REVISED
