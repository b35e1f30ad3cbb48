"""The first event of a calendar, as data for a card and as plain words (T073)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from desk.invitations import Invitation, calendar_words, first_invitation

EVENT = """BEGIN:VCALENDAR
METHOD:REQUEST
BEGIN:VTIMEZONE
DTSTART:16010101T000000
END:VTIMEZONE
BEGIN:VEVENT
SUMMARY:Rapat\\, lantai
  2
ORGANIZER;CN="Budi":mailto:budi@x.example
DTSTART{begins}
LOCATION:Ruang A
RRULE:FREQ=SECONDLY
END:VEVENT
BEGIN:VEVENT
SUMMARY:Another
END:VEVENT
END:VCALENDAR
"""
TEN = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)


def invitation(begins: str = ":20261126T030000Z", *, method: str = "REQUEST") -> Invitation:
    found = first_invitation(EVENT.replace("{begins}", begins).replace("REQUEST", method))
    assert found is not None
    return found


def test_first_event_is_read_and_no_other() -> None:
    found = invitation()

    assert (found.summary, found.organizer, found.place) == (
        "Rapat, lantai 2",
        "Budi <budi@x.example>",
        "Ruang A",
    )
    assert found.method == "REQUEST"
    assert "Another" not in found.words


def test_cancellation_is_known() -> None:
    assert invitation(method="CANCEL").method == "CANCEL"


@pytest.mark.parametrize(
    "begins",
    [
        ":20261126T030000Z",
        ";TZID=Asia/Jakarta:20261126T100000",
        ";TZID=SE Asia Standard Time:20261126T100000",
        ';TZID="Asia/Makassar":20261126T110000',
    ],
    ids=["UTC", "a zone", "a zone of Windows", "a quoted zone"],
)
def test_moment_in_a_known_zone_is_one_moment(begins: str) -> None:
    found = invitation(begins).begins

    assert found is not None
    assert found.at == TEN


@pytest.mark.parametrize(
    ("begins", "words"),
    [
        (":20261126T100000", "2026-11-26 10:00"),
        (";VALUE=DATE:20261126", "2026-11-26"),
        (";TZID=../../etc/passwd:20261126T100000", "2026-11-26 10:00"),
        (";TZID=Nowhere:20261126T100000", "2026-11-26 10:00"),
        (":20269926T990000Z", "2026-99-26 99:00 UTC"),
    ],
)
def test_other_moment_is_shown_as_it_was_written(begins: str, words: str) -> None:
    found = invitation(begins).begins

    assert found is not None
    assert (found.words, found.at) == (words, None)


def test_moment_that_is_none_is_left_out() -> None:
    assert invitation(":soon").begins is None


@pytest.mark.parametrize("text", ["", "BEGIN:VCALENDAR\nEND:VCALENDAR", "Just words."])
def test_text_without_an_event_is_no_invitation(text: str) -> None:
    assert first_invitation(text) is None
    assert calendar_words(text) == text


def test_ten_thousand_events_cost_what_one_does() -> None:
    events = "BEGIN:VEVENT\nSUMMARY:One\nRRULE:FREQ=SECONDLY;COUNT=999999999\nEND:VEVENT\n" * 10_000

    assert calendar_words("BEGIN:VCALENDAR\n" + events) == "One"
