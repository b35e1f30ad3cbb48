"""Which folders are read as junk and as sent mail: by what servers say, by names in many languages, never All Mail."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.mailbox import FolderRefused, Mailbox
from ingest.special_folders import Listed, special_folders
from models.mail import FolderRole
from tests.ingest.mailboxes import account_at, evil_account, mail
from tests.servers import or_skipped
from tests.servers.dovecot import Dovecot, running_dovecot
from tests.servers.evil_imap import evil_imap

GERMAN_HOST = """
namespace inbox {
  separator = .
  prefix = INBOX.
  mailbox Junk {
    auto = no
    special_use =
  }
  mailbox Sent {
    auto = no
    special_use =
  }
  mailbox Werbemüll {
    auto = create
    special_use = \\Junk
  }
  mailbox "Gesendete Objekte" {
    auto = create
  }
  mailbox Spam-Archiv {
    auto = create
    special_use = \\Archive
  }
}
"""
"""What it calls its junk nobody would guess, and of its sent mail it says nothing."""


def listed(name: str, *flags: str, delimiter: str = "/") -> Listed:
    return Listed(name, delimiter, frozenset(flags))


def found(
    *folders: Listed, junk: str = "auto", sent: str = "auto", never: tuple[str, ...] = ()
) -> dict[str, str]:
    return {name: role.value for name, role in special_folders(folders, junk=junk, sent=sent, never=never)}


def found_on(dovecot: Dovecot, user: str) -> dict[str, FolderRole]:
    with Mailbox.connect(account_at(dovecot, user)) as mailbox:
        return dict(special_folders(mailbox.folders(), junk="auto", sent="auto"))


@pytest.mark.parametrize(
    ("name", "delimiter"),
    [
        ("Junk", "/"),
        ("Junk E-mail", "/"),
        ("INBOX.spam", "."),
        ("INBOX.Junk", "."),
        ("[Gmail]/Spam", "/"),
        ("Email Sampah", "/"),
        ("Spamverdacht", "/"),
        ("Courrier indésirable", "/"),
        ("Correo no deseado", "/"),
        ("Lixo Eletrônico", "/"),
        ("Ongewenste e-mail", "/"),
        ("Posta indesiderata", "/"),
        ("迷惑メール", "/"),
    ],
)
def test_junk_is_known_by_its_name(name: str, delimiter: str) -> None:
    assert found(listed(name, delimiter=delimiter)) == {name: "junk"}


@pytest.mark.parametrize(
    ("name", "delimiter"),
    [
        ("Sent", "/"),
        ("sent-mail", "/"),
        ("Sent Items", "/"),
        ("INBOX.Sent", "."),
        ("INBOX/Sent Messages", "/"),
        ("[Google Mail]/Gesendet", "/"),
        ("[Gmail]/Surat Terkirim", "/"),
        ("Kotak Terkirim", "/"),
        ("Terkirim", "/"),
        ("Gesendete Elemente", "/"),
        ("Éléments envoyés", "/"),
        ("Elementos enviados", "/"),
        ("Itens Enviados", "/"),
        ("Verzonden items", "/"),
        ("Posta inviata", "/"),
        ("已发送邮件", "/"),
    ],
)
def test_sent_mail_is_known_by_its_name(name: str, delimiter: str) -> None:
    assert found(listed(name, delimiter=delimiter)) == {name: "sent"}


@pytest.mark.parametrize(
    "folder",
    [
        listed("Sampah"),
        listed("INBOX"),
        listed("Archive/Sent"),
        listed("Projects.Spam", delimiter="."),
        listed("Sent", "\\noselect"),
        listed("Sent", "\\nonexistent"),
        listed("Junk", "\\trash"),
        listed("[Gmail]/All Mail", "\\all"),
        listed("[Gmail]/Sent Mail", "\\all", "\\sent"),
    ],
    ids=lambda folder: f"{folder.name} {''.join(sorted(folder.flags))}",
)
def test_what_is_for_something_else_is_left_alone(folder: Listed) -> None:
    assert found(folder) == {}


def test_flags_count_whatever_the_name_is() -> None:
    assert found(listed("Werbung", "\\junk"), listed("Ausgang", "\\sent")) == {
        "Werbung": "junk",
        "Ausgang": "sent",
    }


def test_old_gmail_calls_junk_spam() -> None:
    assert found(listed("[Gmail]/Bin", "\\spam"), listed("[Gmail]/Alle Nachrichten", "\\allmail")) == {
        "[Gmail]/Bin": "junk"
    }


def test_sent_mail_of_several_programs_is_read_wherever_they_put_it() -> None:
    names = ("INBOX.Sent", "INBOX.Sent Items", "INBOX.Gesendet")

    assert set(found(*(listed(name, delimiter=".") for name in names))) == set(names)


def test_folder_that_is_read_as_inbox_is_nothing_else() -> None:
    assert found(listed("Junk", "\\junk"), never=("INBOX", "Junk")) == {}


def test_nothing_is_read_where_the_settings_say_so() -> None:
    assert found(listed("Junk", "\\junk"), listed("Sent", "\\sent"), junk="", sent="") == {}


def test_named_folder_is_read_and_no_other() -> None:
    folders = (listed("Sent", "\\sent"), listed("Keluar"))

    assert found(*folders, sent="Keluar") == {"Keluar": "sent"}


def test_named_folder_is_found_below_what_the_host_puts_above_it() -> None:
    assert found(listed("INBOX.Surat Keluar", delimiter="."), sent="surat keluar") == {
        "INBOX.Surat Keluar": "sent"
    }


def test_all_mail_is_not_read_even_when_it_is_named() -> None:
    assert found(listed("[Gmail]/All Mail", "\\all"), sent="[Gmail]/All Mail") == {}


@pytest.fixture(scope="module")
def german_host() -> Iterator[Dovecot]:
    with or_skipped(), running_dovecot(extra=GERMAN_HOST) as server:
        yield server


def test_dovecot_says_what_its_folders_are_for(dovecot: Dovecot) -> None:
    assert found_on(dovecot, dovecot.add_user()) == {"Junk": FolderRole.JUNK, "Sent": FolderRole.SENT}


def test_folders_below_inbox_are_found_by_flag_and_by_name(german_host: Dovecot) -> None:
    assert found_on(german_host, german_host.add_user()) == {
        "INBOX.Werbemüll": FolderRole.JUNK,
        "INBOX.Gesendete Objekte": FolderRole.SENT,
    }


def test_localised_names_without_any_flag_are_found_and_open(dovecot: Dovecot) -> None:
    user = dovecot.add_user()
    with dovecot.session(user) as client:
        client.create('"Kotak Terkirim"')
        client.create('"&AMk-l&AOk-ments envoy&AOk-s"')
    dovecot.append(user, mail("By hand"), folder='"Kotak Terkirim"')
    with Mailbox.connect(account_at(dovecot, user)) as mailbox:
        names = dict(special_folders(mailbox.folders(), junk="", sent="auto"))
        counts = {name: mailbox.select(name, read_only=True).count for name in names}

    assert counts == {"Sent": 0, "Kotak Terkirim": 1, "Éléments envoyés": 0}


def test_folder_open_for_reading_cannot_be_marked(dovecot: Dovecot) -> None:
    user = dovecot.add_user()
    dovecot.append(user, mail("By hand"), folder="Sent")
    with Mailbox.connect(account_at(dovecot, user)) as mailbox:
        mailbox.select("Sent", read_only=True)

        assert not mailbox.mark_taken([1])
    with dovecot.session(user) as client:
        client.select("Sent")

        assert client.fetch("1", "(FLAGS)") == ("OK", [b"1 (FLAGS (\\Recent))"])


def test_server_that_tells_only_by_xlist_is_asked_so() -> None:
    answer = b'* XLIST (\\HasNoChildren \\Spam) "/" "[Gmail]/Correo &AOk-l"\r\n%T OK listed\r\n'
    script = {"XLIST": [answer]}
    with (
        evil_imap(script, capabilities="IMAP4rev1 IDLE XLIST") as evil,
        Mailbox.connect(evil_account(evil)) as mailbox,
    ):
        folders = mailbox.folders()

    assert folders == [listed("[Gmail]/Correo él", "\\hasnochildren", "\\spam")]


@pytest.mark.parametrize(
    "refusal", [b"%T BAD never heard of it\r\n", b'* LIST (\\Sent) "/" "Sent"\r\n%T NO not so\r\n']
)
def test_server_that_refuses_the_options_is_asked_plainly(refusal: bytes) -> None:
    script = {
        'LIST "" "*" RETURN': [refusal],
        'LIST "" "*"': [b'* LIST () "." INBOX.Sent\r\n* LIST () NIL 2026\r\n%T OK listed\r\n'],
    }
    with (
        evil_imap(script, capabilities="IMAP4rev1 LIST-EXTENDED SPECIAL-USE") as evil,
        Mailbox.connect(evil_account(evil)) as mailbox,
    ):
        folders = mailbox.folders()

    assert folders == [listed("INBOX.Sent", delimiter="."), listed("2026", delimiter="")]


def test_name_that_nobody_can_decode_hides_no_other() -> None:
    script = {"LIST": [b'* LIST () "/" "&2D0-"\r\n* LIST () "/" "Terkirim"\r\n%T OK listed\r\n']}
    with evil_imap(script) as evil, Mailbox.connect(evil_account(evil)) as mailbox:
        names = [each.name for each in mailbox.folders()]

    assert "Terkirim" in names


def test_folder_that_may_not_be_opened_leaves_the_connection_whole(dovecot: Dovecot) -> None:
    with Mailbox.connect(account_at(dovecot, dovecot.add_user())) as mailbox:
        with pytest.raises(FolderRefused):
            mailbox.select("Terkirim", read_only=True)

        assert mailbox.select("INBOX").count == 0
