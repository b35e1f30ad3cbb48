"""File one kept mail: claim it, read it in a child, file it in one transaction; and the safety net under that.

The attempt is counted and committed before the mail is read. After two attempts without an end the mail
waits in *needs a look* with its reason and its bytes, and the next mail goes on. A database or disk in
trouble is not the mail's fault and counts for nothing, nor does a race that somebody else won.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from desk import maillog, mails
from desk.failpoints import failpoint
from desk.leases import is_gone, owner
from desk.surroundings import Surroundings
from desk.work import work
from ingest.case import Filing, Outcome
from ingest.children import ParserDied
from ingest.evidence import weigh
from ingest.filing import file
from ingest.parsed import ParsedMail
from ingest.threads import answered_ids
from ingest.uploads import keep_files_of
from models.mail import Fate, Mail
from models.people import canonical
from models.reason import Reason, because
from models.session import DatabaseAway, LostRace, Session, take_turns

LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 2
PATIENCE = 15.0
PAUSE = 0.05
"""Seconds a reply waits for the mail it answers, and between two looks."""


@dataclass(frozen=True)
class Pipeline:
    """`parse` reads a mail in a killable child; `clock` gives aware UTC moments."""

    desk: Surroundings
    parse: Callable[[bytes], ParsedMail]
    clock: Callable[[], datetime]

    def process(self, mail_id: int) -> Fate | None:
        """Its fate after this attempt; None when somebody else has it, or it was filed before."""
        failpoint("I9.before_claim")
        mail = self._claim(mail_id)
        if mail is None:
            return None
        try:
            failpoint("I10.claimed")
            return self._file(mail)
        except ParserDied as death:
            return self._failed(mail, death.reason)
        except FileNotFoundError:
            return self._failed(mail, because("raw_missing"), trace=traceback.format_exc())
        except LostRace:
            return self._let_go(mail)
        except (*DatabaseAway, OSError):
            self._let_go(mail)
            raise
        except Exception as error:  # noqa: BLE001 (the net under filing: one mail must not stop the others, and its bytes are kept)
            return self._failed(
                mail, because("filing_failed", error=type(error).__name__), trace=traceback.format_exc()
            )

    def waiting(self) -> list[int]:
        """Received mails nobody works on: their wake was lost, or their worker died."""
        now = self.clock()
        with self.desk.database.reading() as session:
            rows = session.execute(
                select(Mail.id, Mail.claimed_by, Mail.claimed_until)
                .where(Mail.fate == Fate.RECEIVED)
                .order_by(Mail.id)
                .limit(500)
            ).all()
        return [
            row.id
            for row in rows
            if row.claimed_until is None or row.claimed_until <= now or is_gone(row.claimed_by)
        ]

    def _claim(self, mail_id: int) -> Mail | None:
        """Attempts are counted before anything can go wrong. The row is locked: whoever finds it so leaves it alone."""
        now = self.clock()
        with self.desk.database.transaction() as session:
            row = select(Mail).where(Mail.id == mail_id, Mail.fate == Fate.RECEIVED)
            mail = session.scalars(row.with_for_update(skip_locked=True)).one_or_none()
            if mail is None or (mail.claimed_until and mail.claimed_until > now and not is_gone(mail.claimed_by)):
                return None
            if mail.attempts >= MOST_ATTEMPTS:
                mail.fate, mail.reason = Fate.NEEDS_LOOK, because("filing_failed", error="died")
                maillog.failed(mail)
                return None
            mail.attempts += 1
            mail.claimed_by, mail.claimed_until = owner(), now + LEASE
            return mail

    def _file(self, mail: Mail) -> Fate | None:
        parsed = self.parse(self.desk.raw.read(mail.sha256))
        self._let_the_answered_go_first(mail, parsed)
        # Of a mail that is not whole the last file would be half a file.
        uploads = keep_files_of(self.desk, parsed) if mail.is_whole else ()
        with work(self.desk, at=self.clock()) as session:
            ours = _still_ours(session, mail)
            if ours is None:
                return None
            if parsed.sender:
                take_turns(session, f"sender {canonical(parsed.sender.address)}")
            mailbox = self.desk.settings.mailbox_named(ours.door)
            evidence = weigh(parsed, authserv_id=mailbox.authserv_id if mailbox else "")
            outcome = file(Filing(session, ours, parsed, evidence, uploads, ours.arrived_at))
            _describe(ours, parsed, evidence.as_json())
            _end(ours, outcome, at=self.clock())
            failpoint("I11.before_file_commit")
        failpoint("I12.filed")
        _log(ours, outcome)
        return ours.fate

    def _let_the_answered_go_first(self, mail: Mail, parsed: ParsedMail) -> None:
        """A reply may overtake the mail it answers on the way to a worker; it waits for it, but not for ever."""
        for _ in range(int(PATIENCE / PAUSE)):
            with self.desk.database.reading() as session:
                if not mails.is_any_waiting(session, answered_ids(parsed), before=mail):
                    return
            time.sleep(PAUSE)

    def _failed(self, mail: Mail, reason: Reason, *, trace: str = "") -> Fate:
        """Wait for a second attempt, or for a person; nothing more for a mail that was filed after all."""
        with self.desk.database.transaction() as session:
            ours = _still_ours(session, mail)
            if ours is None:
                return session.get_one(Mail, mail.id).fate
            ours.reason, ours.trace = reason, trace.replace("\0", "")[-8000:]
            ours.claimed_by = ours.claimed_until = None
            if ours.attempts >= MOST_ATTEMPTS:
                ours.fate = Fate.NEEDS_LOOK
        maillog.failed(ours)
        return ours.fate

    def _let_go(self, mail: Mail) -> Fate:
        """Not the mail's fault: the attempt does not count. If the database is away, the lease runs out instead."""
        try:
            with self.desk.database.transaction() as session:
                ours = _still_ours(session, mail)
                if ours:
                    ours.attempts -= 1
                    ours.claimed_by = ours.claimed_until = None
        except DatabaseAway:
            pass
        return mail.fate


def _still_ours(session: Session, mail: Mail) -> Mail | None:
    """The row, locked; None when it was filed, or its lease ran out and somebody else has it."""
    row = session.get_one(Mail, mail.id, with_for_update=True)
    ours = row.fate is Fate.RECEIVED and row.claimed_by == owner() and row.attempts == mail.attempts
    return row if ours else None


def _describe(mail: Mail, parsed: ParsedMail, evidence: dict[str, object]) -> None:
    mail.internet_id = parsed.message_id[:255]
    mail.sender = parsed.sender.address[:320] if parsed.sender else ""
    mail.subject = parsed.subject[:300]
    mail.kind = parsed.kind.value
    mail.evidence = evidence


def _end(mail: Mail, outcome: Outcome, *, at: datetime) -> None:
    mail.fate, mail.reason = outcome.fate, outcome.reason
    mail.ticket_id = outcome.ticket.id if outcome.ticket else None
    mail.filed_at = None if outcome.fate is Fate.NEEDS_LOOK else at
    mail.claimed_by = mail.claimed_until = None


def _log(mail: Mail, outcome: Outcome) -> None:
    if outcome.fate is Fate.FILED and outcome.ticket:
        maillog.filed(mail, ticket=outcome.ticket.code)
    elif outcome.fate is Fate.NEEDS_LOOK:
        maillog.failed(mail)
    else:
        maillog.ignored(mail)
