"""Whether a receiving host's word about senders can be had, and believed: `authserv_id` of each mailbox (RFC 8601).

The evidence is the newest mails of the mailbox and the probes that came back with forged results in them. A host that
lets forged ones through in its own name proves nothing: anybody can write them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from desk.settings import MailboxSettings
from ingest.authentication_results import authserv_id_of
from ops.doctor.case import Case
from ops.doctor.findings import Finding, failure, fine, note, warning
from ops.probe import RESULTS

ENOUGH, SHARE = 5, 0.8
"""So many mails tell the host's name, when so many of them bear the same one on top."""


@dataclass(frozen=True)
class Word:
    """What is known of a mailbox's host. `seen`: names on top of real mails. `written`: by hosts in probes.
    `let_through`: names in which results were forged and came back; `on_top`: above all others."""

    mailbox: MailboxSettings
    mails: int
    seen: dict[str, int]
    written: frozenset[str]
    let_through: frozenset[str]
    on_top: frozenset[str]

    @property
    def configured(self) -> str:
        return self.mailbox.authserv_id.lower()

    @property
    def name(self) -> str:
        """How the host seems to sign; "" when it does not, or not always."""
        if self.written:
            return min(self.written)
        likely = max(self.seen, key=lambda name: self.seen[name], default="")
        often = self.mails >= ENOUGH and self.seen.get(likely, 0) >= SHARE * self.mails
        return likely if often else ""


def results_can_be_believed(case: Case) -> Iterator[Finding]:
    for mailbox in case.mailboxes:
        word = _word(case, mailbox)
        if word.mails or any(probe.back for probe in case.probes):
            yield _verdict(word)


def _word(case: Case, mailbox: MailboxSettings) -> Word:
    counted = case.results[mailbox.name]
    back = [
        (probe, probe.back.headers) for probe in case.probes if probe.back and probe.road.mailbox == mailbox
    ]
    forged = [value for probe, headers in back for value in probe.forged_in(headers)]
    top = [headers.get(RESULTS) for _, headers in back]
    return Word(
        mailbox=mailbox,
        mails=sum(counted.values()),
        seen={name: count for name, count in counted.items() if name},
        written=_names([value for probe, headers in back for value in probe.written_in(headers)[:1]]),
        let_through=_names(forged),
        on_top=_names([value for value in top if value in forged]),
    )


def _verdict(word: Word) -> Finding:
    facts: dict[str, Any] = {"mailbox": word.mailbox.name, "host": word.mailbox.host}
    if word.configured:
        return _of_configured(word, facts)
    forgeable = word.let_through & {word.name, *word.seen} if word.name or word.seen else word.let_through
    if forgeable:
        return warning("results_forgeable", **facts, name=min(forgeable))
    if word.name:
        return note("results_to_be_had", **facts, name=word.name)
    return note("results_none", **facts)


def _of_configured(word: Word, facts: dict[str, Any]) -> Finding:
    name = word.configured
    if name in word.on_top:
        return failure("results_believed_forged", **facts, name=name)
    if name in word.let_through:
        return warning("results_not_stripped", **facts, name=name)
    if name in word.seen or name in word.written:
        return fine("results_seen", **facts, name=name)
    return warning(
        "results_never_seen", **facts, name=name, seen=", ".join({*word.seen, *word.written}) or "-"
    )


def _names(values: list[str]) -> frozenset[str]:
    return frozenset(filter(None, map(authserv_id_of, values)))
