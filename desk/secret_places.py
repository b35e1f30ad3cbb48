"""Where secrets lie, since none stands in settings.toml: `env:NAME`, `file:PATH`, or the token of a sign-in.

Read each time they are needed, so that a changed one counts at once.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from desk.errors import BadSettings
from models.reason import because


def read_secret(reference: str, folder: Path) -> str:
    """Never an empty one: a key that everybody can guess signs nothing. Raises BadSettings."""
    kind, _, where = reference.partition(":")
    if kind == "env":
        value = os.environ.get(where)
        if not value:
            raise BadSettings(because("secret_not_in_environment", name=where))
        return value
    path = folder / where
    try:
        value = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise BadSettings(because("secret_file_unreadable", path=path, error=error.strerror)) from None
    except UnicodeDecodeError:
        raise BadSettings(because("secret_file_unreadable", path=path, error="not UTF-8 text")) from None
    if not value:
        raise BadSettings(because("secret_file_unreadable", path=path, error="it is empty"))
    return value


def read_access_token(path: Path, *, name: str) -> str:
    """What the [[oauth]] sign-in `name` was last given, fresh or not. Raises BadSettings before the first sign-in."""
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["access_token"])
    except (OSError, ValueError, LookupError, TypeError):
        raise BadSettings(because("not_signed_in", name=name)) from None
