"""Fetch the whole of a mail that was too large, because an agent wants it: over a connection of its own.

In three steps, each committed: the wish is taken up; the whole lies on our disk; its files have joined the
message. Whatever goes wrong is written where the agent sees it, and an agent may ask again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from desk import folders, wholes
from desk.blobs import Kept
from desk.drafts import Draft
from desk.errors import BadSettings
from desk.surroundings import Surroundings
from desk.trouble import reason_of
from desk.work import work
from ingest.children import ParserDied
from ingest.mailbox import Account, Mailbox, MailboxRefused, MailboxUnreachable
from ingest.mailbox_pieces import pieces_of
from ingest.parsed import ParsedMail
from ingest.uploads import keep_files_of
from ingest.watch import account_of
from models.mail import Mail, Sighting
from models.reason import Reason, because


class _Gone(Exception):
    """The mail is in none of the folders where it may be."""


@dataclass(frozen=True)
class WholeMails:
    """`parse` reads a mail in a killable child; `clock` gives aware UTC moments."""

    desk: Surroundings
    parse: Callable[[bytes], ParsedMail]
    clock: Callable[[], datetime]
    connect: Callable[[Account], Mailbox] = Mailbox.connect

    def waiting(self) -> list[int]:
        with self.desk.database.reading() as session:
            return wholes.asked_for(session)

    def fetch(self, mail_id: int) -> None:
        """Nothing when somebody else has taken it up."""
        with self.desk.database.transaction() as session:
            if not wholes.begin(session, mail_id):
                return
            mail = session.get_one(Mail, mail_id)
            seen = folders.last_seen(session, mail)
        reason = self._brought(mail, seen) if seen else because("whole_nowhere")
        if reason:
            with self.desk.database.transaction() as session:
                wholes.failed(session, mail_id, reason)

    def _brought(self, mail: Mail, seen: Sighting) -> Reason | None:
        """Why it could not be."""
        try:
            kept = self.desk.raw.keep_pieces(self._pieces(mail, seen))
            with self.desk.database.transaction() as session:
                wholes.arrived(session, mail.id, kept, at=self.clock())
            self._take_apart(mail, kept)
        except (MailboxUnreachable, MailboxRefused, BadSettings) as error:
            return error.reason
        except _Gone:
            return because("whole_gone", mailbox=seen.mailbox, folder=seen.folder)
        except ParserDied:
            return because("whole_not_opened")
        except OSError as error:
            return reason_of(error)
        return None

    def _pieces(self, mail: Mail, seen: Sighting) -> Iterator[bytes]:
        settings = self.desk.settings.mailbox_named(seen.mailbox)
        if settings is None:
            raise _Gone
        names = dict.fromkeys(filter(None, (seen.folder, settings.move_to)))
        has_come = False
        with self.connect(account_of(self.desk, settings)) as box:
            for piece in pieces_of(
                box,
                list(names),
                uid=seen.uid,
                uidvalidity=seen.uidvalidity,
                begins=self.desk.raw.read(mail.sha256),
                message_id=mail.internet_id,
            ):
                has_come = True
                yield piece
        if not has_come:
            raise _Gone

    def _take_apart(self, mail: Mail, kept: Kept) -> None:
        parsed = self.parse(self.desk.raw.read(kept.name))
        read = Draft(
            reply=parsed.reply or parsed.text,
            quoted=parsed.quoted if parsed.reply else "",
            signature=parsed.signature if parsed.reply else "",
            html=parsed.html,
            uploads=keep_files_of(self.desk, parsed),
        )
        with work(self.desk, at=self.clock()) as session:
            wholes.take_apart(session, mail.id, read, at=self.clock())
