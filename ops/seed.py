"""Furnish a desk for the demo: the agency with its teams, addresses and agents, and the matters of the last weeks.

Everything comes about by the desk's own verbs, with moments in the past. The old matters are never settled
(`desk.work`): their mails left long ago, so nobody is written to because of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import make_msgid
from pathlib import Path

from desk import alarms, people, sla, tickets
from desk.addresses import add_address, find_address
from desk.drafts import Draft
from desk.surroundings import Surroundings
from desk.work import work
from models.message import Author
from models.people import Agent
from models.reason import because
from models.session import Session
from models.ticket import Channel, Status, Ticket
from ops.importing_articles import import_folder
from ops.seed_clocks import promise
from ops.seed_people import AGENTS, PASSWORD, TEAMS, AgentSeed
from ops.seed_turns import Matter, Turn

ARTICLES = Path(__file__).parent / "demo_articles"
OPENED = timedelta(days=90)
"""So long ago the desk was set up."""
SAID = timedelta(hours=1)
"""What clocks had to say until so long ago was said then; the rest is the worker's to say."""


@dataclass(frozen=True)
class Remembered:
    """What a mail needs to take up an old matter: its ticket's code, and the id of the partner's first mail."""

    code: str
    internet_id: str


def is_furnished(desk: Surroundings) -> bool:
    with desk.database.reading() as session:
        return bool(people.list_teams(session))


def furnish(desk: Surroundings, *, mailbox: str, sending_account: str, at: datetime) -> None:
    """Teams with their addresses, and agents who can sign in."""
    opened = at - OPENED
    with work(desk, at=at) as session:
        for each in TEAMS:
            team = people.add_team(session, slug=each.slug, name=each.name, at=opened)
            add_address(
                session,
                address=each.address,
                team=team,
                mailbox=mailbox,
                sending_account=sending_account,
                display_name=f"{each.name} - Balai Data",
                at=opened,
            )
        for agent in AGENTS:
            _hire(session, agent, at=opened)
        promise(session, at=opened)
        import_folder(session, ARTICLES, at=opened)


def remember(desk: Surroundings, matters: Iterable[Matter], *, at: datetime) -> dict[str, Remembered]:
    """These matters, by subject, with their clocks."""
    with desk.database.transaction(desk=desk) as session:
        remembered = {matter.subject: _play(session, matter, now=at) for matter in matters}
        for each in remembered.values():
            sla.catch_up(session, tickets.get_ticket(session, each.code))
        while alarms.ring_due(session, at=at - SAID):
            pass
    return remembered


def _hire(session: Session, seed: AgentSeed, *, at: datetime) -> None:
    agent = people.add_agent(
        session,
        name=seed.name,
        login=seed.address,
        role=seed.role,
        password=PASSWORD,
        language=seed.language,
        at=at,
    )
    for team in seed.teams:
        people.join_team(people.get_team(session, team.slug), agent)


def _play(session: Session, matter: Matter, *, now: datetime) -> Remembered:
    began = now - timedelta(days=matter.days)
    partner = matter.partner
    requester = people.recognise_requester(session, name=partner.name, address=partner.address, at=began)
    address = find_address(session, matter.team.address)
    assert address is not None
    draft = _from_partner(matter, matter.words)
    ticket = tickets.open_ticket(session, draft, requester=requester, address=address, at=began)
    for turn in matter.turns:
        DEEDS[turn.deed](Scene(session, ticket, matter, turn, began + timedelta(hours=turn.hours)))
    return Remembered(ticket.code, draft.internet_id)


@dataclass(frozen=True)
class Scene:
    """One turn of a matter, about to be played."""

    session: Session
    ticket: Ticket
    matter: Matter
    turn: Turn
    at: datetime

    @property
    def agent(self) -> Agent:
        assert self.turn.by is not None
        return people.get_agent(self.session, self.turn.by.address)

    @property
    def draft(self) -> Draft:
        by = self.turn.by
        return Draft(
            reply=self.turn.words,
            channel=Channel.WEB,
            language=self.matter.partner.language,
            from_name=by.name if by else "",
            from_address=by.address if by else "",
        )


def _says(scene: Scene) -> None:
    draft = _from_partner(scene.matter, scene.turn.words)
    requester = scene.ticket.requester
    tickets.receive_reply(
        scene.session, scene.ticket, draft, author=Author.REQUESTER, by=requester, at=scene.at
    )


def _answers(scene: Scene) -> None:
    tickets.reply(scene.session, scene.ticket, scene.draft, by=scene.agent, at=scene.at)


def _puts_off(scene: Scene) -> None:
    tickets.reply(scene.session, scene.ticket, scene.draft, by=scene.agent, at=scene.at, then=Status.ON_HOLD)


def _notes(scene: Scene) -> None:
    tickets.add_note(scene.session, scene.ticket, scene.draft, by=scene.agent, at=scene.at)


def _takes(scene: Scene) -> None:
    tickets.take(scene.session, scene.ticket, by=scene.agent, at=scene.at)


def _resolves(scene: Scene) -> None:
    tickets.resolve(scene.session, scene.ticket, by=scene.agent, at=scene.at)


def _closes(scene: Scene) -> None:
    tickets.close(scene.session, scene.ticket, by=None, at=scene.at)


DEEDS: dict[str, Callable[[Scene], None]] = {
    "says": _says,
    "answers": _answers,
    "puts_off": _puts_off,
    "notes": _notes,
    "takes": _takes,
    "resolves": _resolves,
    "closes": _closes,
}


def _from_partner(matter: Matter, words: str) -> Draft:
    partner = matter.partner
    domain = partner.address.rpartition("@")[2]
    return Draft(
        reply=words,
        subject=matter.subject,
        language=partner.language,
        channel=matter.channel,
        from_name=partner.name,
        from_address=partner.address,
        to=[matter.team.address],
        internet_id=make_msgid(domain=domain).strip("<>"),
        why_here=because("new_matter"),
    )
