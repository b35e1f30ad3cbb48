"""What people write to: which team an address belongs to, and which addresses are our own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from desk.errors import Conflict, Invalid, NotFound
from desk.people import Editor, checked_address, find_agent, require_editor
from desk.surroundings import desk_of
from models.addresses import Address
from models.people import Agent, Team, canonical
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
    by: Editor = None,
) -> Address:
    """Raises Invalid when it is none, or settings.toml has no such mailbox or sending account, Conflict when it is
    taken or an agent's: that agent's mail would be the desk's own (T038)."""
    require_editor(by, "edit_addresses")
    address = checked_address(address)
    _check_doors(session, mailbox=mailbox, sending_account=sending_account)
    _refuse_agents(session, address)
    spellings = {address, without_plus(address)}
    if session.scalars(select(Address.id).where(Address.address.in_(spellings))).first():
        raise Conflict(because("address_exists", address=address))
    row = Address(
        address=address,
        display_name=display_name or _usual_name(session, team),
        team=team,
        mailbox=mailbox,
        sending_account=sending_account,
        created_at=at,
    )
    session.add(row)
    session.flush()
    return row


def edit_address(
    session: Session,
    row: Address,
    *,
    team: Team,
    mailbox: str,
    sending_account: str,
    display_name: str,
    by: Editor,
) -> None:
    """The address itself stays: mails and tickets name it. Raises Invalid."""
    require_editor(by, "edit_addresses")
    _check_doors(session, mailbox=mailbox, sending_account=sending_account)
    row.team, row.mailbox, row.sending_account = team, mailbox, sending_account
    row.display_name = display_name or _usual_name(session, team)


def switch_off(row: Address, *, by: Editor) -> None:
    """No new ticket comes of mail to it, and it is no longer known as ours; its open tickets still answer from it."""
    require_editor(by, "edit_addresses")
    row.is_active = False


def switch_on(session: Session, row: Address, *, by: Editor) -> None:
    """Raises Conflict when an agent writes from it by now."""
    require_editor(by, "edit_addresses")
    _refuse_agents(session, row.address)
    row.is_active = True


def get_address(session: Session, address_id: int) -> Address:
    row = session.get(Address, address_id)
    if row is None:
        raise NotFound(because("no_such_address"))
    return row


def address_named(session: Session, address: str) -> Address:
    """Switched off or not. Raises NotFound."""
    row = session.scalars(select(Address).where(Address.address == canonical(address))).one_or_none()
    if row is None:
        raise NotFound(because("no_such_address"))
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


def sender_for(session: Session, agent: Agent) -> Address | None:
    """Where a mail about no ticket comes from: an address of the agent's first team, else any of ours."""
    active = [each for each in list_addresses(session) if each.is_active]
    teams = {team.id for team in agent.teams}
    return next((each for each in active if each.team_id in teams), active[0] if active else None)


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


def _check_doors(session: Session, *, mailbox: str, sending_account: str) -> None:
    settings = desk_of(session).settings
    if settings.mailbox_named(mailbox) is None:
        raise Invalid(because("no_such_mailbox", name=mailbox))
    if settings.sending_named(sending_account) is None:
        raise Invalid(because("no_such_sending_account", name=sending_account))


def _refuse_agents(session: Session, address: str) -> None:
    if find_agent(session, address):
        raise Conflict(because("address_is_an_agents", address=address))


def _usual_name(session: Session, team: Team) -> str:
    return f"{team.name} {desk_of(session).settings.desk.name}"
