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
from ingest.parsed import Bounced, Kind, Letter, Part

_STATUS_TYPES = ("message/delivery-status", "message/global-delivery-status")
_COPY_TYPES = ("message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers", "message/rfc822-headers")
_DAEMON = re.compile(
    r"mailer[-_.]?daemon|post[-_]?master|poostmaster|mail[-_.]?delivery|maildaemon|mdaemon|mmdf|mail\.delivery|imss|"
    r"microsoftexchange|uucp|symantec|daemon",
    re.IGNORECASE,
)
_PERHAPS_DAEMON = re.compile(r"no[-_.]?reply|do[-_]?not[-_]?reply|bounce|root\b|sysadmin|mail|admin", re.IGNORECASE)
_DAEMON_NAME = re.compile(
    r"mail(?:er)? ?deliver|mailer.?daemon|postmaster|deliver\w{1,3} sub ?system|mail system|system administrator|"
    r"ndr administrator|mail administrator",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"\s{0,9}(final-recipient|original-recipient|x-actual-recipient|action|status|diagnostic-code|remote-mta|"
    r"reporting-mta|last-attempt-date|arrival-date|will-retry-until|final-log-id|x-[\w-]{1,40})\s?:\s{0,9}(.*)$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(ADDRESS)
_SNS_RECIPIENT = re.compile(r'\\?"emailAddress\\?"\s?:\s?\\?"(' + ADDRESS + ")")
_DELIVERED = ("delivered", "relayed", "expanded")
MOST_RECIPIENTS = 500


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
    groups = [group for part in letter.parts if part.content_type in _STATUS_TYPES for group in _groups(_words(part))]
    if groups:
        return _from_fields(letter, groups, evidence="delivery_status_part")
    lines = bounce_texts.report_lines(letter.text)
    if not _is_report(letter, lines):
        return None
    groups = list(_groups("\n".join(lines)))
    if any("final-recipient" in group or "original-recipient" in group for group in groups):
        return _from_fields(letter, groups, evidence="failure_wording")
    return _from_words(letter, lines)


def _words(part: Part) -> str:
    return part.text if part.text is not None else part.content.decode("utf-8", "replace")


def _groups(text: str) -> Iterator[dict[str, str]]:
    """Field groups that speak of one recipient; a new one begins at a blank line or a second Final-Recipient."""
    group: dict[str, str] = {}
    name = ""
    for line in text.replace("\r", "").split("\n")[:20_000]:
        field = _FIELD.match(line)
        if field is not None and not (field[1].lower() in group and field[1].lower() != "final-recipient"):
            name = field[1].lower()
            if name in group:
                yield group
                group = {}
            group[name] = field[2].strip()
        elif not line.strip() and ("final-recipient" in group or "original-recipient" in group):
            yield group
            group, name = {}, ""
        elif not line.strip():
            name = ""
        elif name and line[:1] in " \t":
            group[name] = f"{group[name]} {line.strip()}"[:4000]
    if "final-recipient" in group or "original-recipient" in group:
        yield group


def _from_fields(letter: Letter, groups: Sequence[dict[str, str]], *, evidence: str) -> Report:
    original = _original_message_id(letter)
    told = [_bounced(group, original) for group in groups[:MOST_RECIPIENTS]]
    unreached = tuple({(b.recipient.lower()): b for b in told if b.action not in _DELIVERED}.values())
    if not unreached:
        return Report(Kind.AUTO_GENERATED, "delivery_success", ())
    failed = tuple(b for b in unreached if b.action != "delayed")
    return Report(Kind.BOUNCE if failed else Kind.DELAY, evidence, unreached)


def _bounced(group: dict[str, str], original_message_id: str) -> Bounced:
    diagnostic = group.get("diagnostic-code", "")
    said = group.get("status", "")
    status = status_in(said) or status_in(diagnostic)
    action = (group.get("action", "").split() or ["failed"])[0].strip(" ;,()").lower()
    return Bounced(
        recipient=_recipient(group),
        action=action if action in ("failed", "delayed", *_DELIVERED) else "failed",
        status=status,
        permanent=False if action == "delayed" else is_permanent(status, diagnostic),
        reason=reason_for(status, diagnostic),
        original_message_id=original_message_id,
    )


def _recipient(group: dict[str, str]) -> str:
    for name in ("final-recipient", "original-recipient", "x-actual-recipient"):
        address = _ADDRESS.search(group.get(name, ""))
        if address is not None:
            return address[0]
    return group.get("final-recipient", "").rpartition(";")[2].strip(" <>")


def _is_report(letter: Letter, lines: Sequence[str]) -> bool:
    headers = letter.headers
    if "report-type=delivery-status" in headers.get("content-type").lower().replace('"', "").replace(" ", ""):
        return True
    if headers.get("x-failed-recipients"):
        return True
    subject = bounce_texts.is_failure_subject(letter.subject)
    words = bounce_texts.speaks_of_failure(lines)
    address, name = (letter.sender.address, letter.sender.name) if letter.sender else ("", "")
    if letter.sender is None or not address or _DAEMON.match(address) or _DAEMON_NAME.search(name):
        return subject or words
    nobody = headers.get("return-path").strip() == "<>" or headers.get("auto-submitted").lower().startswith("auto")
    if nobody or _PERHAPS_DAEMON.match(address):
        return words and (subject or bool(bounce_texts.failures_in(lines)))
    return False


def _from_words(letter: Letter, lines: Sequence[str]) -> Report | None:
    header = _ADDRESS.findall(",".join(letter.headers.all("x-failed-recipients"))[:20_000])
    failures = bounce_texts.failures_in(lines, header=header) or _told_elsewhere(letter)
    delayed = bounce_texts.speaks_of_delay([letter.subject, *lines])
    original = _original_message_id(letter)
    recipients = tuple(_judged(f, delayed=delayed, original=original) for f in failures[:MOST_RECIPIENTS])
    return Report(Kind.DELAY if delayed else Kind.BOUNCE, "failure_wording", recipients)


def _judged(failure: Failure, *, delayed: bool, original: str) -> Bounced:
    status = status_in(failure.words)
    return Bounced(
        recipient=failure.address,
        action="delayed" if delayed else "failed",
        status=status,
        permanent=False if delayed else is_permanent(status, failure.words) is not False,
        reason=reason_for(status, failure.words),
        original_message_id=original,
    )


def _told_elsewhere(letter: Letter) -> tuple[Failure, ...]:
    """Notifications of Amazon's in JSON, else the single addressee of the mail that came back."""
    named = dict.fromkeys(_SNS_RECIPIENT.findall(letter.text[:200_000]))
    if not named:
        addressees = dict.fromkeys(_ADDRESS.findall(" ".join(_copied_fields(letter, "to"))))
        named = addressees if len(addressees) == 1 else {}
    return tuple(Failure(address, letter.text[:20_000]) for address in named)


def _copied_fields(letter: Letter, name: str) -> Iterator[str]:
    """Values of a header field in the copy of the original mail, attached or in the text."""
    field = re.compile(rf"^[>\s]{{0,4}}{name}\s?:[ \t]{{0,9}}([^\n]*(?:\n[ \t][^\n]*){{0,20}})", re.IGNORECASE | re.MULTILINE)
    for copy in _copies(letter):
        match = field.search(copy)
        if match is not None:
            yield match[1]


def _copies(letter: Letter) -> Iterator[str]:
    for part in letter.parts:
        if part.content_type in _COPY_TYPES:
            yield _words(part)[:65_536].replace("\r", "")
    yield "\n".join(letter.text[:65_536].split("\n")[len(bounce_texts.report_lines(letter.text[:65_536])) :])


def _original_message_id(letter: Letter) -> str:
    for value in _copied_fields(letter, "message-id"):
        return value.strip().strip("<>").split(">")[0].strip()[:250]
    return letter.in_reply_to or (letter.references[-1] if letter.references else "")
