"""One mail on the table: all that is known of it, the session to file it in, and what may be decided about it.

Takes what the pipeline gathered; gives the steps of filing (`ingest.filing`, `ingest.by_hand`) what they ask for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from desk import threads
from desk.drafts import Draft, Upload, fingerprint
from ingest.evidence import Evidence, Proof
from ingest.parsed import Kind, ParsedMail
from ingest.threads import Match, belongs, find_ticket
from models.mail import Fate, Mail, Treatment
from models.people import canonical
from models.reason import Reason
from models.session import Session
from models.ticket import Channel, Ticket

REPORTS = (Kind.BOUNCE, Kind.DELAY, Kind.RECEIPT)
PEOPLE = (Kind.HUMAN, Kind.CALENDAR)


@dataclass(frozen=True)
class Filing:
    """`at`: when the mail arrived, or was sent by hand."""

    session: Session
    mail: Mail
    parsed: ParsedMail
    evidence: Evidence
    uploads: tuple[Upload, ...]
    at: datetime

    @property
    def sender(self) -> str:
        """The address it claims to come from; "" when that can be read in two ways."""
        sender = self.parsed.sender
        return canonical(sender.address) if sender and not self.parsed.sender_ambiguous else ""

    @cached_property
    def match(self) -> Match:
        return find_ticket(self.session, self.parsed)

    @property
    def fingerprint(self) -> str:
        parsed = self.parsed
        address = parsed.sender.address if parsed.sender else ""
        return fingerprint(parsed.message_id, address, parsed.reply or parsed.text)

    @property
    def is_from_a_person(self) -> bool:
        return self.parsed.kind in PEOPLE

    @property
    def is_live(self) -> bool:
        """To be acted on: what came to the inbox, and what answers us wherever the host has put it."""
        treatment = self.mail.treatment
        return treatment is Treatment.LIVE or (treatment is Treatment.SUSPECTED and self.answers_us)

    @property
    def has_returned(self) -> bool:
        """After a restore: the desk that was lost may have dealt with it."""
        return self.mail.treatment is Treatment.RETURNED

    @property
    def is_suspected(self) -> bool:
        return self.mail.treatment is Treatment.SUSPECTED and not self.answers_us

    @cached_property
    def answers_us(self) -> bool:
        """Whether it carries the secret of this very person, or belongs to its ticket and is not refuted."""
        match = self.match
        if match.ticket is None or not self.sender:
            return False
        if match.issued and threads.is_holder(match.issued, self.sender):
            return True
        return self.evidence.proof is not Proof.FAILED and belongs(match.ticket, self.sender)


@dataclass(frozen=True)
class Outcome:
    fate: Fate
    reason: Reason
    ticket: Ticket | None = None


Step = Callable[[Filing], Outcome | None]


def draft_of(filing: Filing, why_here: Reason | None) -> Draft:
    parsed = filing.parsed
    return Draft(
        reply=parsed.reply or parsed.text,
        quoted=parsed.quoted if parsed.reply else "",
        signature=parsed.signature if parsed.reply else "",
        html=parsed.html,
        subject=parsed.subject,
        language=parsed.language,
        channel=Channel.MAIL,
        from_name=parsed.sender.name if parsed.sender else "",
        from_address=parsed.sender.address if parsed.sender else "",
        to=[person.address for person in parsed.to[:50]],
        cc=[person.address for person in parsed.cc[:50]],
        internet_id=parsed.message_id,
        fingerprint=filing.fingerprint,
        mail_id=filing.mail.id,
        why_here=why_here,
        uploads=filing.uploads,
    )
