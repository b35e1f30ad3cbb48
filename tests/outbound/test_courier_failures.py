"""What a courier says when the host refuses, breaks off, or cannot be trusted."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest

from outbound.courier import Envelope, Failure, PermanentFailure, SmtpCourier, TemporaryFailure, Unknown
from tests.outbound.conftest import Hire
from tests.servers import or_skipped
from tests.servers.certificate import self_signed
from tests.servers.process import short_folder
from tests.servers.sink import DROP, HANG, Sink

ENVELOPE = Envelope("bantuan@dinas.example", "siti@warga.example", 30)
Security = Literal["tls", "starttls"]
MAIL = b"Subject: Jadwal\r\n\r\nBesok.\r\n"


@pytest.fixture
def folder() -> Iterator[Path]:
    with short_folder("tls") as folder:
        yield folder


def failure_of(courier: SmtpCourier, mail: bytes = MAIL) -> Failure:
    with pytest.raises(Failure) as failure:
        courier.offer(ENVELOPE).send(mail)
    return failure.value


@pytest.mark.parametrize("step", ["mail", "rcpt", "data", "dot"])
@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("421 4.3.2 Shutting down", TemporaryFailure),
        ("450 4.2.0 Greylisted", TemporaryFailure),
        ("451 4.3.0 Try again", TemporaryFailure),
        ("452 4.2.2 Mailbox full", TemporaryFailure),
        ("550 5.1.1 No such user", PermanentFailure),
        ("552 5.3.4 Too big", PermanentFailure),
        ("554 5.7.1 Spam", PermanentFailure),
        ("550 5.4.5 Daily sending quota exceeded", TemporaryFailure),
    ],
)
def test_refusal_is_temporary_or_permanent_at_every_step(
    sink: Sink, courier: SmtpCourier, *, step: str, answer: str, kind: type[Failure]
) -> None:
    sink.at(step, answer)
    failure = failure_of(courier)

    assert type(failure) is kind
    assert f"{failure.code} {failure.text}" == answer
    assert failure.reason.facts["step"] == step


def test_refusal_does_not_stop_the_next_mail(sink: Sink, courier: SmtpCourier) -> None:
    sink.once("dot", "554 5.7.1 Spam")
    failure_of(courier)
    courier.offer(ENVELOPE).send(MAIL)

    assert sink.connections == 1


@pytest.mark.parametrize(
    ("answer", "code"), [("550-5.7.1 first\r\n550 5.7.1 last", 550), ("550 5.7.1 caf\udcff", 550)]
)
def test_odd_answer_is_read_as_one_line_of_text(
    sink: Sink, courier: SmtpCourier, *, answer: str, code: int
) -> None:
    sink.at("dot", answer)
    failure = failure_of(courier)

    assert failure.code == code
    assert failure.text.encode().decode().isprintable()


@pytest.mark.parametrize("step", ["mail", "rcpt", "data", "body"])
@pytest.mark.parametrize("trouble", [HANG, DROP])
def test_breaking_off_before_the_mail_is_temporary(
    sink: Sink, hire: Hire, *, step: str, trouble: str
) -> None:
    sink.at(step, trouble)
    failure = failure_of(hire(sink.port, command_timeout=0.3, data_timeout=0.3), MAIL * 400_000)

    assert type(failure) is TemporaryFailure
    assert failure.reason.code == "smtp_broke_off"


@pytest.mark.parametrize("trouble", [HANG, DROP, "nonsense", "354 Go on", "999 What"])
def test_no_readable_answer_after_the_dot_is_unknown(sink: Sink, hire: Hire, trouble: str) -> None:
    sink.at("dot", trouble)
    failure = failure_of(hire(sink.port, data_timeout=0.3))

    assert type(failure) is Unknown
    assert len(sink.taken) == 1


def test_out_of_step_connection_is_not_used_again(sink: Sink, courier: SmtpCourier) -> None:
    sink.once("dot", "354 Go on")
    failure_of(courier)
    courier.offer(ENVELOPE).send(MAIL)

    assert sink.connections == 2


@pytest.mark.parametrize("step", ["rcpt", "data"])
def test_kept_connection_is_not_renewed_once_the_sender_was_accepted(
    sink: Sink, courier: SmtpCourier, step: str
) -> None:
    courier.offer(ENVELOPE).send(MAIL)
    sink.once(step, DROP)
    failure_of(courier)

    assert (sink.connections, len(sink.taken)) == (1, 1)


def test_kept_connection_is_renewed_only_once(sink: Sink, courier: SmtpCourier) -> None:
    courier.offer(ENVELOPE).send(MAIL)
    sink.at("mail", "421 4.3.2 Shutting down")
    failure_of(courier)

    assert sink.connections == 2


def test_closing_while_the_dot_waits_for_its_answer_is_unknown(sink: Sink, courier: SmtpCourier) -> None:
    sink.at("dot", HANG)
    failures: list[Failure] = []
    sender = threading.Thread(target=lambda: failures.append(failure_of(courier)))
    sender.start()
    assert sink.waits_for(1)
    courier.close()
    sender.join()

    assert type(failures[0]) is Unknown


def test_offer_of_a_closed_courier_is_temporary(sink: Sink, courier: SmtpCourier) -> None:
    courier.close()

    assert type(failure_of(courier)) is TemporaryFailure


def test_send_through_a_courier_closed_meanwhile_is_temporary(sink: Sink, courier: SmtpCourier) -> None:
    courier.offer(ENVELOPE).send(MAIL)
    handover = courier.offer(ENVELOPE)
    courier.close()

    with pytest.raises(TemporaryFailure):
        handover.send(MAIL)


def test_nobody_listening_is_the_hosts_fault(hire: Hire) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    failure = failure_of(hire(port))

    assert (failure.reason.code, failure.is_hosts_fault) == ("smtp_unreachable", True)


def test_host_that_never_greets_is_unreachable(hire: Hire) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        failure = failure_of(hire(silent.getsockname()[1], connect_timeout=0.3))

    assert failure.reason.code == "smtp_unreachable"


def test_unknown_host_is_unreachable(hire: Hire) -> None:
    failure = failure_of(hire(25, host="nowhere.invalid"))

    assert failure.reason.code == "smtp_unreachable"


def test_sign_in_opens_the_host(hire: Hire) -> None:
    with Sink(users={"bantuan": "rahasia"}) as sink:
        hire(sink.port, user="bantuan", password=lambda: "rahasia").offer(ENVELOPE).send(MAIL)

        assert len(sink.taken) == 1


def test_wrong_password_is_the_hosts_fault_and_temporary(hire: Hire) -> None:
    with Sink(users={"bantuan": "rahasia"}) as sink:
        failure = failure_of(hire(sink.port, user="bantuan", password=lambda: "lupa"))

    assert (type(failure), failure.code) == (TemporaryFailure, 535)
    assert (failure.reason.code, failure.is_hosts_fault) == ("smtp_sign_in", True)


def test_missing_sign_in_is_the_hosts_fault_and_temporary(hire: Hire) -> None:
    with Sink(users={"bantuan": "rahasia"}) as sink:
        failure = failure_of(hire(sink.port))

    assert (type(failure), failure.code, failure.is_hosts_fault) == (TemporaryFailure, 530, True)


def test_password_that_cannot_be_read_is_temporary(sink: Sink, hire: Hire) -> None:
    def unreadable() -> str:
        raise FileNotFoundError("/run/secrets/smtp")

    failure = failure_of(hire(sink.port, user="bantuan", password=unreadable))

    assert (type(failure), failure.reason.code) == (TemporaryFailure, "smtp_sign_in")
    assert sink.connections == 0


def test_stripped_starttls_is_refused_before_the_password(hire: Hire) -> None:
    with Sink(users={"bantuan": "rahasia"}) as sink:
        failure = failure_of(hire(sink.port, security="starttls", user="bantuan", password=lambda: "rahasia"))

        assert (failure.reason.code, failure.is_hosts_fault) == ("smtp_no_tls", True)
        assert (sink.sign_ins, sink.commands) == (0, [])


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_self_signed_host_is_refused(hire: Hire, folder: Path, security: Security) -> None:
    with or_skipped():
        _, context = self_signed(folder)
    with Sink(tls=context, security=security) as sink:
        failure = failure_of(hire(sink.port, security=security))

        assert (failure.reason.code, failure.is_hosts_fault) == ("smtp_tls", True)
        assert sink.commands == []


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_trusted_host_is_spoken_to_over_tls(hire: Hire, folder: Path, security: Security) -> None:
    with or_skipped():
        certificate, context = self_signed(folder)
    with Sink(tls=context, security=security) as sink:
        trusting = hire(sink.port, security=security, ca_file=str(certificate))
        trusting.offer(ENVELOPE).send(MAIL * 40_000)

        assert [mail.raw for mail in sink.taken] == [MAIL * 40_000]


def test_certificate_of_another_name_is_refused(hire: Hire, folder: Path) -> None:
    with or_skipped():
        certificate, context = self_signed(folder, "DNS:post.lain.example")
    with Sink(tls=context, security="tls") as sink:
        failure = failure_of(hire(sink.port, security="tls", ca_file=str(certificate)))

    assert failure.reason.code == "smtp_tls"
