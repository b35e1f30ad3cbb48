"""Files that people send through a page: as many as one mail carries, kept before anything refers to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desk.drafts import Upload
from desk.errors import Invalid
from desk.surroundings import Surroundings
from models.reason import because

MOST_BYTES = 15_000_000
"""Of all files of a mail together; a third more on the way, where many hosts take 25 million."""
MOST_FILES = 20


@dataclass(frozen=True)
class NewFile:
    """`content_type` is what the sender says."""

    filename: str
    content_type: str
    content: bytes


def keep_files(desk: Surroundings, files: Sequence[NewFile]) -> tuple[Upload, ...]:
    """Raises Invalid, before any is kept, when a mail could not carry them."""
    if len(files) > MOST_FILES:
        raise Invalid(because("too_many_files", count=len(files), limit=MOST_FILES))
    size = sum(len(each.content) for each in files)
    if size > MOST_BYTES:
        raise Invalid(because("files_too_large", size=-(-size // 1_000_000), limit=MOST_BYTES // 1_000_000))
    return tuple(
        Upload(each.filename, each.content_type, len(each.content), desk.files.keep(each.content))
        for each in files
    )
