"""Organizations that requesters belong to: who writes from an organization's domain for the first time joins it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from desk import people
from desk.errors import Conflict, Invalid, NotFound
from desk.junk import SHARED_HOSTS
from models.people import Agent, Organization, Requester, canonical
from models.reason import because
from models.session import Session

PAGE = 50
LONGEST_DOMAIN = 255


@dataclass(frozen=True)
class OrganizationList:
    """Each with the number of its requesters. `next_after` starts the next page; "" on the last."""

    rows: list[tuple[Organization, int]]
    next_after: str


def add_organization(session: Session, *, name: str, domain: str, by: Agent, at: datetime) -> Organization:
    """`domain` may be "". Raises NotAllowed, Invalid, Conflict."""
    people.require(by, "edit_requesters")
    organization = Organization(created_at=at)
    _describe(session, organization, name=name, domain=domain)
    session.add(organization)
    session.flush()
    return organization


def change_organization(
    session: Session, organization: Organization, *, name: str, domain: str, by: Agent
) -> None:
    """Requesters who are known already stay where they are. Raises NotAllowed, Invalid, Conflict."""
    people.require(by, "edit_requesters")
    _describe(session, organization, name=name, domain=domain)


def get_organization(session: Session, organization_id: int) -> Organization:
    organization = session.get(Organization, organization_id)
    if organization is None:
        raise NotFound(because("no_such_organization"))
    return organization


def named_organization(session: Session, name: str, *, by: Agent, at: datetime) -> Organization | None:
    """The one of this name, in whatever letters it was typed; made when there is none. None for no name."""
    plain = " ".join(name.split())
    if not plain:
        return None
    return find_organization(session, plain) or add_organization(session, name=plain, domain="", by=by, at=at)


def find_organization(session: Session, name: str) -> Organization | None:
    query = select(Organization).where(func.lower(Organization.name) == name.lower())
    return session.scalars(query.order_by(Organization.id)).first()


def list_organizations(session: Session, *, words: str = "", after: str = "") -> OrganizationList:
    """By name, a page at a time."""
    members = (
        select(func.count(Requester.id))
        .where(Requester.organization_id == Organization.id, Requester.joined_into_id.is_(None))
        .scalar_subquery()
    )
    query = select(Organization, members).where(Organization.name > after)
    for word in words.split()[:8]:
        query = query.where(Organization.name.icontains(word, autoescape=True))
    rows = [(row[0], row[1]) for row in session.execute(query.order_by(Organization.name).limit(PAGE + 1))]
    return OrganizationList(rows[:PAGE], rows[PAGE - 1][0].name if len(rows) > PAGE else "")


def _describe(session: Session, organization: Organization, *, name: str, domain: str) -> None:
    wanted = people.checked_name(name)
    with session.no_autoflush:
        same = find_organization(session, wanted)
        if same not in (None, organization):
            raise Conflict(because("organization_exists", name=wanted))
        organization.domain = _checked_domain(session, organization, domain)
    organization.name = wanted


def _checked_domain(session: Session, organization: Organization, domain: str) -> str | None:
    wanted = canonical(domain).removeprefix("@")
    if not wanted:
        return None
    labels = wanted.split(".")
    is_plain = wanted.isprintable() and not set(wanted) & set(' @<>,;:"/')
    if len(labels) < 2 or not all(labels) or not is_plain or len(wanted) > LONGEST_DOMAIN:
        raise Invalid(because("not_a_domain", domain=domain))
    if wanted in SHARED_HOSTS:
        raise Invalid(because("domain_is_everybodys", domain=wanted))
    owner = session.scalars(select(Organization).where(Organization.domain == wanted)).first()
    if owner is not None and owner is not organization:
        raise Conflict(because("domain_of_another", domain=wanted, name=owner.name))
    return wanted
