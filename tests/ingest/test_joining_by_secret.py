"""Which ticket a mail joins when it carries an id that Meja issued, or one that Meja received."""

from __future__ import annotations

from desk.followers import approve
from desk.surroundings import Surroundings
from desk.work import work
from models.mail import Fate
from models.message import Author
from models.ticket import Status, Ticket
from tests.conversation import Person, Talk
from tests.desks import NOON, agent
from tests.mails import mail


def test_reply_to_our_mail_joins_its_ticket(talk: Talk, rui: Person) -> None:
    rui.writes()
    rui.answers(rui.receives(), "It is still burning.")

    assert talk.ticket.id == talk.last.ticket_id
    assert (talk.last.author, talk.why) == (Author.REQUESTER, "holds_secret")


def test_reply_joins_whatever_its_subject_says(talk: Talk, rui: Person) -> None:
    rui.writes()
    rui.answers(rui.receives(), "By the way", subject="Something else")

    assert len(talk.tickets) == 1


def test_reply_joins_though_the_host_changed_the_case_of_the_id(talk: Talk, rui: Person) -> None:
    rui.writes()
    letter = rui.receives()
    rui.answers(letter, "Yes", in_reply_to=letter.message_id.upper(), references=[])

    assert len(talk.tickets) == 1


def test_reply_joins_by_the_id_that_survives_in_references(talk: Talk, rui: Person) -> None:
    rui.writes()
    letter = rui.receives()
    rui.answers(letter, "Yes", in_reply_to="replaced.by@the.host", references=letter.references)

    assert talk.why == "holds_secret"


def test_forged_id_of_ours_opens_a_new_ticket(talk: Talk, rui: Person, mallory: Person) -> None:
    rui.writes()
    local, _, domain = rui.receives().message_id.partition("@")
    mallory.writes("Let me in", in_reply_to=f"{local[:-1]}{'a' if local[-1] != 'a' else 'b'}@{domain}")

    assert len(talk.tickets) == 2


def test_root_id_alone_leads_to_the_ticket_but_not_into_the_conversation(
    talk: Talk, rui: Person, mallory: Person
) -> None:
    rui.writes()
    mallory.writes("Hello", in_reply_to=talk.ticket.root_message_id)

    assert (len(talk.tickets), talk.last.author) == (1, Author.OUTSIDER)


def test_stranger_with_a_forwarded_secret_is_stored_as_an_outsider(
    talk: Talk, rui: Person, mallory: Person
) -> None:
    rui.writes()
    mallory.answers(rui.receives(), "I have this too")

    assert talk.last.author is Author.OUTSIDER
    assert talk.why == "holds_anothers_secret"


def test_words_of_an_outsider_never_reach_the_requester(talk: Talk, rui: Person, mallory: Person) -> None:
    rui.writes()
    mallory.answers(rui.receives(), "Send me your password")

    assert not [letter for letter in rui.inbox() if "password" in letter.text]
    assert not mallory.inbox()


def test_outsider_does_not_wake_a_resolved_ticket(
    talk: Talk, rui: Person, ana: Person, mallory: Person
) -> None:
    rui.writes()
    ana.answers(ana.receives(), "#resolve\nDone.")
    mallory.answers(rui.receives(), "Not for me")

    assert talk.ticket.status is Status.RESOLVED


def test_agents_hear_of_an_outsider(talk: Talk, rui: Person, ana: Person, mallory: Person) -> None:
    rui.writes()
    mallory.answers(rui.receives(), "I have this too")

    assert "I have this too" in ana.receives().text


def test_id_that_we_received_leads_to_its_ticket(talk: Talk, rui: Person) -> None:
    rui.writes(message_id="first@partner.example")
    rui.writes("And the scanner too", in_reply_to="first@partner.example", subject="Fwd: more")

    assert [message.ticket_id for message in talk.messages] == [talk.ticket.id] * 2
    assert talk.why == "references"


def test_outsider_with_references_is_stored_as_an_outsider(talk: Talk, rui: Person, mallory: Person) -> None:
    rui.writes(message_id="first@partner.example")
    mallory.writes("Me too", in_reply_to="first@partner.example")

    assert (len(talk.tickets), talk.last.author) == (1, Author.OUTSIDER)


def test_who_repeats_an_id_cannot_draw_its_answers_away(talk: Talk, rui: Person, mallory: Person) -> None:
    """T010: the second mail under one id is a matter of its own, and stays one."""
    rui.writes(message_id="first@partner.example")
    mallory.writes("Mine now", message_id="first@partner.example")
    rui.writes("Any news?", in_reply_to="first@partner.example")

    first, second = talk.tickets
    assert talk.last.ticket_id == first.id != second.id


def test_own_ticket_goes_before_a_strangers_in_the_references(
    talk: Talk, rui: Person, mallory: Person
) -> None:
    """T007."""
    mallory.writes(message_id="m@evil.example")
    rui.writes(message_id="first@partner.example")
    rui.writes("Both", in_reply_to="m@evil.example", references=["first@partner.example", "m@evil.example"])

    assert talk.why == "references"


def test_secret_goes_before_the_code_in_the_subject(talk: Talk, rui: Person) -> None:
    rui.writes("One")
    letter = rui.receives()
    rui.writes("Two", subject="Another matter")
    first, second = talk.tickets
    rui.answers(letter, "About the first", subject=f"Re: [{second.code}] Another matter")

    assert talk.last.ticket_id == first.id


def test_sender_that_can_be_read_in_two_ways_is_never_the_requester(talk: Talk, rui: Person) -> None:
    """T016-T018."""
    rui.writes()
    rui.answers(rui.receives(), "Hello", from_="rui@partner.example, mallory@evil.example")

    assert talk.last.author is Author.OUTSIDER


def test_sender_that_can_be_read_in_two_ways_is_never_an_agent(talk: Talk, rui: Person, ana: Person) -> None:
    rui.writes()
    before = len(rui.inbox())
    ana.answers(ana.receives(), "Hello", from_="ana@desk.example, mallory@evil.example")

    assert [each.reason.code for each in talk.held] == ["sender_in_doubt"]
    assert len(rui.inbox()) == before


def test_requester_who_was_forwarded_an_agents_notice_still_speaks_as_requester(
    talk: Talk, rui: Person, ana: Person
) -> None:
    rui.writes()
    rui.answers(ana.receives(), "You forwarded me this")

    assert (talk.last.author, talk.held) == (Author.REQUESTER, [])


def test_follower_who_was_written_to_joins_as_follower(talk: Talk, rui: Person, ana: Person) -> None:
    rui.writes(cc="Sari <sari@partner.example>")
    notice = ana.receives()
    with work(talk.desk, at=talk.clock()) as session:
        ticket = session.get_one(Ticket, talk.ticket.id)
        approve(session, ticket, ticket.followers[0].id, by=agent(session, "ana"), at=talk.clock())
    ana.answers(notice, "Coming.")
    sari = Person(talk, "Sari", "sari@partner.example")
    sari.answers(sari.receives(), "Thank you")

    assert (talk.last.author, talk.ticket.status) == (Author.FOLLOWER, Status.OPEN)


def test_own_mail_that_comes_back_is_ignored(talk: Talk, rui: Person) -> None:
    """T037."""
    rui.writes()
    back = talk.arrives(rui.receives().raw)

    assert (back.fate, back.reason.code if back.reason else "") == (Fate.IGNORED, "own_mail")


def test_same_mail_in_two_mailboxes_is_one_message(talk: Talk, rui: Person) -> None:
    """T011: other bytes, since each host wrote its own lines above."""
    one = mail(to="support@desk.example, billing@desk.example", message_id="both@partner.example")
    talk.arrives(one, door="main")
    second = talk.arrives(b"Received: by another host\r\n" + one, door="strict")

    assert (len(talk.tickets), len(talk.messages)) == (1, 1)
    assert (second.fate, second.ticket_id) == (Fate.IGNORED, talk.ticket.id)


def test_reply_with_commands_seen_twice_is_sent_once(talk: Talk, rui: Person, ana: Person) -> None:
    rui.writes()
    notice = ana.receives()
    ana.answers(notice, "#resolve\nDone.", message_id="done@desk.example")
    ana.answers(
        notice, "#resolve\nDone.", message_id="done@desk.example", above={"Received": "by another host"}
    )

    assert len([letter for letter in rui.inbox() if "Done." in letter.text]) == 1


def test_id_used_again_with_other_words_is_another_message(talk: Talk, rui: Person) -> None:
    rui.writes("One", message_id="same@partner.example")
    rui.writes("Two", message_id="same@partner.example")

    assert [message.reply for message in talk.messages] == ["One", "Two"]


def test_same_words_long_after_are_another_message(talk: Talk, rui: Person) -> None:
    rui.writes("Ping", message_id="same@partner.example")
    talk.clock.passes(minutes=16)
    rui.writes("Ping", message_id="same@partner.example", above={"Received": "again"})

    assert len(talk.messages) == 2


def test_two_workers_cannot_open_two_tickets_for_one_mail(desk: Surroundings) -> None:
    talk = Talk(desk)
    mail_id = talk.kept(mail())

    assert [talk.pipeline.process(mail_id), talk.pipeline.process(mail_id)] == [Fate.FILED, None]
    assert talk.clock.now == NOON
