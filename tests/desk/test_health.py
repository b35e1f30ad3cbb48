"""What ails a running desk: each part that stops is named, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk.folders import first_connected, trouble
from desk.health import Ailment, ailments, known_ailments
from desk.life import beat
from desk.surroundings import Surroundings
from desk.work import work
from models.mail import Fate, FolderState, Mail
from models.reason import because
from tests.desks import NOON, a_ticket

PARTS = ("worker", "watch:main", "watch:strict")
MINUTES = timedelta(minutes=1)


@pytest.fixture
def lively(desk: Surroundings) -> Surroundings:
    """Every part was seen at noon."""
    with work(desk, at=NOON) as session:
        for part in PARTS:
            beat(session, part, at=NOON)
    return desk


def found(desk: Surroundings, *, after: timedelta = timedelta()) -> list[Ailment]:
    with desk.database.reading(desk=desk) as session:
        return ailments(session, at=NOON + after)


def named(desk: Surroundings, *, after: timedelta = timedelta()) -> list[tuple[str, str]]:
    return [(each.part, each.reason.code) for each in found(desk, after=after)]


def test_desk_whose_parts_live_is_well(lively: Surroundings) -> None:
    assert found(lively, after=3 * MINUTES) == []


@pytest.mark.parametrize("silent", PARTS)
def test_part_that_stopped_is_named_and_nothing_else(lively: Surroundings, silent: str) -> None:
    with work(lively, at=NOON) as session:
        for part in PARTS:
            if part != silent:
                beat(session, part, at=NOON + 4 * MINUTES)

    assert named(lively, after=4 * MINUTES) == [(silent, "part_silent_now")]


def test_desk_that_never_ran_ails_for_outsiders_and_not_on_its_own_page(desk: Surroundings) -> None:
    assert [part for part, _ in named(desk)] == list(PARTS)
    with desk.database.reading(desk=desk) as session:
        assert known_ailments(session, at=NOON) == []


def test_mailbox_that_refuses_us_says_why_and_since_when(lively: Surroundings) -> None:
    why = because("wrong_password", host="imap.example", user="support", mailbox="main", words="")
    with work(lively, at=NOON) as session:
        first_connected(
            session, FolderState(mailbox="main", folder="INBOX", uidvalidity=1, old_below=1), at=NOON
        )
        session.flush()
        trouble(session, "main", why, at=NOON + MINUTES)

    assert found(lively, after=2 * MINUTES) == [Ailment("watch:main", why, NOON + MINUTES)]


def test_mailbox_nobody_reads_any_more_ails_nobody(lively: Surroundings) -> None:
    with work(lively, at=NOON) as session:
        first_connected(
            session, FolderState(mailbox="old", folder="INBOX", uidvalidity=1, old_below=1), at=NOON
        )
        session.flush()
        trouble(session, "old", because("watch_failed", error="x"), at=NOON)

    assert found(lively) == []


def test_mail_that_waits_for_ten_minutes_is_told(lively: Surroundings) -> None:
    with work(lively, at=NOON) as session:
        mail = Mail(sha256="a" * 64, size=1, door="main", arrived_at=NOON, kept_at=NOON, fate=Fate.RECEIVED)
        session.add(mail)
        for part in PARTS:
            beat(session, part, at=NOON + 11 * MINUTES)

    assert named(lively, after=10 * MINUTES) == []
    assert named(lively, after=11 * MINUTES) == [("worker", "mail_waits_to_be_filed")]


def test_mail_that_does_not_leave_for_an_hour_is_told(lively: Surroundings) -> None:
    with work(lively, at=NOON) as session:
        a_ticket(session)
        for part in PARTS:
            beat(session, part, at=NOON + 61 * MINUTES)

    assert ("sending:main", "mail_waits_to_leave") in named(lively, after=61 * MINUTES)


def test_sign_in_that_nobody_uses_any_more_ails_nobody(lively: Surroundings) -> None:
    with work(lively, at=NOON) as session:
        beat(
            session,
            "oauth:office",
            at=NOON,
            trouble=because("oauth_refused", name="office", error="x").as_json(),
        )

    assert found(lively) == []
