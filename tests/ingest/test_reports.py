"""Reports about our own mail: they land on the mail they are about, once; a forged one changes nothing."""

from __future__ import annotations

import pytest

from desk.followers import approve
from desk.work import work
from models.event import Event, EventKind
from models.mail import Delivery, DeliveryKind, DeliveryState, Fate
from models.message import Author
from models.ticket import Status, Ticket
from tests.conversation import Letter, Person, Talk
from tests.desks import agent
from tests.mails import report


@pytest.fixture
def answer(talk: Talk, rui: Person, ana: Person) -> Letter:
    """Ana's words, as Rui's host got them."""
    rui.writes()
    ana.answers(ana.receives(), "Step back.")
    return rui.receives()


def reply(talk: Talk) -> Delivery:
    found: Delivery = talk.the(Delivery, Delivery.kind == DeliveryKind.REPLY)
    return found


def test_bounce_lands_on_the_mail_it_is_about(talk: Talk, answer: Letter) -> None:
    filed = talk.arrives(report(answer.message_id))
    event = talk.the(Event, Event.kind == EventKind.BOUNCED)

    assert (filed.fate, filed.ticket_id) == (Fate.FILED, talk.ticket.id)
    assert (reply(talk).state, event.message_id) == (DeliveryState.BOUNCED, reply(talk).message_id)


def test_bounce_is_no_message(talk: Talk, answer: Letter) -> None:
    talk.arrives(report(answer.message_id))

    assert len(talk.messages) == 2


def test_ticket_does_not_wait_for_who_never_got_the_question(talk: Talk, answer: Letter) -> None:
    talk.arrives(report(answer.message_id))

    assert talk.ticket.status is Status.OPEN
    assert talk.the(Event, Event.kind == EventKind.BOUNCED).facts["opens"] is True


def test_ticket_goes_on_waiting_when_a_later_answer_arrived(
    talk: Talk, rui: Person, ana: Person, answer: Letter
) -> None:
    rui.answers(answer, "Where to?")
    ana.answers(ana.receives(), "To the left.")
    talk.arrives(report(answer.message_id))

    assert talk.ticket.status is Status.PENDING


def test_ticket_goes_on_waiting_when_only_a_followers_copy_came_back(
    talk: Talk, rui: Person, ana: Person
) -> None:
    rui.writes(cc="boss@partner.example")
    with work(talk.desk, at=talk.clock()) as session:
        ticket = session.get_one(Ticket, talk.ticket.id)
        approve(session, ticket, ticket.followers[0].id, by=agent(session, "ana"), at=talk.clock())
    ana.answers(ana.receives(), "Step back.")
    boss = Person(talk, "Boss", "boss@partner.example")
    talk.arrives(report(boss.receives().message_id))

    assert talk.ticket.status is Status.PENDING


def test_author_hears_of_the_bounce_and_its_reason(talk: Talk, ana: Person, answer: Letter) -> None:
    talk.arrives(report(answer.message_id))
    warning = ana.receives()

    assert "rui@partner.example" in warning.text
    assert "5.1.1" in warning.text


def test_bounce_that_comes_twice_counts_once(talk: Talk, ana: Person, answer: Letter) -> None:
    talk.arrives(report(answer.message_id))
    talk.arrives(report(answer.message_id) + b"\r\n")

    assert talk.events().count("bounced") == 1


def test_bounce_that_names_an_id_we_never_issued_changes_nothing(talk: Talk, answer: Letter) -> None:
    """T040."""
    local, _, domain = answer.message_id.partition("@")
    forged = talk.arrives(report(f"{local[:-1]}{'a' if local[-1] != 'a' else 'b'}@{domain}"))

    assert (forged.fate, reply(talk).state) == (Fate.IGNORED, DeliveryState.SENT)


def test_bounce_of_somebody_elses_mail_opens_no_ticket(talk: Talk) -> None:
    filed = talk.arrives(report("spam@elsewhere.example"))

    assert (filed.fate, talk.tickets) == (Fate.IGNORED, [])


def test_delay_is_noted_and_nothing_has_bounced(talk: Talk, answer: Letter) -> None:
    talk.arrives(report(answer.message_id, action="delayed", status="4.4.1"))

    assert (reply(talk).state, talk.events()[-1]) == (DeliveryState.SENT, "delayed")


def test_delay_reported_late_does_not_undo_a_bounce(talk: Talk, answer: Letter) -> None:
    talk.arrives(report(answer.message_id))
    talk.arrives(report(answer.message_id, action="delayed", status="4.4.1"))

    assert reply(talk).reason == talk.the(Delivery, Delivery.state == DeliveryState.BOUNCED).reason
    assert "bounced" in (reply(talk).reason.code if reply(talk).reason else "")  # type: ignore[union-attr]


def test_bounced_acknowledgement_is_told_to_the_team(talk: Talk, rui: Person, ana: Person) -> None:
    rui.writes()
    talk.arrives(report(rui.receives().message_id))

    assert "rui@partner.example" in ana.receives().text


def test_bounced_notice_starts_no_chain(talk: Talk, rui: Person, ana: Person) -> None:
    rui.writes()
    notice = ana.receives()
    before = len(talk.deliveries)
    talk.arrives(report(notice.message_id, recipient="ana@desk.example"))

    assert len(talk.deliveries) == before


def test_out_of_office_joins_and_wakes_nobody(talk: Talk, rui: Person, ana: Person, answer: Letter) -> None:
    """T041."""
    before = len(ana.inbox())
    rui.answers(answer, "I am away until Monday.", auto_submitted="auto-replied")

    assert (talk.last.author, talk.ticket.status, len(ana.inbox())) == (
        Author.MACHINE,
        Status.PENDING,
        before,
    )


def test_out_of_office_that_answers_the_acknowledgement_gets_no_answer(talk: Talk, rui: Person) -> None:
    rui.writes()
    rui.answers(rui.receives(), "I am away until Monday.", auto_submitted="auto-replied")

    assert (len(rui.inbox()), len(talk.tickets)) == (1, 1)


def test_machine_that_answers_without_a_trace_is_acknowledged_three_times_at_most(
    talk: Talk, rui: Person
) -> None:
    """T036: a responder that marks nothing, answering each acknowledgement with a new mail."""
    for turn in range(8):
        rui.writes(f"I got your mail number {turn}", subject="Thank you for your mail")

    assert len(rui.inbox()) == 3


def test_receipt_is_filed_and_changes_nothing(talk: Talk, rui: Person, answer: Letter) -> None:
    body = (
        "--=_mdn\r\nContent-Type: text/plain\r\n\r\nIt was read.\r\n"
        "--=_mdn\r\nContent-Type: message/disposition-notification\r\n\r\n"
        f"Original-Message-ID: <{answer.message_id}>\r\n"
        "Disposition: manual-action/MDN-sent-manually; displayed\r\n\r\n--=_mdn--\r\n"
    )
    kind = 'multipart/report; report-type=disposition-notification; boundary="=_mdn"'
    rui.answers(answer, body, quoting=False, content_type=kind)

    assert (len(talk.messages), talk.ticket.status) == (2, Status.PENDING)
