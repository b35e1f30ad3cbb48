"""Files that people send through a page, kept before anything refers to them. They pass through piece by piece."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from desk.drafts import Upload
from desk.errors import Invalid
from desk.mail_sizes import MEGABYTE
from desk.surroundings import Surroundings
from models.reason import because

MOST_FILES = 20
PIECE = 1024 * 1024


@dataclass(frozen=True)
class NewFile:
    """`content_type` is what the sender says. `content` can be read from anywhere."""

    filename: str
    content_type: str
    content: BinaryIO


def keep_files(desk: Surroundings, files: Sequence[NewFile]) -> tuple[Upload, ...]:
    """Raises Invalid, before any is kept, when they are too many or too large together."""
    limit = desk.settings.web.max_upload_megabytes
    if len(files) > MOST_FILES:
        raise Invalid(because("too_many_files", count=len(files), limit=MOST_FILES))
    size = sum(each.content.seek(0, os.SEEK_END) for each in files)
    if size > limit * MEGABYTE:
        raise Invalid(because("files_too_large", size=-(-size // MEGABYTE), limit=limit))
    return tuple(_kept(desk, each) for each in files)


def _kept(desk: Surroundings, file: NewFile) -> Upload:
    file.content.seek(0)
    kept = desk.files.keep_pieces(iter(partial(file.content.read, PIECE), b""))
    return Upload(file.filename, file.content_type, kept.size, kept.name)
