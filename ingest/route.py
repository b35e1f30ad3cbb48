"""Which of our addresses a mail was written to, and so which team it belongs to.

First what the pipe was told (`--to`), then To and Cc, then what the receiving side wrote above (`Delivered-To`
and its kin, which tell of a Bcc, but often name the mailbox instead of its alias). An address read in the
mailbox the mail came from goes before another of ours.
"""

from __future__ import annotations

from collections.abc import Iterator

from desk.addresses import addresses_of_mailbox, find_address, list_addresses
from ingest.parsed import ParsedMail
from models.addresses import Address
from models.mail import Mail
from models.session import Session

ENVELOPE_FIELDS = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to")


def address_for(session: Session, mail: Mail, parsed: ParsedMail) -> Address | None:
    """None when no address of ours can take it."""
    ours = [address for each in _written_to(mail, parsed) if (address := find_address(session, each))]
    here = [address for address in ours if address.mailbox == mail.door]
    return next(iter(here or ours), None) or _default(session, mail.door)


def _written_to(mail: Mail, parsed: ParsedMail) -> Iterator[str]:
    if mail.delivered_to:
        yield mail.delivered_to
    yield from (person.address for person in (*parsed.to, *parsed.cc))
    for name in ENVELOPE_FIELDS:
        yield from (value.strip(" <>") for value in parsed.headers.all(name))


def _default(session: Session, door: str) -> Address | None:
    """Of the mailbox it was read in; a file that names no address of ours goes to the only one there is."""
    of_mailbox = addresses_of_mailbox(session, door)
    if of_mailbox:
        return of_mailbox[0]
    active = [address for address in list_addresses(session) if address.is_active]
    return active[0] if len(active) == 1 else None
