"""The texts of automatic mail: shipped with Meja, rewritten by coordinators per language and team.

A text is a subject line and a body with $names that are filled in when the mail is made. Filling is plain
replacement: what a requester wrote can never act as a text of its own (T118).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from string import Template

from sqlalchemy import or_, select

from desk import people
from desk.errors import Invalid
from models.mail import DeliveryKind
from models.people import Agent, Team
from models.reason import because
from models.session import Session
from models.texts import MailText

SHIPPED = Path(__file__).parent / "shipped"
EDITABLE = (DeliveryKind.ACKNOWLEDGEMENT,)
NAMES = ("code", "about", "name", "opened", "team", "desk")
"""What a coordinator's text may mention."""


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
    query = select(MailText).where(MailText.kind == kind.value, MailText.language == language)
    of_team = or_(MailText.team_id.is_(None), MailText.team_id == (team.id if team else None))
    newest = query.where(of_team).order_by(MailText.team_id.is_(None), MailText.id.desc())
    row = session.scalars(newest).first() if kind in EDITABLE else None
    return Wording(row.subject, row.body) if row else shipped(kind, language)


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
    check(wording)
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


def check(wording: Wording) -> None:
    """Raises Invalid."""
    if not wording.subject.strip() or not wording.body.strip():
        raise Invalid(because("nothing_written"))
    if "$code" not in wording.subject:
        raise Invalid(because("text_without_code"))
    mentioned = re.findall(r"\$(\w+)", f"{wording.subject}\n{wording.body}")
    unknown = next((name for name in mentioned if name not in NAMES), None)
    if unknown:
        raise Invalid(
            because("text_unknown_name", name=unknown, names=", ".join(f"${name}" for name in NAMES))
        )


def preview(wording: Wording, *, language: str, desk_name: str, team_name: str) -> Wording:
    """The text as a mail would read, with invented facts."""
    facts = {
        "code": "MJ-7K3QX2",
        "about": "Re: Kartu akses" if language == "id" else "Re: Access card",
        "name": "Rui Santoso",
        "opened": "24 November 2026 pukul 10.00 WIB" if language == "id" else "24 November 2026, 10:00 WIB",
        "team": team_name,
        "desk": desk_name,
    }
    return wording.filled(facts)
