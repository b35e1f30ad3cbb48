"""Send probes around and wait for them: two for each road, one of them to its plus-address.

Ends when each came back, was refused or reported, or when the time is up. Whatever was found in the mailboxes with the
mark of one of these probes, reports and copies too, is removed there; nothing else is touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from threading import Event

from desk.errors import BadSettings
from desk.probes import mint_mark
from desk.settings import MailboxSettings
from ingest.headers import decoded, read_head
from ingest.mailbox import Fetched, FolderRefused
from ingest.mailbox_visit import VisitedMailbox
from ingest.special_folders import AUTO, special_folders
from models.mail import FolderRole
from ops.doctor.case import Case
from ops.probe import Probe, Return, Road
from ops.wiring import courier_for
from outbound.failures import Failure
from outbound.wire import Envelope

LOOK_SECONDS = 0.5
GRACE_SECONDS = 10.0
"""How long the other probe of a road is waited for once the first is back."""


@dataclass
class Watched:
    """A mailbox and its folders, each with the newest UID that has been looked at."""

    box: VisitedMailbox
    roles: dict[str, FolderRole]
    looked_at: dict[str, int] = field(default_factory=dict)
    marked: dict[str, list[int]] = field(default_factory=dict)

    def new_mails(self) -> Iterator[tuple[str, Fetched]]:
        for name in self.roles:
            self.box.select(name)
            uids = self.box.uids(self.looked_at[name])
            for mail in self.box.fetch(uids):
                yield name, mail
            self.looked_at[name] = max(uids, default=self.looked_at[name])

    def tidy(self) -> bool:
        """Whether nothing is left of what carried our marks."""
        gone = True
        for name, uids in self.marked.items():
            self.box.select(name)
            gone &= self.box.remove(uids)
        return gone


@dataclass
class ProbeRound:
    """`forge` names the hosts in whose name results are forged, for each mailbox."""

    case: Case
    roads: Sequence[Road]
    forge: dict[str, tuple[str, ...]]
    is_tidy: bool = True

    def go(self) -> list[Probe]:
        """Raises MailboxError when a mailbox that let us in a moment ago does so no more.

        A last look before tidying: a desk that runs may just have moved what it kept.
        """
        with ExitStack() as opened:
            names = {road.mailbox.name: road.mailbox for road in self.roads}
            watched = [self._watch(opened, mailbox) for mailbox in names.values()]
            probes = [probe for road in self.roads for probe in self._send(road)]
            self._wait_for(probes, watched)
            self._look(probes, watched)
            self.is_tidy = all(list(map(Watched.tidy, watched)))
        return probes

    def _watch(self, opened: ExitStack, mailbox: MailboxSettings) -> Watched:
        box = opened.enter_context(self.case.visit(mailbox))
        found = special_folders(box.folders(), junk=AUTO, sent=AUTO, never=mailbox.folders)
        own = (*mailbox.folders, *filter(None, [mailbox.move_to]))
        watched = Watched(box, {**dict.fromkeys(own, FolderRole.INBOX), **dict(found)})
        for name in list(watched.roles):
            try:
                folder = box.select(name)
            except FolderRefused:
                del watched.roles[name]
            else:
                watched.looked_at[name] = folder.uidnext - 1 if folder.uidnext else max(box.uids(), default=0)
        return watched

    def _send(self, road: Road) -> Iterator[Probe]:
        """The second only if the first went."""
        with closing(courier_for(self.case.settings, road.sending)) as courier:
            for recipient in (road.address, road.plus_address):
                probe = self._new(road, recipient)
                try:
                    courier.offer(Envelope(road.address, recipient, len(probe.raw))).send(probe.raw)
                except (Failure, BadSettings) as refused:
                    probe.refused = refused.reason
                yield probe
                if probe.refused:
                    return

    def _new(self, road: Road, recipient: str) -> Probe:
        message_id = mint_mark(self.case.desk.signer, domain=road.domain)
        return Probe(road, message_id, recipient, self.forge[road.mailbox.name], self.case.tools.clock())

    def _wait_for(self, probes: Sequence[Probe], watched: Iterable[Watched]) -> None:
        ticks = self.case.tools.ticks
        ends = ticks() + self.case.wait
        self._look(probes, watched)
        while ticks() < ends and not all(probe.has_ended for probe in probes):
            if all(_is_nearly_done(road, probes) for road in self.roads):
                ends = min(ends, ticks() + GRACE_SECONDS)
            Event().wait(LOOK_SECONDS)
            self._look(probes, watched)

    def _look(self, probes: Sequence[Probe], watched: Iterable[Watched]) -> None:
        for each in watched:
            for folder, mail in each.new_mails():
                self._recognise(probes, each, folder=folder, mail=mail)

    def _recognise(self, probes: Iterable[Probe], watched: Watched, *, folder: str, mail: Fetched) -> None:
        words = mail.raw.lower()
        probe = next((each for each in probes if each.mark.encode() in words), None)
        if probe is None:
            return
        watched.marked.setdefault(folder, []).append(mail.uid)
        role, headers = watched.roles[folder], decoded(read_head(mail.raw))
        if role is FolderRole.SENT:
            return  # the host keeps copies of what it sends
        if not probe.is_itself(headers):
            probe.is_reported = probe.back is None
        elif probe.back is None:
            seen_at = self.case.tools.clock()
            probe.back, probe.is_reported = Return(folder, role, headers, mail.internal_date, seen_at), False


def _is_nearly_done(road: Road, probes: Iterable[Probe]) -> bool:
    mine = [probe for probe in probes if probe.road == road]
    return any(probe.back for probe in mine) or all(probe.has_ended for probe in mine)
