"""Mails written as the parts they should be cut into, and letters made of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from ingest.parse import take_apart
from ingest.parsed import Letter

MAILS = Path(__file__).parent.parent / "mail"


@dataclass(frozen=True)
class Case:
    title: str
    subject: str
    text: str
    reply: str
    quoted: str
    signature: str


def cases_of(name: str) -> list[Case]:
    return [_case(block) for block in (MAILS / name).read_text("utf-8").split("\n## ")[1:]]


def letter(text: str, *, subject: str = "Re: MJ-7K3QX2", html: bool = False) -> Letter:
    mail = EmailMessage()
    mail["From"] = "Budi Santoso <budi@usaha.example>"
    mail["To"] = "layanan@dinas.example"
    mail["Subject"] = subject
    mail["Message-ID"] = "<satu@usaha.example>"
    mail.set_content(text, subtype="html" if html else "plain", charset="utf-8", cte="base64")
    return take_apart(mail.as_bytes())


def words(text: str) -> list[str]:
    return sorted(re.findall(r"\w+", text))


def _case(block: str) -> Case:
    title, _, body = block.partition("\n")
    subject = "Re: MJ-7K3QX2"
    if body.startswith("subject: "):
        line, _, body = body.partition("\n")
        subject = line.removeprefix("subject: ")
    parts: dict[str, str] = {"reply": "", "quoted": "", "signature": ""}
    pieces = re.split(r"^\[(reply|quoted|signature)\]\n", body, flags=re.MULTILINE)[1:]
    for name, piece in zip(pieces[::2], pieces[1::2], strict=True):
        parts[name] += piece
    return Case(title, subject, "".join(pieces[1::2]), **parts)
