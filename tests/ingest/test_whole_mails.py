"""The whole of a mail that was too large, fetched from a real Dovecot because an agent wants it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from threading import Event as Stop

import msgspec
import pytest

from desk import wholes
from desk.errors import Conflict
from desk.surroundings import Surroundings
from desk.work import work
from ingest.children import ParserDied
from ingest.intake import FILES, Arrival, keep
from ingest.parse import parse
from ingest.parsed import ParsedMail
from ingest.watch import Watch
from ingest.wholes import WholeMails
from models.event import EventKind
from models.mail import Mail
from models.message import Attachment
from models.parcels import LargeMail
from models.reason import because
from tests.conversation import Talk
from tests.desks import agent
from tests.mails import mail
from tests.servers.dovecot import Dovecot

FILM = bytes(range(256)) * 8_000
RAW = mail("Please look at the film.", files={"film.mp4": FILM, "note.txt": b"small"})


@pytest.fixture
def user(dovecot: Dovecot) -> str:
    return dovecot.add_user()


@pytest.fixture
def talk(desk: Surroundings, dovecot: Dovecot, user: str, monkeypatch: pytest.MonkeyPatch) -> Talk:
    """Its mailbox takes one megabyte at most."""
    monkeypatch.setenv("MEJA_MAIN", "secret")
    main = msgspec.structs.replace(
        desk.settings.mailbox[0],
        host=dovecot.host,
        port=dovecot.imap_port,
        security="none",
        user=user,
        max_megabytes=1,
        first_connection="days:9",
        junk="",
        sent="",
    )
    settings = msgspec.structs.replace(desk.settings, mailbox=(main, *desk.settings.mailbox[1:]))
    return Talk(replace(desk, settings=settings))


@pytest.fixture
def large(talk: Talk, dovecot: Dovecot, user: str) -> int:
    """The mail has come, was seen and filed."""
    dovecot.append(user, RAW)
    stop = Stop()

    def kept(mail_id: int) -> None:
        talk.pipeline.process(mail_id)
        stop.set()

    Watch(talk.desk, talk.desk.settings.mailbox[0], talk.clock, kept, stop).run()
    found: Mail = talk.the(Mail)
    assert not found.is_whole
    return found.id


def ask(talk: Talk, mail_id: int) -> None:
    with work(talk.desk, at=talk.clock()) as session:
        wholes.ask(session, session.get_one(Mail, mail_id), by=agent(session, "ana"), at=talk.clock())


def worker(talk: Talk, parser: Callable[[bytes], ParsedMail] = parse) -> WholeMails:
    return WholeMails(talk.desk, parser, talk.clock)


def fetch(talk: Talk, mail_id: int, parser: Callable[[bytes], ParsedMail] = parse) -> None:
    ask(talk, mail_id)
    worker(talk, parser).fetch(mail_id)


def noted(talk: Talk) -> LargeMail:
    with talk.desk.database.reading() as session:
        return session.query(LargeMail).one()


def files(talk: Talk) -> dict[str, bytes]:
    return {each.filename: talk.desk.files.read(each.sha256) for each in talk.all(Attachment)}


def test_words_and_names_of_files_are_there_before(talk: Talk, large: int) -> None:
    assert talk.last.reply == "Please look at the film."
    assert noted(talk).files == ["film.mp4", "note.txt"]
    assert files(talk) == {}


def test_its_files_join_the_message_and_the_whole_is_kept(talk: Talk, large: int) -> None:
    fetch(talk, large)
    found = noted(talk)

    assert files(talk) == {"film.mp4": FILM, "note.txt": b"small"}
    assert found.sha256 is not None
    assert talk.desk.raw.read(found.sha256) == RAW
    assert (found.asked_at, found.trouble) == (None, None)
    assert talk.events()[-2:] == [EventKind.WHOLE_ASKED_FOR.value, EventKind.WHOLE_FETCHED.value]


def test_mail_that_was_moved_to_the_folder_of_kept_mail_is_found_there(
    talk: Talk, large: int, dovecot: Dovecot, user: str
) -> None:
    with dovecot.session(user) as client:
        client.create("Kept")
        client.select("INBOX")
        client.uid("MOVE", "1", "Kept")
    main = msgspec.structs.replace(talk.desk.settings.mailbox[0], move_to="Kept")
    talk.desk = replace(talk.desk, settings=msgspec.structs.replace(talk.desk.settings, mailbox=(main,)))
    fetch(talk, large)

    assert list(files(talk)) == ["film.mp4", "note.txt"]


def test_mail_that_was_deleted_is_said_to_be_gone_and_may_be_asked_for_again(
    talk: Talk, large: int, dovecot: Dovecot, user: str
) -> None:
    with dovecot.session(user) as client:
        client.select("INBOX")
        client.uid("STORE", "1", "+FLAGS", r"(\Deleted)")
        client.expunge()
    fetch(talk, large)
    found = noted(talk)

    assert (found.trouble and found.trouble.code, found.sha256) == ("whole_gone", None)
    assert not list(talk.desk.raw.folder.glob("tmp-*"))
    ask(talk, large)
    assert worker(talk).waiting() == [large]


def test_what_cannot_be_taken_apart_can_still_be_downloaded(talk: Talk, large: int) -> None:
    def dies(_raw: bytes) -> ParsedMail:
        raise ParserDied(because("parser_too_slow", seconds=10))

    fetch(talk, large, dies)
    found = noted(talk)

    assert (found.trouble and found.trouble.code, files(talk)) == ("whole_not_opened", {})
    assert found.sha256 is not None


def test_wrong_password_is_told_where_the_agent_sees_it(
    talk: Talk, large: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEJA_MAIN", "wrong")
    fetch(talk, large)
    trouble = noted(talk).trouble

    assert trouble is not None
    assert trouble.code == "wrong_password"


def test_wish_is_taken_up_once(talk: Talk, large: int) -> None:
    ask(talk, large)
    worker(talk).fetch(large)
    worker(talk).fetch(large)

    assert (worker(talk).waiting(), len(files(talk))) == ([], 2)


def test_mail_that_came_by_another_door_has_nothing_more_to_fetch(talk: Talk) -> None:
    arrival = Arrival(FILES, talk.clock(), is_whole=False, size=9)
    mail_id = keep(talk.desk, RAW[:900], arrival, at=talk.clock())
    with talk.desk.database.transaction() as session:
        assert wholes.begin(session, mail_id) is False
    with work(talk.desk, at=talk.clock()) as session, pytest.raises(Conflict):
        wholes.ask(session, session.get_one(Mail, mail_id), by=agent(session, "ana"), at=talk.clock())
