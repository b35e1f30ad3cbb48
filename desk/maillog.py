"""The mail log: one function for each line, always with the same ids, so that grep works for years.

Bodies, addresses of third parties and the secrets of Message-IDs stay out of it: whoever reads the log must
not be able to speak as an agent.
"""

from __future__ import annotations

import logging

from desk.words import word
from models.mail import Delivery, Mail
from models.reason import Reason

log = logging.getLogger("meja.mail")


def kept(mail: Mail, *, mailbox: str, folder: str, uid: int | None) -> None:
    log.info(
        "kept mail=%s size=%d mailbox=%s folder=%s uid=%s", mail.short_name, mail.size, mailbox, folder, uid
    )


def filed(mail: Mail, *, ticket: str) -> None:
    log.info("filed mail=%s ticket=%s kind=%s why=%s", mail.short_name, ticket, mail.kind, _code(mail.reason))


def ignored(mail: Mail) -> None:
    log.info("ignored mail=%s why=%s", mail.short_name, _code(mail.reason))


def failed(mail: Mail) -> None:
    log.warning(
        "failed mail=%s attempt=%d fate=%s why=%s",
        mail.short_name,
        mail.attempts,
        mail.fate,
        _code(mail.reason),
    )


def sent(delivery: Delivery) -> None:
    log.info("sent %s code=%s", _delivery(delivery), delivery.smtp_code)


def deferred(delivery: Delivery) -> None:
    log.info(
        "deferred %s code=%s until=%s %s",
        _delivery(delivery),
        delivery.smtp_code,
        delivery.not_before.isoformat(timespec="seconds"),
        _why(delivery.reason),
    )


def bounced(delivery: Delivery) -> None:
    log.warning("bounced %s code=%s why=%s", _delivery(delivery), delivery.smtp_code, _code(delivery.reason))


def unknown(delivery: Delivery) -> None:
    log.warning("unknown %s", _delivery(delivery))


def mailbox_trouble(mailbox: str, reason: Reason, *, again_in: float) -> None:
    """For whoever runs the desk: what is wrong, and what to do about it."""
    log.warning("mailbox=%s again_in=%.0fs %s", mailbox, again_in, _why(reason))


def mailbox_connected(mailbox: str, folder: str, *, known: int, new: int) -> None:
    log.info("mailbox=%s folder=%s connected known=%d new=%d", mailbox, folder, known, new)


def _delivery(delivery: Delivery) -> str:
    """The first half of a Message-ID is enough to find the mail in the log of the next host."""
    begins = delivery.internet_id.partition(".")[0]
    return f"delivery={delivery.id} kind={delivery.kind} message_id={begins}... attempt={delivery.attempts}"


def _why(reason: Reason | None) -> str:
    return f"why={reason.code}: {word(reason, 'en')}" if reason else "why=-"


def _code(reason: Reason | None) -> str:
    return reason.code if reason else "-"
