"""Mail of blocked senders is kept and opens nothing; a person can let one go. Spam stays silent."""

from __future__ import annotations

import pytest

from desk import junk, mails, tickets
from desk.work import work
from models.mail import Fate, Mail
from models.ticket import Status
from tests.conversation import Person, Talk
from tests.desks import agent


def block(talk: Talk, pattern: str) -> None:
    with work(talk.desk, at=talk.clock()) as session:
        junk.block(session, pattern, by=agent(session, "citra"), at=talk.clock())


def let_go(talk: Talk, mail: Mail) -> Mail:
    with talk.desk.database.transaction(desk=talk.desk) as session:
        mails.retry(mails.get_mail(session, mail.short_name))
    talk.pipeline.process(mail.id)
    filed: Mail = talk.the(Mail, Mail.id == mail.id)
    return filed


@pytest.mark.parametrize("pattern", ["mallory@evil.example", "@evil.example"])
def test_mail_of_a_blocked_sender_is_kept_and_opens_nothing(
    talk: Talk, mallory: Person, pattern: str
) -> None:
    block(talk, pattern)
    mail = mallory.writes("Buy now!")

    assert (mail.fate, mail.reason and mail.reason.facts) == (Fate.IGNORED, {"pattern": pattern})
    assert talk.desk.raw.read(mail.sha256)
    assert talk.tickets == []


def test_others_are_not_touched(talk: Talk, rui: Person) -> None:
    block(talk, "@evil.example")

    assert rui.writes().fate is Fate.FILED


def test_the_case_of_an_address_is_no_way_around(talk: Talk, mallory: Person) -> None:
    block(talk, "mallory@evil.example")
    mail = mallory.writes("Buy now!", from_="MALLORY@evil.example")

    assert mail.fate is Fate.IGNORED


def test_who_is_blocked_cannot_go_on_in_a_ticket_either(talk: Talk, mallory: Person) -> None:
    mallory.writes("Buy now!")
    letter = mallory.receives()
    block(talk, "mallory@evil.example")
    mallory.answers(letter, "Buy!")

    assert len(talk.messages) == 1


def test_what_was_caught_is_listed_the_newest_first(talk: Talk, mallory: Person) -> None:
    block(talk, "@evil.example")
    first = mallory.writes("Buy now!")
    talk.clock.passes(minutes=1)
    second = mallory.writes("Buy tomorrow!")
    with talk.desk.database.reading() as session:
        assert [mail.id for mail in junk.caught_mails(session)] == [second.id, first.id]


def test_a_mail_that_was_let_go_opens_its_ticket_though_its_sender_is_blocked(
    talk: Talk, mallory: Person
) -> None:
    block(talk, "@evil.example")
    mail = let_go(talk, mallory.writes("A real question"))
    with talk.desk.database.reading() as session:
        assert junk.caught_mails(session) == []

    assert (mail.fate, talk.last.reply) == (Fate.FILED, "A real question")


def test_more_words_for_spam_wake_nothing_and_tell_nobody(talk: Talk, mallory: Person, ana: Person) -> None:
    mallory.writes("Buy now!")
    letter = mallory.receives()
    with work(talk.desk, at=talk.clock()) as session:
        ticket = tickets.get_ticket(session, talk.ticket.code)
        junk.mark_spam(session, ticket, by=agent(session, "ana"), at=talk.clock())
    before = len(talk.deliveries)
    mallory.answers(letter, "Buy!")

    assert (talk.last.reply, talk.ticket.status, len(talk.deliveries)) == ("Buy!", Status.CLOSED, before)


def test_agents_answer_to_spam_is_held(talk: Talk, mallory: Person, ana: Person) -> None:
    mallory.writes("Buy now!")
    notice = ana.receives()
    with work(talk.desk, at=talk.clock()) as session:
        ticket = tickets.get_ticket(session, talk.ticket.code)
        junk.mark_spam(session, ticket, by=agent(session, "ben"), at=talk.clock())
    ana.answers(notice, "We need none.")

    assert talk.held[-1].reason.code == "ticket_is_spam"
