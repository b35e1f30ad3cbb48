"""A desk that has been used for two years: many closed tickets behind five thousand unfinished ones.

Rows are written straight into the tables, many at a time, and look as the verbs would have left them. The same
size gives the same desk but for its codes. For measuring, not for claims about behaviour.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Table, insert, select, text

from desk import addresses, first_setup, people
from desk.codes import new_code
from desk.surroundings import Surroundings
from desk.work import work
from models.event import EventKind
from models.mail import DeliveryKind, DeliveryState, Lane
from models.message import Author, MessageKind
from models.people import Agent, RequesterKind, Role
from models.reason import because
from models.session import Session
from models.sla import ClockChange, Metric, Policy, Unit
from models.tables import metadata
from models.ticket import NO_HURRY, Channel, Priority, Status

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"
UNFINISHED = 5_000
TEAMS = ("layanan", "jaringan", "aplikasi", "keuangan", "umum")
AGENTS_OF_A_TEAM = 6
SYLLABLES = "ba di ka lo me nu pa ri sa te wa yo ngan kan ter per ber an in ul".split()
MANY = 2_000
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
PAUSES = {Status.PENDING: "clock_waits_for_requester", Status.ON_HOLD: "clock_on_hold"}

Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Cast:
    """Who there is, by id."""

    teams: list[int]
    addresses: list[int]
    agents: list[int]
    requesters: int
    policy: int
    calendar: int


def fill(desk: Surroundings, count: int) -> None:
    """On an empty database with the schema; its first agent is ana@desk.example, who coordinates."""
    chance = random.Random(42)
    with work(desk, at=NOW) as session:
        cast = _cast(session, requesters=count // 5)
    writer = Writer(cast, chance, count)
    for start in range(0, count, MANY):
        with desk.database.transaction() as session:
            if desk.database.is_sqlite:
                session.execute(text("PRAGMA cache_size=-200000"))
            rows: Rows = defaultdict(list)
            for number in range(start, min(start + MANY, count)):
                writer.write(number, rows)
            _insert(session, rows)


def _cast(session: Session, *, requesters: int) -> Cast:
    first_setup.make_defaults(session, at=NOW, time_zone="Asia/Jakarta")
    teams = [people.add_team(session, slug=slug, name=slug.title(), at=NOW) for slug in TEAMS]
    desks = [
        addresses.add_address(
            session,
            address=f"{team.slug}@desk.example",
            team=team,
            mailbox="main",
            sending_account="main",
            at=NOW,
        )
        for team in teams
    ]
    agents = [_agent(session, number) for number in range(AGENTS_OF_A_TEAM * len(TEAMS))]
    for number, agent in enumerate(agents):
        people.join_team(teams[number % len(teams)], agent)
    session.flush()
    _insert(session, dict(_requesters(requesters)))
    policy = session.scalars(select(Policy)).one()
    calendar = session.execute(text("SELECT min(id) FROM business_calendar")).scalar_one()
    return Cast(
        [team.id for team in teams],
        [each.id for each in desks],
        [each.id for each in agents],
        requesters,
        policy.id,
        calendar,
    )


def _agent(session: Session, number: int) -> Agent:
    name, role = ("ana", Role.COORDINATOR) if number == 0 else (f"agent{number}", Role.AGENT)
    password = PASSWORD if number == 0 else None
    login = f"{name}@desk.example"
    return people.add_agent(session, name=name.title(), login=login, role=role, password=password, at=NOW)


def _requesters(count: int) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Each has an address; three in four an organization."""
    organizations = max(count // 50, 1)
    kinds = [*RequesterKind, None]
    yield (
        "organization",
        [
            {"id": each + 1, "name": f"Dinas {each}", "domain": f"dinas{each}.example", "created_at": NOW}
            for each in range(organizations)
        ],
    )
    yield (
        "requester",
        [
            {
                "id": each + 1,
                "name": f"Pemohon {each}",
                "kind": kinds[each % len(kinds)],
                "organization_id": each % organizations + 1 if each % 4 else None,
                "created_at": NOW,
            }
            for each in range(count)
        ],
    )
    yield (
        "requester_address",
        [
            {"requester_id": each + 1, "address": f"pemohon{each}@dinas{each % organizations}.example"}
            for each in range(count)
        ],
    )


def _insert(session: Session, rows: Rows) -> None:
    tables: dict[str, Table] = metadata.tables
    for table in metadata.sorted_tables:
        if rows.get(table.name):
            session.execute(insert(tables[table.name]), rows[table.name])


class Writer:
    """Writes the rows of one ticket after the other; its messages count from three times its number."""

    def __init__(self, cast: Cast, chance: random.Random, count: int) -> None:
        self.cast, self.chance, self.count = cast, chance, count
        self.codes: set[str] = set()
        self.words = self._words()
        self.weights = [1 / (rank + 1) for rank in range(len(self.words))]
        self.paragraphs = [self._paragraph() for _ in range(3_000)]
        self.clocks = 0

    def write(self, number: int, rows: Rows) -> None:
        ticket = self._ticket(number)
        rows["ticket"].append(ticket)
        rows["message"].extend(self._messages(ticket))
        rows["event"].extend(self._events(ticket))
        rows["delivery"].append(self._delivery(ticket))
        for clock in self._clocks(ticket):
            rows["clock"].append(clock)
            rows["clock_event"].extend(self._changes(clock))

    def _ticket(self, number: int) -> dict[str, Any]:
        is_open = number >= self.count - UNFINISHED
        age = DAY * 14 * self.chance.random() if is_open else DAY * 730 * (1 - number / self.count)
        opened, team = NOW - age, self.chance.randrange(len(self.cast.teams))
        status = self.chance.choices(list(Status)[:4], (2, 4, 3, 1))[0] if is_open else Status.CLOSED
        ended = None if is_open else min(opened + DAY * 3 * self.chance.random(), NOW)
        return {
            "id": number + 1,
            "code": self._code(),
            "subject": self.chance.choice(self.paragraphs)[:60],
            "status": status,
            "priority": self.chance.choices(list(Priority), (1, 14, 4, 1))[0],
            "channel": Channel.MAIL,
            "language": "id",
            "team_id": self.cast.teams[team],
            "address_id": self.cast.addresses[team],
            "requester_id": self.chance.randrange(self.cast.requesters) + 1,
            "assignee_id": None if status is Status.NEW else self.chance.choice(self.cast.agents),
            "root_message_id": f"{number}@desk.example",
            "opened_at": opened,
            "updated_at": ended or min(opened + DAY * self.chance.random(), NOW),
            "resolved_at": ended,
            "closed_at": ended,
            "turn_at": self._turn(status) if is_open else None,
            "held_because": "Menunggu vendor" if status is Status.ON_HOLD else "",
            "held_until": NOW + DAY * 3 if status is Status.ON_HOLD else None,
            "version": 1,
        }

    def _turn(self, status: Status) -> datetime:
        """A tenth is overdue, the rest due within days; nothing is due while they wait."""
        return NO_HURRY if status in PAUSES else NOW + HOUR * self.chance.uniform(-8, 72)

    def _messages(self, ticket: dict[str, Any]) -> Iterator[dict[str, Any]]:
        for index, author in enumerate((Author.REQUESTER, Author.AGENT, Author.REQUESTER)):
            is_agent = author is Author.AGENT
            number = ticket["requester_id"] - 1
            yield {
                "id": ticket["id"] * 3 + index,
                "ticket_id": ticket["id"],
                "kind": MessageKind.REPLY,
                "author": author,
                "channel": Channel.MAIL,
                "requester_id": None if is_agent else ticket["requester_id"],
                "agent_id": self.cast.agents[0] if is_agent else None,
                "from_name": "Ana" if is_agent else f"Pemohon {number}",
                "from_address": "ana@desk.example" if is_agent else f"pemohon{number}@dinas.example",
                "subject": ticket["subject"],
                "reply": self.chance.choice(self.paragraphs) + f" Nomor surat {ticket['id']}/{index}.",
                "at": ticket["opened_at"] + HOUR * index,
            }

    def _events(self, ticket: dict[str, Any]) -> Iterator[dict[str, Any]]:
        kinds = [EventKind.OPENED, EventKind.ACKNOWLEDGED, EventKind.ASSIGNED, EventKind.REPLIED]
        kinds += [EventKind.RESOLVED, EventKind.CLOSED] if ticket["closed_at"] else []
        for index, kind in enumerate(kinds):
            yield {
                "ticket_id": ticket["id"],
                "kind": kind,
                "message_id": ticket["id"] * 3 if kind is EventKind.OPENED else None,
                "agent_id": self.cast.agents[0] if index > 1 else None,
                "requester_id": ticket["requester_id"] if index == 0 else None,
                "facts": {"assignee": "Ana"} if kind is EventKind.ASSIGNED else {},
                "at": ticket["opened_at"] + HOUR * index,
            }

    def _delivery(self, ticket: dict[str, Any]) -> dict[str, Any]:
        return {
            "idem_key": f"reply:{ticket['id']}",
            "kind": DeliveryKind.REPLY,
            "lane": Lane.WORDS,
            "ticket_id": ticket["id"],
            "message_id": ticket["id"] * 3 + 1,
            "address_id": ticket["address_id"],
            "sending_account": "main",
            "recipient": f"pemohon{ticket['requester_id'] - 1}@dinas.example",
            "requester_id": ticket["requester_id"],
            "language": "id",
            "internet_id": f"reply-{ticket['id']}@desk.example",
            "state": DeliveryState.SENT,
            "not_before": ticket["opened_at"] + HOUR,
            "created_at": ticket["opened_at"] + HOUR,
            "ended_at": ticket["opened_at"] + HOUR,
        }

    def _clocks(self, ticket: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """The first reply was given; the resolution is owed until it is closed. One in ten was missed."""
        for metric in (Metric.FIRST_REPLY, Metric.RESOLUTION):
            self.clocks += 1
            is_met = metric is Metric.FIRST_REPLY or ticket["closed_at"] is not None
            ended = (ticket["closed_at"] or ticket["opened_at"] + HOUR) if is_met else None
            paused = not is_met and ticket["status"] in PAUSES
            turn = None if is_met or paused else ticket["turn_at"]
            is_late = self.chance.random() < 0.1 if is_met else turn is not None and turn <= NOW
            yield {
                "id": self.clocks,
                "ticket_id": ticket["id"],
                "metric": metric,
                "policy_id": self.cast.policy,
                "calendar_id": self.cast.calendar,
                "amount": 240,
                "unit": Unit.MINUTES,
                "warn_percent": 75,
                "started_at": ticket["opened_at"],
                "due_at": turn,
                "wakes_at": turn if turn and turn > NOW else None,
                "paused_at": ticket["updated_at"] if paused else None,
                "pause_reason": because(PAUSES[ticket["status"]]) if paused else None,
                "ended_at": ended,
                "breached_at": (ended or turn) if is_late else None,
            }

    def _changes(self, clock: dict[str, Any]) -> Iterator[dict[str, Any]]:
        yield {"clock_id": clock["id"], "change": ClockChange.START, "at": clock["started_at"]}
        if clock["ended_at"]:
            yield {"clock_id": clock["id"], "change": ClockChange.MET, "at": clock["ended_at"]}

    def _code(self) -> str:
        while (code := new_code()) in self.codes:
            pass
        self.codes.add(code)
        return code

    def _words(self) -> list[str]:
        """Four thousand of them, some in every mail and most in few, as in any language."""
        made = {"".join(self.chance.choices(SYLLABLES, k=self.chance.randint(2, 4))) for _ in range(4_000)}
        return ["mohon", "bantuan", "akun", "surat", *sorted(made)]

    def _paragraph(self) -> str:
        return " ".join(self.chance.choices(self.words, self.weights, k=self.chance.randint(20, 120)))
