"""The lists of tickets that pages lead to: the tiles with their counts, the tabs, and what the filters offer."""

from __future__ import annotations

from typing import Any

from flask import url_for

from desk import pages as reads
from desk import people
from desk.pages import Attention
from desk.promises import Promises
from desk.terms import NOBODY, TO_DO
from desk.tiles import Tiles
from models.people import RequesterKind
from models.session import Session
from models.ticket import Priority, Status
from web.due_words import priority_words, requester_kind_words
from web.filters import status_words
from web.language import translate
from web.signed_in import me

EVERY_STATUS = "all"

Filters = dict[str, str]
Tile = dict[str, object]
Tab = tuple[str, str, bool]
Choices = dict[str, list[tuple[str, str]]]


def inbox_tiles(counts: Tiles, waits: Attention, chosen: Filters) -> list[Tile]:
    mine = {"assignee": me().login}
    return [
        _tile(
            translate("Unassigned"), counts.unassigned, _todo(assignee=NOBODY), state="soon", chosen=chosen
        ),
        _tile(translate("Overdue"), counts.overdue, _todo(due="overdue"), state="overdue", chosen=chosen),
        _tile(translate("Due today"), counts.today, _todo(due="today"), state="soon", chosen=chosen),
        _tile(translate("Mine"), counts.mine, _todo(**mine), chosen=chosen),
        _page_tile(translate("Needs a look"), waits.mails, "needs_look.show"),
        _page_tile(translate("Held replies"), waits.held_replies, "held_replies.show"),
    ]


def sla_tiles(promises: Promises) -> list[Tile]:
    everywhere, missed = promises.all_teams, {"status": EVERY_STATUS, "breached": "today"}
    return [
        _tile(translate("Overdue"), everywhere.overdue, _todo(due="overdue"), state="overdue"),
        _tile(translate("Due today"), everywhere.today, _todo(due="today"), state="soon"),
        _tile(translate("Due within 7 days"), everywhere.week, _todo(due="week")),
        _tile(translate("Missed today"), promises.breached_today, missed, state="overdue"),
    ]


def tabs(chosen: Filters) -> list[Tab]:
    lists = (
        (translate("To do"), _todo()),
        (translate("Pending"), {"status": Status.PENDING.value}),
        (translate("On hold"), {"status": Status.ON_HOLD.value}),
        (translate("Resolved"), {"status": Status.RESOLVED.value}),
        (translate("All"), {"status": EVERY_STATUS}),
    )
    return [(_address(filters), label, filters == chosen) for label, filters in lists]


def choices(session: Session) -> Choices:
    """What each filter offers, with its words; the first of each but `status` asks for nothing."""
    agents = [(agent.login, agent.name) for agent in reads.active_agents(session)]
    teams = [(team.slug, team.name) for team in people.list_teams(session)]
    statuses = [(status.value, status_words(status)) for status in Status]
    kinds = [(kind.value, requester_kind_words(kind)) for kind in RequesterKind]
    priorities = [(each.value, priority_words(each)) for each in Priority]
    return {
        "status": [(TO_DO, translate("To do")), *statuses, (EVERY_STATUS, translate("All"))],
        "team": [("", translate("All teams")), *teams],
        "assignee": [("", translate("Everybody")), (NOBODY, translate("Nobody")), *agents],
        "priority": [("", translate("Every priority")), *priorities],
        "kind": [("", translate("All requesters")), *kinds],
        "due": [
            ("", translate("Whenever")),
            ("overdue", translate("Overdue")),
            ("today", translate("Due today")),
            ("week", translate("Due within 7 days")),
        ],
        "breached": [
            ("", translate("Kept or missed")),
            ("yes", translate("A promise was missed")),
            ("today", translate("Missed today")),
        ],
    }


def _todo(**filters: str) -> Filters:
    return {"status": TO_DO} | filters


def _tile(
    label: str, number: int, filters: Filters, *, state: str = "calm", chosen: Filters | None = None
) -> Tile:
    is_here = filters == chosen
    return {"number": number, "label": label, "href": _address(filters), "state": state, "here": is_here}


def _page_tile(label: str, number: int, endpoint: str) -> Tile:
    return {"number": number, "label": label, "href": url_for(endpoint), "state": "soon", "here": False}


def _address(filters: Filters) -> str:
    values: dict[str, Any] = {**filters}
    return url_for("ticket_list.show", **values)
