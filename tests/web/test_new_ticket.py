"""The form that opens a ticket for somebody: finding the person, what it keeps, what it shows before, what it opens."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select

from desk import people as desk_people
from desk import requesters
from desk.requesters import Particulars
from desk.surroundings import Surroundings
from desk.work import work
from models.mail import Delivery, DeliveryKind
from models.message import Message
from models.people import Requester
from models.ticket import Priority, Status, Ticket
from tests.web.conftest import NOW
from tests.web.people import ADDRESS, People, open_a_ticket
from tests.web.visitor import Visitor

FORM = "/tickets/new"
KEY = "a" * 32
CALL = {
    "way": "call",
    "form_key": KEY,
    "name": "Sari Wulandari",
    "phone": "0812 3456 789",
    "channel": "phone",
    "subject": "Scanner",
    "reply": "The scanner blinks red.",
}


def form_of(**fields: Any) -> dict[str, Any]:
    return CALL | fields


def sends(visitor: Visitor, form: dict[str, Any], path: str = FORM) -> Any:
    return visitor.posts(path, form, form_of=FORM)


def all_of(desk: Surroundings, kind: type[Any]) -> list[Any]:
    with desk.database.reading() as session:
        return list(session.scalars(select(kind).order_by(kind.id)))


def the_ticket(desk: Surroundings) -> Ticket:
    [ticket] = all_of(desk, Ticket)
    assert isinstance(ticket, Ticket)
    return ticket


def known(desk: Surroundings, people: People, *, address: str = "") -> int:
    with work(desk, at=NOW) as session:
        by = desk_people.get_agent(session, people.ana.login)
        particulars = Particulars(name="Sari Wulandari", phone="0812 3456 789")
        return requesters.add_requester(session, particulars, address=address, by=by, at=NOW).id


def test_a_call_of_somebody_new_opens_a_ticket(ana: Visitor, desk: Surroundings) -> None:
    answer = sends(ana, form_of(priority="high", assignee="ben@meja.example", note="Call back."))
    ticket = the_ticket(desk)

    assert answer.location == f"/tickets/{ticket.code}"
    assert (ticket.subject, ticket.priority, ticket.status) == ("Scanner", Priority.HIGH, Status.OPEN)
    assert [each.reply for each in all_of(desk, Message)] == ["The scanner blinks red.", "Call back."]


def test_the_ticket_of_a_call_can_be_read(ana: Visitor, desk: Surroundings) -> None:
    sends(ana, CALL)
    page = ana.reads(f"/tickets/{the_ticket(desk).code}")

    assert "Ana Lestari opened the ticket for Sari Wulandari" in page
    assert "Ana Lestari wrote down what was said on the telephone." in page


def test_what_was_answered_and_is_done_can_be_resolved_at_once(ana: Visitor, desk: Surroundings) -> None:
    sends(ana, form_of(then="resolved", channel="counter"))

    assert the_ticket(desk).status is Status.RESOLVED


def test_a_double_click_opens_one_ticket_for_one_requester(ana: Visitor, desk: Surroundings) -> None:
    answers = [sends(ana, form_of(mail="sari@mitra.example")) for _ in range(2)]

    assert answers[0].location == answers[1].location
    assert (len(all_of(desk, Ticket)), len(all_of(desk, Requester))) == (1, 1)


@pytest.mark.parametrize(("confirm", "receipts"), [({"confirm": "yes"}, 1), ({}, 0)])
def test_an_acknowledgement_is_sent_when_the_box_is_ticked(
    ana: Visitor, desk: Surroundings, confirm: dict[str, str], receipts: int
) -> None:
    sends(ana, form_of(mail="sari@mitra.example", **confirm))
    kinds = [each.kind for each in all_of(desk, Delivery)]

    assert kinds.count(DeliveryKind.ACKNOWLEDGEMENT) == receipts


def test_a_new_form_offers_to_acknowledge(ana: Visitor) -> None:
    box = re.search(r'<input[^>]*name="confirm"[^>]*>', ana.reads(FORM))

    assert box is not None
    assert "checked" in box[0]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"reply": " "}, "Nothing was written."),
        ({"name": "", "phone": ""}, "Say who it is for"),
        ({"mail": "nobody"}, "is not an e-mail address"),
        ({"mail": "ana@meja.example"}, "belongs to an agent"),
        ({"mail": ADDRESS}, "is an address of this desk"),
        ({"assignee": "left@meja.example"}, "There is no agent"),
        ({"address": "other@meja.example"}, "There is no such address of this desk"),
        ({"requester": "999999"}, "There is no such requester."),
        ({"way": "write"}, "has no e-mail address to write to"),
        ({"way": "write", "mail": "s@mitra.example", "cc": "nobody"}, "is not an e-mail address"),
    ],
)
def test_a_mistake_is_told_in_one_line_and_nothing_typed_is_lost(
    ana: Visitor, desk: Surroundings, wrong: dict[str, str], sentence: str
) -> None:
    form = form_of(organization="Dinas Contoh", kind="partner", note="Call back.", **wrong)
    answer = sends(ana, form)
    kept = [value for name, value in form.items() if name not in ("requester", "assignee", "address")]

    assert answer.status_code == 422
    assert sentence in answer.text
    assert [value for value in kept if value.strip() not in answer.text] == []
    assert all_of(desk, Ticket) == []


def test_somebody_known_is_looked_up_without_losing_what_was_typed(
    ana: Visitor, desk: Surroundings, people: People
) -> None:
    number = known(desk, people)
    page = sends(ana, {**CALL, "who": "0812-3456"}, f"{FORM}/people").text

    assert f'name="requester" value="{number}"' in page
    assert "The scanner blinks red." in page


def test_nobody_found_is_said(ana: Visitor) -> None:
    assert "Nobody known fits." in sends(ana, {**CALL, "who": "Nobody"}, f"{FORM}/people").text


def test_open_tickets_of_the_requester_are_shown_before_another_is_opened(
    ana: Visitor, desk: Surroundings, people: People
) -> None:
    first = open_a_ticket(desk, at=NOW)
    chosen = form_of(requester=str(first.requester_id), name="", phone="")
    page = sends(ana, chosen).text

    assert f"/tickets/{first.code}" in page
    assert "Open another ticket" in page
    assert len(all_of(desk, Ticket)) == 1
    assert sends(ana, chosen | {"seen": str(first.requester_id)}).status_code == 302
    assert len(all_of(desk, Ticket)) == 2


def test_who_is_chosen_in_the_address_bar_has_their_open_tickets_shown(
    ana: Visitor, desk: Surroundings, people: People
) -> None:
    ticket = open_a_ticket(desk, at=NOW)

    assert ticket.code in ana.reads(f"{FORM}?requester={ticket.requester_id}")


def test_somebody_new_with_a_known_address_is_that_requester(
    ana: Visitor, desk: Surroundings, people: People
) -> None:
    number = known(desk, people, address="sari@mitra.example")
    page = sends(ana, form_of(mail="SARI@mitra.example")).text

    assert f'name="requester" value="{number}"' in page
    assert all_of(desk, Ticket) == []


def test_somebody_new_with_a_known_telephone_number_is_asked_about_once(
    ana: Visitor, desk: Surroundings, people: People
) -> None:
    known(desk, people)
    page = sends(ana, CALL).text

    assert "Is it one of these?" in page
    assert sends(ana, form_of(seen="new")).status_code == 302
    assert len(all_of(desk, Requester)) == 2


def test_a_mail_written_first_leaves_and_awaits_the_answer(ana: Visitor, desk: Surroundings) -> None:
    sends(ana, form_of(way="write", mail="sari@mitra.example", cc="dian@mitra.example"))

    assert the_ticket(desk).status is Status.PENDING
    assert [(each.kind, each.recipient) for each in all_of(desk, Delivery)] == [
        (DeliveryKind.REPLY, "sari@mitra.example"),
        (DeliveryKind.REPLY, "dian@mitra.example"),
    ]


def test_files_go_along(ana: Visitor, desk: Surroundings) -> None:
    sends(ana, form_of(files=(BytesIO(b"red light"), "photo.txt")))
    [message] = all_of(desk, Message)
    with desk.database.reading() as session:
        [file] = session.get_one(Message, message.id).attachments

        assert (file.filename, desk.files.read(file.sha256)) == ("photo.txt", b"red light")


def test_files_that_a_browser_forgets_are_asked_for_again(ana: Visitor) -> None:
    page = sends(ana, form_of(reply="", files=(BytesIO(b"red light"), "photo.txt"))).text

    assert "Choose the files again" in page


def test_a_form_for_somebody_nobody_knows_is_an_empty_one(ana: Visitor, people: People) -> None:
    assert "Look for somebody known" in ana.reads(f"{FORM}?requester=999999&way=nonsense")


def test_strangers_open_nothing(stranger: Visitor, people: People) -> None:
    assert "/sign-in" in (stranger.gets(FORM).location or "")
