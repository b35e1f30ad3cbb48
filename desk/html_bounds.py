"""HTML cut to a size and a depth that every parser of it reads in linear time.

The HTML standard makes a browser walk up its open elements at many a tag: nested deep enough, that is
quadratic. Start tags beyond DEEPEST are left out; the words in them stay.
"""

from __future__ import annotations

import re

LARGEST = 1024 * 1024
"""In characters."""
DEEPEST = 200
TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,30})[^<>]{0,2000}>?")
# Elements HTML closes by itself, or that hold nothing: they cannot pile up.
# fmt: off
NEVER_PILED = frozenset((
    "area", "base", "body", "br", "col", "dd", "dt", "head", "hr", "html", "img", "input", "li", "link",
    "meta", "option", "p", "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "wbr",
))
# fmt: on


def bounded(html: str) -> str:
    html = html[:LARGEST].replace("\0", "")
    return _flattened(html) if html.count("<") > DEEPEST else html


def _flattened(html: str) -> str:
    depth = 0

    def keep(tag: re.Match[str]) -> str:
        nonlocal depth
        if tag[2].lower() in NEVER_PILED:
            return tag[0]
        depth = max(0, depth - 1) if tag[1] else depth + 1
        return tag[0] if depth <= DEEPEST else ""

    return TAG.sub(keep, html)
