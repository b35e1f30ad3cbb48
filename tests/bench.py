"""`make bench`: how fast Meja is beside others, measured side by side in one run, told as ratios.

Absolute figures move with the machine; ratios hardly do. Nothing here is a test.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from collections.abc import Callable, Sequence
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import mailparser

from ingest.children import Children
from ingest.parse import parse
from tests.bench_mail_path import mail_path

WORDS = """selamat pagi mohon bantuan karena akun saya tidak dapat masuk sejak kemarin terima kasih atas perhatian
please help the printer on the second floor does not answer since monday thank you kind regards""".split()
CHARSETS = ("utf-8", "iso-8859-1", "windows-1252", "iso-2022-jp", "us-ascii")
ODD = {
    "iso-8859-1": "naïve café",
    "windows-1252": "“quoted” – dash",
    "iso-2022-jp": "お問い合わせ",
    "utf-8": "résumé ✓",
}
QUOTE = "Pada Sen, 23 Nov 2026 pukul 10.00 Layanan <support@desk.example> menulis:\n> Terima kasih.\n> Tercatat.\n"


def mails(count: int, *, seed: int) -> list[bytes]:
    """The same mails for the same seed: five charsets, four in ten answers with a quote, a tenth with a file."""
    chance = random.Random(seed)
    random.seed(seed)  # the email package draws its boundaries from here
    return [_mail(number, chance) for number in range(count)]


def _mail(number: int, chance: random.Random) -> bytes:
    charset = CHARSETS[number % len(CHARSETS)]
    said = " ".join(chance.choices(WORDS, k=chance.randint(20, 200))) + " " + ODD.get(charset, "")
    mail = EmailMessage()
    mail["From"] = f"Rui Santoso <rui{number}@partner.example>"
    mail["To"] = "support@desk.example"
    mail["Subject"] = f"Permohonan {number}: {ODD.get(charset, 'access')}"
    mail["Message-ID"] = f"<{number}@partner.example>"
    mail["Date"] = "Mon, 23 Nov 2026 10:00:00 +0700"
    mail.set_content(f"{said}\n\n{QUOTE if number % 5 < 2 else ''}", charset=charset)
    if number % 3 == 0:
        mail.add_alternative(f"<p>{said}</p>", subtype="html", charset=charset)
    if number % 10 == 0:
        mail.add_attachment(chance.randbytes(50_000), maintype="application", subtype="pdf", filename="surat.pdf")
    return mail.as_bytes()


def python_alone(raw: bytes) -> object:
    """Python's own parser with its modern policy: headers and every part decoded."""
    mail = message_from_bytes(raw, policy=default)
    heads = [mail[name] for name in ("from", "to", "subject", "date", "message-id", "references")]
    return heads, [part.get_content() for part in mail.walk() if not part.is_multipart()]


def mail_parser_alone(raw: bytes) -> object:
    mail = mailparser.parse_from_bytes(raw)
    return mail.from_, mail.to, mail.subject, mail.date, mail.text_plain, mail.text_html, mail.attachments


def per_mail(read: Callable[[bytes], object], raws: Sequence[bytes]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    for raw in raws:
        read(raw)
    return (time.perf_counter() - began) / len(raws) * 1000


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--mails", type=int, default=1000)
    options.add_argument("--seed", type=int, default=42)
    asked = options.parse_args()
    raws = mails(asked.mails, seed=asked.seed)
    say = sys.stdout.write
    say(f"{len(raws)} mails, {sum(map(len, raws)) / len(raws) / 1000:.1f} KB each on average, seed {asked.seed}\n")
    with Children(1) as children:
        children.parse(raws[0])
        readers: dict[str, Callable[[bytes], object]] = {
            "Python's own parser": python_alone,
            "mail-parser": mail_parser_alone,
            "Meja, in this process": parse,
            "Meja, in a parser child": children.parse,
        }
        base = per_mail(python_alone, raws)
        for name, read in readers.items():
            wall = per_mail(read, raws)
            say(f"{name:26} {wall:6.2f} ms a mail {1000 / wall:7.0f} mails/s   {base / wall:5.2f} x Python's own\n")
    say(f"{mail_path(raws[: asked.mails // 4], beside=python_alone)}\n")
    say(f"peak memory of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB, ")
    say(f"of the largest child {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB\n")


if __name__ == "__main__":
    main()
