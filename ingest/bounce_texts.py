"""Delivery reports without machine-readable parts: which lines name who was not reached.

Takes the words a mail server wrote, gives addresses with the text that belongs to each. Half of the
world's servers (qmail, Exchange, Notes, old sendmail, Exim, mobile carriers) report like this. The
copy of the original mail below the report is never searched: every address in it is innocent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.bounce_words import DELAY_WORDS, FAILURE_SUBJECTS, FAILURE_WORDS

MOST_LINES = 400
LONGEST_LINE = 1000
LINES_OF_WORDING = 80
"""A report says early that it is one."""

ADDRESS = (
    r"(?:\"[^\"\s]{1,80}\"|[^\s<>()\[\]\"',;:@|\\]{1,100})"
    r"@(?:[A-Za-z0-9_-]{1,63}\.){1,8}[A-Za-z0-9_-]{1,63}"
)
_COPY = re.compile(
    r"[-*=|_>\s]{0,80}(?:below (?:this line )?is a copy|enclosed is a copy|this is a copy of|"
    r"here is a copy of|a copy of the original|the header of the original|included is a copy|"
    r"following is a copy|"
    r"(?:the )?original (?:message|mail)\b(?! (?:was|is|could|has))|(?:unsent|returned) (?:message|mail)|"
    r"message headers? follow|message text follows|start of returned|the first \d{1,3} lines|"
    r"-------smtp command|please find .{1,20} original|salinan pesan|pesan asli)",
    re.IGNORECASE,
)
_HEADER_OF_COPY = re.compile(
    r">?(?:Return-Path|Received|X-Received|DKIM-Signature|ARC-Seal|X-Google-[\w-]{1,40})\s?:", re.IGNORECASE
)
_HEAD = re.compile(
    r"\W{0,12}(?:\[?(?:smtp|rfc822)[:;]\s?)?<?(" + ADDRESS + r")[>\"']{0,3}\]?\s{0,3}"
    r"(?:$|[:,]|\.\.\.|\son\s\w|\s?-\s|\[|\(|\s(?:invalid|error|unknown|user|said|reason|is|has|was|could|tidak|gagal)\b)",
    re.IGNORECASE,
)
"""A line that begins with the address, and ends there or goes on as reports do."""
_TOLD = re.compile(
    r"(?:recipients?|unknown user|delivery userid|exceeds allowed size|is full|attempts|undeliverable\s{1,3}to|"
    r"addressed(?: to)?|delivered to|delivery to|deliver(?:ing)? (?:your |the )?(?:message|mail|email) to|"
    r"mail to|message to|sent to|address(?:es)?|generated (?:from|by)|smtp=|user name|violation for|"
    r"duplicated message-id in|penerima|kepada|ke alamat)"
    r"\W{0,12}(?:(?:rfc822|smtp)[;:]\s?)?<?(" + ADDRESS + ")",
    re.IGNORECASE,
)
"""A sentence that leads to the address."""
_DIALOGUE = re.compile(
    r"rcpt to:\s?<?(" + ADDRESS + r")|^\s{0,4}[45]\d\d[\s-][^<\n]{0,60}<(" + ADDRESS + r")>\.\.\.",
    re.IGNORECASE,
)
_INNOCENT = re.compile(
    r"(?:contact|please send mail to|further assistance|questions|from:|mail from|reply-to|envelope-from|"
    r"\(?expanded from|help|report|in:|out:|hubungi)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Failure:
    """An address and the server's words about it."""

    address: str
    words: str


def report_lines(text: str) -> list[str]:
    """The server's own words: all above the copy of the original mail."""
    lines = [line[:LONGEST_LINE] for line in text.split("\n", MOST_LINES)[:MOST_LINES]]
    return lines[: copy_start(lines)]


def copy_start(lines: Sequence[str]) -> int:
    found = (i for i, line in enumerate(lines) if i and (_COPY.match(line) or _HEADER_OF_COPY.match(line)))
    return next(found, len(lines))


def is_failure_subject(subject: str) -> bool:
    lowered = " ".join(subject[:300].lower().split())
    return any(words in lowered for words in FAILURE_SUBJECTS)


def speaks_of_failure(lines: Sequence[str]) -> bool:
    return _speaks(lines, (*FAILURE_WORDS, *DELAY_WORDS))


def speaks_of_delay(lines: Sequence[str]) -> bool:
    return _speaks(lines, DELAY_WORDS)


def _speaks(lines: Sequence[str], listed: Sequence[str]) -> bool:
    lowered = " ".join(" ".join(lines[:LINES_OF_WORDING]).lower().split())
    return any(words in lowered for words in listed)


def failures_in(lines: Sequence[str], *, header: Sequence[str] = ()) -> tuple[Failure, ...]:
    """Who was not reached, by the strongest evidence the report has.

    `header` holds addresses of X-Failed-Recipients. Then lines that begin with an address, sentences
    that lead to one, and at last the SMTP dialogue.
    """
    begun = _found(lines, _HEAD)
    return _named_by(header, begun, lines) or begun or _found(lines, _TOLD) or _found(lines, _DIALOGUE)


def _named_by(
    addresses: Sequence[str], begun: Sequence[Failure], lines: Sequence[str]
) -> tuple[Failure, ...]:
    known = {failure.address.lower(): failure.words for failure in begun}
    whole = "\n".join(lines)
    return tuple(Failure(address, known.get(address.lower(), whole)) for address in addresses)


def _found(lines: Sequence[str], pattern: re.Pattern[str]) -> tuple[Failure, ...]:
    """Each address once, with the lines up to the next one."""
    heads = list(_heads(lines, pattern))
    ends = [*(i for i, _ in heads), len(lines)][1:]
    words: dict[str, list[str]] = {}
    named: dict[str, str] = {}
    for (i, address), end in zip(heads, ends, strict=True):
        named.setdefault(address.lower(), address)
        words.setdefault(address.lower(), []).extend(lines[i : max(end, i + 1)])
    return tuple(Failure(address, "\n".join(words[key])) for key, address in named.items())


def _heads(lines: Sequence[str], pattern: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    for i, line in enumerate(lines):
        if "@" not in line or _INNOCENT.match(line.strip()):
            continue
        match = pattern.match(line) if pattern is _HEAD else pattern.search(line)
        if match is not None:
            yield i, next(group for group in match.groups() if group).strip("'`.")
