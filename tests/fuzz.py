"""`make fuzz`: a million broken mails, each read whole; any exception, hang or lost word ends it with the bytes kept.

Mails are made from seeds by mutations that break mails the way the world does: cut, doubled, spliced, shuffled,
sprinkled with what parsers choke on. The same seed and count give the same mails again.
"""

from __future__ import annotations

import argparse
import random
import re
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from types import FrameType

from ingest.explain import explain
from tests.bench import mails

MAILS = Path(__file__).parent / "mail"
WRITTEN = ("bounces.txt", "kinds.txt", "shapes.txt")
_TITLE = re.compile(rb"^## .*\n", re.MULTILINE)
_CASE = re.compile(rb"\A.*?(?=^[A-Z][A-Za-z-]*: )", re.DOTALL | re.MULTILINE)
"""What stands before a case's mail."""
LONGEST = 12_000
SECONDS = 10
TOKENS = (
    b"\r\n\r\n", b"\n", b"\r", b"\0", b"=?utf-8?q?", b"?=", b"=?utf-8?b?/w==?=", b'"', b"<", b">", b"(",
    b")", b";" * 200, b"boundary=", b"--", b"Content-Type: multipart/mixed; boundary=x\r\n",
    b"Content-Type: message/rfc822\r\n\r\n", b"Content-Transfer-Encoding: base64\r\n",
    b"Content-Transfer-Encoding: x-uuencode\r\n", b"charset=utf-7", b"charset=\0", b"\x1b$B", b"\xff\xfe",
    b"\xc3", b"=\r\n", b"=3D", b"> " * 50, b"<div>" * 100, b"<!--", b"<style>", b"begin 644 x\n",
    b"filename*0*=utf-8''%", b"name*=", b"From: a@b, c@d\r\n", b"Subject: " + b"x" * 300,
    b"On Mon wrote:\n", b"-- \n", b"Auto-Submitted: auto-replied\r\n", b"Final-Recipient: rfc822; a@b\r\n",
    b"Status: 5.1.1\r\n", b"@", b",", b"\t" * 100,
)  # fmt: skip
Mutation = Callable[[bytearray, random.Random], None]


class Hung(Exception):
    """A mail took longer than it may."""


def cut(mail: bytearray, chance: random.Random) -> None:
    del mail[chance.randrange(len(mail) + 1) :]


def take_out(mail: bytearray, chance: random.Random) -> None:
    start, end = sorted(chance.randrange(len(mail) + 1) for _ in range(2))
    del mail[start : min(end, start + 500)]


def double(mail: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(mail) + 1)
    piece = mail[start : start + chance.randrange(2000)]
    mail[start:start] = piece * chance.randint(1, 4)


def flip(mail: bytearray, chance: random.Random) -> None:
    for _ in range(chance.randint(1, 30)):
        if mail:
            mail[chance.randrange(len(mail))] = chance.randrange(256)


def sprinkle(mail: bytearray, chance: random.Random) -> None:
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(min(len(mail), 4000) + 1)
        mail[place:place] = chance.choice(TOKENS) * chance.choice((1, 1, 1, 5, 40))


def shuffle_lines(mail: bytearray, chance: random.Random) -> None:
    lines = bytes(mail).splitlines(keepends=True)
    start = chance.randrange(len(lines) + 1)
    some = lines[start : start + 20]
    chance.shuffle(some)
    mail[:] = b"".join([*lines[:start], *some, *lines[start + 20 :]])


def change_line_ends(mail: bytearray, chance: random.Random) -> None:
    mail[:] = bytes(mail).replace(b"\r\n", b"\n").replace(b"\n", chance.choice((b"\r\n", b"\r", b"\n", b"\n\n")))


MUTATIONS: tuple[Mutation, ...] = (cut, take_out, double, flip, sprinkle, sprinkle, shuffle_lines, change_line_ends)


def broken_mails(count: int, *, seed: int) -> Iterator[bytes]:
    seeds = _seed_mails(seed)
    chance = random.Random(seed)
    for _ in range(count):
        mail = bytearray(chance.choice(seeds)[:LONGEST])
        if chance.random() < 0.1:
            other = chance.choice(seeds)
            mail += other[chance.randrange(len(other)) :][:LONGEST]
        for mutate in chance.choices(MUTATIONS, k=chance.randint(1, 4)):
            mutate(mail, chance)
        yield bytes(mail[:LONGEST])


def complaint(raw: bytes) -> str:
    """What is wrong with how this mail was read; "" when nothing is."""
    signal.signal(signal.SIGALRM, _too_long)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        mail = explain(raw)
    except Exception as error:  # noqa: BLE001 (whatever it is, it is what we look for)
        return f"{type(error).__name__}: {error}"
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    said = _words(mail["reply"]) + _words(mail["quoted"]) + _words(mail["signature"])
    return "" if said == _words(mail["text"]) else "a word of the text is in none of its parts, or in two"


def read_some(count: int, seed: int) -> tuple[int, list[tuple[str, bytes]]]:
    """In a process of its own: how many were read, and those that went wrong."""
    wrong = [(words, raw) for raw in broken_mails(count, seed=seed) if (words := complaint(raw))]
    return count, wrong


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--mails", type=int, default=1_000_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--processes", type=int, default=2)
    options.add_argument("--keep", type=Path, default=Path("fuzz-findings"))
    asked = options.parse_args()
    batch = min(2000, asked.mails)
    began, read, wrong = time.monotonic(), 0, 0
    with ProcessPoolExecutor(asked.processes) as pool:
        seeds = range(asked.seed * 1_000_000, asked.seed * 1_000_000 + asked.mails // batch)
        for count, findings in pool.map(read_some, [batch] * len(seeds), seeds):
            read, wrong = read + count, wrong + len(findings)
            for number, (words, raw) in enumerate(findings):
                _keep(asked.keep, f"{read}-{number}", words, raw)
            if read % (batch * 25) == 0:
                sys.stdout.write(f"{read} mails, {wrong} wrong, {read / (time.monotonic() - began):.0f} a second\n")
                sys.stdout.flush()
    sys.stdout.write(f"fuzz: {read} mails, seed {asked.seed}, {wrong} wrong\n")
    return 1 if wrong else 0


def _seed_mails(seed: int) -> list[bytes]:
    """Generated ones in five charsets, and the bounces, machines and shapes of `tests/mail`."""
    listings = [(MAILS / name).read_bytes() for name in WRITTEN]
    written = [case for listing in listings for case in _TITLE.split(listing)[1:]]
    return [raw[:LONGEST] for raw in mails(60, seed=seed)] + [_CASE.sub(b"", case, count=1) for case in written]


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def _too_long(_number: int, _frame: FrameType | None) -> None:
    raise Hung


def _keep(folder: Path, name: str, words: str, raw: bytes) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.eml").write_bytes(raw)
    sys.stdout.write(f"{words[:200]}: kept as {folder / name}.eml\n")


if __name__ == "__main__":
    sys.exit(main())
