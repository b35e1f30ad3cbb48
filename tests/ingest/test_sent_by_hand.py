"""Answers from the mailbox's own Sent folder: filed as replies that left at that moment, and nothing is sent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk import alarms, holding, people, tickets
from desk.work import work
from models.event import Event, EventKind
from models.mail import Fate, Mail
from models.message import Author, MessageKind
from models.sla import Clock, ClockChange, ClockEvent, Metric
from models.ticket import Status
from tests.conversation import Person, Talk
from tests.desks import RUI, SUPPORT, agent
from tests.ingest.beside import by_hand, in_inbox, in_sent
from tests.mails import mail, report
from tests.promises import promise_all

ASKED = "asked.1@partner.example"
HANDMADE = "handmade.1@desk.example"


@pytest.fixture
def asked(talk: Talk, rui: Person) -> Mail:
    """Rui's question, acknowledged, with an hour's promise: until 14.00, since the lunch break lies between."""
    with work(talk.desk, at=talk.clock()) as session:
        promise_all(session)
    filed = rui.writes("The printer is on fire.", message_id=ASKED)
    talk.delivers()
    return filed


def answer(text: str = "It is on its way.", **fields: str) -> bytes:
    return by_hand(text, **{"in_reply_to": ASKED, "message_id": HANDMADE} | fields)


def clock_of(talk: Talk, metric: Metric) -> Clock:
    clock: Clock = talk.the(Clock, Clock.metric == metric)
    return clock


def clock_changes(talk: Talk, clock: Clock) -> list[ClockChange]:
    return [each.change for each in talk.all(ClockEvent, ClockEvent.clock_id == clock.id)]


def letters_out(talk: Talk) -> int:
    talk.delivers()
    return len(talk.courier.letters)


def resolve(talk: Talk) -> None:
    with work(talk.desk, at=talk.clock()) as session:
        ticket = tickets.get_ticket(session, talk.ticket.code)
        tickets.resolve(session, ticket, by=agent(session, "ana"), at=talk.clock())


def test_answer_by_hand_is_filed_and_waits_for_the_requester(talk: Talk, asked: Mail) -> None:
    filed = in_sent(talk, answer())

    assert (filed.fate, filed.reason.code if filed.reason else "") == (Fate.FILED, "left_by_hand")
    assert (talk.last.reply, talk.last.kind, talk.last.author) == (
        "It is on its way.",
        MessageKind.REPLY,
        Author.AGENT,
    )
    assert talk.ticket.status is Status.PENDING


def test_answer_by_hand_sends_nothing(talk: Talk, asked: Mail) -> None:
    before = (len(talk.deliveries), letters_out(talk))
    in_sent(talk, answer(cc="boss@partner.example"))

    assert (len(talk.deliveries), letters_out(talk)) == before


def test_answer_by_hand_stops_the_clock_when_it_left(talk: Talk, asked: Mail) -> None:
    talk.clock.passes(hours=1, minutes=50)
    sent_at = talk.clock() - timedelta(minutes=30)
    in_sent(talk, answer(), age=timedelta(minutes=30))
    clock = clock_of(talk, Metric.FIRST_REPLY)

    assert (clock.ended_at, clock.breached_at) == (sent_at, None)
    assert talk.last.at == sent_at


def test_answer_in_time_that_is_found_too_late_was_in_time(talk: Talk, asked: Mail) -> None:
    """The mailbox was out of reach; meanwhile the clock was said to have run out."""
    talk.clock.passes(hours=3)
    with work(talk.desk, at=talk.clock()) as session:
        alarms.ring_due(session, at=talk.clock())
    assert clock_of(talk, Metric.FIRST_REPLY).breached_at is not None
    in_sent(talk, answer(), age=timedelta(hours=2))

    assert clock_of(talk, Metric.FIRST_REPLY).breached_at is None


def test_answer_that_came_too_late_is_a_breach(talk: Talk, asked: Mail) -> None:
    talk.clock.passes(hours=3)
    in_sent(talk, answer())
    clock = clock_of(talk, Metric.FIRST_REPLY)

    assert clock.breached_at is not None
    assert clock_changes(talk, clock)[-1] is ClockChange.MET


def test_words_that_came_after_it_are_owed_a_reply_of_their_own(talk: Talk, rui: Person, asked: Mail) -> None:
    """Rui's next mail is filed before the answer by hand is found."""
    talk.clock.passes(hours=1, minutes=10)
    rui.writes("Now it smokes, too.", in_reply_to=ASKED)
    again = talk.clock()
    talk.clock.passes(minutes=10)
    in_sent(talk, answer(), age=timedelta(minutes=15))

    assert clock_of(talk, Metric.FIRST_REPLY).ended_at == again - timedelta(minutes=5)
    assert clock_of(talk, Metric.NEXT_REPLY).started_at == again
    assert talk.ticket.status is Status.OPEN


def test_ticket_resolved_after_it_was_sent_stays_resolved(talk: Talk, asked: Mail) -> None:
    talk.clock.passes(minutes=2)
    resolve(talk)
    in_sent(talk, answer(), age=timedelta(minutes=1))

    assert talk.ticket.status is Status.RESOLVED


def test_agent_is_known_by_a_confirmed_address(talk: Talk, asked: Mail) -> None:
    in_sent(talk, answer(from_="Ana Lestari <ana@desk.example>"))
    event = talk.the(Event, Event.kind == EventKind.REPLIED_BY_HAND)

    assert talk.last.agent_id == event.agent_id == talk.ticket.assignee_id is not None


def test_without_one_nobody_in_particular_answered(talk: Talk, asked: Mail) -> None:
    in_sent(talk, answer())
    event = talk.the(Event, Event.kind == EventKind.REPLIED_BY_HAND)

    assert (talk.last.agent_id, event.facts["mailbox"], talk.ticket.assignee_id) == (None, "main", None)


def test_commands_in_it_are_words(talk: Talk, asked: Mail) -> None:
    in_sent(talk, answer("#resolve\n\nDone."))

    assert (talk.ticket.status, talk.last.reply) == (Status.PENDING, "#resolve\n\nDone.")


def test_history_is_cut_and_files_are_kept(talk: Talk, asked: Mail) -> None:
    quoted = "It is on its way.\n\nOn Tue, 24 Nov 2026, Rui Tan wrote:\n> The printer is on fire.\n"
    in_sent(talk, by_hand(quoted, in_reply_to=ASKED, files={"plan.pdf": b"%PDF-1.4"}))
    with talk.desk.database.reading() as session:
        message = session.merge(talk.last)
        names = [each.filename for each in message.attachments]

    assert (talk.last.reply.strip(), names) == ("It is on its way.", ["plan.pdf"])
    assert "on fire" in talk.last.quoted


def test_answer_is_known_by_its_references_alone(talk: Talk, rui: Person, asked: Mail) -> None:
    acknowledgement = rui.receives()
    in_sent(talk, by_hand(in_reply_to="unknown@partner.example", references=[acknowledgement.message_id]))

    assert talk.ticket.status is Status.PENDING


def test_code_in_the_subject_counts_when_it_goes_to_the_requester(talk: Talk, asked: Mail) -> None:
    in_sent(talk, by_hand(subject=f"Your printer ({talk.ticket.code})"))

    assert talk.ticket.status is Status.PENDING


def test_code_in_the_subject_does_not_count_for_others(talk: Talk, asked: Mail) -> None:
    filed = in_sent(talk, by_hand(subject=f"Look at {talk.ticket.code}", to="shop@printers.example"))

    assert filed.reason is not None
    assert (filed.fate, filed.reason.code) == (Fate.IGNORED, "sent_for_no_ticket")


def test_forwarded_to_somebody_else_it_is_a_note_and_the_clock_runs_on(talk: Talk, asked: Mail) -> None:
    before = talk.ticket.status
    in_sent(talk, answer("Can you repair this?", to="shop@printers.example", subject="Fwd: Printer"))

    assert (talk.last.kind, talk.last.to, talk.ticket.status) == (
        MessageKind.NOTE,
        ["shop@printers.example"],
        before,
    )
    assert clock_of(talk, Metric.FIRST_REPLY).ended_at is None


def test_mail_that_concerns_no_ticket_is_left_alone(talk: Talk) -> None:
    filed = in_sent(talk, by_hand(to="shop@printers.example", subject="Toner"))

    assert filed.reason is not None
    assert (filed.fate, filed.reason.code, talk.tickets) == (Fate.IGNORED, "sent_for_no_ticket", [])


def test_what_meja_sent_is_not_filed_again(talk: Talk, rui: Person, asked: Mail) -> None:
    reasons = [in_sent(talk, letter.raw).reason for letter in talk.courier.letters]

    assert {reason.code if reason else "" for reason in reasons} == {"sent_by_us"}
    assert len(talk.messages) == 1


def test_what_meja_sent_is_known_under_another_message_id(
    talk: Talk, rui: Person, ana: Person, asked: Mail
) -> None:
    """Some hosts replace it in what they send, and keep that copy."""
    ana.answers(ana.receives(), "Step back from it.")
    reply = rui.receives()
    renamed = reply.raw.replace(
        f"Message-ID: <{reply.message_id}>".encode(), b"Message-ID: <made.by@the.host.example>"
    )
    before = len(talk.messages)
    filed = in_sent(talk, renamed)

    assert renamed != reply.raw
    assert filed.reason is not None
    assert (filed.reason.code, len(talk.messages)) == ("sent_by_us", before)


def test_answer_to_a_mail_of_ours_is_not_taken_for_that_mail(
    talk: Talk, rui: Person, ana: Person, asked: Mail
) -> None:
    """Somebody adds a word by hand to what an agent has written through Meja."""
    ana.answers(ana.receives(), "Step back from it.")
    reply = rui.receives()
    references = [*reply.references, reply.message_id]
    in_sent(talk, by_hand("One more thing.", in_reply_to=reply.message_id, references=references))

    assert (talk.last.reply, talk.last.author) == ("One more thing.", Author.AGENT)


def test_vacation_notice_of_the_mailbox_is_no_answer(talk: Talk, asked: Mail) -> None:
    filed = in_sent(talk, answer("I am away.", auto_submitted="auto-replied"))

    assert filed.reason is not None
    assert (filed.fate, filed.reason.code) == (Fate.IGNORED, "sent_by_a_machine")
    assert clock_of(talk, Metric.FIRST_REPLY).ended_at is None


def test_the_same_answer_in_two_folders_is_one(talk: Talk, asked: Mail) -> None:
    in_sent(talk, answer())
    filed = in_sent(talk, b"X-Kept-By: webmail\r\n" + answer())

    assert filed.reason is not None
    assert (filed.reason.code, len(talk.messages)) == ("seen_before", 2)


def test_copy_that_came_to_the_inbox_later_is_not_filed_again(talk: Talk, asked: Mail) -> None:
    raw = answer(cc=SUPPORT)
    in_sent(talk, raw)
    filed = in_inbox(talk, b"Received: from here\r\n" + raw)

    assert filed.reason is not None
    assert (filed.reason.code, len(talk.messages)) == ("seen_before", 2)


def test_copy_that_came_to_the_inbox_first_was_this_reply(talk: Talk, asked: Mail) -> None:
    """There it looked like a stranger's: the desk's own address belongs to no ticket."""
    raw = answer(cc=SUPPORT)
    in_inbox(talk, b"Received: from here\r\n" + raw)
    assert talk.last.author is Author.OUTSIDER
    in_sent(talk, raw)

    assert (len(talk.messages), talk.last.author, talk.ticket.status) == (2, Author.AGENT, Status.PENDING)
    assert clock_of(talk, Metric.FIRST_REPLY).ended_at is not None


def test_held_copy_of_it_cannot_be_sent_a_second_time(talk: Talk, asked: Mail) -> None:
    """An agent answers by hand in their own name, with a copy to the desk, which is held for want of a secret."""
    raw = answer(from_="Ana Lestari <ana@desk.example>", cc=SUPPORT)
    in_inbox(talk, b"Received: from here\r\n" + raw)
    assert [each.is_waiting for each in talk.held] == [True]
    in_sent(talk, raw)

    assert [each.is_waiting for each in talk.held] == [False]
    assert (len(talk.messages), talk.last.kind) == (2, MessageKind.REPLY)
    assert not [letter for letter in talk.courier.letters if "on its way" in letter.text]


def test_mail_to_the_desk_itself_is_judged_where_it_arrives(talk: Talk, ana: Person, asked: Mail) -> None:
    """An agent answers a notice from this very mailbox."""
    notice = ana.receives()
    raw = mail(
        "Step back.",
        from_="Ana Lestari <ana@desk.example>",
        in_reply_to=notice.message_id,
        references=[notice.message_id],
    )
    filed = in_sent(talk, raw)

    assert filed.reason is not None
    assert (filed.reason.code, len(talk.messages)) == ("sent_to_ourselves", 1)


def test_agent_who_answers_after_it_is_told(talk: Talk, rui: Person, ana: Person, asked: Mail) -> None:
    notice = ana.receives()
    talk.clock.passes(minutes=5)
    in_sent(talk, answer())
    ana.answers(notice, "Step back.")
    [held] = talk.held

    assert (held.reason.code, held.reason.facts["name"]) == ("answered_meanwhile", "Support")


def test_answer_by_an_agent_who_left_is_nobodys_in_particular(talk: Talk, asked: Mail) -> None:
    with work(talk.desk, at=talk.clock()) as session:
        people.deactivate(agent(session, "ana"))
    in_sent(talk, answer(from_="Ana Lestari <ana@desk.example>"))

    assert (talk.last.agent_id, talk.ticket.status) == (None, Status.PENDING)


def test_answer_to_a_ticket_on_hold_takes_it_up(talk: Talk, asked: Mail) -> None:
    with work(talk.desk, at=talk.clock()) as session:
        ticket = tickets.get_ticket(session, talk.ticket.code)
        holding.hold(session, ticket, reason="a spare part", by=agent(session, "ana"), at=talk.clock())
    talk.clock.passes(minutes=5)
    in_sent(talk, answer())

    assert (talk.ticket.status, talk.ticket.held_because) == (Status.PENDING, "")


def test_requester_answers_the_mail_by_hand(talk: Talk, asked: Mail) -> None:
    talk.clock.passes(minutes=5)
    in_sent(talk, answer())
    talk.clock.passes(minutes=5)
    in_inbox(talk, mail("Thank you.", in_reply_to=HANDMADE, references=[ASKED, HANDMADE]))

    assert (len(talk.tickets), talk.last.reply.strip(), talk.ticket.status) == (1, "Thank you.", Status.OPEN)


def test_answer_that_comes_back_opens_its_ticket_again(talk: Talk, ana: Person, asked: Mail) -> None:
    in_sent(talk, answer())
    talk.clock.passes(minutes=1)
    for _ in range(2):
        in_inbox(talk, report(HANDMADE))
    letter = ana.receives()

    assert (talk.ticket.status, talk.events().count("bounced")) == (Status.OPEN, 1)
    assert clock_of(talk, Metric.FIRST_REPLY).ended_at is None
    assert RUI in letter.text


def test_report_about_a_recipient_it_never_had_changes_nothing(talk: Talk, asked: Mail) -> None:
    in_sent(talk, answer())
    in_inbox(talk, report(HANDMADE, recipient="other@partner.example"))

    assert talk.ticket.status is Status.PENDING


def test_letter_says_who_is_written_to(talk: Talk, asked: Mail) -> None:
    in_sent(talk, answer(cc="boss@partner.example"))

    assert (talk.last.to, talk.last.cc) == ([RUI], ["boss@partner.example"])
