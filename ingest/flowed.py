"""RFC 3676: text/plain with format=flowed, its paragraphs joined again.

A line that ends in a space goes on in the next one of the same quote depth; a signature line never does.
"""

from __future__ import annotations

import re

QUOTE_MARKS = re.compile(r">{0,200}")


def unwrap(text: str, *, delsp: bool = False) -> str:
    """The text with soft line breaks removed; with `delsp` their spaces too (section 4.1)."""
    paragraphs: list[str] = []
    open_depth = -1
    pieces: list[str] = []
    for line in text.split("\n"):
        depth, content = _split(line)
        if depth != open_depth and pieces:
            paragraphs.append("".join(pieces))
            pieces = []
        if not pieces and depth:
            pieces.append(">" * depth + " ")
        flows = content.endswith(" ") and content != "-- "
        pieces.append(content[:-1] if flows and delsp else content)
        open_depth = depth if flows else -1
        if not flows:
            paragraphs.append("".join(pieces))
            pieces = []
    return "\n".join([*paragraphs, "".join(pieces)] if pieces else paragraphs)


def _split(line: str) -> tuple[int, str]:
    """Quote depth and content, without the space that stuffs it (section 4.4)."""
    marks = QUOTE_MARKS.match(line)
    depth = marks.end() if marks else 0
    return depth, line[depth:].removeprefix(" ")
