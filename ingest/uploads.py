"""The files of a mail that was read, in our file store before anything refers to them."""

from __future__ import annotations

from desk.drafts import Upload
from desk.surroundings import Surroundings
from ingest.parsed import ParsedMail


def keep_files_of(desk: Surroundings, parsed: ParsedMail) -> tuple[Upload, ...]:
    return tuple(
        Upload(
            filename=each.filename,
            content_type=each.content_type,
            size=each.size,
            sha256=desk.files.keep(each.content),
            content_id=each.content_id,
            inline=each.inline,
        )
        for each in parsed.files
    )
