"""Delivery reports without machine-readable parts: which lines name who was not reached.

Takes the words a mail server wrote, gives addresses with the text that belongs to each. Half of the
world's servers (qmail, Exchange, Notes, old sendmail, Exim, mobile carriers) report like this. The
copy of the original mail below the report is never searched: every address in it is innocent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MOST_LINES = 400
LONGEST_LINE = 1000

FAILURE_SUBJECTS = (
    "undeliver", "undelivered", "returned mail", "mail delivery fail", "delivery status notif",
    "failure notice", "failure delivery", "delivery fail", "delivery notification", "delivery has failed",
    "mail failed", "mail failure", "returning message", "returned to sender", "could not be delivered",
    "mail not delivered", "message not delivered", "non-delivery", "nondeliverable", "not deliverable",
    "delivery report", "mail system error", "delivery error", "permanent delivery failure",
    "message delivery failure", "processing error", "failed mail", "mail delivery warning", "delayed mail",
    "warning: message", "warning: could not send", "delivery delayed", "delivery subsystem",
    "unable to deliver", "there was an error sending your mail", "loop alert", "user unknown",
    "bounced mail", "bounce:", "address not found", "postfix smtp server: errors", "mail delivery system",
    "delivery incomplete", "rejected mail", "message blocked", "message rejected", "tidak terkirim",
    "gagal terkirim", "pengiriman gagal", "gagal dikirim", "tidak dapat dikirim", "email tidak terkirim",
    "unzustellbar", "rückläufer", "nicht zustellbar", "non remis", "échec de", "no se puede entregar",
    "no entregado", "no se pudo entregar", "não foi possível entregar", "não entregue", "não entregável",
    "mancato recapito", "impossibile recapitare", "onbestelbaar", "olevererbart", "kan ikke leveres",
    "не доставлено", "недоставлен", "niedostarcz", "nedoručiteln", "teslim edilemedi", "配信不能", "配信エラー",
    "送信できません", "退信", "无法投递", "無法傳遞", "未送达", "전송 실패",
)  # fmt: skip
FAILURE_WORDS = (
    "could not be delivered", "couldn't be delivered", "cannot be delivered", "was not delivered",
    "wasn't delivered", "has not been delivered", "has not yet been delivered", "not been able to deliver",
    "wasn't able to deliver", "unable to deliver", "unable to be delivered", "undeliverable",
    "failed to deliver", "delivery failed", "did not reach the following", "failed permanently",
    "permanent fatal errors", "had delivery errors", "fatal errors", "could not deliver",
    "couldn't deliver", "not delivered", "delivery to the following", "delevery to",
    "error occurred while trying to deliver", "error occurred while attempting to deliver",
    "error delivering your mail", "trouble delivering", "unknown user", "unknown recipient",
    "invalid final delivery", "mailbox exceeds", "delivery failed", "transcript of session",
    "failed addresses", "failure reasons", "unsent message", "following address(es) failed",
    "address failed", "addresses failed", "message is delayed", "has been delayed", "has been postponed",
    "returned because it encountered", "no such user", "is not listed in", "not exist",
    "did not exactly match", "quota violation", "account is disabled", "could not be sent",
    "duplicated message-id", "could not be reached", "the group you tried to contact",
    "groups.google.com/support", "returned to sender", "host unknown", "user unknown",
    "rejected your message", "message was rejected", "is undeliverable", "tidak dapat dikirim",
    "tidak terkirim", "gagal dikirim", "gagal mengirim", "tidak dapat disampaikan",
    "konnte nicht zugestellt", "n'a pas pu être", "no se ha podido entregar", "não pôde ser entregue",
    "non è stato possibile recapitare", "не может быть доставлено", "送信できませんでした", "送信に失敗", "无法发送", "无法送达",
    "配信できません", "配送できません",
)  # fmt: skip
DELAY_WORDS = (
    "has been delayed", "is delayed", "delayed for", "delayed mail", "still being retried",
    "will be retried", "warning message only", "this is a warning only", "just a warning",
    "do not need to resend", "do not need to re-send", "not yet been delivered",
    "delivery attempts will continue", "has been postponed", "temporary failure report",
    "will continue to try", "we will continue to attempt", "delivery incomplete", "masih mencoba",
    "tertunda", "continue to be made",
)  # fmt: skip

_COPY = re.compile(
    r"\s{0,9}[-*=|_>]{0,60}\s{0,9}(?:below (?:this line )?is a copy|enclosed is a copy|this is a copy of|"
    r"here is a copy of|a copy of the original|the header of the original|(?:the )?original message\b|original mail\b|"
    r"(?:unsent|returned) (?:message|mail)|message headers? follow|message text follows|included is a copy|"
    r"start of returned|returned mail follows|the first \d{1,3} lines|-------smtp command|following is a copy|"
    r"please find (?:below|attached) the original|salinan pesan|pesan asli)",
    re.IGNORECASE,
)
_HEADER_OF_COPY = re.compile(r">?(?:Return-Path|Received|X-Received|DKIM-Signature|ARC-Seal|X-Google-[\w-]{1,40})\s?:", re.IGNORECASE)

ADDRESS = r"[^\s<>()\[\]\"',;:@|\\]{1,100}@(?:[A-Za-z0-9_-]{1,63}\.){1,8}[A-Za-z0-9_-]{1,63}"
_HEAD = re.compile(
    r"\W{0,12}(?:\[?(?:smtp|rfc822)[:;]\s?)?<?(" + ADDRESS + r")[>\"']{0,3}\]?"
    r"\s{0,3}(?:$|[:,]|\.\.\.|\son\s\w|\s?-\s|\[|\(|\s(?:invalid|error|unknown|user|said|reason|is|has)\b)",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"(?:recipients?|unknown user|delivery userid|exceeds allowed size|attempts|undeliverable\s{1,3}to|addressed to|"
    r"delivered to|deliver(?:ing)? (?:your |the )?(?:message|mail|email) to|delivery to|intended recipient|"
    r"mail to|address(?:es)?|generated from|smtp=|final-recipient|original-recipient|user name|violation for|recipient is|"
    r"message to|duplicated message-id in|sent to|penerima|kepada|ke alamat)"
    r"\W{0,12}(?:(?:rfc822|smtp)[;:]\s?)?<?(" + ADDRESS + ")",
    re.IGNORECASE,
)
_RCPT = re.compile(r"rcpt to:\s?<(" + ADDRESS + ")>|^\\s{0,4}[45]\\d\\d[\\s-][^<\\n]{0,60}<(" + ADDRESS + r")>\.\.\.", re.IGNORECASE)
_INNOCENT = re.compile(
    r"(?:contact|please send mail to|further assistance|questions|from:|mail from|reply-to|envelope-from|expanded from|help|"
    r"report|in:|out:|hubungi|kijk)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Failure:
    """An address and the server's words about it."""

    address: str
    words: str


def report_lines(text: str) -> list[str]:
    """The server's own words: all above the copy of the original mail."""
    lines = [line[:LONGEST_LINE] for line in text.split("\n")[:MOST_LINES]]
    end = next((i for i, line in enumerate(lines) if i and (_COPY.match(line) or _HEADER_OF_COPY.match(line))), len(lines))
    return lines[:end]


def is_failure_subject(subject: str) -> bool:
    lowered = " ".join(subject[:300].lower().split())
    return any(words in lowered for words in FAILURE_SUBJECTS)


def speaks_of_failure(lines: Sequence[str]) -> bool:
    lowered = " ".join(" ".join(lines[:80]).lower().split())
    return any(words in lowered for words in (*FAILURE_WORDS, *DELAY_WORDS))


def speaks_of_delay(lines: Sequence[str]) -> bool:
    lowered = " ".join(" ".join(lines[:80]).lower().split())
    return any(words in lowered for words in DELAY_WORDS)


def failures_in(lines: Sequence[str], *, header: Sequence[str] = ()) -> tuple[Failure, ...]:
    """Who was not reached, by the strongest evidence the report has.

    `header` holds addresses of X-Failed-Recipients. Then lines that begin with an address, sentences
    that lead to one, and at last the SMTP dialogue.
    """
    for named in (_named_by(header, lines), _found(lines, _HEAD), _found(lines, _TOLD), _found(lines, _RCPT)):
        if named:
            return named
    return ()


def _named_by(addresses: Sequence[str], lines: Sequence[str]) -> tuple[Failure, ...]:
    known = {failure.address.lower(): failure.words for failure in _found(lines, _HEAD)}
    whole = "\n".join(lines)
    return tuple(Failure(address, known.get(address.lower()) or whole) for address in addresses)


def _found(lines: Sequence[str], pattern: re.Pattern[str]) -> tuple[Failure, ...]:
    heads = list(_heads(lines, pattern))
    found: dict[str, Failure] = {}
    for position, (i, address) in enumerate(heads):
        end = heads[position + 1][0] if position + 1 < len(heads) else len(lines)
        words = "\n".join(lines[i : max(end, i + 1)])
        earlier = found.get(address.lower())
        found[address.lower()] = Failure(address, f"{earlier.words}\n{words}" if earlier else words)
    return tuple(found.values())


def _heads(lines: Sequence[str], pattern: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    for i, line in enumerate(lines):
        if "@" not in line or _INNOCENT.match(line.strip()):
            continue
        match = pattern.match(line) if pattern is _HEAD else pattern.search(line)
        if match is not None:
            yield i, next(group for group in match.groups() if group).strip("'\"`.")
