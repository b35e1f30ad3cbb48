"""Links by which agents choose their password: the first one, when they are invited, or a new one.

A link proves that whoever has it reads the agent's mail. It ends with its time, with the first password chosen
by it, and with the agent's leaving; nothing of it is stored.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from desk import agents, people
from desk.addresses import sender_for
from desk.deliveries import Letter, queue_letter, sent_since
from desk.errors import Conflict, NotAllowed, NotFound
from desk.people import Editor
from desk.surroundings import Surroundings, desk_of
from models.mail import DeliveryKind
from models.people import Agent, canonical
from models.reason import because
from models.session import Session

LASTS = {DeliveryKind.INVITATION: timedelta(days=7), DeliveryKind.PASSWORD: timedelta(hours=1)}
MOST_PER_HOUR = 3
PURPOSE = "password"


def ask_for_link(session: Session, login: str, *, at: datetime) -> bool:
    """Whether a mail was queued. Nobody who asks is told, or strangers could find out who works here (T111)."""
    agent = people.find_agent(session, canonical(login))
    if agent is None or not agent.is_active or agent.login != canonical(login):
        return False
    since = at - timedelta(hours=1)
    if sent_since(session, agent.mail_address, DeliveryKind.PASSWORD, since=since) >= MOST_PER_HOUR:
        return False
    return _send(session, agent, DeliveryKind.PASSWORD, at=at)


def invite(session: Session, agent: Agent, *, by: Editor, at: datetime) -> None:
    """Raises NotAllowed, and Conflict when the desk has no address to write from yet."""
    if not agents.may_edit(by, agent):
        raise NotAllowed(because("not_allowed", deed="edit_agents"))
    kind = DeliveryKind.PASSWORD if agent.password_hash else DeliveryKind.INVITATION
    if not _send(session, agent, kind, at=at):
        raise Conflict(because("nothing_to_invite_from"))


def link_to(desk: Surroundings, agent: Agent, *, until: datetime) -> str:
    minutes = int(until.timestamp()) // 60
    signature = desk.signer.token(PURPOSE, _signed(agent, minutes))
    return f"{desk.settings.desk.base_url}/password/{agent.id}-{minutes}-{signature}"


def holder_of(session: Session, token: str, *, at: datetime) -> Agent:
    """Raises NotFound for a link that has ended, or never was one."""
    number, _, rest = token.partition("-")
    minutes, _, signature = rest.partition("-")
    over = NotFound(because("password_link_over"))
    if not (_is_small(number) and _is_small(minutes)) or at >= datetime.fromtimestamp(int(minutes) * 60, UTC):
        raise over
    agent = people.agent_with_id(session, int(number))
    if agent is None or not agent.is_active:
        raise over
    signer = desk_of(session).signer
    if not signer.knows_token(signature, purpose=PURPOSE, text=_signed(agent, int(minutes))):
        raise over
    return agent


def choose_password(session: Session, token: str, password: str, *, at: datetime) -> Agent:
    """Ends the link and every session of before. Raises NotFound, and Invalid for a short one."""
    agent = holder_of(session, token, at=at)
    people.set_password(agent, password)
    return agent


def _send(session: Session, agent: Agent, kind: DeliveryKind, *, at: datetime) -> bool:
    address = sender_for(session, agent)
    if address is None:
        return False
    until = (at + LASTS[kind]).replace(second=0, microsecond=0)
    letter = Letter(kind, agent, address, once=at.isoformat(), facts={"until": until.isoformat()})
    return queue_letter(session, letter, at=at) is not None


def _signed(agent: Agent, minutes: int) -> str:
    """The password of now is part of it: once another is chosen, the link fits no more."""
    return f"{agent.id} {minutes} {agent.password_hash or ''}"


def _is_small(digits: str) -> bool:
    return digits.isascii() and digits.isdecimal() and len(digits) <= 9
