"""The two ways a mailbox can fail us, and the reason for everything imaplib or the socket can raise.

`MailboxUnreachable`: try again soon, the other side may be back. `MailboxRefused`: we were turned away
for what we are or sent, so trying fast only locks the account. Reasons carry codes and facts
(sentences: `desk/mailbox_reasons.py`); no fact ever holds a password, even when a server echoes it.
"""

from __future__ import annotations

import imaplib
import re
import socket
import ssl
from collections.abc import Mapping

from ingest.wire import Overrun
from models.reason import Reason, because

Facts = Mapping[str, object]
Secrets = tuple[str, ...]

LOST = (imaplib.IMAP4.abort, OSError)
"""The connection is gone."""
UNREADABLE = (ValueError, TypeError, AttributeError, LookupError, RecursionError, ArithmeticError)
BAFFLED = (imaplib.IMAP4.error, *UNREADABLE)
"""The server said NO or BAD, or something imapclient cannot read; the connection itself may be good."""
ANY = (*LOST, *BAFFLED)

_LONGEST_QUOTE = 200
# RFC 5530: the account is in order, the server is not.
_NOT_NOW = re.compile(r"\[(UNAVAILABLE|INUSE|LIMIT|SERVERBUG)\]", re.IGNORECASE)
_CODES: tuple[tuple[type[BaseException], str], ...] = (
    (Overrun, "answer_too_long"),
    (TimeoutError, "too_slow"),
    (socket.gaierror, "host_unknown"),
    (ConnectionRefusedError, "nobody_listens"),
    (ssl.SSLError, "tls_failed"),
    (ConnectionError, "connection_lost"),
    (OSError, "unreachable"),
    (imaplib.IMAP4.abort, "connection_lost"),
)


class MailboxError(Exception):
    """Why a mailbox is not being read just now."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.code)
        self.reason = reason


class MailboxUnreachable(MailboxError):
    """Try again, a little later each time."""


class MailboxRefused(MailboxError):
    """Somebody has to change something first: tries must become slow."""


def connection_error(error: BaseException, facts: Facts, *, secrets: Secrets = ()) -> MailboxError:
    """The error for a connection that could not be made or did not last."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return MailboxRefused(because("certificate_refused", words=error.verify_message, **facts))
    return MailboxUnreachable(because(_code_of(error), words=words_of(error, secrets=secrets), **facts))


def login_error(error: BaseException, facts: Facts, *, secrets: Secrets) -> MailboxError:
    """The error for a login that did not succeed: a lost connection says nothing about the password."""
    if isinstance(error, LOST):
        return connection_error(error, facts, secrets=secrets)
    words = words_of(error, secrets=secrets)
    if _NOT_NOW.search(words):
        return MailboxUnreachable(because("login_not_now", words=words, **facts))
    return MailboxRefused(because("wrong_password", words=words, **facts))


def token_error(error: BaseException, facts: Facts, *, secrets: Secrets) -> MailboxError:
    """The same for an access token, which the worker renews."""
    failed = login_error(error, facts, secrets=secrets)
    refused = failed.reason.code == "wrong_password"
    return MailboxRefused(Reason("token_refused", failed.reason.facts)) if refused else failed


def words_of(error: BaseException, *, secrets: Secrets = ()) -> str:
    """The other side's words on one line, or none at all when they repeat a secret."""
    said = error.args[0] if error.args and isinstance(error.args[0], bytes) else str(error).encode()
    words = said.decode("utf-8", "replace")
    if any(secret and secret in words for secret in secrets):
        return ""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", words).strip()[:_LONGEST_QUOTE]


def _code_of(error: BaseException) -> str:
    known = (code for kind, code in _CODES if isinstance(error, kind))
    return (
        "answer_not_understood"
        if "unexpected response" in str(error)
        else next(known, "answer_not_understood")
    )
