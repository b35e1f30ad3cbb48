"""What people write to: which team an address belongs to, and which addresses are our own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from desk.errors import Conflict, Invalid
from desk.people import checked_address, find_agent
from desk.surroundings import desk_of
from models.addresses import Address
from models.people import Team, canonical
from models.reason import because
from models.session import Session


def add_address(
    session: Session,
    *,
    address: str,
    team: Team,
    mailbox: str,
    sending_account: str,
    at: datetime,
    display_name: str = "",
) -> Address:
    """Raises Invalid when it is none, or settings.toml has no such mailbox or sending account, Conflict when it is
    taken or an agent's: that agent's mail would be the desk's own (T038)."""
    address = checked_address(address)
    settings = desk_of(session).settings
    if settings.mailbox_named(mailbox) is None:
        raise Invalid(because("no_such_mailbox", name=mailbox))
    if settings.sending_named(sending_account) is None:
        raise Invalid(because("no_such_sending_account", name=sending_account))
    if find_agent(session, address):
        raise Conflict(because("address_is_an_agents", address=address))
    if find_address(session, address):
        raise Conflict(because("address_exists", address=address))
    row = Address(
        address=address,
        display_name=display_name or f"{team.name} {settings.desk.name}",
        team=team,
        mailbox=mailbox,
        sending_account=sending_account,
        created_at=at,
    )
    session.add(row)
    session.flush()
    return row


def find_address(session: Session, address: str) -> Address | None:
    """The active address of ours this is, without its plus part."""
    query = select(Address).where(
        Address.address.in_({canonical(address), without_plus(address)}), Address.is_active
    )
    return session.scalars(query).first()


def addresses_of_mailbox(session: Session, mailbox: str) -> list[Address]:
    return list(
        session.scalars(
            select(Address).where(Address.mailbox == mailbox, Address.is_active).order_by(Address.id)
        )
    )


def list_addresses(session: Session) -> list[Address]:
    return list(session.scalars(select(Address).order_by(Address.address)))


def is_ours(session: Session, address: str) -> bool:
    return find_address(session, address) is not None


def strangers_of(session: Session, addresses: Iterable[str]) -> list[str]:
    """These addresses without our own, each once, in canonical form."""
    wanted = dict.fromkeys(canonical(address) for address in addresses if "@" in address)
    spellings = {*wanted, *map(without_plus, wanted)}
    ours = set(
        session.scalars(select(Address.address).where(Address.address.in_(spellings), Address.is_active))
    )
    return [address for address in wanted if not {address, without_plus(address)} & ours]


def without_plus(address: str) -> str:
    local, _, domain = canonical(address).rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"
