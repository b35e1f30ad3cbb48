"""Waiting for mail: woken by it, ended by `stop`, and never asleep beside a dead or silent server."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from ingest import mailbox as mailboxes
from ingest.mailbox import Account, Mailbox
from tests.ingest.mailboxes import account_at, evil_account, mail, opened, unreachable
from tests.servers.dovecot import Dovecot
from tests.servers.evil_imap import GOOD, Answer, evil_imap

LONG = 120.0
"""Longer than any test may take: who waits it out has not been woken."""
SOON = 0.3


@contextmanager
def meanwhile(deed: Callable[[], None], *, after: float = SOON) -> Iterator[None]:
    timer = threading.Timer(after, deed)
    timer.start()
    yield
    timer.join()


def looked_at(account: Account) -> Mailbox:
    """As the loop waits: what is there has been looked for."""
    mailbox = opened(account)
    mailbox.uids()
    return mailbox


def test_arriving_mail_ends_the_wait(dovecot: Dovecot) -> None:
    user = dovecot.add_user()
    with looked_at(account_at(dovecot, user)) as mailbox:
        for count in (1, 2):
            with meanwhile(lambda: dovecot.deliver(user, mail("Wake up"))):
                assert mailbox.wait(LONG, threading.Event())
            assert len(mailbox.uids()) == count


def test_wait_without_mail_ends_by_itself_and_the_connection_lives(dovecot: Dovecot) -> None:
    with looked_at(account_at(dovecot, dovecot.add_user())) as mailbox:
        assert not mailbox.wait(0.1, threading.Event())
        assert mailbox.uids() == []


def test_mail_that_comes_while_another_is_taken_is_not_waited_for(dovecot: Dovecot) -> None:
    user = dovecot.add_user()
    dovecot.append(user, mail("First"))
    with looked_at(account_at(dovecot, user)) as mailbox:
        found = mailbox.uids()
        dovecot.append(user, mail("Second"))
        mailbox.mark_taken(found)

        assert mailbox.wait(LONG, threading.Event())
        assert mailbox.uids(since=1) == [2]


def test_stop_ends_the_wait(dovecot: Dovecot) -> None:
    stop = threading.Event()
    with looked_at(account_at(dovecot, dovecot.add_user())) as mailbox, meanwhile(stop.set):
        assert not mailbox.wait(LONG, stop)
        assert mailbox.uids() == []


def test_what_another_client_flags_does_not_end_the_wait(dovecot: Dovecot) -> None:
    user = dovecot.add_user()
    dovecot.append(user, mail("Read by somebody"))

    def read() -> None:
        with dovecot.session(user) as client:
            client.select("INBOX")
            client.store("1", "+FLAGS", r"\Seen")

    with looked_at(account_at(dovecot, user)) as mailbox, meanwhile(read):
        assert not mailbox.wait(2, threading.Event())


@pytest.mark.parametrize(
    "packets",
    [
        pytest.param([b"+ idling\r\n* 2 EXISTS\r\n"], id="in the packet of the continuation"),
        pytest.param([b"* 2 EXISTS\r\n+ idling\r\n"], id="before the continuation"),
        pytest.param([b"+ idling\r\n", b"* 2 EXI", b"STS\r\n"], id="in two halves"),
        pytest.param([b"+ idling\r\n", b"* OK Still here\r\n* 2 exists\r\n"], id="after small talk"),
        pytest.param(
            [b"* 1 FETCH (FLAGS ())\r\n", b"+ idling\r\n* 2 EXISTS\r\n* 1 RECENT\r\n"], id="amid more"
        ),
    ],
)
def test_mail_announced_in_any_packet_ends_the_wait(packets: list[bytes]) -> None:
    script: dict[str, Answer] = {"IDLE": [*packets, lambda talk: talk.hear(), b"%T OK done\r\n"]}
    with evil_imap(script) as evil, looked_at(evil_account(evil)) as mailbox:
        assert mailbox.wait(LONG, threading.Event())
        assert evil.heard[-1] == "DONE"
        assert mailbox.uids() == [7]


def test_mail_announced_between_done_and_its_answer_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailboxes, "SHORTEST_IDLE_SECONDS", 0)
    script: dict[str, Answer] = {
        "IDLE": [b"+ idling\r\n", lambda talk: talk.hear(), b"* 2 EXISTS\r\n%T OK done\r\n"]
    }
    with evil_imap(script) as evil, looked_at(evil_account(evil)) as mailbox:
        assert mailbox.wait(0.1, threading.Event())


@pytest.mark.parametrize("command", ["UID STORE", "UID FETCH 7 (RFC822.SIZE", "UID SEARCH"])
def test_mail_announced_since_the_last_look_is_not_waited_for(command: str) -> None:
    answer = GOOD.get(command, [b"%T OK fine\r\n"])
    with evil_imap({command: [b"* 2 EXISTS\r\n", *answer]}) as evil, looked_at(evil_account(evil)) as mailbox:
        list(mailbox.fetch(mailbox.uids()))
        mailbox.mark_taken([7])

        assert mailbox.wait(LONG, threading.Event())


def test_mail_announced_before_the_last_look_is_no_news() -> None:
    with (
        evil_imap({"NOOP": [b"* 2 EXISTS\r\n%T OK fine\r\n"]}) as evil,
        looked_at(evil_account(evil)) as mailbox,
    ):
        assert not mailbox.wait(0.1, threading.Event())


def test_server_that_hangs_up_while_idling_is_noticed_at_once() -> None:
    script: dict[str, Answer] = {"IDLE": [b"+ idling\r\n", lambda talk: talk.hang_up()]}
    with evil_imap(script) as evil, looked_at(evil_account(evil)) as mailbox:
        assert unreachable(lambda: mailbox.wait(LONG, threading.Event())).code == "connection_lost"


def test_server_that_says_bye_while_idling_is_left() -> None:
    script: dict[str, Answer] = {
        "IDLE": [b"+ idling\r\n* BYE restarting\r\n", lambda talk: talk.wait_for_end()]
    }
    with evil_imap(script) as evil, looked_at(evil_account(evil)) as mailbox:
        assert unreachable(lambda: mailbox.wait(LONG, threading.Event())).code == "connection_lost"


def test_silent_server_does_not_hold_up_the_stop() -> None:
    stop = threading.Event()
    script: dict[str, Answer] = {"IDLE": [b"+ idling\r\n", lambda talk: talk.wait_for_end()]}
    with evil_imap(script) as evil, looked_at(evil_account(evil)) as mailbox, meanwhile(stop.set):
        assert unreachable(lambda: mailbox.wait(LONG, stop)).code == "too_slow"


def test_flood_while_idling_is_cut_off() -> None:
    small_talk = b"* OK Still here\r\n" * 1000
    script: dict[str, Answer] = {"IDLE": [b"+ idling\r\n", lambda talk: talk.flood(small_talk)]}
    with evil_imap(script) as evil, looked_at(evil_account(evil)) as mailbox:
        assert unreachable(lambda: mailbox.wait(LONG, threading.Event())).code == "answer_too_long"


@pytest.mark.parametrize("answer", [b"%T NO not for you\r\n", b"%T BAD what?\r\n"])
def test_announced_but_refused_idle_becomes_a_plain_wait(
    answer: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailboxes, "SHORTEST_IDLE_SECONDS", 0)
    with evil_imap({"IDLE": [answer]}) as evil, looked_at(evil_account(evil)) as mailbox:
        assert not mailbox.wait(0.01, threading.Event())
        assert not mailbox.wait(0.01, threading.Event())
        assert [line.partition(" ")[2] for line in evil.heard_of("I")].count("IDLE") == 1


def test_short_wait_asks_for_no_announcement() -> None:
    with evil_imap() as evil, looked_at(evil_account(evil)) as mailbox:
        assert not mailbox.wait(0.01, threading.Event())
        assert evil.heard_of("IDLE") == []


def test_server_without_idle_is_not_asked_for_it() -> None:
    stop = threading.Event()
    with evil_imap(capabilities="IMAP4rev1") as evil, looked_at(evil_account(evil)) as mailbox:
        with meanwhile(stop.set):
            assert not mailbox.wait(LONG, stop)

        assert evil.heard_of("IDLE") == []
