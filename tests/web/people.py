"""The people of the web tests: Ana and Ben are agents, Citra coordinates, Rui asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from desk import people as desk_people
from desk import tickets
from desk.addresses import add_address, find_address
from desk.drafts import Draft
from desk.passwords import hash_password
from desk.surroundings import Surroundings
from desk.work import work
from models.mail import Fate, Mail
from models.people import Agent, Role, Team
from models.reason import Reason
from models.ticket import Ticket

PASSWORD = "correct horse battery"
ADDRESS = "bantuan@meja.example"


@dataclass(frozen=True)
class People:
    team: Team
    ana: Agent
    ben: Agent
    citra: Agent


def add_people(desk: Surroundings, *, at: datetime) -> People:
    with work(desk, at=at) as session:
        team = desk_people.add_team(session, slug="layanan", name="Layanan Data", at=at)
        add_address(session, address=ADDRESS, team=team, mailbox="bantuan", sending_account="bantuan", at=at)
        agents = [
            desk_people.add_agent(session, name=name, login=login, role=role, language="en", at=at)
            for name, login, role in (
                ("Ana Lestari", "ana@meja.example", Role.AGENT),
                ("Ben Siregar", "ben@meja.example", Role.AGENT),
                ("Citra Dewi", "citra@meja.example", Role.COORDINATOR),
            )
        ]
        for agent in agents:
            agent.password_hash = _hashed()
            desk_people.join_team(team, agent)
    return People(team, *agents)


def open_a_ticket(
    desk: Surroundings,
    *,
    at: datetime,
    draft: Draft | None = None,
    name: str = "Rui Santoso",
    address: str = "rui@mitra.example",
) -> Ticket:
    draft = draft or Draft(subject="Cannot export the table", reply="The export stops at 1000 rows.")
    with work(desk, at=at) as session:
        rui = desk_people.recognise_requester(session, name=name, address=address, at=at)
        ours = find_address(session, ADDRESS)
        assert ours is not None
        return tickets.open_ticket(session, draft, requester=rui, address=ours, at=at)


def keep_a_mail(
    desk: Surroundings,
    raw: bytes,
    *,
    at: datetime,
    fate: Fate,
    reason: Reason | None = None,
    evidence: dict[str, str] | None = None,
) -> Mail:
    """A mail as intake would have kept it."""
    mail = Mail(
        sha256=desk.raw.keep(raw),
        size=len(raw),
        fate=fate,
        reason=reason,
        door="bantuan",
        arrived_at=at,
        kept_at=at,
        sender="rui@mitra.example",
        subject="Undangan rapat",
        evidence=evidence or {"proof": "proven", "spf": "pass", "dkim": "pass", "dmarc": "pass"},
    )
    with work(desk, at=at) as session:
        session.add(mail)
    return mail


@cache
def _hashed() -> str:
    """Hashing takes its time on purpose; once is enough."""
    return hash_password(PASSWORD)
