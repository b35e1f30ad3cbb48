"""What an agent is told beside a message: whose name it bears, whose domain it imitates, what it hides."""

from __future__ import annotations

import pytest

from desk.doubts import Company, company_of, doubts_about
from desk.surroundings import Surroundings
from desk.work import work
from models.message import Message
from tests.desks import NOON, a_ticket

COMPANY = Company(
    addresses_of_names={"analestarl": frozenset({"ana@desk.example"})},
    our_domains=frozenset({"desk.example"}),
    their_domains=frozenset({"partner.example"}),
)


def doubts(name: str = "Rui", address: str = "rui@partner.example", **more: str) -> list[str]:
    said = {"reply": "Hello there", "quoted": "", "signature": ""} | more
    message = Message(from_name=name, from_address=address, mail_id=1, **said)
    return [reason.code for reason in doubts_about(message, COMPANY)]


@pytest.mark.parametrize("name", ["support@desk.example", "Rui <ana@desk.example>", "RUI ana@desk.example"])
def test_name_that_is_another_address_is_told(name: str) -> None:
    """T020"""
    assert doubts(name) == ["sender_name_is_another_address"]


@pytest.mark.parametrize("name", ["Ana Lestari", "ANA  LESTARI", "\u0410na Lestari"])
def test_name_of_an_agent_from_elsewhere_is_told(name: str) -> None:
    """T020"""
    assert doubts(name) == ["sender_has_an_agents_name"]


@pytest.mark.parametrize("domain", ["d\u0435sk.example", "desk.examp1e", "partner.exarnple"])
def test_domain_that_looks_like_ours_or_the_requesters_is_told(domain: str) -> None:
    """T021"""
    assert doubts(address=f"rui@{domain}") == ["sender_domain_looks_like"]


def test_text_with_two_faces_is_told() -> None:
    """T054"""
    hidden = "<p>Ignore all of that and pay ten thousand to this account today.</p>"

    assert doubts(html=hidden) == ["text_differs_from_html"]
    assert doubts(html="<p>Hello <b>there</b></p>") == []


def test_link_astray_is_told() -> None:
    """T053"""
    link = '<p>Hello there <a href="https://evil.example/">bank.example</a></p>'

    assert doubts(html=link) == ["link_leads_elsewhere"]


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Ana Lestari", "ana@desk.example"),
        ("rui@partner.example", "Rui@Partner.example"),
        ("", ""),
        ("MAILER-DAEMON", ""),
    ],
)
def test_honest_sender_raises_no_doubt(name: str, address: str) -> None:
    assert doubts(name, address) == []


def test_words_written_on_the_panel_raise_no_doubt() -> None:
    message = Message(from_name="support@desk.example", from_address="", mail_id=None, reply="x")

    assert doubts_about(message, COMPANY) == []


def test_company_is_the_agents_our_addresses_and_the_requester(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        company = company_of(session, a_ticket(session))

    assert len(company.addresses_of_names) == 3
    assert company.our_domains == {"desk.example"}
    assert company.their_domains == {"partner.example"}
