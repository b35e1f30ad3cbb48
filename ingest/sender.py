"""Who a mail says it is from and to: address fields read strictly (RFC 5322 section 3.4), doubt kept.

Takes what `ingest.parse` got from mail-parser for one field: the mailboxes, and the evidence of whatever
could be read in two ways. A `From` in doubt is shown with its best address and marked ambiguous, so that it
never passes for a known person; `To` and `Cc` are read more kindly, since they prove nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from desk.lookalikes import shown_domain
from ingest.encoded_words import decode_words
from ingest.headers import clean
from ingest.parsed import Person
from models.reason import Reason, because

PEOPLE = 500
LONGEST_ADDRESS = 320
LONGEST_NAME = 250
ADDRESS = re.compile(
    r"(?P<local>\"(?:[^\"\\\s]|\\.| ){1,100}\"|[^\s\"(),:;<>@\[\\\]]{1,128})"
    r"@(?P<domain>\[[0-9A-Za-z:.]{2,60}\]|[^\s\"(),:;<>@\[\\\]]{1,255}?)\.?"
)
ADDRESS_WITHIN = re.compile(r"[^\s\"(),:;<>@\[\\\]]{1,128}@[^\s\"(),:;<>@\[\\\]]{1,255}")
DOMAIN = re.compile(r"(?!-)[\w-]+(?:\.[\w-]+)*|\[.+\]")
ENCODED_WORD = re.compile(r"=\?[^?]{1,60}\?[bq]\?", re.IGNORECASE)


@dataclass(frozen=True)
class Doubt:
    """Part of a field that was not plainly one mailbox: its words, and the addresses it might mean."""

    reason: str
    raw: str
    candidates: tuple[tuple[str, str], ...] = ()
    recovered: bool = False


@dataclass(frozen=True)
class Mailboxes:
    """One address field as it was read."""

    found: tuple[tuple[str, str], ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True)
class Sender:
    person: Person | None
    is_ambiguous: bool
    defects: tuple[Reason, ...] = ()


def sender_of(fields: Iterable[Mailboxes]) -> Sender:
    """The author, from every From field of the mail; more than one of anything is ambiguous (T016-T020)."""
    fields = list(fields)
    people = [person for field in fields for person in _certain(field)]
    doubts = [doubt for field in fields for doubt in field.doubts if not _is_harmless(doubt)]
    guesses = [person for doubt in doubts for person in _guesses(doubt)]
    if not people and not guesses:
        return _without_address([doubt for field in fields for doubt in field.doubts])
    author = (people or guesses)[0]
    is_ambiguous = bool(doubts) or len({person.address for person in people}) > 1 or len(fields) > 1
    return Sender(author, is_ambiguous, tuple(_warnings(author, is_ambiguous=is_ambiguous)))


def people_of(fields: Iterable[Mailboxes]) -> tuple[Person, ...]:
    """The recipients of these fields, each address once, at most PEOPLE."""
    people: dict[str, Person] = {}
    for field in fields:
        for person in (*_certain(field), *(guess for doubt in field.doubts for guess in _guesses(doubt))):
            people.setdefault(person.address, person)
    return tuple(people.values())[:PEOPLE]


def person(name: str, address: str) -> Person | None:
    """A person with a usable address, else None: never one whose local part hides an encoded word (T019)."""
    found = ADDRESS.fullmatch(unicodedata.normalize("NFC", address.strip()))
    if found is None or len(found[0]) > LONGEST_ADDRESS or ENCODED_WORD.search(found[0]):
        return None
    domain = found["domain"].lower()
    if not found["local"].isprintable() or not domain.isprintable() or not DOMAIN.fullmatch(domain):
        return None
    return Person(name_of(name), f"{found['local']}@{shown_domain(domain)}")


def name_of(words: str) -> str:
    return clean(decode_words(words)).strip("\"' ")[:LONGEST_NAME]


def _certain(field: Mailboxes) -> list[Person]:
    people = (person(name, address) for name, address in field.found)
    return [found for found in people if found is not None]


def _is_harmless(doubt: Doubt) -> bool:
    """One mailbox after all: `a@b.c <a@b.c>`, a route, stray words before a comma."""
    addresses = {found.lower().rstrip(".") for found in ADDRESS_WITHIN.findall(doubt.raw)}
    return len(addresses) <= 1 and (doubt.recovered or not addresses)


def _guesses(doubt: Doubt) -> list[Person]:
    if doubt.recovered:
        return []
    bracketed = [person(name, address) for name, address in doubt.candidates]
    bare = [person("", address) for address in ADDRESS_WITHIN.findall(doubt.raw)[:PEOPLE]]
    return [found for found in (*bracketed, *bare) if found is not None][:1]


def _without_address(doubts: list[Doubt]) -> Sender:
    """No usable address: the words are kept as a name for people to see."""
    words = next((words for doubt in doubts if (words := _name_without_address(doubt.raw))), "")
    if not words:
        return Sender(None, is_ambiguous=False, defects=(because("sender_missing"),))
    return Sender(Person(words, ""), is_ambiguous=False, defects=(because("sender_unusable"),))


def _name_without_address(raw: str) -> str:
    """`MAILER-DAEMON <>` is a name, and so is what stands in brackets alone."""
    outside, _, inside = raw.partition("<")
    return name_of(outside).strip("()") or name_of(inside.partition(">")[0])


def _warnings(author: Person, *, is_ambiguous: bool) -> Iterable[Reason]:
    if is_ambiguous:
        yield because("sender_in_two_ways", address=author.address)
    claimed = ADDRESS_WITHIN.search(author.name)
    if claimed and claimed[0].lower() != author.address.lower():
        yield because("sender_name_is_another_address", name=author.name, address=author.address)
