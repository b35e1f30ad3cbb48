"""Business calendars: the week at a glance, whose holidays are kept, days of one's own, what is in doubt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from desk import calendar_doubts, calendar_editing, calendar_presets, people
from desk.calendar_doubts import ShownDay
from desk.calendar_editing import CalendarPlan, DayPlan
from desk.calendars import get_calendar, list_calendars
from desk.errors import Invalid, NotFound
from desk.typed_hours import read_windows, write_windows
from models.calendars import BusinessCalendar, Window
from models.people import Agent
from models.reason import because
from models.session import Session
from web import forms
from web.calendar_words import ESTIMATE, today, weekday, zone_choices
from web.filters import reason_words
from web.keeping import keep
from web.panel import desk, now, reading
from web.signed_in import myself

Typed = Mapping[str, str]
"""A form's fields as they stand, read or not."""
NEW_DAY = {"day": "", "name": "", "open": "", "hours": ""}

pages = Blueprint("calendars", __name__, url_prefix="/settings/calendars")


@pages.get("")
def show() -> ResponseReturnValue:
    with reading() as session:
        people.require(myself(session), "edit_calendars")
        doubts = {each.calendar.slug: each.reason for each in calendar_doubts.calendar_doubts(session, now())}
        return render_template(
            "calendars.html",
            calendars=list_calendars(session),
            doubts=doubts,
            presets=calendar_presets.NAMES,
        )


@pages.get("/new")
def new() -> ResponseReturnValue:
    """Filled in from a preset; five days when none is named."""
    preset = forms.query("preset", "five_days")
    if preset not in calendar_presets.PRESETS:
        raise NotFound(because("no_such_preset"))
    hours = calendar_presets.hours_of(preset)
    zone = desk().settings.desk.time_zone
    plan = CalendarPlan("", zone, hours, public_holidays=preset != "around_the_clock")
    return _form(_typed_plan(plan))


@pages.post("/new")
def create() -> ResponseReturnValue:
    def add(session: Session, me: Agent, at: datetime) -> str:
        calendar = calendar_editing.add_calendar(session, _plan(), by=me, at=at)
        return url_for("calendars.show_one", slug=calendar.slug)

    return keep(
        "Added. Choose it for a team or a policy.", add, again=lambda problem: _form(_typed(), problem)
    )


@pages.get("/<slug>")
def show_one(slug: str) -> ResponseReturnValue:
    return _page(slug)


@pages.get("/<slug>/hours")
def edit(slug: str) -> ResponseReturnValue:
    with reading() as session:
        calendar = get_calendar(session, slug)
        plan = CalendarPlan(
            calendar.name,
            calendar.time_zone,
            calendar.hours,
            public_holidays=bool(calendar.country),
            joint_leave=calendar.joint_leave,
        )
    return _form(_typed_plan(plan), slug=slug)


@pages.post("/<slug>/hours")
def update(slug: str) -> ResponseReturnValue:
    def change(session: Session, me: Agent, at: datetime) -> str:
        calendar_editing.edit_calendar(session, get_calendar(session, slug), _plan(), by=me, at=at)
        return _address(slug)

    return keep(
        "Kept. Clocks that run were counted anew.",
        change,
        again=lambda problem: _form(_typed(), problem, slug=slug),
    )


@pages.post("/<slug>/days")
def create_day(slug: str) -> ResponseReturnValue:
    def add(session: Session, me: Agent, at: datetime) -> str:
        calendar_editing.set_day(session, get_calendar(session, slug), _day_plan(), by=me, at=at)
        return _address(slug)

    return keep(
        "Kept. Clocks that run were counted anew.",
        add,
        again=lambda problem: _page(slug, problem, typed=_typed(*NEW_DAY)),
    )


@pages.post("/<slug>/days/<day>/removal")
def delete_day(slug: str, day: str) -> ResponseReturnValue:
    """A form cannot say DELETE."""

    def remove(session: Session, me: Agent, at: datetime) -> str:
        calendar_editing.remove_day(session, get_calendar(session, slug), _date(day), by=me, at=at)
        return _address(slug)

    return keep(
        "Removed. Clocks that run were counted anew.", remove, again=lambda problem: _page(slug, problem)
    )


@pages.post("/<slug>/holidays/<day>")
def correct_holiday(slug: str, day: str) -> ResponseReturnValue:
    """An estimated day is known now: the same day, or another."""

    def correct(session: Session, me: Agent, at: datetime) -> str:
        plan = DayPlan(_date(forms.line("day")), forms.line("name"))
        calendar = get_calendar(session, slug)
        calendar_editing.correct_holiday(session, calendar, plan, instead_of=_date(day), by=me, at=at)
        return _address(slug)

    return keep(
        "Kept. Clocks that run were counted anew.", correct, again=lambda problem: _page(slug, problem)
    )


def _page(slug: str, problem: str = "", *, typed: Typed = NEW_DAY) -> str:
    with reading() as session:
        people.require(myself(session), "edit_calendars")
        calendar = get_calendar(session, slug)
        years = (today(calendar).year, today(calendar).year + 1)
        return render_template(
            "calendar.html",
            calendar=calendar,
            doubt=calendar_doubts.doubt_about(calendar, now()),
            years={year: _shown_days(calendar, year) for year in years},
            used_by=calendar_editing.used_by(session, calendar),
            typed=typed,
            problem=problem,
        )


Shown = tuple[ShownDay, str]
"""A day, and the name to enter it by: an estimate that is settled is none any more."""


def _shown_days(calendar: BusinessCalendar, year: int) -> tuple[list[Shown], list[Shown]]:
    """Those that have passed, and those that are to come."""
    days = calendar_doubts.days_of(calendar, year)
    shown = [(each, ESTIMATE.sub("", each.name).strip()) for each in days]
    coming = [each for each in shown if each[0].day >= today(calendar)]
    return [each for each in shown if each not in coming], coming


def _form(typed: Typed, problem: str = "", *, slug: str = "") -> str:
    with reading() as session:
        people.require(myself(session), "edit_calendars")
        return render_template(
            "calendar_form.html",
            typed=typed,
            problem=problem,
            slug=slug,
            zones=zone_choices(),
            calendar=get_calendar(session, slug) if slug else None,
        )


def _typed(*names: str) -> Typed:
    return {name: forms.line(name) for name in (names or request.form)}


def _typed_plan(plan: CalendarPlan) -> Typed:
    days = {f"day{number}": write_windows(windows) for number, windows in enumerate(plan.hours)}
    boxes = {"public_holidays": plan.public_holidays, "joint_leave": plan.joint_leave}
    ticked = {name: "yes" for name, is_ticked in boxes.items() if is_ticked}
    return {"name": plan.name, "time_zone": plan.time_zone} | days | ticked


def _plan() -> CalendarPlan:
    return CalendarPlan(
        name=forms.line("name"),
        time_zone=forms.line("time_zone"),
        hours=[_hours_of_day(number) for number in range(7)],
        public_holidays=forms.ticked("public_holidays"),
        joint_leave=forms.ticked("joint_leave"),
    )


def _hours_of_day(number: int) -> list[Window]:
    """Raises Invalid, saying which day it is about."""
    try:
        return read_windows(forms.line(f"day{number}"))
    except Invalid as error:
        problem = reason_words(error.reason)
        raise Invalid(because("hours_of_day", day=weekday(number), problem=problem)) from None


def _day_plan() -> DayPlan:
    hours = read_windows(forms.line("hours"))
    is_open = forms.line("open") == "yes"
    return DayPlan(_date(forms.line("day")), forms.line("name"), is_open=is_open, hours=hours)


def _date(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Invalid(because("day_unreadable", typed=typed)) from None


def _address(slug: str) -> str:
    return url_for("calendars.show_one", slug=slug)
