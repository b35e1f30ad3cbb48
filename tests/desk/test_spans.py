"""Targets as coordinators type them: minutes and hours of opening time, or working days."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.errors import Invalid
from desk.spans import Span, read_span, span_words
from models.sla import Unit

READ = {
    "30m": (30, Unit.MINUTES),
    "30 menit": (30, Unit.MINUTES),
    "4j": (240, Unit.MINUTES),
    "4 h": (240, Unit.MINUTES),
    "4 Jam": (240, Unit.MINUTES),
    "4 jam kerja": (240, Unit.MINUTES),
    "1 jam 30 menit": (90, Unit.MINUTES),
    "1h30m": (90, Unit.MINUTES),
    "1,5 jam": (90, Unit.MINUTES),
    "2d": (2, Unit.DAYS),
    "2 hari": (2, Unit.DAYS),
    "2 hari kerja": (2, Unit.DAYS),
    "1 working day": (1, Unit.DAYS),
}
REFUSED = (
    "30",
    "0m",
    "0 hari",
    "-5m",
    "1,5 hari",
    "2 hari 3 jam",
    "soon",
    "4 jam sekali",
    "999999 jam",
    "400d",
)
SPANS = st.one_of(
    st.builds(Span, st.integers(1, 6000), st.just(Unit.MINUTES)),
    st.builds(Span, st.integers(1, 366), st.just(Unit.DAYS)),
)


@pytest.mark.parametrize(("typed", "meant"), READ.items())
def test_time_is_read_however_it_is_spelled(typed: str, meant: tuple[int, Unit]) -> None:
    assert read_span(typed) == Span(*meant)


@pytest.mark.parametrize("typed", ["", "  ", "-", "–"])
def test_empty_is_no_target(typed: str) -> None:
    assert read_span(typed) is None


@pytest.mark.parametrize("typed", REFUSED)
def test_time_that_says_nothing_certain_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        read_span(typed)


@given(SPANS, st.sampled_from(["id", "en"]))
def test_what_is_shown_can_be_typed_again(span: Span, language: str) -> None:
    assert read_span(span_words(span, language)) == span


@given(st.text(max_size=40))
def test_nothing_typed_breaks_the_reading(typed: str) -> None:
    try:
        span = read_span(typed)
    except Invalid:
        return

    assert span is None or span.amount > 0
