"""Mails as people send them, put together as bytes: mail(from_=..., subject=..., in_reply_to=...)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from email.policy import SMTP
from itertools import count

from tests.desks import HOST

_NUMBERS = count(1)
DATE = "Tue, 24 Nov 2026 11:58:00 +0700"


def mail(
    text: str = "The printer on floor 2 is on fire.",
    *,
    from_: str = "Rui Tan <rui@partner.example>",
    to: str = "support@desk.example",
    cc: str = "",
    subject: str = "Printer",
    message_id: str | None = None,
    in_reply_to: str = "",
    references: Sequence[str] = (),
    above: Mapping[str, str] | None = None,
    files: Mapping[str, bytes] | None = None,
    **fields: str,
) -> bytes:
    """Ids without angle brackets; a new Message-ID unless given. `above`: what hosts wrote on top of it.
    Further fields by their names: auto_submitted="auto-replied"."""
    identity = message_id if message_id is not None else f"{next(_NUMBERS)}.rui@partner.example"
    head = {
        **(above or {}),
        "From": from_,
        "To": to,
        "Cc": cc,
        "Subject": subject,
        "Date": DATE,
        "Message-ID": _bracketed([identity]),
        "In-Reply-To": _bracketed([in_reply_to]),
        "References": _bracketed(references),
        **{name.replace("_", "-"): value for name, value in fields.items()},
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items() if value)
    return lines.encode() + _content(text, files or {})


def proven(domain: str = "partner.example") -> dict[str, str]:
    """What a strict host writes above a mail whose sender it has proved."""
    return {"Authentication-Results": f"{HOST}; dkim=pass header.d={domain}; dmarc=pass header.from={domain}"}


def refuted(domain: str = "partner.example") -> dict[str, str]:
    return {"Authentication-Results": f"{HOST}; spf=fail; dmarc=fail header.from={domain}"}


def report(
    original_id: str,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    recipient: str = "rui@partner.example",
    diagnostic: str = "550 5.1.1 no such user",
) -> bytes:
    """A delivery status notification (RFC 3464) that names the mail it is about."""
    return mail(
        "\r\n".join(
            (
                "--=_report",
                "Content-Type: text/plain",
                "",
                "I could not deliver your message.",
                "--=_report",
                "Content-Type: message/delivery-status",
                "",
                "Reporting-MTA: dns; mx.partner.example",
                "",
                f"Final-Recipient: rfc822; {recipient}",
                f"Action: {action}",
                f"Status: {status}",
                f"Diagnostic-Code: smtp; {diagnostic}",
                "",
                "--=_report",
                "Content-Type: text/rfc822-headers",
                "",
                f"Message-ID: <{original_id}>",
                "",
                "--=_report--",
            )
        ),
        from_="Mail Delivery Subsystem <mailer-daemon@partner.example>",
        subject="Undelivered Mail Returned to Sender",
        content_type='multipart/report; report-type=delivery-status; boundary="=_report"',
        auto_submitted="auto-replied",
        return_path="<>",
    )


def _bracketed(ids: Sequence[str]) -> str:
    return " ".join(f"<{each}>" for each in ids if each)


def _content(text: str, files: Mapping[str, bytes]) -> bytes:
    """What follows the head. A text that begins with a boundary is taken as it stands."""
    if text.startswith("--="):
        return b"\r\n" + text.encode()
    content = EmailMessage(policy=SMTP)
    content.set_content(text)
    for name, data in files.items():
        content.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return content.as_bytes()
