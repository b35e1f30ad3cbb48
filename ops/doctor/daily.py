"""The desk from day to day: who can sign in, whether mail moves on, whether the calendars know next year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from desk import checkup
from desk.budget import waiting_for_room
from desk.calendar_doubts import calendar_doubts
from desk.calendars import list_calendars
from desk.health import UNFILED_AFTER, UNSENT_AFTER, sign_ins_that_failed
from ops.doctor.case import Case
from ops.doctor.findings import Finding, failure, fine, note, warning


def somebody_administers(case: Case) -> Iterator[Finding]:
    with case.desk.database.reading() as session:
        there = checkup.has_administrator(session)
    yield fine("administrator_there") if there else failure("administrator_missing")


def addresses_have_doors(case: Case) -> Iterator[Finding]:
    """Each is read in a mailbox, and answers leave through an account, that settings.toml still names."""
    if not case.addresses:
        yield failure("no_addresses")
    for each in case.addresses:
        if case.settings.mailbox_named(each.mailbox) is None:
            yield failure("address_without_mailbox", address=each.address, mailbox=each.mailbox)
        if case.settings.sending_named(each.sending_account) is None:
            yield failure("address_without_account", address=each.address, account=each.sending_account)
    if case.addresses:
        yield fine("addresses_there", addresses=", ".join(each.address for each in case.addresses))


def mail_moves_on(case: Case) -> Iterator[Finding]:
    at = case.tools.clock()
    with case.desk.database.reading() as session:
        unfiled = checkup.unfiled(session, before=at - UNFILED_AFTER)
        unsent = checkup.unsent(session, before=at - UNSENT_AFTER)
        doubtful = checkup.needs_a_look(session)
        crowded = waiting_for_room(session)
    if unfiled:
        yield failure("mail_unfiled", count=unfiled.count, since=shown(unfiled.oldest))
    for each in unsent:
        yield failure(
            "mail_unsent",
            count=each.count,
            account=each.account,
            since=shown(each.oldest),
            answer=each.answer or "-",
        )
    for account, waiting in crowded.items():
        yield warning("mail_waits_for_budget", account=account, count=len(waiting))
    if doubtful:
        yield warning("mail_needs_a_look", count=doubtful)
    if not (unfiled or unsent or crowded or doubtful):
        yield fine("mail_moves_on")


def folders_are_read(case: Case) -> Iterator[Finding]:
    """What the watcher last ran into, with the remedy it found."""
    with case.desk.database.reading() as session:
        troubled = checkup.troubled_folders(session)
    for each in troubled:
        if each.trouble_since and case.only in ("", each.mailbox):
            yield failure(
                "folder_in_trouble",
                remedy=each.trouble,
                mailbox=each.mailbox,
                folder=each.folder,
                since=shown(each.trouble_since),
            )


def sign_ins_last(case: Case) -> Iterator[Finding]:
    """Sign-ins by consent that the worker could not renew."""
    with case.desk.database.reading(desk=case.desk) as session:
        failed = list(sign_ins_that_failed(session, case.tools.clock()))
    for each in failed:
        yield failure("sign_in_ended", remedy=each.reason, name=each.part.removeprefix("oauth:"))


def holidays_are_known(case: Case) -> Iterator[Finding]:
    with case.desk.database.reading() as session:
        calendars = list_calendars(session)
        doubts = calendar_doubts(session, case.tools.clock())
    for doubt in doubts:
        grade = warning if doubt.reason.code == "holidays_missing" else note
        yield grade("holidays_open", remedy=doubt.reason, calendar=doubt.calendar.name)
    if calendars and not doubts:
        yield fine("holidays_known")


def shown(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
