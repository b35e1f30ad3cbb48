"""What was written now: a letter's text cut into reply, quoted history and signature.

Takes a `Letter`, gives a `Cut`. Every line gets exactly one role, so every word of the text is in
exactly one of the three. Answers between quoted lines are kept whole with what they answer, and so
are forwarded mails: there the "history" is the message. Line by line, in linear time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ingest import quotes
from ingest.history import Block, Lines, find_blocks, history_start, split_shared_lines
from ingest.htmlcut import lines_of_html
from ingest.parsed import Letter
from ingest.signatures import signature_start


@dataclass(frozen=True)
class Cut:
    reply: str
    quoted: str
    signature: str


class Role(StrEnum):
    REPLY = "reply"
    QUOTED = "quoted"
    SIGNATURE = "signature"


def cut(letter: Letter) -> Cut:
    lines = _lines(letter)
    roles = _roles(lines, is_forward=quotes.is_forward_subject(letter.subject))
    return Cut(**{role.value: _joined(lines.texts, roles, role) for role in Role})


def _lines(letter: Letter) -> Lines:
    from_html = lines_of_html(letter.html, letter.text) if letter.html and not _is_plain(letter) else None
    return from_html or Lines(split_shared_lines(letter.text.split("\n")))


def _is_plain(letter: Letter) -> bool:
    """The text came from a plain part, not from the HTML."""
    start = "".join(letter.text[:400].split())[:80]
    plain = (part.text or "" for part in letter.parts if part.content_type == "text/plain")
    return bool(start) and any("".join(text[:400].split()).startswith(start) for text in plain)


def _joined(texts: Sequence[str], roles: Sequence[Role], role: Role) -> str:
    kept = [text for text, its in zip(texts, roles, strict=True) if its is role]
    return "\n".join(kept).strip("\n").rstrip()


def _roles(lines: Lines, *, is_forward: bool) -> list[Role]:
    total = len(lines.texts)
    history = history_start(lines, is_forward=is_forward)
    if history is None:
        return [Role.REPLY] * total
    roles = [Role.REPLY] * history + [Role.QUOTED] * (total - history)
    blocks = find_blocks(lines, end=history)
    for block in blocks:
        roles[block.start : block.end] = [Role.QUOTED] * (block.end - block.start)
    _sign(lines, roles)
    _keep_interleaved(lines, roles, blocks)
    if history == total and not any(block.attributed for block in blocks) and not _own_lines(lines, roles):
        return [Role.REPLY] * total
    return roles


def _sign(lines: Lines, roles: list[Role]) -> None:
    own = [i for i, role in enumerate(roles) if role is Role.REPLY]
    if any(lines.has_words(i) for i in own if i not in lines.signed):
        own = [i for i in own if i not in lines.signed]
        for i in lines.signed:
            roles[i] = Role.SIGNATURE if roles[i] is Role.REPLY else roles[i]
    start = signature_start([lines.texts[i] for i in own])
    for i in own[start:]:
        roles[i] = Role.SIGNATURE


def _keep_interleaved(lines: Lines, roles: list[Role], blocks: Sequence[Block]) -> None:
    """Answers written between quotes mean little without them.

    Two answered quotes, or one without attribution that has words around it, were quoted by hand.
    One attributed quote with the answer below it is the habit of answering below.
    """
    own = _own_lines(lines, roles)
    answered = [block for block in blocks if own and block.end <= own[-1]]
    by_hand = len(answered) > 1 or any(not block.attributed and own[0] < block.start for block in answered)
    for block in answered if by_hand else ():
        roles[block.start : block.end] = [Role.REPLY] * (block.end - block.start)


def _own_lines(lines: Lines, roles: Sequence[Role]) -> list[int]:
    return [i for i, role in enumerate(roles) if role is Role.REPLY and lines.has_words(i)]
