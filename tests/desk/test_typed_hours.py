"""Hours as coordinators type them become windows, or one clear refusal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.errors import Invalid
from desk.typed_hours import minutes_open, read_windows, write_windows

MORNING_AND_AFTERNOON = [["08:00", "12:00"], ["13:00", "16:00"]]
SPELLINGS = (
    "08.00-12.00, 13.00-16.00",
    "08:00–12:00; 13:00–16:00",
    "8-12, 13-16",
    "0800-1200, 1300-1600",
    "pukul 8.00 s.d. 12.00 dan 13.00 sampai 16.00 WIB",
    "8 am to 12 pm and 1 pm to 4 pm",
    "13.00 - 16.00, 08.00 - 12.00",
    "8.00 s/d 12.00 & 13.00 hingga 16.00",
)
REFUSED = {
    "a window that ends before it begins": ("16.00-08.00", "hours_backwards"),
    "a window over midnight": ("22.00-06.00", "hours_backwards"),
    "a window without length": ("08.00-08.00", "hours_backwards"),
    "two that overlap": ("08.00-12.00, 11.30-16.00", "hours_overlap"),
    "words": ("pagi sampai sore", "hours_unreadable"),
    "an hour alone": ("8", "hours_unreadable"),
    "an hour that no clock shows": ("08.00-25.00", "hours_unreadable"),
    "a minute that no clock shows": ("08.00-09.75", "hours_unreadable"),
    "more than the end of the day": ("08.00-24.30", "hours_unreadable"),
    "three ends": ("8-12-13", "hours_unreadable"),
    "nothing but commas": (",,", "hours_unreadable"),
}
MINUTES = st.lists(st.integers(0, 24 * 60), min_size=2, max_size=8, unique=True).map(sorted)


@pytest.mark.parametrize("typed", SPELLINGS)
def test_hours_are_read_however_they_are_spelled(typed: str) -> None:
    assert read_windows(typed) == MORNING_AND_AFTERNOON


@pytest.mark.parametrize("typed", ["", " - ", "Tutup", "libur", "closed"])
def test_closed_day_has_no_windows(typed: str) -> None:
    assert read_windows(typed) == []


@pytest.mark.parametrize("typed", ["24 jam", "00.00-24.00", "all day"])
def test_day_without_night_is_one_window(typed: str) -> None:
    assert minutes_open(read_windows(typed)) == 24 * 60


@pytest.mark.parametrize(("typed", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_hours_that_cannot_be_are_refused(typed: str, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_windows(typed)

    assert refusal.value.reason.code == code


@given(MINUTES.filter(lambda ends: len(ends) % 2 == 0))
def test_what_is_shown_can_be_typed_again(ends: list[int]) -> None:
    shown = [f"{each // 60:02}:{each % 60:02}" for each in ends]
    windows = [list(pair) for pair in zip(shown[::2], shown[1::2], strict=True)]

    assert read_windows(write_windows(windows)) == windows


@given(st.text(max_size=60))
def test_nothing_typed_breaks_the_reading(typed: str) -> None:
    try:
        windows = read_windows(typed)
    except Invalid:
        return

    assert minutes_open(windows) <= 24 * 60
