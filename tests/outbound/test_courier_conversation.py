"""A courier with a host that behaves: connections, envelopes, and the bytes that arrive."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from outbound.courier import Envelope, PermanentFailure, SmtpCourier
from tests.outbound.conftest import Hire
from tests.servers.sink import Sink

DESK = "bantuan@dinas.example"
SITI = "siti@warga.example"
MAIL = b"Subject: Jadwal\r\n\r\nBesok pukul 10.00 WIB.\r\n"


def envelope(recipient: str = SITI, *, sender: str = DESK, size: int = len(MAIL)) -> Envelope:
    return Envelope(sender, recipient, size)


def test_mail_arrives_byte_for_byte(sink: Sink, courier: SmtpCourier) -> None:
    answer = courier.offer(envelope()).send(MAIL)

    assert [(mail.sender, mail.recipient, mail.raw) for mail in sink.taken] == [(DESK, SITI, MAIL)]
    assert answer == "250 2.0.0 Kept as 1"


def test_nothing_is_sent_before_send(sink: Sink, courier: SmtpCourier) -> None:
    courier.offer(envelope())

    assert sink.commands == [f"MAIL FROM:<{DESK}> SIZE={len(MAIL)}", f"RCPT TO:<{SITI}>"]


def test_one_connection_is_kept_for_many_mails(sink: Sink, courier: SmtpCourier) -> None:
    for _ in range(3):
        courier.offer(envelope()).send(MAIL)

    assert (sink.connections, len(sink.taken)) == (1, 3)


def test_kept_connection_that_the_host_closed_is_renewed_silently(sink: Sink, courier: SmtpCourier) -> None:
    courier.offer(envelope()).send(MAIL)
    sink.hang_up()
    courier.offer(envelope()).send(MAIL)

    assert (sink.connections, len(sink.taken)) == (2, 2)


def test_kept_connection_that_answers_421_is_renewed_silently(sink: Sink, courier: SmtpCourier) -> None:
    courier.offer(envelope()).send(MAIL)
    sink.once("mail", "421 4.7.0 Too many mails on this connection")
    courier.offer(envelope()).send(MAIL)

    assert (sink.connections, len(sink.taken)) == (2, 2)


def test_dropped_mail_never_arrives_and_leaves_nothing_to_the_next(sink: Sink, courier: SmtpCourier) -> None:
    courier.offer(envelope("tono@warga.example")).drop()
    courier.offer(envelope()).send(MAIL)

    assert [mail.recipient for mail in sink.taken] == [SITI]
    assert (sink.connections, sink.commands.count("RSET")) == (1, 1)


def test_drop_after_send_does_not_touch_the_connection(sink: Sink, courier: SmtpCourier) -> None:
    handover = courier.offer(envelope())
    handover.send(MAIL)
    handover.drop()

    assert "RSET" not in sink.commands


def test_refused_recipient_leaves_nothing_to_the_next(sink: Sink, courier: SmtpCourier) -> None:
    sink.at("rcpt", "550 5.1.1 No such user", address="tono@warga.example")
    with pytest.raises(PermanentFailure):
        courier.offer(envelope("tono@warga.example"))
    courier.offer(envelope()).send(MAIL)

    assert [mail.recipient for mail in sink.taken] == [SITI]
    assert sink.connections == 1


def test_threads_do_not_mix_their_mails(sink: Sink, courier: SmtpCourier) -> None:
    def send(number: int) -> None:
        courier.offer(envelope(f"warga{number}@warga.example")).send(b"Subject: %d\r\n\r\n" % number)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(send, range(40)))

    arrived = {mail.recipient: mail.raw for mail in sink.taken}
    assert arrived == {f"warga{n}@warga.example": b"Subject: %d\r\n\r\n" % n for n in range(40)}
    assert sink.connections <= 4


def test_null_sender_is_an_empty_return_path(sink: Sink, courier: SmtpCourier) -> None:
    courier.offer(envelope(sender="")).send(MAIL)

    assert sink.commands[0] == f"MAIL FROM:<> SIZE={len(MAIL)}"


def test_domain_goes_in_ascii(sink: Sink, courier: SmtpCourier) -> None:
    courier.offer(envelope("siti@straße.example")).send(MAIL)

    assert sink.taken[0].recipient == "siti@xn--strae-oqa.example"


def test_international_local_part_goes_where_the_host_allows_it(hire: Hire) -> None:
    with Sink(utf8=True) as sink:
        hire(sink.port).offer(envelope("josé@warga.example")).send(MAIL)

        assert sink.taken[0].recipient == "josé@warga.example"
        assert sink.commands[0].endswith("SMTPUTF8")


def test_international_local_part_is_refused_where_the_host_does_not(
    sink: Sink, courier: SmtpCourier
) -> None:
    with pytest.raises(PermanentFailure) as failure:
        courier.offer(envelope("josé@warga.example"))

    assert failure.value.reason.code == "smtp_no_utf8"
    assert sink.commands == []


@pytest.mark.parametrize(
    "address",
    [
        '"a\r\nRCPT TO:<mallory@evil.example>"@warga.example',
        "siti@warga.example\r\nDATA",
        "siti@warga.example>\nRCPT TO:<mallory@evil.example",
        "siti@warga.example> SIZE=1",
        "siti warga@warga.example",
        "siti\0@warga.example",
        "siti\x7f@warga.example",
        "siti\x85@warga.example",
        "siti\u2028@warga.example",
        "siti@warga.example\u3000",
        "@relay.example:siti@warga.example",
        "siti@mallory@warga.example",
        "siti@[127.0.0.1]",
        "siti@-warga.example",
        "siti@warga..example",
        f"{'s' * 250}@warga.example",
        "siti",
        "@warga.example",
        "siti@",
        "",
    ],
)
def test_hostile_address_never_reaches_the_wire(sink: Sink, courier: SmtpCourier, address: str) -> None:
    with pytest.raises(PermanentFailure) as failure:
        courier.offer(envelope(address))

    assert failure.value.reason.code == "address_not_sendable"
    assert sink.connections == 0


def test_hostile_sender_never_reaches_the_wire(sink: Sink, courier: SmtpCourier) -> None:
    with pytest.raises(PermanentFailure):
        courier.offer(envelope(sender="desk@dinas.example>\r\nRCPT TO:<mallory@evil.example"))

    assert sink.connections == 0


@pytest.mark.parametrize(
    "address", ["a..b@warga.example", "siti+MJ-7K3QX2.x@warga.example", '"s,i"@warga.example']
)
def test_unusual_address_is_sent_to_as_it_stands(sink: Sink, courier: SmtpCourier, address: str) -> None:
    courier.offer(envelope(address)).send(MAIL)

    assert sink.commands[1] == f"RCPT TO:<{address}>"


@pytest.mark.parametrize(
    "body",
    [
        b"one\n.\nMAIL FROM:<mallory@evil.example>\n",
        b"one\r.\rMAIL FROM:<mallory@evil.example>\r",
        b"one\n.\r\nMAIL FROM:<mallory@evil.example>\r\n",
        b"one\r\n.\nMAIL FROM:<mallory@evil.example>\r\n",
        b"one\r\n.\rMAIL FROM:<mallory@evil.example>\r\n",
        b"one\r\n.\r\nMAIL FROM:<mallory@evil.example>\r\n",
        b"one\r\r\n.\r\r\n",
        b"one\n\r.\n\r\n",
        b".",
        b"..\r\n...\r\n",
    ],
)
def test_smuggling_body_arrives_as_exactly_one_mail(sink: Sink, courier: SmtpCourier, body: bytes) -> None:
    courier.offer(envelope()).send(b"Subject: x\r\n\r\n" + body)
    courier.offer(envelope()).send(MAIL)

    raw = sink.taken[0].raw
    assert len(sink.taken) == 2
    assert not {b"\r", b"\n"} & {bytes([byte]) for byte in raw.replace(b"\r\n", b"")}
    assert raw.count(b".") == (b"Subject: x" + body).count(b".")


@pytest.mark.parametrize("size", [262_100, 262_144, 262_200, 524_288, 3_000_000])
def test_large_mail_arrives_whole_however_its_blocks_fall(
    sink: Sink, courier: SmtpCourier, size: int
) -> None:
    line = b".sampai jumpa\r\n"
    raw = b"Subject: besar\r\n\r\n" + line * (size // len(line)) + b"x" * (size % len(line)) + b"\r\n"
    courier.offer(envelope(size=len(raw))).send(raw)

    assert sink.taken[0].raw == raw


def test_closed_courier_leaves_no_thread(sink: Sink, hire: Hire) -> None:
    courier = hire(sink.port, name="passing")
    courier.offer(envelope()).send(MAIL)
    courier.close()

    assert "courier passing" not in [thread.name for thread in threading.enumerate()]
