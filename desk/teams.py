"""Teams, changed by coordinators: their names, who is in them, the calendar their promises are counted on."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from desk import people, sla
from desk.people import Editor
from models.calendars import BusinessCalendar
from models.people import Agent, Team
from models.session import Session


def rename(team: Team, name: str, *, by: Editor) -> None:
    """Its slug stays, since addresses of pages and commands hold it."""
    people.require_editor(by, "edit_teams")
    team.name = people.checked_name(name)


def choose_calendar(
    session: Session, team: Team, calendar: BusinessCalendar | None, *, by: Editor, at: datetime
) -> None:
    """None: the desk's first calendar. Clocks of policies without a calendar are counted anew."""
    people.require_editor(by, "edit_teams")
    if team.calendar is not calendar:
        team.calendar = calendar
        session.flush()
        sla.recount_for_policies(session, at=at)


def choose_members(team: Team, agents: Collection[Agent], *, by: Editor) -> None:
    """These agents and no other. Who has left the desk stays in the list of a team, and gets no mail."""
    people.require_editor(by, "edit_teams")
    gone = [each for each in team.members if not each.is_active]
    team.members = sorted({*agents, *gone}, key=lambda agent: agent.id)


def leave(team: Team, agent: Agent, *, by: Editor) -> None:
    people.require_editor(by, "edit_teams")
    if agent in team.members:
        team.members.remove(agent)
