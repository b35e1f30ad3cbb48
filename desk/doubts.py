"""What an agent should know before believing a message: a sender that poses, a text with two faces (T020-T054).

Pure but for `company_of`. Each doubt looks at one message among the people who could be mistaken for its
author, and gives reasons; nothing is hidden or changed because of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import select

from desk.addresses import list_addresses
from desk.alike import tell_the_same
from desk.links import links_astray
from desk.lookalikes import lookalike_of, skeleton
from desk.text import plain_from_html
from models.message import Message
from models.people import Agent, canonical
from models.reason import Reason, because
from models.session import Session
from models.ticket import Ticket

LINKS_NAMED = 3
ADDRESS = re.compile(r"[^\s\"(),:;<>@\[\\\]]{1,128}@[^\s\"(),:;<>@\[\\\]]{1,255}")


@dataclass(frozen=True)
class Company:
    """Whom a sender could pose as: agents by the skeletons of their names, and domains that are trusted here."""

    addresses_of_names: dict[str, frozenset[str]]
    our_domains: frozenset[str]
    their_domains: frozenset[str]
    """Those of the ticket's requester."""


def company_of(session: Session, ticket: Ticket) -> Company:
    agents = session.scalars(select(Agent).where(Agent.is_active)).all()
    theirs = {agent: frozenset(each.address for each in agent.addresses) for agent in agents}
    names: dict[str, frozenset[str]] = {}
    for agent, addresses in theirs.items():
        names[skeleton(agent.name)] = names.get(skeleton(agent.name), frozenset()) | addresses
    ours = {address.address for address in list_addresses(session)}.union(*theirs.values())
    return Company(
        addresses_of_names=names,
        our_domains=frozenset(map(_domain, ours)),
        their_domains=frozenset(_domain(each.address) for each in ticket.requester.addresses),
    )


def doubts_about(message: Message, company: Company) -> list[Reason]:
    """Of what came by mail; the words of people who are signed in are their own."""
    if message.mail_id is None:
        return []
    return [reason for doubt in DOUBTS for reason in doubt(message, company)]


def name_is_another_address(message: Message, _company: Company) -> Iterator[Reason]:
    claimed = ADDRESS.search(message.from_name)
    if claimed and canonical(claimed[0]) != canonical(message.from_address):
        yield because("sender_name_is_another_address", name=message.from_name, address=message.from_address)


def name_is_an_agents(message: Message, company: Company) -> Iterator[Reason]:
    theirs = company.addresses_of_names.get(skeleton(message.from_name))
    if theirs is not None and canonical(message.from_address) not in theirs:
        yield because("sender_has_an_agents_name", name=message.from_name, address=message.from_address)


def domain_looks_like_another(message: Message, company: Company) -> Iterator[Reason]:
    domain = _domain(message.from_address)
    like = lookalike_of(domain, company.our_domains) or lookalike_of(domain, company.their_domains)
    if domain and like:
        yield because("sender_domain_looks_like", domain=domain, other=like)


def text_differs_from_html(message: Message, _company: Company) -> Iterator[Reason]:
    text = f"{message.reply}\n{message.quoted}\n{message.signature}"
    if message.html and not tell_the_same(text, plain_from_html(message.html)):
        yield because("text_differs_from_html")


def link_leads_elsewhere(message: Message, _company: Company) -> Iterator[Reason]:
    for link in links_astray(message.html or "")[:LINKS_NAMED]:
        yield because("link_leads_elsewhere", shown=link.shown, host=link.host)


Doubt = Callable[[Message, Company], Iterator[Reason]]
DOUBTS: tuple[Doubt, ...] = (
    name_is_another_address,
    name_is_an_agents,
    domain_looks_like_another,
    text_differs_from_html,
    link_leads_elsewhere,
)


def _domain(address: str) -> str:
    return canonical(address).rpartition("@")[2]
