"""The demo's mail world, from outside: SMTP in, IMAP and letters out."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any, cast

import pytest
from imapclient import IMAPClient

from ops.world import Letter, World
from outbound.courier import Account, Envelope, SmtpCourier

DESK = "bantuan@dinas.example"
LAB = "lab@dinas.example"
SITI = "siti@warga.example"


def mail(subject: str = "Jadwal loket", text: str = "Jam berapa buka?") -> bytes:
    written = EmailMessage()
    written["From"], written["To"], written["Subject"] = SITI, DESK, subject
    written["Message-ID"] = "<satu@warga.example>"
    written.set_content(text)
    return written.as_bytes()


@pytest.fixture
def world() -> Iterator[World]:
    accounts = {"meja": "rahasia", "lab": "kunci"}
    with World.start(desk_accounts=accounts, desk_addresses={DESK: "meja", LAB: "lab"}) as world:
        yield world


def inbox(world: World, account: str = "meja", password: str = "rahasia") -> list[bytes]:
    with IMAPClient("127.0.0.1", world.imap_port, ssl=False) as client:
        client.login(account, password)
        client.select_folder("INBOX", readonly=True)
        fetched = cast(dict[int, dict[bytes, Any]], client.fetch(client.search("ALL"), ["BODY.PEEK[]"]))
        return [fetched[uid][b"BODY[]"] for uid in sorted(fetched)]


def test_mail_by_smtp_to_the_desk_is_read_by_imap(world: World) -> None:
    world.send(mail(), sender=SITI, recipients=[DESK])
    [raw] = inbox(world)

    assert raw.startswith(f"Return-Path: <{SITI}>\r\nDelivered-To: {DESK}\r\n".encode())
    assert raw.endswith(b"Jam berapa buka?\r\n")


def test_each_address_of_the_desk_has_its_own_account(world: World) -> None:
    world.send(mail(), sender=SITI, recipients=[DESK.upper(), LAB])

    assert (len(inbox(world)), len(inbox(world, "lab", "kunci"))) == (1, 1)


def test_plus_address_reaches_the_desk(world: World) -> None:
    world.send(mail(), sender=SITI, recipients=["bantuan+rahasia@dinas.example"])

    assert b"Delivered-To: bantuan+rahasia@dinas.example\r\n" in inbox(world)[0]


def test_mail_of_a_courier_to_anybody_becomes_a_letter(world: World) -> None:
    courier = SmtpCourier(Account("demo", "127.0.0.1", world.smtp_port, "none"))
    courier.offer(Envelope("", SITI, 100)).send(mail("Tanda terima", "Sudah kami terima — MJ-7K3QX2"))
    courier.close()
    [letter] = world.letters(SITI)

    assert (letter.sender, letter.subject, letter.message_id) == ("", "Tanda terima", "satu@warga.example")
    assert letter.text == "Sudah kami terima — MJ-7K3QX2\r\n"
    assert world.mail_from[""] == 1


def test_wait_for_sees_the_letter_that_comes_later(world: World) -> None:
    sender = threading.Timer(0.05, lambda: world.send(mail("Dua"), sender=DESK, recipients=[SITI]))
    world.deliver(mail("Satu"), SITI, sender=DESK)
    sender.start()
    letter = world.wait_for(SITI, lambda letter: letter.subject == "Dua", seconds=20)
    sender.join()

    assert letter == world.letters(SITI)[1]


def test_wait_for_gives_up(world: World) -> None:
    world.deliver(mail(), SITI)

    assert world.wait_for(SITI, lambda letter: letter.subject == "Lain", seconds=0.05) is None


def test_idle_client_hears_of_new_mail(world: World) -> None:
    with IMAPClient("127.0.0.1", world.imap_port, ssl=False) as client:
        client.login("meja", "rahasia")
        client.select_folder("INBOX")
        client.idle()
        world.deliver(mail(), DESK)
        heard = client.idle_check(timeout=20)
        client.idle_done()

    assert (1, b"EXISTS") in heard


def test_desk_has_folders_for_sent_mail_and_junk(world: World) -> None:
    with IMAPClient("127.0.0.1", world.imap_port, ssl=False) as client:
        client.login("meja", "rahasia")
        names = {name for _flags, _delimiter, name in client.list_folders()}

    assert names == {"INBOX", "Sent", "Junk"}


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"no header at all",
        b"Subject: =?x-none?b?////?=\r\nContent-Type: text/plain; charset=x-none\r\n\r\n\xff\xfe",
        b"Content-Type: multipart/mixed\r\n\r\n--\r\n",
        b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!",
        b"Message-ID: <\r\nSubject: a\0b\r\nContent-Type: text/plain; charset*=utf-7''%00\r\n\r\n+ADw-",
    ],
)
def test_odd_letter_can_be_looked_at(world: World, raw: bytes) -> None:
    world.deliver(raw, SITI)
    letter = world.letters(SITI)[0]

    assert isinstance(letter, Letter)
    assert all(isinstance(seen, str) for seen in (letter.subject, letter.message_id, letter.text))


def test_stopped_world_leaves_no_thread_and_no_listener() -> None:
    before = set(threading.enumerate())
    world = World.start(desk_accounts={"meja": "rahasia"}, desk_addresses={DESK: "meja"})
    client = IMAPClient("127.0.0.1", world.imap_port, ssl=False)
    client.login("meja", "rahasia")
    world.stop()
    client.shutdown()

    assert set(threading.enumerate()) == before
    with pytest.raises(ConnectionError):
        world.send(mail(), sender=SITI, recipients=[DESK])


def test_world_does_not_start_on_a_taken_port(world: World) -> None:
    before = set(threading.enumerate())
    with pytest.raises(OSError, match="in use"):
        World.start(desk_accounts={}, desk_addresses={}, smtp_port=world.smtp_port)

    assert set(threading.enumerate()) == before
