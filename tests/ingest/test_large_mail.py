"""A mail too large to be taken whole: its words are filed, its sender is told, no half file is kept."""

from __future__ import annotations

import re

import pytest

from desk import held, wholes
from desk.drafts import Draft
from desk.surroundings import Surroundings
from desk.work import work
from ingest.intake import Arrival, Place, keep
from models.event import Event, EventKind
from models.mail import Delivery, DeliveryKind, Fate, Mail, Treatment
from models.message import Attachment, Author
from models.parcels import LargeMail, Parcel, Way
from tests.conversation import Letter, Person, Talk
from tests.desks import BILLING, agent
from tests.mails import mail, proven, refuted
from tests.parcels import upload

FILM = b"\0" * 30_000
CUT = 8_000
RUI = "rui@partner.example"
VACATION = {"auto_submitted": "auto-replied"}


def arrives(talk: Talk, raw: bytes, *, door: str = "main", treatment: Treatment = Treatment.LIVE) -> Mail:
    """Its beginning, as the mailbox gives it."""
    talk.clock.passes(seconds=1)
    place = Place(door, "INBOX", 1, len(talk.all(Mail)) + 1)
    arrival = Arrival(
        door,
        talk.clock(),
        treatment=treatment,
        is_whole=False,
        size=60_000_000,
        files=("film.mp4",),
        place=place,
    )
    mail_id = keep(talk.desk, raw[:CUT], arrival, at=talk.clock())
    assert talk.pipeline.process(mail_id) is Fate.FILED
    found: Mail = talk.the(Mail, Mail.id == mail_id)
    return found


def with_a_film(text: str = "Please look at the film.", **fields: object) -> bytes:
    return mail(text, files={"film.mp4": FILM}, **fields)  # type: ignore[arg-type]


def told(talk: Talk) -> list[Letter]:
    talk.delivers()
    return [letter for letter in talk.courier.letters if "/give/" in letter.text]


def why_not(talk: Talk) -> str:
    event: Event = talk.the(Event, Event.kind == EventKind.FILES_NOT_ASKED_FOR)
    return str(event.facts["reason"]["code"])


def large(desk: Surroundings) -> LargeMail:
    with desk.database.reading() as session:
        return session.query(LargeMail).one()


def test_its_words_are_filed_and_no_half_file(talk: Talk) -> None:
    arrives(talk, with_a_film())
    noted = large(talk.desk)

    assert talk.last.reply == "Please look at the film."
    assert talk.all(Attachment) == []
    assert (noted.size, noted.files) == (60_000_000, ["film.mp4"])


def test_its_sender_is_told_how_to_send_the_files(talk: Talk) -> None:
    arrives(talk, with_a_film())
    [letter] = told(talk)
    parcel: Parcel = talk.the(Parcel)

    assert (letter.envelope.recipient, letter["Auto-Submitted"]) == (RUI, "auto-replied")
    assert (parcel.way, parcel.recipient) == (Way.GIVE, RUI)
    assert talk.events().count(EventKind.FILES_ASKED_FOR.value) == 1
    assert [letter for letter in talk.courier.letters if "confirmation" in letter.text] != []


def test_answer_in_a_ticket_is_told_too_and_gets_the_same_link(talk: Talk, rui: Person) -> None:
    rui.writes()
    receipt = rui.receives()
    for _ in range(2):
        arrives(talk, with_a_film(in_reply_to=receipt.message_id, references=[receipt.message_id]))
    links = {re.findall(r"/give/\w+", letter.text)[0] for letter in told(talk)}

    assert len(talk.tickets) == len(links) == 1
    assert len(told(talk)) == 2


def test_nothing_of_an_unproven_senders_words_goes_back(talk: Talk) -> None:
    """T042"""
    arrives(talk, with_a_film(subject="Cheap pills", from_="Cheap Pills <rui@partner.example>"))
    [letter] = told(talk)

    assert not [word for word in ("pills", "Pills", "film") if word in letter.raw.decode()]


def test_a_proven_sender_is_named(talk: Talk) -> None:
    arrives(talk, with_a_film(to=BILLING, above=proven()), door="strict")

    assert "Rui Tan" in told(talk)[0].text


@pytest.mark.parametrize(
    ("raw", "door", "treatment", "code"),
    [
        (with_a_film(**VACATION), "main", Treatment.LIVE, "machine"),
        (with_a_film(to=BILLING, above=refuted()), "strict", Treatment.LIVE, "authentication_failed"),
        (with_a_film(), "main", Treatment.QUIET, "filed_quietly"),
        (with_a_film(), "main", Treatment.SUSPECTED, "suspected_spam"),
    ],
    ids=["a machine", "a forger", "old mail", "suspected spam"],
)
def test_who_is_not_acknowledged_is_not_told_either(
    talk: Talk, raw: bytes, door: str, treatment: Treatment, code: str
) -> None:
    arrives(talk, raw, door=door, treatment=treatment)

    assert (told(talk), why_not(talk), talk.all(Parcel)) == ([], code, [])


def test_stranger_in_a_ticket_gets_no_link_into_it(talk: Talk, rui: Person, mallory: Person) -> None:
    rui.writes()
    receipt = rui.receives()
    arrives(
        talk, with_a_film(from_=mallory.mailbox, in_reply_to=receipt.message_id, references=[receipt.message_id])
    )

    assert talk.last.author is Author.OUTSIDER
    assert (told(talk), why_not(talk)) == ([], "stranger_brings_nothing")


def test_nobody_is_told_more_often_in_a_day_than_acknowledged(talk: Talk) -> None:
    for _ in range(5):
        arrives(talk, with_a_film())

    assert len(talk.all(Delivery, Delivery.kind == DeliveryKind.TOO_LARGE)) == 3


def test_agents_answer_without_its_files_is_held_and_the_agent_told_why(
    talk: Talk, rui: Person, ana: Person
) -> None:
    rui.writes()
    notice = ana.receives()
    arrives(
        talk,
        with_a_film(from_=ana.mailbox, in_reply_to=notice.message_id, references=[notice.message_id]),
    )

    assert [held.reason.code for held in talk.held] == ["not_whole"]
    assert "too large to be taken whole" in ana.receives().text
    assert told(talk) == []


def test_held_answer_leaves_with_its_files_once_the_whole_was_fetched(
    talk: Talk, rui: Person, ana: Person
) -> None:
    rui.writes()
    notice = ana.receives()
    mail = arrives(
        talk,
        with_a_film(from_=ana.mailbox, in_reply_to=notice.message_id, references=[notice.message_id]),
    )
    with work(talk.desk, at=talk.clock()) as session:
        film = Draft(reply="", uploads=(upload(talk.desk, "film_mp4", FILM),))
        wholes.take_apart(session, mail.id, film, at=talk.clock())
    with work(talk.desk, at=talk.clock()) as session:
        waiting = held.get_held(session, talk.held[0].id)
        held.release(session, waiting, by=agent(session, "ana"), at=talk.clock())
    talk.delivers()
    answer = rui.receives()

    assert (answer.text, answer.files) == ("Please look at the film.\n", {"film.mp4": FILM})
