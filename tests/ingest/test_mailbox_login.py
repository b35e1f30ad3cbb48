"""Getting in: the password goes only where it should, and every way to fail says what to do."""

from __future__ import annotations

import socket
import ssl
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.mailbox import Mailbox, MailboxRefused
from tests.ingest.mailboxes import PASSWORD, account_at, evil_account, opened, refused, unreachable
from tests.servers import or_skipped
from tests.servers.certificate import self_signed
from tests.servers.dovecot import Dovecot, running_dovecot
from tests.servers.evil_imap import Conversation, evil_imap


@pytest.fixture(scope="module")
def tls_dovecot() -> Iterator[Dovecot]:
    with or_skipped(), running_dovecot(tls=True) as server:
        yield server


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    with or_skipped():
        return self_signed(tmp_path_factory.mktemp("ca"))


def test_tls_with_a_trusted_certificate_lets_us_in(tls_dovecot: Dovecot) -> None:
    user, trusted = tls_dovecot.add_user(), str(tls_dovecot.certificate)

    with opened(
        account_at(tls_dovecot, user, port=tls_dovecot.tls_port, security="tls", ca_file=trusted)
    ) as mailbox:
        assert mailbox.uids() == []


def test_starttls_with_a_trusted_certificate_lets_us_in(tls_dovecot: Dovecot) -> None:
    user, trusted = tls_dovecot.add_user(), str(tls_dovecot.certificate)

    with opened(account_at(tls_dovecot, user, security="starttls", ca_file=trusted)) as mailbox:
        assert mailbox._wire.is_encrypted


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_certificate_of_an_unknown_authority_is_refused(tls_dovecot: Dovecot, security: str) -> None:
    port = tls_dovecot.tls_port if security == "tls" else tls_dovecot.imap_port
    account = account_at(tls_dovecot, tls_dovecot.add_user(), port=port, security=security)

    reason = refused(lambda: Mailbox.connect(account))

    assert (reason.code, reason.facts["host"]) == ("certificate_refused", "localhost")


def test_certificate_for_another_name_is_refused(tmp_path: Path) -> None:
    with or_skipped():
        certificate, context = self_signed(tmp_path, names="DNS:mail.other.example")
    with evil_imap(greeting=[lambda talk: talk.start_tls(), b"* OK ready\r\n"], tls=context) as evil:
        account = evil_account(evil, security="tls", ca_file=str(certificate))

        assert refused(lambda: Mailbox.connect(account)).code == "certificate_refused"
        assert evil.heard == []


def test_plain_server_where_tls_was_expected_is_said(dovecot: Dovecot) -> None:
    account = account_at(dovecot, dovecot.add_user(), security="tls")

    assert unreachable(lambda: Mailbox.connect(account)).code == "tls_failed"


def test_wrong_password_is_refused_in_the_servers_words(dovecot: Dovecot) -> None:
    account = account_at(dovecot, dovecot.add_user(), password=lambda: "guessed")

    reason = refused(lambda: Mailbox.connect(account))

    assert reason.code == "wrong_password"
    assert "AUTHENTICATIONFAILED" in reason.facts["words"]


@pytest.mark.parametrize("password", ['say "hi" \\ or not', "kata sandi", "pässwörd–日本"])
def test_passwords_may_hold_any_letter(dovecot: Dovecot, password: str) -> None:
    user = dovecot.add_user(password=password)

    with opened(account_at(dovecot, user, password=lambda: password)) as mailbox:
        assert mailbox.uids() == []


@pytest.mark.parametrize("user", ["two words", 'quo"te', "back\\slash"])
def test_user_name_is_quoted_where_login_needs_it(user: str) -> None:
    with evil_imap() as evil, Mailbox.connect(evil_account(evil, user=user)):
        quoted = user.replace("\\", "\\\\").replace('"', '\\"')

        assert [line.partition(" ")[2] for line in evil.heard_of("LOGIN")] == [
            f'LOGIN "{quoted}" "{PASSWORD}"'
        ]


def test_port_where_nobody_listens_is_said() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with evil_imap() as evil:
            account = evil_account(evil, port=taken.getsockname()[1])

        assert unreachable(lambda: Mailbox.connect(account)).code == "nobody_listens"


def test_host_without_an_address_is_said() -> None:
    with evil_imap() as evil:
        account = evil_account(evil, host="mail.invalid")

    assert unreachable(lambda: Mailbox.connect(account)).code == "host_unknown"


def test_something_else_than_imap_is_said() -> None:
    with evil_imap(greeting=[b"220 mx.elsewhere.example ESMTP\r\n"]) as evil:
        assert unreachable(lambda: Mailbox.connect(evil_account(evil))).code == "answer_not_understood"


def test_server_that_turns_away_at_the_door_is_tried_again() -> None:
    with evil_imap(greeting=[b"* BYE too many connections\r\n", lambda talk: talk.hang_up()]) as evil:
        reason = unreachable(lambda: Mailbox.connect(evil_account(evil)))

    assert "too many connections" in reason.facts["words"]


def test_stripped_starttls_never_sees_the_password() -> None:
    with evil_imap() as evil:
        reason = refused(lambda: Mailbox.connect(evil_account(evil, security="starttls")))

        assert reason.code == "starttls_missing"
        assert evil.heard_of("LOGIN") == evil.heard_of("AUTHENTICATE") == []


def test_starttls_that_is_announced_and_then_denied_never_sees_the_password() -> None:
    script = {"STARTTLS": [b"%T NO not today\r\n"]}
    with evil_imap(script, capabilities="IMAP4rev1 STARTTLS") as evil:
        unreachable(lambda: Mailbox.connect(evil_account(evil, security="starttls")))

        assert evil.heard_of("LOGIN") == evil.heard_of("AUTHENTICATE") == []


@pytest.mark.parametrize("capabilities", ["IMAP4rev1 LOGINDISABLED", "IMAP4rev1 LOGINDISABLED AUTH=PLAIN"])
def test_disabled_login_never_sees_the_password(capabilities: str) -> None:
    with evil_imap(capabilities=capabilities) as evil:
        reason = refused(lambda: Mailbox.connect(evil_account(evil)))

        assert reason.code == "login_disabled"
        assert evil.heard_of("LOGIN") == evil.heard_of("AUTHENTICATE") == []


@pytest.mark.parametrize("security", ["starttls", "none"])
def test_server_that_calls_us_logged_in_already_is_left(security: str) -> None:
    with evil_imap(greeting=[b"* PREAUTH welcome ana\r\n"], capabilities="IMAP4rev1 STARTTLS") as evil:
        reason = refused(lambda: Mailbox.connect(evil_account(evil, security=security)))

        assert reason.code == "login_not_asked"
        assert evil.heard_of("LOGIN") == []


def test_words_slipped_in_before_tls_are_forgotten(certified: tuple[Path, ssl.SSLContext]) -> None:
    def inject(talk: Conversation) -> None:
        """The attacker guesses the tag of the next command and answers it in the same packet."""
        prefix, number = talk.tag[:-1], int(talk.tag[-1:])
        capability = b"* CAPABILITY IMAP4rev1 LOGINDISABLED\r\n"
        talk.say(b"%%T OK begin\r\n%s%s%d OK injected\r\n" % (capability, prefix, number + 1))
        talk.start_tls()

    certificate, context = certified
    with evil_imap({"STARTTLS": [inject]}, capabilities="IMAP4rev1 STARTTLS", tls=context) as evil:
        account = evil_account(evil, security="starttls", ca_file=str(certificate))

        with Mailbox.connect(account) as mailbox:
            assert mailbox.select("INBOX").count == 1


def test_connection_lost_at_login_says_nothing_about_the_password() -> None:
    with evil_imap({"LOGIN": [lambda talk: talk.hang_up()]}) as evil:
        assert unreachable(lambda: Mailbox.connect(evil_account(evil))).code == "connection_lost"


@pytest.mark.parametrize("code", ["UNAVAILABLE", "INUSE", "LIMIT"])
def test_login_denied_for_the_servers_own_reasons_is_tried_again(code: str) -> None:
    script = {"LOGIN": [f"%T NO [{code}] come back later\r\n".encode()]}
    with evil_imap(script) as evil:
        assert unreachable(lambda: Mailbox.connect(evil_account(evil))).code == "login_not_now"


def test_password_echoed_by_the_server_stays_out_of_the_error() -> None:
    script = {"LOGIN": [f"%T NO wrong: ana {PASSWORD}\r\n".encode()]}
    with evil_imap(script) as evil, pytest.raises(MailboxRefused) as caught:
        Mailbox.connect(evil_account(evil))

    told = "".join(traceback.format_exception(caught.value)) + repr(evil_account(evil))
    assert PASSWORD not in told + repr(caught.value.reason)


@pytest.mark.parametrize(("field", "value"), [("user", "ana\r\nA1 DELETE INBOX"), ("password", "secret\n")])
def test_control_character_in_a_credential_never_reaches_the_server(field: str, value: str) -> None:
    change = {"password": lambda: value} if field == "password" else {"user": value}
    with evil_imap() as evil:
        reason = refused(lambda: Mailbox.connect(evil_account(evil, **change)))

        assert (reason.code, reason.facts["argument"]) == ("control_character", field)
        assert evil.connections == 0
