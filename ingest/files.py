"""The files of a mail: every leaf that is not its words, with a name that can be shown and saved.

Names are decoration: what is stored is named by its sha256. They lose folders, control characters and
characters that reorder text (T057-T059) and are cut to NAME_BYTES, keeping the extension; a leaf without
a name gets one from its type. The contents of a winmail.dat are listed before it, blocks of uuencoded
text beside the text they stand in.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator

from ingest.headers import clean, field_text, read_head, start_of_head
from ingest.mime import FILE_TEXT_BYTES
from ingest.parsed import File, Part
from ingest.transfer import UU_BEGIN, UU_END, uu_lines
from ingest.winmail import is_winmail, unpack

NAME_BYTES = 150
UU_BLOCKS = 20
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,10}\Z")
USUAL_NAMES = {
    "application/octet-stream": "attachment.bin",
    "application/pdf": "attachment.pdf",
    "application/pgp-encrypted": "version.asc",
    "application/pgp-keys": "key.asc",
    "application/pgp-signature": "signature.asc",
    "application/pkcs7-mime": "smime.p7m",
    "application/pkcs7-signature": "smime.p7s",
    "application/x-pkcs7-mime": "smime.p7m",
    "application/x-pkcs7-signature": "smime.p7s",
    "application/zip": "attachment.zip",
    "image/svg+xml": "image.svg",
    "message/delivery-status": "delivery-status.txt",
    "message/disposition-notification": "disposition-notification.txt",
    "message/feedback-report": "feedback-report.txt",
    "text/calendar": "invitation.ics",
    "text/html": "attachment.html",
    "text/rfc822-headers": "headers.txt",
    "text/vcard": "contact.vcf",
}
FILES_ALSO = frozenset(("text/calendar",))
"""Told in words when a mail says nothing else, and still a file: a calendar wants the original."""
UNNAMED_UNSHOWN = frozenset(("text/x-amp-html", "text/watch-html"))


def files_of(parts: Iterable[Part], *, body_parts: frozenset[int], html: str | None) -> tuple[File, ...]:
    return tuple(
        file for part in parts for file in _files(part, is_body=id(part) in body_parts, html=html or "")
    )


def shown_name(name: str) -> str:
    """The name without folders and tricks, "" when nothing is left."""
    tidy = UNSEEN.sub("", clean(unicodedata.normalize("NFC", name)))
    tidy = re.split(r"[/\\]", tidy)[-1].strip().rstrip(". ")
    return _cut(tidy) if tidy.strip(".") else ""


def _files(part: Part, *, is_body: bool, html: str) -> Iterator[File]:
    if is_body and len(part.content) <= FILE_TEXT_BYTES and part.content_type not in FILES_ALSO:
        yield from _uuencoded(part)
        return
    if part.content_type in UNNAMED_UNSHOWN and not part.filename:
        return
    if is_winmail(part):
        yield from (
            _file(name, content, content_type=kind) for name, kind, content in unpack(part.content).files
        )
    is_inline = part.disposition == "inline" or bool(part.content_id and f"cid:{part.content_id}" in html)
    yield _file(
        shown_name(part.filename) or _usual_name(part),
        part.content,
        content_type=part.content_type,
        is_inline=is_inline and part.disposition != "attachment",
        content_id=part.content_id,
    )


def _file(
    name: str, content: bytes, *, content_type: str, is_inline: bool = False, content_id: str = ""
) -> File:
    return File(
        filename=name,
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        inline=is_inline,
        content_id=content_id,
        content=content,
    )


def _usual_name(part: Part) -> str:
    if part.content_type in ("message/rfc822", "message/global"):
        return f"{_inner_subject(part.content) or 'message'}.eml"
    kind, _, subtype = part.content_type.partition("/")
    if part.content_type in USUAL_NAMES:
        return USUAL_NAMES[part.content_type]
    if kind in ("audio", "image", "video") and subtype.isalnum():
        return f"{kind}.{subtype}"
    return f"{kind}.txt" if kind in ("text", "message") else "attachment.bin"


def _inner_subject(mail: bytes) -> str:
    subject = read_head(mail, start=start_of_head(mail)).first("subject")
    return shown_name(field_text(subject[:1000]).replace("/", "-").replace("\\", "-"))[:80]


def _uuencoded(part: Part) -> Iterator[File]:
    """Files as mail carried them before MIME."""
    if part.content_type != "text/plain":
        return
    position = 0
    for _ in range(UU_BLOCKS):
        begin = UU_BEGIN.search(part.content, position)
        end = UU_END.search(part.content, begin.end()) if begin else None
        if begin is None or end is None:
            return
        position = end.end()
        content = uu_lines(part.content[begin.end() : end.start()])
        if content:
            name = shown_name(field_text(begin[2])) or "attachment.bin"
            yield _file(name, content, content_type="application/octet-stream")


def _cut(name: str) -> str:
    if len(name.encode("utf-8")) <= NAME_BYTES:
        return name
    extension = EXTENSION.search(name)
    ending = extension[0] if extension else ""
    stem = name.encode("utf-8")[: NAME_BYTES - len(ending)].decode("utf-8", "ignore")
    return stem + ending
