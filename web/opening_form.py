"""What stands in the form that opens a ticket for somebody, as typed: nothing of it is lost when it is shown again.

Takes the request, gives a `Typed`; says what each of its lists offers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from secrets import token_hex

from desk import opening
from desk import pages as reads
from desk.opening import Desired
from desk.people import get_agent
from models.people import Agent, RequesterKind
from models.session import Session
from models.ticket import Channel, Priority
from web import forms
from web.due_words import priority_words, requester_kind_words
from web.language import NAMES, translate

CALL, WRITE = "call", "write"
CHANNELS = {Channel.PHONE: "Telephone", Channel.COUNTER: "Counter"}
NUMBER = re.compile(r"[1-9][0-9]{0,8}\Z")


@dataclass(frozen=True)
class Typed:
    """`requester` is the number of who was chosen. `seen` tells whose open tickets the page has shown already."""

    way: str = CALL
    who: str = ""
    requester: str = ""
    seen: str = ""
    name: str = ""
    mail: str = ""
    phone: str = ""
    organization: str = ""
    kind: str = ""
    language: str = ""
    channel: str = Channel.PHONE.value
    address: str = ""
    subject: str = ""
    words: str = ""
    cc: str = ""
    note: str = ""
    priority: str = Priority.NORMAL.value
    assignee: str = ""
    answered: bool = False
    confirm: bool = True
    resolved: bool = False
    form_key: str | None = None

    @property
    def writes_first(self) -> bool:
        return self.way == WRITE

    @property
    def requester_id(self) -> int | None:
        return int(self.requester) if NUMBER.match(self.requester) else None

    @property
    def requester_kind(self) -> RequesterKind | None:
        return RequesterKind(self.kind) if self.kind in list(RequesterKind) else None

    @property
    def spoken_over(self) -> Channel:
        return Channel.COUNTER if self.channel == Channel.COUNTER.value else Channel.PHONE

    @property
    def names_somebody(self) -> bool:
        return bool(self.name or self.mail or self.phone)


def empty() -> Typed:
    """A new form, for the requester and in the way that the address bar names."""
    way = WRITE if forms.query("way") == WRITE else CALL
    wanted = forms.query("requester")
    return Typed(way=way, requester=wanted, seen=wanted, form_key=token_hex(16))


def typed() -> Typed:
    """Raises Invalid when far too much was written."""
    lines = ("who", "requester", "seen", "name", "mail", "phone", "organization", "kind", "language")
    more = ("channel", "address", "subject", "cc", "priority", "assignee")
    return Typed(
        way=WRITE if forms.line("way") == WRITE else CALL,
        words=forms.lines("reply"),
        note=forms.lines("note"),
        answered=forms.ticked("answered"),
        confirm=forms.ticked("confirm"),
        resolved=forms.line("then") == "resolved",
        form_key=forms.form_key() or token_hex(16),
        **{name: forms.line(name) for name in (*lines, *more)},
    )


def desired(session: Session, typed: Typed) -> Desired:
    """Raises NotFound for an assignee nobody knows."""
    priority = Priority(typed.priority) if typed.priority in list(Priority) else Priority.NORMAL
    assignee = get_agent(session, typed.assignee) if typed.assignee else None
    return Desired(priority, assignee, typed.note)


def choices(session: Session, agent: Agent) -> dict[str, list[tuple[str, str]]]:
    """What each list of the form offers, with its words."""
    addresses = opening.desk_addresses(session, agent)
    return {
        "channel": [(each.value, translate(words)) for each, words in CHANNELS.items()],
        "address": [(each.address, f"{each.display_name} <{each.address}>") for each in addresses],
        "priority": [(each.value, priority_words(each)) for each in Priority],
        "assignee": [
            ("", translate("Nobody")),
            *((each.login, each.name) for each in reads.active_agents(session)),
        ],
        "kind": kinds(),
        "language": languages(),
    }


def kinds() -> list[tuple[str, str]]:
    return [
        ("", translate("Not known")),
        *((each.value, requester_kind_words(each)) for each in RequesterKind),
    ]


def languages() -> list[tuple[str, str]]:
    return [("", translate("Not known")), *NAMES.items()]
