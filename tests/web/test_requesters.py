"""The pages of the people outside: found, described, given addresses, joined; and the organizations they belong to."""

from __future__ import annotations

import pytest

from desk import people as desk_people
from desk.surroundings import Surroundings
from desk.work import work
from models.people import Organization, Requester, RequesterKind
from models.session import Session
from models.ticket import Ticket
from tests.web.conftest import NOW
from tests.web.people import People, open_a_ticket
from tests.web.visitor import Visitor

RUI, OTHER = "rui@mitra.example", "rui@rumah.example"


@pytest.fixture
def ticket(desk: Surroundings, people: People) -> Ticket:
    """Rui's."""
    return open_a_ticket(desk, at=NOW)


def requester(session: Session, address: str = RUI) -> Requester:
    found = desk_people.find_requester(session, address)
    assert found is not None
    return found


def path_of(desk: Surroundings, address: str = RUI) -> str:
    with desk.database.reading() as session:
        return f"/requesters/{requester(session, address).id}"


def also_writes_from_home(desk: Surroundings) -> None:
    with work(desk, at=NOW) as session:
        desk_people.recognise_requester(session, name="Rui S.", address=OTHER, at=NOW)


@pytest.mark.parametrize("words", ["", "santoso", "rui@mitra"])
def test_people_are_listed_and_found(ana: Visitor, ticket: Ticket, words: str) -> None:
    assert "Rui Santoso" in ana.reads(f"/requesters?words={words}")


def test_page_shows_addresses_and_tickets(ana: Visitor, desk: Surroundings, ticket: Ticket) -> None:
    page = ana.reads(path_of(desk))

    assert RUI in page
    assert ticket.code in page


def test_what_is_known_of_somebody_is_changed(ana: Visitor, desk: Surroundings, ticket: Ticket) -> None:
    form = {
        "name": "Rui A. Santoso",
        "phone": "0812 3456",
        "kind": "partner",
        "organization": "Mitra",
        "language": "id",
    }
    ana.posts(path_of(desk), form)
    with desk.database.reading() as session:
        known = requester(session)
        organization = known.organization

    assert (known.name, known.kind) == ("Rui A. Santoso", RequesterKind.PARTNER)
    assert organization is not None


def test_another_address_is_added_and_removed_again(ana: Visitor, desk: Surroundings, ticket: Ticket) -> None:
    ana.posts(path_of(desk) + "/addresses", {"address": OTHER})
    with desk.database.reading() as session:
        added = {each.address: each.id for each in requester(session).addresses}
    ana.posts(f"{path_of(desk)}/addresses/{added[OTHER]}/removal")
    with desk.database.reading() as session:
        left = [each.address for each in requester(session).addresses]

    assert list(added) == [RUI, OTHER]
    assert left == [RUI]


def test_an_agents_address_is_refused_in_words(
    ana: Visitor, desk: Surroundings, people: People, ticket: Ticket
) -> None:
    answer = ana.posts(path_of(desk) + "/addresses", {"address": people.ben.login})

    assert answer.status_code in (409, 422)
    assert people.ben.login in answer.text


def test_two_who_are_one_person_are_joined(ana: Visitor, desk: Surroundings, ticket: Ticket) -> None:
    also_writes_from_home(desk)
    other = path_of(desk, OTHER)
    ana.posts(path_of(desk) + "/joining", {"other": OTHER})
    with desk.database.reading() as session:
        addresses = [each.address for each in requester(session).addresses]

    assert addresses == [RUI, OTHER]
    assert ana.gets(other).headers["Location"].endswith(path_of(desk))


def test_organization_is_made_and_lists_its_people(ana: Visitor, desk: Surroundings, ticket: Ticket) -> None:
    ana.posts("/organizations/new", {"name": "Mitra Data", "domain": "mitra.example"})
    form = {"name": "Rui Santoso", "organization": "Mitra Data"}
    ana.posts(path_of(desk), form)
    with desk.database.reading() as session:
        organization = session.query(Organization).one()

    assert "Mitra Data" in ana.reads("/organizations")
    assert "Rui Santoso" in ana.reads(f"/organizations/{organization.id}")


def test_refused_domain_is_shown_again_with_what_was_typed(ana: Visitor, ticket: Ticket) -> None:
    answer = ana.posts("/organizations/new", {"name": "Surel Gratis", "domain": "gmail.com"})

    assert answer.status_code == 422
    assert 'value="Surel Gratis"' in answer.text
