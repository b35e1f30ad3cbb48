"""Mails whose every fact is known: who wrote which words, in which matter, with which files.

`Partners(seed, ...)` invents people and lets them write. The same seed writes the same mails. Texts come in
several languages and charsets, one of them with a wrong label, as real programs write them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from enum import Enum
from hashlib import sha256
from random import Random

from ops.clock import now

MATTERS_AN_ADDRESS = 2
"""An address whose sender nobody proves is acknowledged three times a day."""


class Clue(Enum):
    """What leads an answer to its ticket."""

    ACKNOWLEDGEMENT = "answers the acknowledgement"
    OWN_MAIL = "refers to its own first mail"
    SUBJECT = "only names the ticket in its subject"


@dataclass(frozen=True)
class Letter:
    """A mail and what is true of it. `matter` is the token of the letter that began the matter."""

    token: str
    matter: str
    sender: str
    subject: str
    words: str
    message_id: str
    raw: bytes
    files: frozenset[str] = frozenset()

    @property
    def is_new_matter(self) -> bool:
        return self.token == self.matter


@dataclass(frozen=True)
class Writing:
    """A language as somebody's mail program writes it: in `charset`, under the name of `label`."""

    charset: str
    label: str
    name: str
    subject: str
    sentences: tuple[str, ...]


INDONESIAN = (
    "Printer di lantai dua tidak dapat mencetak sejak pagi.",
    "Kami sudah mencoba menyalakan ulang, tetapi hasilnya sama saja.",
    "Mohon bantuannya agar laporan dapat dicetak sebelum rapat.",
    "Surat pengantar sudah kami kirim minggu lalu melalui kurir.",
)
FRENCH = (
    "Le numéro d'accès ne fonctionne plus depuis hier soir.",
    "Nous avons déjà essayé de redémarrer, sans succès.",
    "Pourriez-vous vérifier où se trouve notre dossier ?",
    "La pièce demandée a été envoyée à votre adresse.",
)
GERMAN = (
    "Die Rechnung vom März enthält einen falschen Betrag – bitte prüfen.",
    "Wir können das Formular „Antrag B“ nicht öffnen.",
    "Für eine schnelle Rückmeldung wären wir dankbar.",
)
JAPANESE = (
    "昨日から申請画面が開けません。",
    "再起動しましたが、状況は変わりません。",
    "会議の前に確認をお願いします。",
)
WRITINGS = (
    Writing("utf-8", "utf-8", "Siti Rahayu", "Printer lantai dua rusak", INDONESIAN),
    Writing("us-ascii", "us-ascii", "Budi Santoso", "Permohonan surat pengantar", INDONESIAN),
    Writing("iso-8859-1", "iso-8859-1", "Hélène Dupré", "Problème d'accès", FRENCH),
    Writing("windows-1252", "windows-1252", "Jürgen Weiß", "Rechnung für März", GERMAN),
    Writing("iso-2022-jp", "iso-2022-jp", "佐藤 花子", "申請画面について", JAPANESE),
    Writing("iso-8859-1", "us-ascii", "Amélie Faure", "Dossier égaré", FRENCH),
    Writing("windows-1252", "utf-8", "Björn Krüger", "Antrag lässt sich nicht öffnen", GERMAN),
)
SIZES = (1, 77, 4_096, 60_000, 1_000_000)


class Partners:
    """People of one domain who write to one address."""

    def __init__(self, seed: int, *, domain: str, to: str) -> None:
        self._random = Random(seed)
        self._domain = domain
        self._to = to
        self._count = 0

    def new_matters(self, count: int, *, with_files: float = 0.1) -> list[Letter]:
        return [self._new_matter(with_files=self._random.random() < with_files) for _ in range(count)]

    def answer(self, letter: Letter, clue: Clue, *, acknowledgement: EmailMessage | None = None) -> Letter:
        """More words on a matter. Two of the clues need the acknowledgement that came back."""
        writing = self._random.choice(WRITINGS)
        token = self._token()
        mail = self._mail(writing, token, letter.sender)
        answered = {Clue.OWN_MAIL: letter.message_id, Clue.SUBJECT: ""}
        if acknowledgement is None:
            subject = f"Re: {letter.subject}"
        else:
            subject = f"Re: {acknowledgement['Subject']}"
            answered[Clue.ACKNOWLEDGEMENT] = acknowledgement["Message-ID"].strip()
        mail["Subject"] = subject
        if answered[clue]:
            mail["In-Reply-To"] = answered[clue]
            mail["References"] = answered[clue]
        words = self._words(writing, token)
        _write(mail, words, writing, quoting=letter.words)
        return _letter(mail, token=token, matter=letter.matter, words=words)

    def _new_matter(self, *, with_files: bool) -> Letter:
        person, writing = self._count // MATTERS_AN_ADDRESS, self._random.choice(WRITINGS)
        token = self._token()
        mail = self._mail(writing, token, f"partner{person}@{self._domain}")
        mail["Subject"] = f"{writing.subject} ({token})"
        words = self._words(writing, token)
        _write(mail, words, writing)
        files = [self._random.randbytes(self._random.choice(SIZES))] if with_files else []
        for number, content in enumerate(files):
            kind = self._random.choice(("pdf", "octet-stream", "zip"))
            mail.add_attachment(content, "application", kind, filename=f"lampiran {number}.{kind[:3]}")
        return _letter(mail, token=token, matter=token, words=words, files=files)

    def _token(self) -> str:
        self._count += 1
        return f"surat-{self._count:04d}-{self._random.randrange(16**6):06x}"

    def _mail(self, writing: Writing, token: str, sender: str) -> EmailMessage:
        mail = EmailMessage(policy=SMTP)
        mail["From"] = Address(writing.name, addr_spec=sender)
        mail["To"] = self._to
        mail["Date"] = format_datetime(now())
        mail["Message-ID"] = f"<{token}@{self._domain}>"
        return mail

    def _words(self, writing: Writing, token: str) -> str:
        return "\n".join((*self._random.sample(writing.sentences, 2), f"({token})"))


def same_words(one: str, other: str) -> bool:
    """Whatever the line breaks."""
    return one.split() == other.split()


def digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def _write(mail: EmailMessage, words: str, writing: Writing, *, quoting: str = "") -> None:
    """A quotation is attributed as Indonesian Gmail does, and must not be taken for new words."""
    text = words + "\n"
    if quoting:
        history = "\n".join(f"> {line}" for line in quoting.splitlines())
        history = history.encode(writing.charset, "replace").decode(writing.charset)
        text += f"\nPada Sen, 23 Nov 2026 pukul 10.15 Pusat Layanan <{mail['To']}> menulis:\n\n{history}\n"
    if writing.label == writing.charset:
        mail.set_content(text, charset=writing.charset)
    else:
        _mislabel(mail, text, writing)


def _mislabel(mail: EmailMessage, text: str, writing: Writing) -> None:
    """Eight-bit bytes under the name of a charset they are not in."""
    mail["MIME-Version"] = "1.0"
    mail["Content-Type"] = f'text/plain; charset="{writing.label}"'
    mail["Content-Transfer-Encoding"] = "8bit"
    mail.set_payload(text.encode(writing.charset).decode("ascii", "surrogateescape"))


def _letter(
    mail: EmailMessage, *, token: str, matter: str, words: str, files: Sequence[bytes] = ()
) -> Letter:
    return Letter(
        token=token,
        matter=matter,
        sender=mail["From"].addresses[0].addr_spec,
        subject=str(mail["Subject"]),
        words=words,
        message_id=str(mail["Message-ID"]),
        raw=mail.as_bytes(),
        files=frozenset(digest(content) for content in files),
    )
