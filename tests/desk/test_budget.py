"""When there is room for one more mail, against counting minute by minute."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desk.budget import Budget, Spent, Window
from models.mail import Lane
from tests.desks import NOON

MINUTE = timedelta(minutes=1)
DAY = 24 * 60

moments = st.lists(st.integers(-DAY, 0), max_size=40).map(
    lambda ago: sorted(NOON + minutes * MINUTE for minutes in ago)
)
spent = st.fixed_dictionaries(dict.fromkeys(Lane, moments))
needs = st.fixed_dictionaries({Lane.WORDS: st.integers(0, 20), Lane.ACKNOWLEDGEMENT: st.integers(0, 20)})
windows = st.tuples(
    st.builds(Window, st.just(timedelta(hours=1)), st.integers(1, 30), needs),
    st.builds(Window, st.just(timedelta(days=1)), st.integers(1, 60), needs),
)


def by_counting(windows: tuple[Window, ...], spent: Spent, lane: Lane) -> datetime:
    """The first minute at which no window is full, nor would be with what lanes in front may still need."""
    now = NOON
    while not all(fits(each, spent, lane, now) for each in windows):
        now += MINUTE
    return now


def fits(window: Window, spent: Spent, lane: Lane, now: datetime) -> bool:
    used = {each: sum(now - window.length < at <= now for at in spent[each]) for each in Lane}
    free = window.limit - sum(used.values())
    wanted = sum(max(window.needs[each] - used[each], 0) for each in window.needs if each < lane)
    return free > min(wanted, window.limit - 1)


@given(spent=spent, windows=windows, lane=st.sampled_from(Lane))
def test_room_comes_when_counting_says_so(
    spent: dict[Lane, list[datetime]], windows: tuple[Window, ...], lane: Lane
) -> None:
    assert Budget(windows, spent).room_at(lane, NOON) == by_counting(windows, spent, lane)


@given(spent=spent, windows=windows)
def test_no_lane_waits_longer_than_the_one_behind_it(
    spent: dict[Lane, list[datetime]], windows: tuple[Window, ...]
) -> None:
    words, acknowledgements, notices = (Budget(windows, spent).room_at(lane, NOON) for lane in Lane)

    assert words <= acknowledgements <= notices


def test_without_a_limit_there_is_always_room() -> None:
    budget = Budget(())
    budget.spend(Lane.NOTICE, NOON)

    assert (budget.room_at(Lane.NOTICE, NOON), budget.spent) == (NOON, {})


def test_an_idle_account_sends_whatever_is_kept_free() -> None:
    needs = {Lane.WORDS: 5, Lane.ACKNOWLEDGEMENT: 5}

    assert Budget((Window(timedelta(hours=1), 2, needs),)).room_at(Lane.NOTICE, NOON) == NOON
