"""Signs of life: whether each part of a running desk was seen lately, and when it was last backed up and proven."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from desk.health import SILENT_AFTER, parts_of
from desk.life import last_sign, signs
from models.life import LifeSign
from ops.doctor.case import Case
from ops.doctor.daily import shown
from ops.doctor.findings import Finding, failure, fine, warning

BACKUP_AFTER = timedelta(days=2)
PROOF_AFTER = timedelta(days=35)


def parts_are_alive(case: Case) -> Iterator[Finding]:
    """Nothing is said of a desk none of whose parts has ever left a sign: it may not have been started yet."""
    with case.desk.database.reading() as session:
        seen = {sign.name: sign.at for sign in signs(session)}
    parts = parts_of(case.settings)
    if any(part in seen for part in parts):
        yield from (_alive(case, part, seen.get(part)) for part in parts)


def backups_are_made(case: Case) -> Iterator[Finding]:
    with case.desk.database.reading() as session:
        made, proven = last_sign(session, "backup.made"), last_sign(session, "backup.proven")
    yield _backup(case, made)
    if made and made.facts.get("damaged"):
        yield failure("backup_damaged", count=made.facts["damaged"])
    if made:
        yield _proof(case, proven)


def _alive(case: Case, part: str, last: datetime | None) -> Finding:
    if last is None:
        return failure("part_never_seen", name=part)
    if case.tools.clock() - last > SILENT_AFTER:
        return failure("part_silent", name=part, since=shown(last))
    return fine("part_alive", name=part)


def _backup(case: Case, made: LifeSign | None) -> Finding:
    if made is None:
        return warning("backup_never")
    age = case.tools.clock() - made.at
    return (
        warning("backup_old", days=age.days) if age > BACKUP_AFTER else fine("backup_made", at=shown(made.at))
    )


def _proof(case: Case, proven: LifeSign | None) -> Finding:
    if proven is None:
        return warning("backup_unproven")
    age = case.tools.clock() - proven.at
    if age > PROOF_AFTER:
        return warning("backup_proof_old", days=age.days)
    return fine("backup_proven", at=shown(proven.at))
