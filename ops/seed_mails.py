"""The demo's first morning: mails that are really sent to the desk by SMTP and take the whole way in.

Two new matters, one with a file; answers of a partner and of his machine; a newsletter; an agent's mail
that proves nothing; and a scanner's mail that names no sender.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from textwrap import dedent

from ops.seed import Remembered
from ops.seed_matters import API_KEY, PRINTER, VILLAGE_MAP
from ops.seed_people import AIKO, BAGUS, DATA, DOMAIN, HENDRA, INFORMATION, IT, RATNA, TOM, AgentSeed, Partner

HARVEST = "kecamatan,luas_panen_ha\nTeluk Barat,412\nTeluk Timur,387\nHulu Lestari,449\n"


@dataclass(frozen=True)
class Posted:
    """A mail with its envelope."""

    raw: bytes
    sender: str
    to: str


def first_morning(remembered: Mapping[str, Remembered], *, at: datetime) -> Iterator[Posted]:
    yield _post(_asks_for_account(at), HENDRA.address, IT.address)
    yield _post(_asks_with_file(at), TOM.address, DATA.address)
    yield _post(_answers(remembered[VILLAGE_MAP.subject], at), RATNA.address, DATA.address)
    yield _post(_is_away(remembered[API_KEY.subject], at), "", IT.address)
    yield _post(_newsletter(at), "kabar@forum-statistik.example", INFORMATION.address)
    yield _post(_from_the_phone(remembered[PRINTER.subject], at), BAGUS.address, IT.address)
    yield _post(_scan(at), f"pemindai@{DOMAIN}", INFORMATION.address)


def _asks_for_account(at: datetime) -> EmailMessage:
    return _mail(
        HENDRA,
        IT.address,
        "Akun e-office guru baru",
        at=at,
        words="""\
        Yth. Layanan TI,

        Mulai pekan ini ada dua guru baru di sekolah kami. Mohon dibuatkan akun e-office untuk:

        1. Larasati Ningrum
        2. Yosef Tanamal

        Atas bantuannya kami ucapkan terima kasih.

        Hendra Gunadi
        SMK Bahari""",
    )


def _asks_with_file(at: datetime) -> EmailMessage:
    mail = _mail(
        TOM,
        DATA.address,
        "Please check these harvest figures",
        at=at,
        words="""\
        Dear team,

        Before we publish: are the harvested areas in the attached table the final ones for last year?

        Many thanks,
        Tom Whitfield""",
    )
    mail.add_attachment(HARVEST, subtype="csv", filename="luas-panen.csv")
    return mail


def _answers(matter: Remembered, at: datetime) -> EmailMessage:
    """Only the code in the subject leads to its ticket, as from a client that forgets what it answers."""
    return _mail(
        RATNA,
        DATA.address,
        f"Re: {VILLAGE_MAP.subject} [{matter.code}]",
        at=at,
        words="""\
        Yth. Ibu Sari,

        Surat permohonan dari Kepala Desa sedang ditandatangani, besok kami kirimkan. Format PDF untuk
        sementara sudah cukup membantu.

        Ratna Puspitarini""",
    )


def _is_away(matter: Remembered, at: datetime) -> EmailMessage:
    """RFC 3834: an automatic answer says so, and comes from the null address."""
    mail = _mail(
        AIKO,
        IT.address,
        f"Out of office: {API_KEY.subject} [{matter.code}]",
        at=at,
        words="""\
        I am on field work until Friday and read mail only in the evening.

        Aiko Brandt""",
    )
    mail["Auto-Submitted"] = "auto-replied"
    return mail


def _newsletter(at: datetime) -> EmailMessage:
    forum = Partner("Forum Statistik Daerah", "kabar@forum-statistik.example")
    mail = _mail(
        forum,
        INFORMATION.address,
        "Kabar Forum Statistik: lokakarya bulan depan",
        at=at,
        words="""\
        Pendaftaran lokakarya "Satu Data dari Desa" sudah dibuka. Tempat terbatas untuk 40 peserta.

        Anda menerima surel ini karena terdaftar pada Forum Statistik Daerah.""",
    )
    mail["List-Id"] = "Kabar Forum Statistik <kabar.forum-statistik.example>"
    mail["List-Unsubscribe"] = "<mailto:berhenti@forum-statistik.example>"
    mail["Precedence"] = "bulk"
    return mail


def _from_the_phone(matter: Remembered, at: datetime) -> EmailMessage:
    """An agent answers a copy that Meja did not send: it has no secret, so his words are held."""
    mail = _mail(
        BAGUS,
        IT.address,
        f"Re: {PRINTER.subject}",
        at=at,
        words="""\
        Pak Made, unit cadangan saya bawa siang ini sekitar pukul 13.00. Mohon loket 2 disiapkan.

        Bagus (dikirim dari ponsel)""",
    )
    mail["In-Reply-To"] = f"<{matter.internet_id}>"
    return mail


def _scan(at: datetime) -> EmailMessage:
    """A machine in the corridor that was never told who it is."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "Pemindai Lantai 2 <>"
    mail["To"] = INFORMATION.address
    mail["Subject"] = "Hasil pindai"
    mail["Date"] = format_datetime(at)
    mail.set_content("Satu halaman dipindai.\n")
    mail.add_attachment("Berita acara serah terima, halaman 1\n", filename="pindai-0001.txt")
    return mail


def _mail(sender: Partner | AgentSeed, to: str, subject: str, *, at: datetime, words: str) -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(sender.name, addr_spec=sender.address)
    mail["To"] = to
    mail["Subject"] = subject
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = make_msgid(domain=sender.address.rpartition("@")[2])
    mail.set_content(dedent(words) + "\n")
    return mail


def _post(mail: EmailMessage, sender: str, to: str) -> Posted:
    return Posted(mail.as_bytes(), sender, to)
