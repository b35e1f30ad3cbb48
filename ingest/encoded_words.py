"""RFC 2047 encoded words, as mail clients really write them, in linear time.

Neighbouring words of one charset are joined as bytes before they are decoded, because senders cut
characters in half; a word inside quotes or inside other text is decoded too; a broken one stays as it stood.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.charsets import codec_of, words_of
from ingest.transfer import from_base64

WORD = re.compile(r"=\?([A-Za-z0-9_.:+()'/-]{1,60})(?:\*[A-Za-z0-9-]{0,20})?\?([bBqQ])\?([^?\r\n]*)\?=")
WORDS = 2000


@dataclass
class _Run:
    """Neighbouring words of one charset."""

    charset: str
    content: bytes


def decode_words(text: str) -> str:
    """The text with its encoded words decoded."""
    if "=?" not in text:
        return text
    return "".join(
        words_of(piece.content, piece.charset) if isinstance(piece, _Run) else piece
        for piece in _pieces(text)
    )


def _pieces(text: str) -> list[str | _Run]:
    pieces: list[str | _Run] = []
    position = 0
    for word in _words(text):
        between = text[position : word.start()]
        before = pieces[-1] if pieces else None
        if between.strip() or not isinstance(before, _Run):
            pieces += [between] if between else []
            before = None
        content, charset = _content(word), word[1]
        if before is not None and codec_of(before.charset) == codec_of(charset):
            before.content += content
        else:
            pieces.append(_Run(charset, content))
        position = word.end()
    pieces.append(text[position:])
    return pieces


def _words(text: str) -> Iterator[re.Match[str]]:
    for count, word in enumerate(WORD.finditer(text)):
        if count >= WORDS:
            return
        yield word


def _content(word: re.Match[str]) -> bytes:
    encoded = word[3].encode("utf-8")
    if word[2] in "bB":
        return from_base64(encoded)
    return binascii.a2b_qp(encoded.replace(b" ", b"_"), header=True)
