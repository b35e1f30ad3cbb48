"""SLA policies: in which order they are tried, for whom, how much time for what; and what that would mean now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import product

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from desk import people, policy_editing, policy_presets
from desk.calendars import get_calendar, list_calendars, work_calendar
from desk.errors import Invalid, NotFound
from desk.policies import get_policy
from desk.policy_editing import PolicyPlan
from desk.policy_presets import Targets
from desk.spans import Span, read_span, span_words
from models.calendars import BusinessCalendar
from models.people import Agent, RequesterKind
from models.reason import because
from models.session import Session
from models.sla import Metric, Policy
from models.ticket import Priority
from web import forms
from web.due_words import REQUESTER_KINDS, metric_words, priority_words
from web.filters import reason_words
from web.keeping import keep, show_again
from web.language import language, translate
from web.panel import now, reading
from web.signed_in import myself

Typed = Mapping[str, str]
URGENT_FIRST = tuple(reversed(Priority))

pages = Blueprint("policies", __name__, url_prefix="/settings/policies")


@dataclass(frozen=True)
class Preview:
    """When a ticket opened now would be due, on which calendar."""

    calendar: BusinessCalendar
    dues: dict[tuple[Metric, Priority], datetime | None]


@pages.get("")
def show() -> ResponseReturnValue:
    with reading() as session:
        people.require(myself(session), "edit_policies")
        return render_template(
            "policies.html",
            policies=policy_editing.list_policies(session),
            presets=policy_presets.NAMES,
            kinds=REQUESTER_KINDS,
            times_of=_times,
        )


@pages.get("/new")
def new() -> ResponseReturnValue:
    """Filled in from a preset."""
    preset = forms.query("preset", "customer_service")
    if preset not in policy_presets.PRESETS:
        raise NotFound(because("no_such_preset"))
    plan = PolicyPlan(translate(policy_presets.NAMES[preset]), targets=policy_presets.PRESETS[preset])
    return _form(_typed_plan(plan))


@pages.post("/new")
def create() -> ResponseReturnValue:
    def add(session: Session, me: Agent, at: datetime) -> str:
        policy = policy_editing.add_policy(session, _plan(session, _typed()), by=me, at=at)
        return url_for("policies.edit", slug=policy.slug)

    if request.form.get("deed") == "preview":
        return _preview()
    return keep(
        "Added, before all others. Clocks that run were counted anew.",
        add,
        again=lambda problem: _form(_typed(), problem),
    )


@pages.get("/<slug>")
def edit(slug: str) -> ResponseReturnValue:
    with reading() as session:
        policy = get_policy(session, slug)
        plan = PolicyPlan(
            policy.name,
            team=policy.team,
            requester_kind=policy.requester_kind,
            calendar=policy.calendar,
            warn_percent=policy.warn_percent,
            is_active=policy.is_active,
            targets=policy_editing.targets_of(policy),
        )
        typed = _typed_plan(plan)
    return _form(typed, slug=slug)


@pages.post("/<slug>")
def update(slug: str) -> ResponseReturnValue:
    """Keep it, or see first what it would mean."""

    def change(session: Session, me: Agent, at: datetime) -> str:
        policy_editing.edit_policy(session, get_policy(session, slug), _plan(session, _typed()), by=me, at=at)
        return url_for("policies.edit", slug=slug)

    if request.form.get("deed") == "preview":
        return _preview(slug)
    return keep(
        "Kept. Clocks that run were counted anew.",
        change,
        again=lambda problem: _form(_typed(), problem, slug=slug),
    )


@pages.post("/<slug>/place")
def move(slug: str) -> ResponseReturnValue:
    """One place earlier or later."""
    steps = -1 if forms.line("to") == "earlier" else 1

    def move(session: Session, me: Agent, at: datetime) -> str:
        policy_editing.move_policy(session, get_policy(session, slug), steps, by=me, at=at)
        return url_for("policies.show")

    return keep("Moved. Clocks that run were counted anew.", move, again=lambda problem: problem)


def _times(policy: Policy) -> list[tuple[str, str]]:
    """Of each metric, in words: the shortest and the longest time of its targets."""
    targets = policy_editing.targets_of(policy)
    return [
        (
            metric_words(metric),
            _range([targets[key] for key in product((metric,), URGENT_FIRST) if key in targets]),
        )
        for metric in Metric
    ]


def _range(spans: list[Span]) -> str:
    if not spans:
        return translate("no target")
    ends = dict.fromkeys(span_words(span, language()) for span in (spans[0], spans[-1]))
    return " – ".join(ends)


def _preview(slug: str = "") -> ResponseReturnValue:
    """What cannot be read is refused as it would be when kept."""
    try:
        with reading() as session:
            _plan(session, _typed())
    except Invalid as refusal:
        return show_again(refusal, lambda problem: _form(_typed(), problem, slug=slug))
    return _form(_typed(), slug=slug)


def _form(typed: Typed, problem: str = "", *, slug: str = "") -> str:
    with reading() as session:
        people.require(myself(session), "edit_policies")
        return render_template(
            "policy_form.html",
            policy=get_policy(session, slug) if slug else None,
            typed=typed,
            problem=problem,
            preview=None if problem else _preview_of(session, typed),
            metrics=tuple(Metric),
            priorities=URGENT_FIRST,
            **_choices(session),
        )


def _choices(session: Session) -> dict[str, list[tuple[str, str]]]:
    teams = [(team.slug, team.name) for team in people.list_teams(session)]
    kinds = [(kind.value, translate(words)) for kind, words in REQUESTER_KINDS.items()]
    rows = [(calendar.slug, calendar.name) for calendar in list_calendars(session)]
    return {
        "teams": [("", translate("All teams")), *teams],
        "kinds": [("", translate("Everybody")), *kinds],
        "calendars": [("", translate("The calendar of the team")), *rows],
    }


def _preview_of(session: Session, typed: Typed) -> Preview | None:
    """None before there is any calendar."""
    plan, at = _plan(session, typed), now()
    row = policy_editing.calendar_of(session, plan)
    if row is None:
        return None
    calendar = work_calendar(row)
    return Preview(row, {key: policy_editing.due(calendar, at, span) for key, span in plan.targets.items()})


def _typed() -> Typed:
    return {name: forms.line(name) for name in request.form}


def _typed_plan(plan: PolicyPlan) -> Typed:
    return {
        "name": plan.name,
        "team": plan.team.slug if plan.team else "",
        "kind": plan.requester_kind.value if plan.requester_kind else "",
        "calendar": plan.calendar.slug if plan.calendar else "",
        "warn_percent": str(plan.warn_percent),
        "is_active": "yes" if plan.is_active else "",
        **{_field(*key): span_words(span, language()) for key, span in plan.targets.items()},
    }


def _plan(session: Session, typed: Typed) -> PolicyPlan:
    """Raises Invalid for what cannot be read, NotFound for what was not offered."""
    team, calendar, kind = (typed.get(name, "") for name in ("team", "calendar", "kind"))
    return PolicyPlan(
        name=typed.get("name", ""),
        team=people.get_team(session, team) if team else None,
        requester_kind=_kind(kind) if kind else None,
        calendar=get_calendar(session, calendar) if calendar else None,
        warn_percent=_number(typed.get("warn_percent", "")),
        is_active=typed.get("is_active") == "yes",
        targets=_targets(typed),
    )


def _targets(typed: Typed) -> Targets:
    wanted = {
        (metric, priority): _span(metric, priority, typed.get(_field(metric, priority), ""))
        for metric in Metric
        for priority in Priority
    }
    return {key: span for key, span in wanted.items() if span}


def _span(metric: Metric, priority: Priority, typed: str) -> Span | None:
    """Raises Invalid, saying which target it is about."""
    try:
        return read_span(typed)
    except Invalid as error:
        problem = reason_words(error.reason)
        place = {"metric": metric_words(metric), "priority": priority_words(priority)}
        raise Invalid(because("span_of_target", problem=problem, **place)) from None


def _field(metric: Metric, priority: Priority) -> str:
    return f"{metric.value}-{priority.value}"


def _kind(value: str) -> RequesterKind:
    if value not in list(RequesterKind):
        raise NotFound(because("no_such_preset"))
    return RequesterKind(value)


def _number(typed: str) -> int:
    plain = typed.removesuffix("%").strip()
    if not plain.isascii() or not plain.isdigit() or len(plain) > 3:
        raise Invalid(because("not_a_number", typed=typed))
    return int(plain)
