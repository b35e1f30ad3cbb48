"""The mail log names a mail without giving away what proves an agent."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy import select

from desk import maillog
from desk.surroundings import Surroundings
from desk.work import work
from models.mail import Delivery
from tests.desks import NOON, a_ticket


def test_the_secret_of_a_notice_stays_out_of_the_log(
    desk: Surroundings, caplog: pytest.LogCaptureFixture
) -> None:
    with work(desk, at=NOON) as session:
        a_ticket(session)
    with desk.database.reading() as session, caplog.at_level(logging.INFO):
        deliveries = session.scalars(select(Delivery)).all()
        for delivery in deliveries:
            maillog.sent(delivery)

    names, secrets = zip(*(each.internet_id.partition("@")[0].split(".") for each in deliveries), strict=True)
    assert all(name in caplog.text for name in names)
    assert not any(secret in caplog.text for secret in secrets)
