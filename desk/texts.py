"""The texts of automatic mail: shipped with Meja, rewritten by coordinators per kind, language and team.

A text is a subject line and a body with $names that are filled in when the mail is made. Filling is plain
replacement: what a requester wrote can never act as a text of its own (T118). Every version stays; the newest
counts, and an empty one says that there is no text of one's own any more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from string import Template

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from desk import people
from desk.errors import Invalid, NotFound
from desk.text_names import BODY_NEEDS, MARKED, MARKER, NAMES, WITHOUT_TICKET, samples
from models.mail import DeliveryKind
from models.people import Agent, Team
from models.reason import because
from models.session import Session
from models.texts import MailText

SHIPPED = Path(__file__).parent / "shipped"
EDITABLE = tuple(NAMES)


@dataclass(frozen=True)
class Wording:
    subject: str
    body: str

    @property
    def names(self) -> set[str]:
        """The $names it mentions."""
        return {*Template(self.subject).get_identifiers(), *Template(self.body).get_identifiers()}

    def filled(self, facts: Mapping[str, str]) -> Wording:
        """Unknown $names stay as they stand; the subject keeps to one line."""
        subject = " ".join(Template(self.subject).safe_substitute(facts).split())
        body = re.sub(r"[ \t]+$", "", Template(self.body).safe_substitute(facts), flags=re.MULTILINE)
        return Wording(subject, re.sub(r"\n{3,}", "\n\n", body).strip() + "\n")


def current(session: Session, kind: DeliveryKind, language: str, *, team: Team | None = None) -> Wording:
    """The newest text of this team, else of all teams, else the shipped one."""
    newest = _newest(session, kind, language, team=team) if kind in EDITABLE else []
    row = next((each for each in newest if each.body), None)
    return Wording(row.subject, row.body) if row else shipped(kind, language)


def has_own(session: Session, kind: DeliveryKind, language: str, *, team: Team | None) -> bool:
    """Whether this team (or all teams together) has a text written by somebody here."""
    team_id = team.id if team else None
    return any(each.body for each in _newest(session, kind, language, team=team) if each.team_id == team_id)


def list_own(session: Session) -> list[MailText]:
    """Every text that counts and was written by somebody here, by kind, language and team."""
    last = select(func.max(MailText.id)).group_by(MailText.kind, MailText.language, MailText.team_id)
    query = select(MailText).where(MailText.id.in_(last), MailText.body != "")
    return list(session.scalars(query.options(joinedload(MailText.team)).order_by(MailText.id)))


@cache
def shipped(kind: DeliveryKind, language: str) -> Wording:
    text = (SHIPPED / kind.value / f"{language}.txt").read_text(encoding="utf-8")
    subject, _, body = text.partition("\n\n")
    return Wording(subject.removeprefix("Subject: ").strip(), body)


def rewrite(
    session: Session,
    wording: Wording,
    *,
    kind: DeliveryKind,
    language: str,
    team: Team | None,
    by: Agent,
    at: datetime,
) -> None:
    """A new version; the earlier ones stay. Raises Invalid for a $name that nothing fills."""
    people.require(by, "edit_texts")
    check(wording, kind)
    _add(session, wording, kind=kind, language=language, team=team, by=by, at=at)


def give_up(
    session: Session, *, kind: DeliveryKind, language: str, team: Team | None, by: Agent, at: datetime
) -> None:
    """Back to the text of all teams, or to the shipped one; that one may get better with the next Meja."""
    people.require(by, "edit_texts")
    if has_own(session, kind, language, team=team):
        _add(session, Wording("", ""), kind=kind, language=language, team=team, by=by, at=at)


def versions(
    session: Session, kind: DeliveryKind, language: str, *, team: Team | None, limit: int = 50
) -> list[MailText]:
    """Newest first. One without a body says that the text was given up."""
    query = select(MailText).where(MailText.kind == kind.value, MailText.language == language)
    own = MailText.team_id.is_(None) if team is None else MailText.team_id == team.id
    newest = query.where(own).order_by(MailText.id.desc()).limit(limit)
    return list(session.scalars(newest.options(joinedload(MailText.agent))))


def get_version(session: Session, version_id: int, *, kind: DeliveryKind, language: str) -> MailText:
    row = session.get(MailText, version_id)
    if row is None or row.kind != kind.value or row.language != language or not row.body:
        raise NotFound(because("no_such_version"))
    return row


def check(wording: Wording, kind: DeliveryKind) -> None:
    """Raises Invalid."""
    if not wording.subject.strip() or not wording.body.strip():
        raise Invalid(because("nothing_written"))
    if kind not in WITHOUT_TICKET and "$code" not in wording.subject:
        raise Invalid(because("text_without_code"))
    must_hold = BODY_NEEDS.get(kind)
    if must_hold and f"${must_hold}" not in wording.body:
        raise Invalid(because("text_needs_name", name=must_hold))
    if kind in MARKED and not any(line.startswith(MARKER) for line in wording.body.splitlines()):
        raise Invalid(because("text_needs_marker"))
    _check_names(wording, NAMES[kind])


def preview(wording: Wording, *, language: str, desk_name: str, team_name: str) -> Wording:
    """The text as a mail would read, with invented facts."""
    return wording.filled(samples(language, team=team_name, desk=desk_name))


def _newest(session: Session, kind: DeliveryKind, language: str, *, team: Team | None) -> list[MailText]:
    """At most two: the team's first, then that of all teams."""
    of_team: ColumnElement[bool] = MailText.team_id.is_(None)
    if team is not None:
        of_team = or_(of_team, MailText.team_id == team.id)
    last = select(func.max(MailText.id)).where(
        MailText.kind == kind.value, MailText.language == language, of_team
    )
    query = select(MailText).where(MailText.id.in_(last.group_by(MailText.team_id)))
    return list(session.scalars(query.order_by(MailText.team_id.is_(None))))


def _add(
    session: Session,
    wording: Wording,
    *,
    kind: DeliveryKind,
    language: str,
    team: Team | None,
    by: Agent,
    at: datetime,
) -> None:
    session.add(
        MailText(
            kind=kind.value,
            language=language,
            team=team,
            subject=wording.subject,
            body=wording.body,
            agent=by,
            at=at,
        )
    )


def _check_names(wording: Wording, known: tuple[str, ...]) -> None:
    mentioned = re.findall(r"\$(\w+)", f"{wording.subject}\n{wording.body}")
    unknown = next((name for name in mentioned if name not in known), None)
    if unknown:
        names = ", ".join(f"${name}" for name in known)
        raise Invalid(because("text_unknown_name", name=unknown, names=names))
