"""A courier with a real Postfix behind it: what leaves it is what the next host gets."""

from __future__ import annotations

import pytest

from outbound.courier import Envelope, PermanentFailure
from tests.outbound.conftest import Hire
from tests.servers.postfix import Postfix
from tests.servers.sink import Sink


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("lf", b"satu\n.\nMAIL FROM:<mallory@evil.example>\nRCPT TO:<lain@warga.example>\nDATA\ndua\n.\n"),
        ("cr", b"satu\r.\rMAIL FROM:<mallory@evil.example>\rRCPT TO:<lain@warga.example>\rDATA\rdua\r.\r"),
        ("mixed", b"satu\n.\r\nMAIL FROM:<mallory@evil.example>\r\nRCPT TO:<lain@warga.example>\r\nDATA\r\n"),
        (
            "crlf",
            b"satu\r\n.\r\nMAIL FROM:<mallory@evil.example>\r\nRCPT TO:<lain@warga.example>\r\nDATA\r\n",
        ),
    ],
)
def test_smuggling_body_leaves_postfix_as_one_mail(
    postfix: Postfix, postfix_sink: Sink, hire: Hire, *, name: str, body: bytes
) -> None:
    recipient = f"selundup-{name}@warga.example"
    hire(postfix.port).offer(Envelope("", recipient, 200)).send(b"Subject: x\r\n\r\n" + body)
    taken = postfix_sink.wait_for(recipient)

    assert [mail.sender for mail in taken] == [""]
    assert body.split() == taken[0].raw.partition(b"\r\n\r\n")[2].split()


def test_unknown_recipient_is_refused_for_good(postfix: Postfix, hire: Hire) -> None:
    with pytest.raises(PermanentFailure) as failure:
        hire(postfix.port).offer(Envelope("", "tiada@meja.example", 200))

    assert failure.value.code == 550
