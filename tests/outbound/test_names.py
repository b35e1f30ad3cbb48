"""Names before addresses, as they stand in the bytes we send."""

from __future__ import annotations

from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import getaddresses

import pytest

from outbound.frozen import clean_name

DESK = "bantuan@dinas.example"
TEAM = "Layanan Informasi dan Dokumentasi Daerah"


@pytest.mark.parametrize(
    "name",
    [
        "Santoso, Budi",
        "Budi <budi@lain.example>",
        "Budi (bagian umum",
        "bagian; umum: Budi",
        'Budi "si bos" Santoso',
        "Bu\\di",
        "Nur'aini Ünal, S.Kom.",
        "Budi\r\nBcc: budi@lain.example",
    ],
)
def test_no_name_adds_or_hides_an_address(name: str) -> None:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(f"{clean_name(name)} ({clean_name(TEAM)})", addr_spec=DESK)
    written = message_from_bytes(mail.as_bytes())

    assert written.keys() == ["From"]
    assert [address for _, address in getaddresses([written["From"]])] == [DESK]


def test_name_keeps_what_means_nothing_beside_an_address() -> None:
    assert clean_name("Santoso, Dr. Nur'aini-Ünal") == "Santoso Dr. Nur'aini-Ünal"
