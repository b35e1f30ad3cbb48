"""Desks whose mails may not be large, and large files for them."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from desk.drafts import Draft, Upload
from desk.surroundings import Surroundings
from tests.desks import said

LARGE = bytes(range(256)) * 4_000
"""A megabyte and a bit: too large for the mails of `narrow`."""


def narrow(desk: Surroundings) -> Surroundings:
    """Its sending accounts take one megabyte."""
    sending = tuple(msgspec.structs.replace(each, max_megabytes=1) for each in desk.settings.sending)
    return replace(desk, settings=msgspec.structs.replace(desk.settings, sending=sending))


def with_files(desk: Surroundings, **files: bytes) -> Draft:
    """A reply with files; `_` in a name is its dot."""
    return said("Here it is.", uploads=tuple(upload(desk, name, content) for name, content in files.items()))


def upload(desk: Surroundings, name: str, content: bytes) -> Upload:
    return Upload(name.replace("_", "."), "application/pdf", len(content), desk.files.keep(content))


