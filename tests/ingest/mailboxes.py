"""What the mailbox tests share: accounts for either server, mails of invented people, sentences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desk.mailbox_reasons import SENTENCES
from ingest.mailbox import Account, Mailbox, MailboxRefused, MailboxUnreachable
from models.reason import Reason
from tests.servers.dovecot import Dovecot
from tests.servers.evil_imap import EvilImap

PASSWORD = "open-sesame"


def mail(subject: str, *, message_id: str = "", text: str = "The printer is on fire.") -> bytes:
    lines = ["From: Rui <rui@elsewhere.example>", "To: support@helpdesk.example", f"Subject: {subject}"]
    lines += [f"Message-ID: <{message_id}>"] if message_id else []
    return "\r\n".join([*lines, "", text, ""]).encode()


def account_at(dovecot: Dovecot, user: str, **changes: Any) -> Account:
    settings: dict[str, Any] = {
        "name": "support",
        "host": "localhost",
        "port": dovecot.imap_port,
        "user": user,
        "password": lambda: "secret",
        "security": "none",
    }
    return Account(**(settings | changes))


def evil_account(evil: EvilImap, **changes: Any) -> Account:
    settings: dict[str, Any] = {
        "name": "support",
        "host": evil.host,
        "port": evil.port,
        "user": "ana",
        "password": lambda: PASSWORD,
        "security": "none",
    }
    return Account(**(settings | changes))


def unreachable(attempt: Callable[[], object]) -> Reason:
    """Why the attempt must be made again later."""
    try:
        attempt()
    except MailboxUnreachable as error:
        return _worded(error.reason)
    raise AssertionError("nothing went wrong")


def refused(attempt: Callable[[], object]) -> Reason:
    """Why somebody has to change something first."""
    try:
        attempt()
    except MailboxRefused as error:
        return _worded(error.reason)
    raise AssertionError("nothing was refused")


def opened(account: Account, folder: str = "INBOX") -> Mailbox:
    """Connected with the folder open; closed again when that fails."""
    mailbox = Mailbox.connect(account)
    try:
        mailbox.select(folder)
    except MailboxUnreachable:
        mailbox.close()
        raise
    return mailbox


def _worded(reason: Reason) -> Reason:
    """Whatever a test provokes must have its sentence and the facts that sentence speaks of."""
    assert "{" not in SENTENCES[reason.code].format(**reason.facts)
    return reason
