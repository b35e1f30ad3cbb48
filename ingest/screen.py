"""What kind of mail this is: a person's, or which kind of machine's (RFC 3834 and the world's habits).

Takes a `Letter`, gives its kind with the reasons that decided. `SCREENING` is asked from top to
bottom and the first finding counts; nothing found is a person. A machine's mail may open a ticket
like any other, it is only never answered automatically.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from ingest.bounces import delivery_report
from ingest.parsed import Kind, Letter
from ingest.vacations import is_automatic_subject, vacation_wording
from models.reason import Reason, because


@dataclass(frozen=True)
class Finding:
    kind: Kind
    reason: Reason


Check = Callable[[Letter], Finding | None]

_NO_REPLY = re.compile(
    r"(?:no|not|non?|do[-_.]?not|dont|donot)[-_.]?repl(?:y|ies)|jangan[-_.]?balas|noreply|nao[-_.]?responda|"
    r"no[-_.]?responder|ne[-_.]?pas[-_.]?repondre|tidak[-_.]?dibalas",
    re.IGNORECASE,
)
_LIST_SENDER = re.compile(r"(?:^|[<\s])owner-[^\s@]{1,60}@|-(?:bounces?|owner)@", re.IGNORECASE)
_ROBOT = re.compile(
    r"(?:mailer[-_]?daemon|postmaster|majordomo|listserv|mailman|autoresponder|auto[-_]?reply|cron|"
    r".{1,60}-(?:bounces?|request|owner)|owner-.{1,60}|bounces?[-+=].{0,200}|bounces?|notifications?|prvs=.{1,200})$",
    re.IGNORECASE,
)


def kind_of(letter: Letter) -> tuple[Kind, tuple[Reason, ...]]:
    for check in SCREENING:
        finding = check(letter)
        if finding is not None:
            return finding.kind, (finding.reason,)
    return Kind.HUMAN, ()


def is_feedback_report(letter: Letter) -> Finding | None:
    """RFC 5965: somebody pressed "this is spam"."""
    parts = any(part.content_type == "message/feedback-report" for part in letter.parts)
    if parts or _report_type(letter) == "feedback-report":
        return Finding(Kind.FEEDBACK_REPORT, because("feedback_report"))
    if letter.subject.lower().startswith(
        ("complaint about message from", "email feedback report", "abuse report")
    ):
        return Finding(Kind.FEEDBACK_REPORT, because("feedback_report"))
    return None


def is_receipt(letter: Letter) -> Finding | None:
    """RFC 8098: the mail was shown, or deleted unread."""
    parts = any(part.content_type == "message/disposition-notification" for part in letter.parts)
    if parts or _report_type(letter) == "disposition-notification":
        return Finding(Kind.RECEIPT, because("disposition_notification"))
    return None


def is_delivery_report(letter: Letter) -> Finding | None:
    report = delivery_report(letter)
    return Finding(report.kind, because(report.evidence)) if report else None


def is_calendar(letter: Letter) -> Finding | None:
    """RFC 6047: an invitation or an answer to one, to be shown as such; an attached .ics is a file."""
    for part in letter.parts:
        if part.content_type == "text/calendar" and part.disposition != "attachment":
            method = part.parameters.get("method", "").upper() or "PUBLISH"
            return Finding(Kind.CALENDAR, because("calendar_part", method=method))
    return None


def says_person(letter: Letter) -> Finding | None:
    """RFC 3834 section 5: `no` is a person's own statement."""
    if _auto_submitted(letter) == "no":
        return Finding(Kind.HUMAN, because("auto_submitted_no"))
    return None


def answers_automatically(letter: Letter) -> Finding | None:
    """RFC 3834 section 5, with what older responders say instead."""
    said = _auto_submitted(letter)
    if said.startswith("auto-repl") or "vacation" in said:
        return _auto_reply("auto-submitted", said)
    for name in AUTO_REPLY_HEADERS:
        value = letter.headers.get(name, "no").strip().lower()
        if value not in ("no", "false", "none", "0", ""):
            return _auto_reply(name, value)
    if _precedence(letter).startswith(("auto_reply", "auto-reply", "autoreply")):
        return _auto_reply("precedence", _precedence(letter))
    if "autoresponder" in letter.headers.get("delivered-to").lower():
        return _auto_reply("delivered-to", letter.headers.get("delivered-to"))
    return None


AUTO_REPLY_HEADERS = (
    "x-autoreply",
    "x-autorespond",
    "x-autoresponse",
    "x-autoresponder",
    "x-auto-reply",
    "x-mail-autoreply",
    "x-autoreply-from",
    "x-mail-auto-reply",
    "x-vacation",
    "x-autoreply-domain",
    "x-boxbe-notice",
)


def is_marked_answer(letter: Letter) -> Finding | None:
    """Responders that only mark the subject, or the message class that Notes keeps."""
    message_class = letter.headers.get("x-post-messageclass").lower()
    if "autoresponder" in message_class:
        return _auto_reply("x-post-messageclass", message_class)
    if is_automatic_subject(letter.subject):
        return Finding(Kind.AUTO_REPLY, because("automatic_subject", subject=letter.subject[:120]))
    return None


def is_generated(letter: Letter) -> Finding | None:
    """Monitors, scanners, web forms and cron: nobody reads an answer."""
    said = _auto_submitted(letter)
    if said:
        return _generated("auto-submitted", said)
    for name in GENERATED_HEADERS:
        if letter.headers.get(name).strip().lower() not in ("", "no", "false"):
            return _generated(name, letter.headers.get(name))
    return None


GENERATED_HEADERS = (
    "x-auto-generated",
    "x-autogenerated",
    "x-cron-env",
    "x-fc-machinegenerated",
    "x-github-reason",
    "x-gitlab-project-id",
    "x-jira-fingerprint",
    "x-nagios-notification",
    "x-mdaemon-deliver-to-notification",
)


def asks_for_silence(letter: Letter) -> Finding | None:
    """Exchange's way to say that nobody should answer by machine."""
    said = letter.headers.get("x-auto-response-suppress").lower()
    if any(word in re.split(r"[,;\s]+", said) for word in ("all", "autoreply", "oof", "dr")):
        return _generated("x-auto-response-suppress", said)
    return None


def is_bulk(letter: Letter) -> Finding | None:
    """Newsletters and announcements. A list one may post to carries persons' mail: those stay persons'."""
    headers = letter.headers
    if _is_discussion(letter):
        return None
    if _precedence(letter) in ("bulk", "junk"):
        return Finding(Kind.BULK, because("precedence", value=_precedence(letter)))
    name = next((name for name in BULK_HEADERS if headers.get(name).strip()), None)
    return Finding(Kind.BULK, because("bulk_header", header=name)) if name else None


BULK_HEADERS = (
    "list-unsubscribe-post",
    "list-unsubscribe",
    "x-campaign",
    "x-campaignid",
    "x-mailchimp-id",
)


def is_sent_by_robot(letter: Letter) -> Finding | None:
    address = letter.sender.address if letter.sender else ""
    local = address.rpartition("@")[0]
    if _NO_REPLY.search(local):
        return Finding(Kind.AUTO_GENERATED, because("no_reply_sender", address=address))
    if _ROBOT.match(local):
        return Finding(Kind.AUTO_GENERATED, because("robot_sender", address=address))
    return None


def has_no_return(letter: Letter) -> Finding | None:
    """RFC 3834 section 2: never answer a mail from the null address."""
    if letter.headers.get("return-path").replace(" ", "") == "<>":
        return Finding(Kind.AUTO_GENERATED, because("null_return_path"))
    return None


def speaks_as_vacation(letter: Letter) -> Finding | None:
    wording = vacation_wording(letter)
    return Finding(Kind.AUTO_REPLY, because("vacation_wording", words=wording)) if wording else None


SCREENING: tuple[Check, ...] = (
    is_feedback_report,
    is_receipt,
    is_delivery_report,
    is_calendar,
    says_person,
    answers_automatically,
    is_marked_answer,
    speaks_as_vacation,
    is_generated,
    is_sent_by_robot,
    is_bulk,
    asks_for_silence,
    has_no_return,
)


def _auto_submitted(letter: Letter) -> str:
    return letter.headers.get("auto-submitted").split(";")[0].split("(")[0].strip().lower()


def _precedence(letter: Letter) -> str:
    return (letter.headers.get("precedence") or letter.headers.get("x-precedence")).strip().lower()


def _report_type(letter: Letter) -> str:
    match = re.search(r'report-type\s?=\s?"?([\w-]{1,60})', letter.headers.get("content-type"), re.IGNORECASE)
    return match[1].lower() if match else ""


def _is_discussion(letter: Letter) -> bool:
    """List software that lets subscribers write says where to post (RFC 2369); older one only names itself."""
    post = letter.headers.get("list-post").strip().lower()
    if post:
        return post != "no"
    named = any(letter.headers.get(name).strip() for name in DISCUSSION_HEADERS)
    return named or _LIST_SENDER.search(letter.headers.get("sender")) is not None


DISCUSSION_HEADERS = ("x-mailman-version", "x-beenthere", "x-mailing-list", "mailing-list", "x-ml-name")


def _auto_reply(header: str, value: str) -> Finding:
    return Finding(Kind.AUTO_REPLY, because("auto_reply_header", header=header, value=value[:120]))


def _generated(header: str, value: str) -> Finding:
    return Finding(Kind.AUTO_GENERATED, because("generated_header", header=header, value=value[:120]))
