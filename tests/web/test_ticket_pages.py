"""What the list and the page of a ticket show."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk import people as desk_people
from desk import search, tickets
from desk.drafts import Draft
from desk.surroundings import Surroundings
from desk.work import work
from models.mail import DeliveryKind, DeliveryState, Fate
from models.people import Agent
from models.reason import because
from models.ticket import Channel, Follower, Ticket
from tests.web.conftest import NOW
from tests.web.people import People, keep_a_mail, open_a_ticket
from tests.web.visitor import Visitor


@pytest.fixture
def ticket(desk: Surroundings, people: People) -> Ticket:
    return open_a_ticket(desk, at=NOW - timedelta(hours=3))


def test_list_shows_what_one_wants_to_know(ana: Visitor, ticket: Ticket) -> None:
    page = ana.reads("/tickets")

    shown = (ticket.code, "Cannot export the table", "Rui Santoso", "Layanan Data", "nobody", ">New<", "3 h")
    assert [each for each in shown if each not in page] == []


@pytest.mark.parametrize(
    ("query", "is_shown"),
    [
        ("", True),
        ("status=new", True),
        ("status=resolved", False),
        ("status=all", True),
        ("status=nonsense", False),
        ("team=layanan", True),
        ("team=other", False),
        ("assignee=none", True),
        ("assignee=ana@meja.example", False),
        ("words=export+1000", True),
        ("words=RUI", True),
        ("words=elephant", False),
        ("words=%25", False),
        ("words=%00", True),
        ("words=" + "x" * 10_000, False),
        ("words=' OR 1=1 --", False),
        ("after=99999999999999999999999999_1", True),
        ("after=²_²", True),
    ],
)
def test_list_shows_what_its_filters_let_through(
    ana: Visitor, ticket: Ticket, query: str, *, is_shown: bool
) -> None:
    assert (ticket.code in ana.reads(f"/tickets?{query}")) is is_shown


def test_code_typed_carelessly_finds_its_ticket(ana: Visitor, ticket: Ticket) -> None:
    assert ticket.code in ana.reads(f"/tickets?words={ticket.code.lower()}")
    assert ana.gets(f"/tickets/{ticket.code.lower()}").location == f"/tickets/{ticket.code}"


def test_older_tickets_are_one_click_away_with_the_same_filters(
    ana: Visitor, desk: Surroundings, people: People
) -> None:
    codes = [open_a_ticket(desk, at=NOW - timedelta(minutes=number)).code for number in range(52)]
    first = ana.reads("/tickets?team=layanan")
    older = first.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    second = ana.reads(older)

    assert "team=layanan" in older
    assert [code for code in codes if code in second] == codes[50:]


def test_list_says_what_waits_for_attention(ana: Visitor, desk: Surroundings, people: People) -> None:
    keep_a_mail(desk, b"x", at=NOW, fate=Fate.NEEDS_LOOK)

    assert "<strong>1</strong> <span>Needs a look</span>" in ana.reads("/tickets")


def test_page_shows_who_spoke_with_the_real_address_and_the_time_with_its_zone(
    ana: Visitor, desk: Surroundings, people: People
) -> None:
    said = Draft(
        subject="Hi", reply="Words", from_name="bantuan@meja.example", from_address="mallory@else.example"
    )
    page = ana.reads(f"/tickets/{open_a_ticket(desk, at=NOW, draft=said).code}")

    assert "mallory@else.example" in page
    assert "24 November 2026, 10:00 WIB" in page


def test_page_keeps_what_was_cut_one_click_away(ana: Visitor, desk: Surroundings, people: People) -> None:
    said = Draft(subject="Hi", reply="New words", quoted="> old words", signature="-- \nRui")
    page = ana.reads(f"/tickets/{open_a_ticket(desk, at=NOW, draft=said).code}")

    cut = page.partition("What was cut")[2].partition("</details>")[0]
    assert "&gt; old words" in cut
    assert "-- \nRui" in cut


def test_page_says_why_a_mail_is_here_and_what_proves_its_sender(
    ana: Visitor, desk: Surroundings, people: People
) -> None:
    mail = keep_a_mail(desk, b"From: rui@mitra.example\r\n\r\nhi", at=NOW, fate=Fate.FILED)
    said = Draft(
        subject="Hi", reply="x", mail_id=mail.id, why_here=because("new_matter"), channel=Channel.MAIL
    )
    page = ana.reads(f"/tickets/{open_a_ticket(desk, at=NOW, draft=said).code}")

    assert "nothing in it points to an earlier ticket" in page
    assert "The receiving host confirmed the sender" in page
    assert f'href="/mails/{mail.short_name}/raw"' in page


def test_sender_in_doubt_is_marked_where_everybody_sees_it(
    ana: Visitor, desk: Surroundings, people: People
) -> None:
    mail = keep_a_mail(desk, b"x", at=NOW, fate=Fate.FILED, evidence={"proof": "failed", "dmarc": "fail"})
    said = Draft(
        subject="Hi", reply="x", mail_id=mail.id, to=["bantuan@meja.example"], cc=["boss@mitra.example"]
    )
    page = ana.reads(f"/tickets/{open_a_ticket(desk, at=NOW, draft=said).code}")

    head = page.partition("message-head")[2].partition("</header>")[0]
    assert "somebody else sent it" in head
    assert "boss@mitra.example" in page


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (DeliveryState.QUEUED, "Waiting to be sent"),
        (DeliveryState.DEFERRED, "Delayed, next attempt 24 November 2026, 10:00 WIB"),
        (DeliveryState.SENT, "Sent 24 November 2026, 10:00 WIB"),
        (DeliveryState.BOUNCED, "Refused for good by the mail server: mailbox full"),
        (DeliveryState.UNKNOWN, "May have arrived"),
    ],
)
def test_page_says_what_became_of_a_reply(
    ana: Visitor, desk: Surroundings, people: People, ticket: Ticket, state: DeliveryState, words: str
) -> None:
    reply_with_fate(desk, people.ana, ticket, state=state)

    assert words in ana.reads(f"/tickets/{ticket.code}")


def test_page_tells_the_history_in_words(ana: Visitor, people: People, ticket: Ticket) -> None:
    ana.posts(f"/tickets/{ticket.code}/assignment", {"assignee": people.ben.login})

    page = ana.reads(f"/tickets/{ticket.code}")
    assert "Rui Santoso opened the ticket" in page
    assert "Ana Lestari assigned it to Ben Siregar" in page


def test_page_names_links_and_followers(
    ana: Visitor, desk: Surroundings, people: People, ticket: Ticket
) -> None:
    other = open_a_ticket(desk, at=NOW)
    with work(desk, at=NOW) as session:
        mine = tickets.get_ticket(session, ticket.code)
        tickets.link(session, mine, tickets.get_ticket(session, other.code), by=None, at=NOW)
        mine.followers.append(Follower(address="boss@mitra.example", created_at=NOW))

    page = ana.reads(f"/tickets/{ticket.code}")
    assert f'href="/tickets/{other.code}"' in page
    assert f'href="/tickets/{ticket.code}"' in ana.reads(f"/tickets/{other.code}")
    assert 'boss@mitra.example</bdi> <span class="muted">gets no mail yet' in page


def reply_with_fate(desk: Surroundings, agent: Agent, ticket: Ticket, *, state: DeliveryState) -> None:
    with work(desk, at=NOW) as session:
        by = desk_people.get_agent(session, agent.login)
        tickets.reply(session, tickets.get_ticket(session, ticket.code), Draft(reply="Done."), by=by, at=NOW)
    with work(desk, at=NOW) as session:
        deliveries = search.ticket_page(session, ticket.code).deliveries
        reply = next(each for each in deliveries if each.kind is DeliveryKind.REPLY)
        reply.state = state
        reply.reason = because("refused", text="mailbox full") if state is DeliveryState.BOUNCED else None
