"""What the common mail hosts want to be asked with: names, ports, limits, and how they let programs in.

docs/mail-hosts.md tells people the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Security = Literal["tls", "starttls", "none"]


@dataclass(frozen=True)
class MailHost:
    """`{domain}` in a host's name is that of the address. `consent`: the provider to sign in with instead of a
    password. `per_hour`, `per_day`: what it lets leave, 0 where nobody knows; `hint`: what its owner does first."""

    words: str
    imap_host: str = ""
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_security: Security = "starttls"
    consent: Literal["", "google", "microsoft"] = ""
    authserv_id: str = ""
    per_hour: int = 0
    per_day: int = 0
    hint: str = ""


MAIL_HOSTS = {
    "cpanel": MailHost(
        "cPanel or other hosting, with the mailbox's own password",
        imap_host="mail.{domain}",
        smtp_host="mail.{domain}",
        smtp_port=465,
        smtp_security="tls",
        per_hour=100,
        hint="Should the certificate be refused, use the server's own name, as cPanel shows under Connect devices.",
    ),
    "google": MailHost(
        "Google Workspace or Gmail, with an app password",
        imap_host="imap.gmail.com",
        smtp_host="smtp.gmail.com",
        authserv_id="mx.google.com",
        per_day=450,
        hint="Make an app password: Google account, Security, 2-Step Verification, App passwords.",
    ),
    "google-consent": MailHost(
        "Google Workspace, by consent",
        imap_host="imap.gmail.com",
        smtp_host="smtp.gmail.com",
        consent="google",
        authserv_id="mx.google.com",
        per_day=1900,
        hint="Register an application first: docs/mail-hosts.md, Google Workspace.",
    ),
    "microsoft": MailHost(
        "Microsoft 365, by consent",
        imap_host="outlook.office365.com",
        smtp_host="smtp.office365.com",
        consent="microsoft",
        per_day=9500,
        hint="Register an application first: docs/mail-hosts.md, Microsoft 365.",
    ),
    "zoho": MailHost(
        "Zoho, with an app password",
        imap_host="imap.zoho.com",
        smtp_host="smtp.zoho.com",
        authserv_id="mx.zohomail.com",
        hint="Switch IMAP on in Zoho Mail's settings, and make an app password in Zoho Accounts, Security.",
    ),
    "other": MailHost("Another host, or a server of your own"),
}
