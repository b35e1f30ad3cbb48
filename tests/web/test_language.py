"""Both languages: chosen with a button, kept for the agent, said before anybody signs in."""

from __future__ import annotations

import re

from desk import people as desk_people
from desk.surroundings import Surroundings
from tests.web.conftest import NOW
from tests.web.people import People, open_a_ticket
from tests.web.visitor import Visitor


def test_agent_reads_times_in_the_chosen_language(ana: Visitor, desk: Surroundings, people: People) -> None:
    path = f"/tickets/{open_a_ticket(desk, at=NOW).code}"
    english = ana.reads(path)
    ana.posts("/language", {"language": "id", "next": path})
    indonesian = ana.reads(path)

    assert "24 November 2026, 10:00 WIB" in english
    assert '<html lang="id">' in indonesian
    assert "24 November 2026 pukul 10.00 WIB" in indonesian


def test_chosen_language_is_the_agents_for_mails_too(
    ana: Visitor, desk: Surroundings, people: People
) -> None:
    ana.posts("/language", {"language": "id"})

    with desk.database.reading() as session:
        assert desk_people.get_agent(session, people.ana.login).language == "id"


def test_stranger_chooses_too(stranger: Visitor) -> None:
    before = stranger.reads("/sign-in")
    stranger.posts("/language", {"language": "id"}, form_of="/sign-in")

    assert '<html lang="en">' in before
    assert '<html lang="id">' in stranger.reads("/sign-in")


def test_language_nobody_speaks_changes_nothing(stranger: Visitor) -> None:
    stranger.posts("/language", {"language": "../../etc/passwd"}, form_of="/sign-in")

    assert '<html lang="en">' in stranger.reads("/sign-in")


def test_choosing_leads_back_to_the_page(ana: Visitor) -> None:
    page = ana.reads("/tickets?status=all&words=a%20b")
    back = re.search(r'name="next" value="([^"]*)"', page)

    assert back is not None
    assert back[1] == "/tickets?status=all&amp;words=a%20b"
    assert ana.posts("/language", {"language": "id", "next": "//evil.example"}).location == "/tickets"


def test_error_pages_speak_the_language_as_well(ana: Visitor) -> None:
    ana.posts("/language", {"language": "id"})

    assert '<html lang="id">' in ana.gets("/nowhere").text
