"""A folder of a real Dovecot: what is in it, its bytes as they are, what was taken."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest

from ingest import mailbox_pieces
from ingest.mailbox import Mailbox
from ingest.mailbox_pieces import pieces_of
from tests.ingest.mailboxes import account_at, mail, opened, refused, unreachable
from tests.mails import mail as letter
from tests.servers.dovecot import Dovecot


@pytest.fixture
def user(dovecot: Dovecot) -> str:
    return dovecot.add_user()


def eight_bit_mail(size: int) -> bytes:
    """Every byte but NUL, CR and LF, which no mail may hold alone (RFC 5322 section 2.3)."""
    letters = bytes(set(range(1, 256)) - {10, 13})
    chance = random.Random(7)
    lines = (bytes(chance.choices(letters, k=900)) for _ in range(size // 900))
    return mail("A scan") + b"\r\n".join(lines) + b"\r\n"


def test_three_megabytes_of_eight_bit_mail_arrive_byte_for_byte(dovecot: Dovecot, user: str) -> None:
    raw = eight_bit_mail(3_000_000)
    dovecot.append(user, raw)

    with opened(account_at(dovecot, user)) as mailbox:
        fetched = list(mailbox.fetch(mailbox.uids()))

    assert [(each.raw, each.size, each.whole) for each in fetched] == [(raw, len(raw), True)]


def test_many_mails_come_in_the_order_of_their_uids(dovecot: Dovecot, user: str) -> None:
    raws = [mail(f"Request {number}", text="x" * 700_000) for number in range(25)]
    for raw in raws:
        dovecot.append(user, raw)

    with opened(account_at(dovecot, user)) as mailbox:
        fetched = list(mailbox.fetch(mailbox.uids()))

    assert [each.raw for each in fetched] == raws


def test_delivered_mail_keeps_what_the_writer_sent(dovecot: Dovecot, user: str) -> None:
    dovecot.deliver(user, mail("Over the door"))

    with opened(account_at(dovecot, user)) as mailbox:
        (fetched,) = mailbox.fetch(mailbox.uids())

    assert fetched.raw.endswith(mail("Over the door"))


def test_reading_leaves_a_mail_unseen(dovecot: Dovecot, user: str) -> None:
    dovecot.append(user, mail("Still new"))

    with opened(account_at(dovecot, user)) as mailbox:
        list(mailbox.fetch(mailbox.uids()))

    with dovecot.session(user) as client:
        client.select("INBOX")
        assert client.search(None, "UNSEEN") == ("OK", [b"1"])


def test_date_of_arrival_is_utc(dovecot: Dovecot, user: str) -> None:
    dovecot.append(user, mail("From Jakarta"), date="02-Mar-2026 06:30:00 +0700")

    with opened(account_at(dovecot, user)) as mailbox:
        (glance,) = mailbox.glances(mailbox.uids())

    assert glance.internal_date == datetime(2026, 3, 1, 23, 30, tzinfo=UTC)


def test_uids_above_the_last_one_are_none_not_the_last_one(dovecot: Dovecot, user: str) -> None:
    dovecot.append(user, mail("One"))

    with opened(account_at(dovecot, user)) as mailbox:
        assert mailbox.uids() == [1]
        assert mailbox.uids(since=1) == []


def test_mail_that_came_a_moment_ago_is_found_by_the_next_search(dovecot: Dovecot, user: str) -> None:
    with opened(account_at(dovecot, user)) as mailbox:
        for count in range(1, 6):
            dovecot.deliver(user, mail(f"Number {count}"))
            assert len(mailbox.uids()) == count


def test_glances_name_the_mail_without_its_body(dovecot: Dovecot, user: str) -> None:
    dovecot.append(user, mail("Old", message_id="old.1@elsewhere.example"))
    dovecot.append(user, mail("Nameless"))

    with opened(account_at(dovecot, user)) as mailbox:
        glances = list(mailbox.glances(mailbox.uids()))

    assert [glance.message_id for glance in glances] == ["old.1@elsewhere.example", ""]
    assert [glance.size for glance in glances] == [
        len(mail("Old", message_id="old.1@elsewhere.example")),
        len(mail("Nameless")),
    ]


def test_mail_above_the_cap_gives_its_beginning_only(dovecot: Dovecot, user: str) -> None:
    small, large = mail("Small"), mail("Large", text="x" * 60_000)
    for raw in (small, large, small):
        dovecot.append(user, raw)

    with opened(account_at(dovecot, user, max_bytes=50_000)) as mailbox:
        fetched = list(mailbox.fetch(mailbox.uids()))

    assert [(each.size, each.whole) for each in fetched] == [
        (len(small), True),
        (len(large), False),
        (len(small), True),
    ]
    assert fetched[1].raw == large[:50_000]


def test_of_a_mail_above_the_cap_the_names_of_its_files_are_known(dovecot: Dovecot, user: str) -> None:
    files = {"laporan akhir.pdf": b"x" * 60_000, "rekaman é.mp4": b"y" * 10}
    dovecot.append(user, letter("See the files.", files=files))

    with opened(account_at(dovecot, user, max_bytes=50_000)) as mailbox:
        (fetched,) = mailbox.fetch(mailbox.uids())

    assert (fetched.files, fetched.whole) == (tuple(files), False)


def test_large_mail_comes_whole_in_pieces_wherever_it_was_moved(
    dovecot: Dovecot, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailbox_pieces, "PIECE_BYTES", 7_000)
    large = mail("Large", message_id="large@elsewhere.example", text="x" * 60_000)
    dovecot.append(user, mail("Another"))
    dovecot.append(user, large, folder="Junk")

    with opened(account_at(dovecot, user)) as mailbox:
        pieces = list(
            pieces_of(
                mailbox,
                ["INBOX", "Nowhere", "Junk"],
                uid=1,
                uidvalidity=mailbox.select("INBOX").uidvalidity,
                begins=large[:3000],
                message_id="large@elsewhere.example",
            )
        )

    assert b"".join(pieces) == large
    assert max(map(len, pieces)) == 7_000


def test_mail_of_exactly_the_cap_is_whole(dovecot: Dovecot, user: str) -> None:
    raw = mail("Just so")
    dovecot.append(user, raw)

    with opened(account_at(dovecot, user, max_bytes=len(raw))) as mailbox:
        (fetched,) = mailbox.fetch(mailbox.uids())

    assert (fetched.raw, fetched.whole) == (raw, True)


def test_mail_deleted_between_search_and_fetch_is_left_out(dovecot: Dovecot, user: str) -> None:
    for subject in ("One", "Two", "Three"):
        dovecot.append(user, mail(subject))

    with opened(account_at(dovecot, user)) as mailbox:
        found = mailbox.uids()
        with dovecot.session(user) as client:
            client.select("INBOX")
            client.store("2", "+FLAGS", r"\Deleted")
            client.expunge()
        fetched = list(mailbox.fetch([*found, 999]))
        glanced = list(mailbox.glances([*found, 999]))

    assert [each.uid for each in fetched] == [1, 3]
    assert [each.uid for each in glanced] == [1, 3]


def test_taken_mail_carries_our_keyword_and_nothing_else(dovecot: Dovecot, user: str) -> None:
    dovecot.append(user, mail("Taken"))
    dovecot.append(user, mail("Not yet"))

    with opened(account_at(dovecot, user)) as mailbox:
        is_marked = mailbox.mark_taken([1])

    assert is_marked
    with dovecot.session(user) as client:
        client.select("INBOX")
        assert client.search(None, "KEYWORD", "$MejaKept", "UNSEEN") == ("OK", [b"1"])


def test_moved_mail_is_in_the_other_folder(dovecot: Dovecot, user: str) -> None:
    dovecot.append(user, mail("To be moved"))

    with opened(account_at(dovecot, user)) as mailbox:
        assert mailbox.move([1], "Sent")
        assert mailbox.uids() == []
        assert mailbox.select("Sent").count == 1


def test_move_into_a_folder_that_is_not_there_leaves_the_mail(dovecot: Dovecot, user: str) -> None:
    dovecot.append(user, mail("Stays"))

    with opened(account_at(dovecot, user)) as mailbox:
        assert not mailbox.move([1], "Nowhere")
        assert mailbox.uids() == [1]


def test_folder_made_anew_has_another_uidvalidity(dovecot: Dovecot, user: str) -> None:
    seen = []
    for _ in range(2):
        with dovecot.session(user) as client:
            client.create("Complaints")
        with opened(account_at(dovecot, user), "Complaints") as mailbox:
            assert mailbox.folder
            seen.append(mailbox.folder.uidvalidity)
        with dovecot.session(user) as client:
            client.delete("Complaints")

    assert seen[0] != seen[1]


def test_folder_says_what_it_holds(dovecot: Dovecot, user: str) -> None:
    dovecot.append(user, mail("One"))

    with Mailbox.connect(account_at(dovecot, user)) as mailbox:
        folder = mailbox.select("INBOX")

    assert (folder.name, folder.uidnext, folder.count, folder.keeps_keywords) == ("INBOX", 2, 1, True)


@pytest.mark.parametrize("name", ["Tiket & Keluhan", 'Say "hi"', "Pengaduan – Ösi"])
def test_folder_names_may_hold_any_letter(dovecot: Dovecot, user: str, name: str) -> None:
    dovecot.append(user, mail("Moved there"))

    with opened(account_at(dovecot, user)) as mailbox:
        mailbox._client.create_folder(name)
        assert mailbox.move([1], name)
        assert mailbox.select(name).count == 1


def test_unknown_folder_is_said_and_the_connection_lives(dovecot: Dovecot, user: str) -> None:
    with Mailbox.connect(account_at(dovecot, user)) as mailbox:
        reason = unreachable(lambda: mailbox.select("Nowhere"))

        assert (reason.code, reason.facts["folder"]) == ("folder_refused", "Nowhere")
        assert mailbox.select("INBOX").count == 0


@pytest.mark.parametrize("name", ["INBOX\r\nA1 LOGOUT", "IN\x00BOX", "INBOX\n", "\x7f"])
def test_folder_name_with_a_control_character_never_reaches_the_server(
    dovecot: Dovecot, user: str, name: str
) -> None:
    with opened(account_at(dovecot, user)) as mailbox:
        assert refused(lambda: mailbox.select(name)).code == "control_character"
        assert refused(lambda: mailbox.move([1], name)).code == "control_character"
        assert mailbox.uids() == []
