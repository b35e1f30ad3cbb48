"""Reading what people typed: bounded, without NUL bytes, with plain line ends. What must be there, is."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from flask import request

from desk.errors import Invalid
from models.reason import because

LINE = 300
TEXT = 100_000
FORM_KEY = re.compile(r"[0-9a-f]{32}\Z")


def line(name: str) -> str:
    """One line of a form; "" when it is missing."""
    return " ".join(_clean(request.form.get(name, ""))[:LINE].split())


def text(name: str) -> str:
    """Several lines. Raises Invalid when there are none."""
    written = lines(name)
    if not written:
        raise Invalid(because("nothing_written"))
    return written


def lines(name: str) -> str:
    """Several lines, or none."""
    written = _clean(request.form.get(name, "")).strip()
    if len(written) > TEXT:
        raise Invalid(because("too_much_written", limit=TEXT))
    return written


def ticked(name: str) -> bool:
    """A box."""
    return name in request.form


def chosen(name: str) -> list[str]:
    """Each value of several boxes of one name."""
    return [" ".join(_clean(value)[:LINE].split()) for value in request.form.getlist(name)]


def query(name: str, default: str = "") -> str:
    """One line of the address bar."""
    return " ".join(_clean(request.args.get(name, default))[:LINE].split())


def form_key() -> str | None:
    """Names the very form that was sent, so that a second click on it counts once."""
    key = request.form.get("form_key", "")
    return key if FORM_KEY.match(key) else None


def same_origin_path(wanted: str) -> str:
    """Where to go on after signing in: a path of our own, or "" (T106)."""
    is_path = wanted.startswith("/") and not wanted.startswith("//")
    if not is_path or not wanted.isprintable() or "\\" in wanted:
        return ""
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return ""
    return "" if parts.scheme or parts.netloc else wanted


def _clean(typed: str) -> str:
    """PostgreSQL refuses NUL bytes, and forms send CRLF."""
    return typed.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
