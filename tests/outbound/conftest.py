"""Couriers for the tests: short patience, closed at the end whatever happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import pytest

from outbound.courier import Account, SmtpCourier
from tests.servers.sink import Sink

Hire = Callable[..., SmtpCourier]


@pytest.fixture
def sink() -> Iterator[Sink]:
    with Sink() as sink:
        yield sink


@pytest.fixture
def hire() -> Iterator[Hire]:
    """hire(port, **account): a courier to that port of this machine."""
    with ExitStack() as couriers:

        def hired(port: int, **account: Any) -> SmtpCourier:
            plain = Account(
                "main", "127.0.0.1", port, "none", connect_timeout=60, command_timeout=60, data_timeout=60
            )
            courier = SmtpCourier(replace(plain, **account))
            couriers.callback(courier.close)
            return courier

        yield hired


@pytest.fixture
def courier(sink: Sink, hire: Hire) -> SmtpCourier:
    return hire(sink.port)
