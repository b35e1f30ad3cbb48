"""Letters of the demo's mailroom, as a mail client reads and writes them.

An answer quotes the letter and names it in its headers: RFC 5322 section 3.6.4.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, default
from email.utils import format_datetime, make_msgid, parseaddr

Sender = tuple[str, str]
"""Name and address."""


@dataclass(frozen=True)
class OpenedLetter:
    at: datetime
    sender: str
    answers_go_to: str
    to: str
    subject: str
    message_id: str
    references: str
    text: str
    html: str
    headers: str


def opened(raw: bytes, at: datetime) -> OpenedLetter:
    mail = message_from_bytes(raw, policy=default)
    return OpenedLetter(
        at=at,
        sender=str(mail.get("From", "")),
        answers_go_to=parseaddr(str(mail.get("Reply-To") or mail.get("From", "")))[1],
        to=str(mail.get("To", "")),
        subject=str(mail.get("Subject", "")),
        message_id=str(mail.get("Message-ID", "")).strip(),
        references=str(mail.get("References", "")),
        text=_body(mail, "plain"),
        html=_body(mail, "html"),
        headers="\n".join(f"{name}: {value}" for name, value in mail.items()),
    )


def new_letter(sender: Sender, body: str, *, to: str, subject: str, at: datetime) -> bytes:
    return _letter(sender, body, to=to, subject=subject, at=at).as_bytes()


def answer_to(letter: OpenedLetter, sender: Sender, body: str, *, at: datetime) -> bytes:
    """The new words stand on top, the letter that is answered below, as most people's clients do it."""
    subject = letter.subject if letter.subject.lower().startswith("re:") else f"Re: {letter.subject}"
    quoted = "\n".join(f"> {line}".rstrip() for line in letter.text.rstrip().splitlines())
    written = f"On {letter.at:%a, %d %b %Y at %H:%M}, {letter.sender} wrote:"
    words = f"{body}\n\n{written}\n{quoted}\n"
    mail = _letter(sender, words, to=letter.answers_go_to, subject=subject, at=at)
    if letter.message_id:
        mail["In-Reply-To"] = letter.message_id
        mail["References"] = f"{letter.references} {letter.message_id}".strip()
    return mail.as_bytes()


def _letter(sender: Sender, body: str, *, to: str, subject: str, at: datetime) -> EmailMessage:
    name, address = sender
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(display_name=name, addr_spec=address)
    mail["To"] = to
    mail["Subject"] = subject
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = make_msgid(domain=address.rpartition("@")[2])
    mail.set_content(body)
    return mail


def _body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part is not None else ""
