"""What Meja makes of a mail, as plain data: the answer of `meja explain --json`, see docs/explain.md.

Needs no settings, no database and no network. `explain` takes bytes and reads them here; `explain_files`
takes paths and reads each in a parser child, so that every file is answered in time whatever it holds. Every
field stands in every answer, null or [] when there is nothing to say.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from desk.words import word
from ingest.authentication_results import results_in
from ingest.children import Children, ParserDied
from ingest.parse import parse
from ingest.parsed import Bounced, File, Headers, Kind, ParsedMail, Person
from models.reason import Reason, because

LARGEST = 40 * 1024 * 1024
"""Bytes of a mail that are read as a mail; of a larger one only HEAD."""
HEAD = 512 * 1024
SECONDS = 8.0
"""A child's time for one file; with its start and its end an answer takes less than ten."""

Answer = dict[str, Any]


def explain(raw: bytes, *, file: str = "-", language: str = "en") -> Answer:
    return _answer(parse(raw), file=file, language=language, fate=_fate(raw))


def explain_files(paths: Iterable[str | Path], *, language: str = "en") -> Iterator[Answer]:
    """One answer per path, in their order; a file that cannot be read or understood needs a look."""
    with Children(count=1, seconds=SECONDS) as children:
        for path in paths:
            mail, fate = _understood(Path(path), children)
            yield _answer(mail, file=str(path), language=language, fate=fate)


def _understood(path: Path, children: Children) -> tuple[ParsedMail, Reason]:
    try:
        size, sha256, raw = _read(path)
    except OSError as error:
        return _nothing(0, ""), because("mail_unreadable", error=error.strerror or error)
    try:
        mail = replace(children.parse(raw), size=size, sha256=sha256)
    except ParserDied as death:
        return _nothing(size, sha256), death.reason
    return mail, because("mail_too_large", limit=LARGEST) if size > LARGEST else _fate(raw)


def _read(path: Path) -> tuple[int, str, bytes]:
    """Size and hash of the whole file, and what of it is read as a mail."""
    with path.open("rb") as file:
        raw = file.read(LARGEST + 1)
        if len(raw) <= LARGEST or not path.is_file():  # a pipe or a device may never end
            return len(raw), hashlib.sha256(raw).hexdigest(), raw[:LARGEST]
        file.seek(0)
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        return file.tell(), sha256, raw[:HEAD]


def _fate(raw: bytes) -> Reason:
    return because("mail_understood") if raw.strip() else because("mail_empty")


def _nothing(size: int, sha256: str) -> ParsedMail:
    return ParsedMail(
        size=size,
        sha256=sha256,
        headers=Headers(),
        message_id="",
        in_reply_to="",
        references=(),
        date=None,
        subject="",
        sender=None,
        sender_ambiguous=False,
        reply_to=(),
        to=(),
        cc=(),
        language=None,
        text="",
        html=None,
        reply="",
        quoted="",
        signature="",
        files=(),
        kind=Kind.HUMAN,
    )


def _answer(mail: ParsedMail, *, file: str, language: str, fate: Reason) -> Answer:
    def worded(reason: Reason) -> dict[str, str]:
        return {"code": reason.code, "words": word(reason, language)}

    would, why = _acknowledge(mail, fate)
    return {
        "file": file,
        "size": mail.size,
        "sha256": mail.sha256,
        "message_id": mail.message_id or None,
        "in_reply_to": mail.in_reply_to or None,
        "references": list(mail.references),
        "date": _iso(mail.date),
        "subject": mail.subject,
        "from": _person(mail.sender) if mail.sender else None,
        "reply_to": [_person(person) for person in mail.reply_to],
        "to": [_person(person) for person in mail.to],
        "cc": [_person(person) for person in mail.cc],
        "language": mail.language,
        "text": mail.text,
        "html": mail.html,
        "reply": mail.reply,
        "quoted": mail.quoted,
        "signature": mail.signature,
        "attachments": [_file(attached) for attached in mail.files],
        "kind": str(mail.kind),
        "kind_reasons": [worded(reason) for reason in mail.kind_reasons],
        "bounces": [_bounce(bounced) for bounced in mail.bounces],
        "sender_evidence": {
            **_claims(mail.headers),
            "from_ambiguous": mail.sender_ambiguous,
            "reasons": [worded(_evidence_reason(mail.headers))],
        },
        "acknowledge": {"would": would, **worded(why)},
        "defects": [worded(reason) for reason in mail.defects],
        "fate": "ok" if fate.code == "mail_understood" else "needs_look",
        "fate_reason": worded(fate),
    }


def _acknowledge(mail: ParsedMail, fate: Reason) -> tuple[bool, Reason]:
    """By the mail alone: settings, limits, age and the sending host are not known here."""
    if fate.code != "mail_understood":
        return False, fate
    if mail.kind is not Kind.HUMAN:
        return False, because("machine", kind=mail.kind)
    if mail.sender is None or not mail.sender.address:
        return False, because("no_one_to_acknowledge")
    if mail.sender_ambiguous:
        return False, because("sender_ambiguous")
    return True, because("would_acknowledge")


def _claims(headers: Headers) -> Mapping[str, str | None]:
    said = results_in(headers.get("authentication-results"))
    return {method: said.get(method) for method in ("spf", "dkim", "dmarc")}


def _evidence_reason(headers: Headers) -> Reason:
    has_results = bool(headers.get("authentication-results"))
    return because("host_not_configured" if has_results else "no_authentication_results")


def _person(person: Person) -> Answer:
    return {"name": person.name, "address": person.address}


def _file(file: File) -> Answer:
    return {
        "filename": file.filename,
        "content_type": file.content_type,
        "size": file.size,
        "sha256": file.sha256,
        "inline": file.inline,
        "content_id": file.content_id or None,
    }


def _bounce(bounced: Bounced) -> Answer:
    return {
        "recipient": bounced.recipient,
        "action": bounced.action,
        "status": bounced.status,
        "permanent": bounced.permanent,
        "reason": bounced.reason,
        "original_message_id": bounced.original_message_id or None,
    }


def _iso(date: datetime | None) -> str | None:
    return date.isoformat().replace("+00:00", "Z") if date else None
