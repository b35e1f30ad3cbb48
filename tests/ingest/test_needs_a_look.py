"""A mail that cannot be filed: two attempts, then it waits for a person, and everything else goes on."""

from __future__ import annotations

import errno
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from desk import failpoints, mails
from desk.surroundings import Surroundings
from ingest.children import ParserDied
from ingest.parse import parse
from ingest.parsed import ParsedMail
from ingest.pipeline import LEASE, Pipeline
from models.mail import Fate, Mail
from models.reason import because
from tests.conversation import Person, Talk
from tests.mails import mail


def failing(talk: Talk, error: Exception, *, times: int = 99) -> Pipeline:
    """A pipeline whose parser fails so often."""
    errors = [error] * times

    def parser(raw: bytes) -> ParsedMail:
        if errors:
            raise errors.pop()
        return parse(raw)

    return replace(talk.pipeline, parse=parser)


def the_mail(talk: Talk, mail_id: int) -> Mail:
    found: Mail = talk.the(Mail, Mail.id == mail_id)
    return found


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ParserDied(because("parser_crashed", status=-11)), "parser_crashed"),
        (ValueError("odd"), "filing_failed"),
    ],
    ids=["the parser died", "something nobody expected"],
)
def test_poison_gets_two_attempts_and_then_waits_for_a_person(
    talk: Talk, error: Exception, code: str
) -> None:
    mail_id = talk.kept(mail())
    fates = [failing(talk, error).process(mail_id) for _ in range(3)]
    waiting = the_mail(talk, mail_id)

    assert fates == [Fate.RECEIVED, Fate.NEEDS_LOOK, None]
    assert (waiting.reason.code if waiting.reason else "", waiting.attempts) == (code, 2)


def test_unexpected_error_leaves_its_trace(talk: Talk) -> None:
    mail_id = talk.kept(mail())
    failing(talk, ValueError("odd")).process(mail_id)

    assert "ValueError: odd" in the_mail(talk, mail_id).trace


def test_second_attempt_may_succeed(talk: Talk) -> None:
    mail_id = talk.kept(mail())
    pipeline = failing(talk, ParserDied(because("parser_crashed", status=-9)), times=1)

    assert [pipeline.process(mail_id), pipeline.process(mail_id)] == [Fate.RECEIVED, Fate.FILED]


def test_next_mail_goes_on(talk: Talk) -> None:
    poison, sound = talk.kept(mail("Poison")), talk.kept(mail("Sound"))

    def parser(raw: bytes) -> ParsedMail:
        if b"Poison" in raw:
            raise ParserDied(because("parser_too_slow", seconds=10))
        return parse(raw)

    pipeline = replace(talk.pipeline, parse=parser)
    for mail_id in (poison, poison, sound):
        pipeline.process(mail_id)

    assert [each.reply for each in talk.messages] == ["Sound"]


def test_bytes_of_a_poison_mail_are_kept(talk: Talk) -> None:
    raw = mail("Poison")
    mail_id = talk.kept(raw)
    failing(talk, ValueError()).process(mail_id)

    assert talk.desk.raw.read(the_mail(talk, mail_id).sha256) == raw


def test_retry_files_it_with_fresh_attempts(talk: Talk) -> None:
    mail_id = talk.kept(mail())
    for _ in range(2):
        failing(talk, ValueError()).process(mail_id)
    with talk.desk.database.transaction(desk=talk.desk) as session:
        mails.retry(mails.get_mail(session, the_mail(talk, mail_id).short_name))

    assert talk.pipeline.process(mail_id) is Fate.FILED
    assert the_mail(talk, mail_id).trace == ""


@pytest.mark.parametrize(
    "error",
    [OSError(errno.ENOSPC, "full"), OperationalError("SELECT 1", {}, Exception("gone"))],
    ids=["disk full", "database away"],
)
def test_trouble_of_the_machine_is_not_the_mails_fault(talk: Talk, error: Exception) -> None:
    mail_id = talk.kept(mail())
    for _ in range(5):
        with pytest.raises(type(error)):
            failing(talk, error).process(mail_id)

    assert (the_mail(talk, mail_id).attempts, talk.pipeline.process(mail_id)) == (0, Fate.FILED)


def test_missing_bytes_are_said_plainly(talk: Talk) -> None:
    mail_id = talk.kept(mail())
    talk.desk.raw.path(the_mail(talk, mail_id).sha256).unlink()
    fates = [talk.pipeline.process(mail_id) for _ in range(2)]
    reason = the_mail(talk, mail_id).reason

    assert (fates[-1], reason.code if reason else "") == (Fate.NEEDS_LOOK, "raw_missing")


def test_worker_that_died_twice_over_it_leaves_it_for_a_person(talk: Talk) -> None:
    mail_id = talk.kept(mail())
    _abandon(talk, mail_id, attempts=2)

    assert talk.pipeline.process(mail_id) is None
    assert the_mail(talk, mail_id).fate is Fate.NEEDS_LOOK


def test_mail_that_another_worker_holds_is_left_to_it_until_the_lease_runs_out(talk: Talk) -> None:
    mail_id = talk.kept(mail())
    _abandon(talk, mail_id, attempts=1)
    before = (talk.pipeline.waiting(), talk.pipeline.process(mail_id))
    talk.clock.passes(seconds=LEASE.total_seconds())

    assert (before, talk.pipeline.waiting()) == (([], None), [mail_id])
    assert talk.pipeline.process(mail_id) is Fate.FILED


def test_worker_that_was_overtaken_while_reading_files_nothing(talk: Talk) -> None:
    """Its lease ran out, another one filed the mail: there is one ticket."""
    mail_id = talk.kept(mail(message_id=""))

    def slowly(raw: bytes) -> ParsedMail:
        talk.clock.passes(minutes=3)
        talk.pipeline.process(mail_id)
        return parse(raw)

    assert replace(talk.pipeline, parse=slowly).process(mail_id) is None
    assert len(talk.tickets) == 1


def test_error_after_the_commit_does_not_undo_what_was_filed(talk: Talk) -> None:
    mail_id = talk.kept(mail())
    failpoints.arm("I12.filed:*:raise")
    talk.pipeline.process(mail_id)

    assert (the_mail(talk, mail_id).fate, len(talk.tickets)) == (Fate.FILED, 1)


@pytest.mark.parametrize("sender", ["", "undisclosed", "<>"])
def test_mail_without_a_sender_needs_a_look(talk: Talk, sender: str) -> None:
    filed = talk.arrives(mail(from_=sender))

    assert (filed.fate, filed.filed_at, talk.tickets) == (Fate.NEEDS_LOOK, None, [])


def test_mail_for_no_address_of_ours_needs_a_look(talk: Talk) -> None:
    filed = talk.arrives(mail(to="nobody@elsewhere.example"), door="files")

    assert (filed.fate, filed.reason.code if filed.reason else "") == (Fate.NEEDS_LOOK, "no_address")


HOSTILE: dict[str, Callable[[], bytes]] = {
    "nul in the subject": lambda: mail(subject="Printer\0on fire"),
    "nul in the text": lambda: mail("On\0fire"),
    "a name of a thousand letters": lambda: mail(from_=f"{'R' * 1000} <rui@partner.example>"),
    "a subject of ten thousand letters": lambda: mail(subject="S" * 10_000),
    "an id of nine hundred letters": lambda: mail(message_id=f"{'i' * 900}@partner.example"),
    "letters that are none": lambda: mail().replace(b"printer", b"\xff\xfe\xed\xa0\x80"),
    "a file with a name of thousands": lambda: mail(files={"n" * 3000: b"x"}),
    "five hundred recipients": lambda: mail(cc=", ".join(f"p{n}@crowd.example" for n in range(500))),
    "a thousand references": lambda: mail(references=[f"{n}@partner.example" for n in range(1000)]),
    "nul in an id": lambda: mail(in_reply_to="a\0b@partner.example", message_id="c\0d@partner.example"),
}


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
@pytest.mark.parametrize("name", HOSTILE)
def test_odd_mail_is_filed_on_either_database(desk: Surroundings, engine: str, name: str) -> None:
    """PostgreSQL refuses NUL and what is too long, where SQLite takes anything."""
    talk = Talk(desk)
    filed = talk.arrives(HOSTILE[name]())

    assert (filed.fate, filed.trace) == (Fate.FILED, "")


def test_mails_are_found_by_the_beginning_of_their_name(talk: Talk, rui: Person) -> None:
    name = rui.writes().short_name
    with talk.desk.database.reading() as session:
        assert mails.get_mail(session, name.upper()).short_name == name


def test_ignored_by_hand_is_ignored_for_good_but_kept(talk: Talk) -> None:
    filed = talk.arrives(mail(from_=""))
    with talk.desk.database.transaction(desk=talk.desk) as session:
        mails.ignore(mails.get_mail(session, filed.short_name), at=talk.clock() + timedelta(minutes=1))

    assert talk.pipeline.waiting() == []
    assert talk.desk.raw.has(filed.sha256)


def _abandon(talk: Talk, mail_id: int, *, attempts: int) -> None:
    """As a worker on another host leaves it."""
    with talk.desk.database.transaction() as session:
        row = session.get_one(Mail, mail_id)
        row.attempts, row.claimed_by, row.claimed_until = attempts, "elsewhere:1:x", talk.clock() + LEASE
        if attempts == 2:
            row.claimed_until = talk.clock()
