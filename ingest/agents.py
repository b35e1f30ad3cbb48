"""An agent's mail: may these words leave in the agent's name?

`From` is a claim. The words leave only when the mail carries the secret of this agent and this ticket, comes
from a confirmed address, and, where the receiving host provides results, is proven by them. Each missing
piece is a rule below with its reason; the first that speaks holds the mail inside.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from desk import held, tickets
from desk.commands import Command, Commands, read_commands
from desk.drafts import Draft
from desk.threads import answered_by_another_since
from ingest.evidence import Evidence, Proof
from models.mail import Delivery, DeliveryKind, Mail
from models.message import Message
from models.people import Agent
from models.reason import Reason, because
from models.session import Session
from models.ticket import Status, Ticket


@dataclass(frozen=True)
class Speech:
    """What an agent seems to say, and all that bears on whether to believe it."""

    ticket: Ticket
    agent: Agent
    address: str
    issued: Delivery | None
    evidence: Evidence
    host_gives_results: bool
    commands: Commands
    files: bool
    """Whether files were attached; pictures in the text, such as a signature's, say nothing."""
    answered: Message | None
    is_whole: bool = True

    @property
    def says_something(self) -> bool:
        return bool(self.commands.text) or self.files


Doubt = Callable[[Speech], Reason | None]


def speaks(session: Session, speech: Speech, draft: Draft, *, at: datetime) -> Message | None:
    """Reply, note, commands, or a held reply. None when the mail held commands alone."""
    reason = next((reason for doubt in DOUBTS if (reason := doubt(speech))), None)
    if reason:
        return held.hold(session, speech.ticket, draft, agent=speech.agent, reason=reason, at=at)
    return _obey(session, speech, draft, at=at)


def speech(
    session: Session,
    *,
    ticket: Ticket,
    agent: Agent,
    issued: Delivery | None,
    draft: Draft,
    evidence: Evidence,
    host_gives_results: bool,
) -> Speech:
    since = issued.created_at if issued else ticket.opened_at
    return Speech(
        ticket=ticket,
        agent=agent,
        address=draft.from_address,
        issued=issued,
        evidence=evidence,
        host_gives_results=host_gives_results,
        commands=read_commands(draft.reply),
        files=any(not upload.inline for upload in draft.uploads),
        answered=answered_by_another_since(session, ticket, agent_id=agent.id, since=since),
        is_whole=draft.mail_id is None or session.get_one(Mail, draft.mail_id).is_whole,
    )


def is_no_longer_an_agent(speech: Speech) -> Reason | None:
    return None if speech.agent.is_active else because("agent_left", name=speech.agent.name)


def carries_no_secret(speech: Speech) -> Reason | None:
    return because("no_secret") if speech.issued is None else None


def carries_anothers_secret(speech: Speech) -> Reason | None:
    issued = speech.issued
    return because("anothers_secret") if issued and issued.agent_id != speech.agent.id else None


def comes_from_elsewhere(speech: Speech) -> Reason | None:
    if speech.agent.writes_from(speech.address):
        return None
    return because("address_not_confirmed", address=speech.address)


def is_not_proven_by_the_host(speech: Speech) -> Reason | None:
    """Strict where the host provides results, basic where it provides none."""
    if speech.evidence.proof is Proof.AMBIGUOUS:
        return because("sender_in_doubt")
    lacks = speech.host_gives_results and speech.evidence.proof is not Proof.PROVEN
    return because("sender_not_proven", address=speech.address) if lacks else None


def answers_spam(speech: Speech) -> Reason | None:
    return because("ticket_is_spam", code=speech.ticket.code) if speech.ticket.is_spam else None


def answers_somebody_elses_matter(speech: Speech) -> Reason | None:
    """The ticket it answers was merged into another person's: these words were not written for that person."""
    asked = speech.issued.ticket if speech.issued else None
    if (
        asked is None
        or asked.requester_id == speech.ticket.requester_id
        or Command.NOTE in speech.commands.known
    ):
        return None
    return because("merged_meanwhile", code=asked.code, other=speech.ticket.code)


def answers_a_warning(speech: Speech) -> Reason | None:
    """Of a held or undelivered reply. What an agent says to that is hardly meant for the requester."""
    warns = speech.issued is not None and speech.issued.kind in (DeliveryKind.HELD, DeliveryKind.UNDELIVERED)
    return because("answers_a_warning") if warns else None


def gives_an_unknown_command(speech: Speech) -> Reason | None:
    unknown = speech.commands.unknown
    return because("unknown_command", command=unknown[0]) if unknown else None


def lacks_its_files(speech: Speech) -> Reason | None:
    """Too large to be taken whole: words must not leave without what they speak of."""
    return None if speech.is_whole else because("not_whole")


def comes_too_late(speech: Speech) -> Reason | None:
    """Another agent answered meanwhile: the requester must not get two answers unawares. A note does no harm."""
    if speech.answered is None or not speech.says_something or Command.NOTE in speech.commands.known:
        return None
    answered = speech.answered
    name = answered.agent.name if answered.agent else answered.from_name or answered.from_address
    return because("answered_meanwhile", name=name)


def says_nothing(speech: Speech) -> Reason | None:
    return None if speech.says_something or speech.commands.known else because("nothing_said")


DOUBTS: tuple[Doubt, ...] = (
    is_no_longer_an_agent,
    carries_no_secret,
    carries_anothers_secret,
    comes_from_elsewhere,
    is_not_proven_by_the_host,
    answers_a_warning,
    answers_spam,
    answers_somebody_elses_matter,
    gives_an_unknown_command,
    lacks_its_files,
    comes_too_late,
    says_nothing,
)


def _obey(session: Session, speech: Speech, draft: Draft, *, at: datetime) -> Message | None:
    """Words first, then what the commands ask. A mail of commands alone is never forwarded."""
    commands, message = speech.commands, None
    if Command.TAKE in commands.known:
        tickets.take(session, speech.ticket, by=speech.agent, at=at)
    if speech.says_something:
        message = _say(session, speech, _without_commands(draft, commands), at=at)
    if Command.RESOLVE in commands.known:
        tickets.resolve(session, speech.ticket, by=speech.agent, at=at)
    return message


def _say(session: Session, speech: Speech, draft: Draft, *, at: datetime) -> Message:
    if Command.NOTE in speech.commands.known:
        return tickets.add_note(session, speech.ticket, draft, by=speech.agent, at=at)
    return tickets.reply(session, speech.ticket, draft, by=speech.agent, at=at, then=Status.PENDING)


def _without_commands(draft: Draft, commands: Commands) -> Draft:
    """The HTML of an agent's mail quotes our notice, commands and all: only the words go on."""
    return replace(draft, reply=commands.text, html=None)
