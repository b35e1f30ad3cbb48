"""Doctor: is this installation fit to run, and what is to be done where it is not?

`examine` goes through CHECKS from top to bottom and gives what each finds, with its remedy. It changes nothing, and
sends nothing but probes: mails of an address to itself, removed again. Whether `meja run` runs makes no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from desk.errors import BadSettings, NotFound
from desk.settings import Settings
from desk.surroundings import surroundings
from models.reason import because
from ops.doctor import budgets, daily, files, hosts, keeping, machine, results, returned, stores
from ops.doctor.case import Case, Tools
from ops.doctor.findings import Finding, Grade, failure

__all__ = ["CHECKS", "PARTS", "Finding", "Grade", "Tools", "examine"]

PARTS = ("settings", "machine", "stores", "connections", "probes", "senders", "clock", "desk", "keeping")
"""In the order of CHECKS; each may be asked for alone. `connections` needs no database, and `probes` comes after it."""


@dataclass(frozen=True)
class Check:
    """`needs_desk`: it reads the database, and is left out while that cannot be asked."""

    part: str
    ask: Callable[[Case], Iterator[Finding]]
    needs_desk: bool = False


CHECKS = (
    Check("settings", files.settings_are_there),
    Check("settings", files.settings_belong_to_us),
    Check("settings", files.secrets_are_kept),
    Check("settings", files.authorities_are_there),
    Check("settings", files.lines_are_encrypted),
    Check("settings", files.pages_are_reached_safely),
    Check("machine", machine.python_is_mended),
    Check("machine", machine.disks_have_room),
    Check("machine", machine.folders_are_writable),
    Check("stores", stores.database_fits),
    Check("stores", stores.queue_answers),
    Check("connections", hosts.mailboxes_let_us_in),
    Check("connections", hosts.accounts_take_our_mail),
    Check("probes", returned.probes_come_back, needs_desk=True),
    Check("senders", results.results_can_be_believed),
    Check("clock", returned.clock_agrees),
    Check("clock", machine.clock_is_left_alone),
    Check("clock", machine.clock_runs_forward, needs_desk=True),
    Check("desk", daily.somebody_administers, needs_desk=True),
    Check("desk", daily.addresses_have_doors, needs_desk=True),
    Check("desk", daily.mail_moves_on, needs_desk=True),
    Check("desk", daily.folders_are_read, needs_desk=True),
    Check("desk", daily.sign_ins_last, needs_desk=True),
    Check("desk", budgets.budgets_suffice, needs_desk=True),
    Check("desk", daily.holidays_are_known, needs_desk=True),
    Check("keeping", keeping.parts_are_alive, needs_desk=True),
    Check("keeping", keeping.backups_are_made, needs_desk=True),
)


def examine(
    settings: Settings,
    *,
    path: Path | None = None,
    parts: Collection[str] = PARTS,
    only: str = "",
    wait: float = 60,
    tools: Tools | None = None,
) -> Iterator[Finding]:
    """`path` is that of settings.toml, `only` the name of one mailbox, `wait` the seconds a probe may take.

    Raises NotFound when settings.toml names no such mailbox.
    """
    if only and settings.mailbox_named(only) is None:
        raise NotFound(because("no_such_mailbox", name=only))
    try:
        desk = surroundings(settings)
    except BadSettings as error:
        yield replace(failure("secret_unreadable", remedy=error.reason, key="desk.secret"), part="settings")
        return
    path = path or Path(settings.folder) / "settings.toml"
    with closing(desk):
        case = Case(settings, desk, path=path, only=only, wait=wait, tools=tools or Tools())
        yield from _findings(case, parts)


def _findings(case: Case, parts: Collection[str]) -> Iterator[Finding]:
    for check in CHECKS:
        if check.part in parts and not (check.needs_desk and case.unfit):
            yield from (replace(finding, part=check.part) for finding in check.ask(case))
