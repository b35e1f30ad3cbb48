"""Delivery reports: did a mail of ours fail or wait, for whom, for good or for now, and why.

Takes a `Letter`; gives the recipients that were not reached, never every address in the mail. Reads
message/delivery-status parts (RFC 3464, RFC 6533), fields of that kind in plain text, and where
there are none the words of the server (`ingest.bounce_texts`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest import bounce_texts
from ingest.bounce_reasons import is_permanent, reason_for, status_in
from ingest.bounce_texts import ADDRESS, Failure
from ingest.delivery_fields import Fields, recipient_groups
from ingest.parsed import Bounced, Kind, Letter, Part

STATUS_TYPES = ("message/delivery-status", "message/global-delivery-status")
MAIL_TYPES = ("message/rfc822", "message/global")
COPY_TYPES = (*MAIL_TYPES, "text/rfc822-headers", "message/global-headers", "message/rfc822-headers")
DELIVERED = ("delivered", "relayed", "expanded")
MOST_RECIPIENTS = 500
LONGEST_TEXT = 65_536

_DAEMON = re.compile(
    r"mailer[-_.]?daemon|post[-_]?master|poostmaster|mail[-_.]?delivery|maildaemon|mdaemon|mmdf|mail\.delivery|"
    r"imss|microsoftexchange|uucp|symantec|daemon",
    re.IGNORECASE,
)
_DAEMON_NAME = re.compile(
    r"mail(?:er)? ?deliver|mailer.?daemon|postmaster|deliver\w{1,3} sub ?system|mail system|"
    r"system administrator|ndr administrator|mail administrator",
    re.IGNORECASE,
)
_PERHAPS_DAEMON = re.compile(
    r"no[-_.]?reply|do[-_]?not[-_]?reply|bounce|root\b|sysadmin|mail|admin", re.IGNORECASE
)
_ADDRESS = re.compile(ADDRESS)
_SNS_RECIPIENT = re.compile(r'\\?"emailAddress\\?"\s?:\s?\\?"(' + ADDRESS + ")")
_FIELD_ENDS = r"\s?:[ \t]{0,9}([^\n]{0,1000}(?:\n[ \t][^\n]{0,1000}){0,20})"
_COPIED = {
    name: re.compile(rf"^[>\s]{{0,4}}{name}{_FIELD_ENDS}", re.IGNORECASE | re.MULTILINE)
    for name in ("to", "message-id")
}


@dataclass(frozen=True)
class Report:
    """What a delivery report says. `evidence` is the code of the reason it was taken for one."""

    kind: Kind
    evidence: str
    recipients: tuple[Bounced, ...]


def bounced_recipients(letter: Letter) -> tuple[Bounced, ...]:
    report = delivery_report(letter)
    return report.recipients if report else ()


def delivery_report(letter: Letter) -> Report | None:
    """None when the letter is no delivery report; kind `auto_generated` for a report of success."""
    groups = _groups(_words(part) for part in letter.parts if part.content_type in STATUS_TYPES)
    if groups:
        return _from_fields(letter, groups, evidence="delivery_status_part")
    lines = bounce_texts.report_lines(letter.text)
    if not _is_report(letter, lines):
        return None
    attached = (_words(part) for part in letter.parts if part.content_type in MAIL_TYPES)
    groups = _groups([letter.text]) or (() if bounce_texts.failures_in(lines) else _groups(attached))
    return _from_fields(letter, groups, evidence="failure_wording") if groups else _from_words(letter, lines)


def _words(part: Part) -> str:
    text = part.text if part.text is not None else part.content[:LONGEST_TEXT].decode("utf-8", "replace")
    return text[:LONGEST_TEXT].replace("\r", "")


def _groups(texts: Iterator[str] | Sequence[str]) -> tuple[Fields, ...]:
    return tuple(group for text in texts for group in recipient_groups(text[:LONGEST_TEXT]))


def _is_report(letter: Letter, lines: Sequence[str]) -> bool:
    headers = letter.headers
    content_type = headers.get("content-type").lower().replace('"', "").replace(" ", "")
    if "report-type=delivery-status" in content_type or headers.get("x-failed-recipients"):
        return True
    subject, words = bounce_texts.is_failure_subject(letter.subject), bounce_texts.speaks_of_failure(lines)
    if _is_daemon(letter):
        return subject or words
    return words and _is_perhaps_daemon(letter) and (subject or bool(bounce_texts.failures_in(lines)))


def _is_daemon(letter: Letter) -> bool:
    if letter.sender is None or not letter.sender.address:
        return True
    return (
        _DAEMON.match(letter.sender.address) is not None
        or _DAEMON_NAME.search(letter.sender.name) is not None
    )


def _is_perhaps_daemon(letter: Letter) -> bool:
    nobody = letter.headers.get("return-path").replace(" ", "") == "<>"
    automatic = letter.headers.get("auto-submitted").strip().lower().startswith("auto")
    return (
        nobody
        or automatic
        or (letter.sender is not None and bool(_PERHAPS_DAEMON.match(letter.sender.address)))
    )


def _from_fields(letter: Letter, groups: Sequence[Fields], *, evidence: str) -> Report:
    original = _original_message_id(letter)
    words = bounce_texts.report_lines(letter.text)
    named = bounce_texts.failures_in(words)
    told = [
        _bounced(group, words="\n".join(words), named=named, original=original)
        for group in groups[:MOST_RECIPIENTS]
    ]
    unreached = tuple({b.recipient.lower(): b for b in told if b.action not in DELIVERED}.values())
    if not unreached:
        return Report(Kind.AUTO_GENERATED, "delivery_success", ())
    is_final = any(b.action != "delayed" for b in unreached)
    return Report(Kind.BOUNCE if is_final else Kind.DELAY, evidence, unreached)


def _bounced(group: Fields, *, words: str, named: Sequence[Failure], original: str) -> Bounced:
    diagnostic = group.get("diagnostic-code", "")
    said = status_in(group.get("status", ""))
    action = (group.get("action", "").split() or ["failed"])[0].strip(" ;,()").lower()
    return Bounced(
        recipient=_recipient(group, named),
        action=action if action in ("delayed", *DELIVERED) else "failed",
        status=said or status_in(diagnostic),
        permanent=_is_for_good(action, said, diagnostic),
        reason=reason_for(said, diagnostic) or reason_for("", words) or "other",
        original_message_id=original,
    )


def _is_for_good(action: str, status: str, diagnostic: str) -> bool | None:
    """The reporting server has counted the attempts: its status outweighs the reply code it quotes."""
    if action == "delayed":
        return False
    return status[0] == "5" if status else is_permanent(status_in(diagnostic), diagnostic)


def _recipient(group: Fields, named: Sequence[Failure]) -> str:
    """Final-Recipient may be a file or a pipe: then the address the report's words name."""
    for name in ("final-recipient", "original-recipient", "x-actual-recipient"):
        address = _ADDRESS.search(group.get(name, ""))
        if address is not None:
            return address[0]
    return named[0].address if named else group.get("final-recipient", "").rpartition(";")[2].strip(" <>")


def _from_words(letter: Letter, lines: Sequence[str]) -> Report:
    header = _ADDRESS.findall(",".join(letter.headers.all("x-failed-recipients"))[:LONGEST_TEXT])
    failures = bounce_texts.failures_in(lines, header=list(dict.fromkeys(header))) or _told_elsewhere(letter)
    is_delay = bounce_texts.speaks_of_delay([letter.subject, *lines])
    original = _original_message_id(letter)
    whole = "\n".join(lines)
    recipients = tuple(
        _judged(failure, whole=whole, is_delay=is_delay, original=original)
        for failure in failures[:MOST_RECIPIENTS]
    )
    return Report(Kind.DELAY if is_delay else Kind.BOUNCE, "failure_wording", recipients)


def _judged(failure: Failure, *, whole: str, is_delay: bool, original: str) -> Bounced:
    """A server that only says that it failed has given up for good."""
    status = status_in(failure.words)
    return Bounced(
        recipient=failure.address,
        action="delayed" if is_delay else "failed",
        status=status,
        permanent=not is_delay and is_permanent(status, failure.words) is not False,
        reason=reason_for(status, failure.words) or reason_for("", whole) or "other",
        original_message_id=original,
    )


def _told_elsewhere(letter: Letter) -> tuple[Failure, ...]:
    """Notifications of Amazon's in JSON, else the only addressee of the mail that came back."""
    text = letter.text[:LONGEST_TEXT]
    named = dict.fromkeys(_SNS_RECIPIENT.findall(text))
    if not named:
        addressees = dict.fromkeys(_ADDRESS.findall(_copied_field(letter, "to")))
        named = addressees if len(addressees) == 1 else {}
    return tuple(Failure(address, text) for address in named)


def _copied_field(letter: Letter, name: str) -> str:
    """A header field of the original mail, as its copy has it, attached or below; "" without one."""
    found = (_COPIED[name].search(copy) for copy in _copies(letter))
    return next((match[1] for match in found if match), "")


def _copies(letter: Letter) -> Iterator[str]:
    yield from (_words(part) for part in letter.parts if part.content_type in COPY_TYPES)
    lines = letter.text[:LONGEST_TEXT].split("\n")
    yield "\n".join(lines[bounce_texts.copy_start(lines) :])


def _original_message_id(letter: Letter) -> str:
    copied = _copied_field(letter, "message-id").strip().strip("<").split(">")[0].strip()
    return copied[:250] or letter.in_reply_to or (letter.references[-1] if letter.references else "")
