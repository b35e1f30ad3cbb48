"""When a mailbox is tried again."""

from __future__ import annotations

import pytest

from ingest.backoff import Backoff


def after(*events: str) -> Backoff:
    backoff = Backoff()
    for event in events:
        backoff = backoff.refused() if event == "refused" else backoff.unreachable()
    return backoff


@pytest.mark.parametrize(("failures", "seconds"), [(1, 1), (2, 2), (3, 4), (9, 256), (10, 300), (5000, 300)])
def test_unreachable_mailbox_is_tried_less_and_less(failures: int, seconds: int) -> None:
    backoff = after(*["unreachable"] * failures)

    assert backoff.seconds(lambda: 1.0) == seconds
    assert backoff.seconds(lambda: 0.0) == max(1, seconds / 2)


def test_refused_login_gets_three_quick_tries_then_a_quarter_of_an_hour() -> None:
    waits = [after(*["refused"] * count).seconds(lambda: 0.0) for count in (1, 2, 3, 4)]

    assert waits == [1, 1, 900, 900]


def test_host_that_goes_away_between_has_not_forgiven_the_refusals() -> None:
    assert after("refused", "refused", "unreachable", "refused").seconds(lambda: 0.0) == 900
