"""Organizations: who writes from their domain for the first time belongs to them."""

from __future__ import annotations

import pytest

from desk import organizations, people
from desk.errors import Conflict, DeskError, NotAllowed, NotFound
from desk.surroundings import Surroundings
from desk.work import work
from models.people import Organization
from models.session import Session
from tests.desks import NOON, RUI, agent, rui


def made(session: Session, name: str = "Partner", domain: str = "partner.example") -> Organization:
    return organizations.add_organization(
        session, name=name, domain=domain, by=agent(session, "ana"), at=NOON
    )


@pytest.mark.parametrize(
    ("address", "name"),
    [
        (RUI, "Partner"),
        ("x@PARTNER.example", "Partner"),
        ("x@jakarta.partner.example", "Jakarta"),
        ("x@kota.jakarta.partner.example", "Jakarta"),
        ("x@otherpartner.example", None),
        ("x@partner.example.evil.test", None),
    ],
)
def test_new_requesters_belong_to_the_nearest_domain(
    desk: Surroundings, address: str, name: str | None
) -> None:
    with work(desk, at=NOON) as session:
        made(session)
        made(session, "Jakarta", "jakarta.partner.example")
        requester = people.recognise_requester(session, name="", address=address, at=NOON)

        assert (requester.organization.name if requester.organization else None) == name


def test_who_is_known_stays_where_they_are(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        rui(session)
        made(session)

        assert rui(session).organization is None


@pytest.mark.parametrize(
    "domain", ["partner", "a b.example", "x@partner.example", ".example", "a" * 260 + ".example"]
)
def test_what_is_no_domain_is_refused(desk: Surroundings, domain: str) -> None:
    with pytest.raises(DeskError, match="not_a_domain"), work(desk, at=NOON) as session:
        made(session, domain=domain)


@pytest.mark.parametrize(
    ("name", "domain", "code"),
    [
        ("partner", "", "organization_exists"),
        ("Other", "@Partner.example", "domain_of_another"),
        ("Other", "gmail.com", "domain_is_everybodys"),
        ("", "other.example", "name_missing"),
    ],
)
def test_what_is_taken_or_everybodys_is_refused(
    desk: Surroundings, name: str, domain: str, code: str
) -> None:
    with work(desk, at=NOON) as session:
        made(session)
        with pytest.raises(DeskError, match=code):
            made(session, name, domain)


def test_an_organization_may_keep_its_own_name_and_domain_when_changed(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        row = made(session)
        organizations.change_organization(
            session, row, name="PARTNER", domain="partner.example", by=agent(session, "ana")
        )

        assert (row.name, row.domain) == ("PARTNER", "partner.example")


def test_one_that_is_named_is_found_in_any_letters_or_made(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        ana, row = agent(session, "ana"), made(session)

        assert organizations.named_organization(session, " pARTNER ", by=ana, at=NOON) is row
        assert organizations.named_organization(session, "", by=ana, at=NOON) is None
        new = organizations.named_organization(session, "Dinas  Contoh", by=ana, at=NOON)
        assert new is not None
        assert new.name == "Dinas Contoh"


def test_list_goes_on_by_name_and_counts_requesters(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        names = [f"Dinas {number:03}" for number in range(organizations.PAGE + 1)]
        for name in reversed(names):
            made(session, name, "")
        people.recognise_requester(
            session, name="", address="x@sukses.example", at=NOON
        ).organization = organizations.find_organization(session, names[-1])
        session.flush()
        first = organizations.list_organizations(session)
        second = organizations.list_organizations(session, after=first.next_after)

        assert [row.name for row, _ in (*first.rows, *second.rows)] == names
        assert [count for _, count in second.rows] == [1]
        assert [row.name for row, _ in organizations.list_organizations(session, words="050").rows] == [
            names[-1]
        ]


def test_no_such_organization(desk: Surroundings) -> None:
    with pytest.raises(NotFound), desk.database.reading() as session:
        organizations.get_organization(session, 1)


def test_who_has_left_makes_none(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        agent(session, "ana").is_active = False
        with pytest.raises(NotAllowed):
            made(session)


def test_a_domain_can_be_taken_back(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        row, ana = made(session), agent(session, "ana")
        organizations.change_organization(session, row, name="Partner", domain="", by=ana)
        session.flush()

        assert made(session, "Other").domain == "partner.example"
        with pytest.raises(Conflict):
            organizations.change_organization(session, row, name="Partner", domain="partner.example", by=ana)
