"""A mail too large to be taken whole, on its ticket's page: what is missing, the button, and the download."""

from __future__ import annotations

from itertools import count

import pytest

from desk import wholes
from desk.drafts import Draft
from desk.surroundings import Surroundings
from desk.work import work
from ingest.intake import Arrival, Place, keep
from ingest.parse import parse
from ingest.pipeline import Pipeline
from models.event import Event, EventKind
from models.mail import Mail
from models.reason import because
from tests.mails import mail
from tests.web.conftest import NOW
from tests.web.people import ADDRESS, People
from tests.web.visitor import Visitor

UIDS = count(1)
WHOLE = mail("See the film.", to=ADDRESS, files={"film.mp4": b"x" * 9_000})


@pytest.fixture
def large(desk: Surroundings, people: People) -> Mail:
    """Filed, as the mailbox gave it."""
    place = Place("bantuan", "INBOX", 1, next(UIDS))
    arrival = Arrival("bantuan", NOW, is_whole=False, size=60_000_000, files=("film.mp4",), place=place)
    mail_id = keep(desk, WHOLE[:5_000], arrival, at=NOW)
    Pipeline(desk, parse, lambda: NOW).process(mail_id)
    with desk.database.reading() as session:
        found = session.get_one(Mail, mail_id)
        assert found.ticket is not None
        return found


def page(visitor: Visitor, large: Mail) -> str:
    assert large.ticket is not None
    return visitor.reads(f"/tickets/{large.ticket.code}")


def asks(visitor: Visitor, large: Mail) -> int:
    assert large.ticket is not None
    return visitor.posts(
        f"/mails/{large.short_name}/whole", form_of=f"/tickets/{large.ticket.code}"
    ).status_code


def test_page_says_what_is_missing_and_where_it_lies(ana: Visitor, large: Mail) -> None:
    said = page(ana, large)

    assert "too large to be taken whole (60.0 MB), so its files are missing here: film.mp4" in said
    assert "the mailbox bantuan, folder INBOX" in said
    assert "rui@partner.example was told how to send the files" in said


def test_button_asks_for_it_once(ana: Visitor, desk: Surroundings, large: Mail) -> None:
    asked = [asks(ana, large), asks(ana, large)]
    with desk.database.reading() as session:
        told = session.query(Event).where(Event.kind == EventKind.WHOLE_ASKED_FOR).count()

        assert (asked, told, wholes.asked_for(session)) == ([302, 302], 1, [large.id])
    assert "The whole mail was asked for." in page(ana, large)


def test_why_it_did_not_come_is_said_and_it_can_be_asked_for_again(
    ana: Visitor, desk: Surroundings, large: Mail
) -> None:
    asks(ana, large)
    with desk.database.transaction() as session:
        wholes.begin(session, large.id)
        wholes.failed(session, large.id, because("whole_gone", mailbox="bantuan", folder="INBOX"))
    said = page(ana, large)

    assert "somebody moved or deleted it" in said
    assert "Fetch the whole mail" in said


def test_whole_is_downloaded_with_its_files_in_the_message(
    ana: Visitor, desk: Surroundings, large: Mail
) -> None:
    kept = desk.raw.keep_pieces([WHOLE])
    with work(desk, at=NOW) as session:
        wholes.arrived(session, large.id, kept, at=NOW)
        wholes.take_apart(session, large.id, Draft(reply="See the film."), at=NOW)
    answer = ana.gets(f"/mails/{large.short_name}/whole")

    assert answer.data == WHOLE
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "missing here" not in page(ana, large)


def test_whole_that_is_not_here_is_not_found(ana: Visitor, large: Mail) -> None:
    assert ana.gets(f"/mails/{large.short_name}/whole").status_code == 404
