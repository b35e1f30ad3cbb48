"""Whether each sending account may send as much as its desk needs: by what it sent lately, or by who works there.

A desk that has sent for a week tells by its busiest hour and day. A new one is estimated: so many matters a day for
each agent, each with its acknowledgement, its answers and its notices.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from desk import checkup
from desk.people import list_agents
from desk.settings import SendingSettings
from models.session import Session
from ops.doctor.case import Case
from ops.doctor.findings import Finding, fine, note, warning

LATELY = timedelta(days=30)
DAYS_THAT_TELL = 5
MATTERS_A_DAY = 20
ANSWERS, FOLLOW_UPS = 2, 1
"""Of one matter: replies of agents, and messages of the requester of which its agent is told."""
BUSY_HOURS = 6
"""Into so many hours the mail of a day falls."""


@dataclass(frozen=True)
class Need:
    per_hour: int
    per_day: int
    words_per_day: int
    agents: int = 0
    """Of an estimate: for how many; 0 for what was counted."""


def budgets_suffice(case: Case) -> Iterator[Finding]:
    for account in case.accounts:
        with case.desk.database.reading() as session:
            need = _counted(case, session, account) or _estimated(case, session, account)
        yield from _compared(account, need)


def _counted(case: Case, session: Session, account: SendingSettings) -> Need | None:
    sent = checkup.sent_since(session, account.name, since=case.tools.clock() - LATELY)
    if sent.days < DAYS_THAT_TELL:
        return None
    return Need(sent.per_hour, sent.per_day, sent.words_per_day)


def _estimated(case: Case, session: Session, account: SendingSettings) -> Need:
    """By the agents of those teams whose addresses use the account."""
    teams = {each.team_id for each in case.addresses if each.sending_account == account.name}
    there = [agent for agent in list_agents(session) if agent.is_active]
    agents = sum(any(team.id in teams for team in agent.teams) for agent in there)
    matters = agents * MATTERS_A_DAY
    mails = 1 + ANSWERS + FOLLOW_UPS + checkup.told_of_each_matter(session, teams)
    per_day = round(matters * mails)
    return Need(-(-per_day // BUSY_HOURS), per_day, matters * ANSWERS, agents)


def _compared(account: SendingSettings, need: Need) -> Iterator[Finding]:
    facts: dict[str, Any] = {"need_hour": need.per_hour, "need_day": need.per_day}
    if not (account.per_hour or account.per_day):
        yield note("budget_unset", account=account.name, **facts)
        return
    findings = list(_too_small(account, need))
    yield from findings or [fine("budget_suffices", account=account.name, **facts)]


def _too_small(account: SendingSettings, need: Need) -> Iterator[Finding]:
    code = "budget_likely_too_small" if need.agents else "budget_too_small"
    facts: dict[str, Any] = {"account": account.name, "agents": need.agents}
    if account.per_hour and account.per_hour < need.per_hour:
        yield warning(f"{code}_hour", **facts, limit=account.per_hour, need=need.per_hour)
    if account.per_day and account.per_day < need.per_day:
        yield warning(f"{code}_day", **facts, limit=account.per_day, need=need.per_day)
    if account.per_day and account.per_day < need.words_per_day and not need.agents:
        yield warning(
            "budget_too_small_for_words",
            account=account.name,
            limit=account.per_day,
            need=need.words_per_day,
        )
