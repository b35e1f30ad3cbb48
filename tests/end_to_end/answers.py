"""An agent who answers notices from a mail client: each answer with a token, to be found again outside."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from secrets import token_hex

from desk.codes import codes_in
from ops.clock import now


@dataclass(frozen=True)
class Answer:
    """What an agent wrote, and the code of the ticket whose notice it answers."""

    token: str
    code: str
    sender: str
    message_id: str
    raw: bytes


def answer_to(mail: EmailMessage, *, sender: str, above: str = "", reference: str | None = None) -> Answer:
    """As a mail client does it: quoted below, threaded by the mail's id. `above` begins with commands, if any."""
    token = f"jawaban-{token_hex(6)}"
    answer = EmailMessage(policy=SMTP)
    answer["From"] = sender
    answer["To"] = parseaddr(str(mail["From"]))[1]
    answer["Date"] = format_datetime(now())
    answer["Message-ID"] = f"<{token}@{sender.partition('@')[2]}>"
    answer["Subject"] = f"Re: {mail['Subject']}"
    answer["In-Reply-To"] = answer["References"] = reference or str(mail["Message-ID"]).strip()
    answer.set_content(f"{above}Silakan coba sekali lagi. ({token})\n\n{_quotation(mail)}", charset="utf-8")
    return Answer(
        token, codes_in(str(mail["Subject"]))[0], sender, str(answer["Message-ID"]), answer.as_bytes()
    )


def _quotation(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    lines = str(body.get_content()).splitlines() if body else []
    return "\n".join(
        ["Pada Sen, 23 Nov 2026 pukul 10.15 Pusat Layanan menulis:", *(f"> {line}" for line in lines)]
    )
