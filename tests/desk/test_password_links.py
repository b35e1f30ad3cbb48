"""Links to choose a password: to whom they go, what they open, and when they end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from desk import password_links, people, preferences
from desk.errors import Invalid, NotAllowed, NotFound
from desk.surroundings import Surroundings
from desk.work import work
from models.mail import Delivery, DeliveryKind
from outbound.render import render
from tests.desks import NOON, agent

ANA = "ana@desk.example"
NEW = "a password of her own"


def asks(desk: Surroundings, login: str = ANA) -> bool:
    with work(desk, at=NOON) as session:
        return password_links.ask_for_link(session, login, at=NOON)


def token_in_mail(desk: Surroundings) -> str:
    """Of the newest mail, as its reader finds it."""
    with desk.database.reading(desk=desk) as session:
        newest = select(Delivery).where(Delivery.recipient == ANA).order_by(Delivery.id.desc())
        body = render(session, session.scalars(newest).first() or Delivery()).body
    link = next(line for line in body.splitlines() if line.startswith("https://desk.example/password/"))
    return link.rpartition("/")[2]


def opens(desk: Surroundings, token: str, *, after: timedelta = timedelta()) -> bool:
    with desk.database.reading(desk=desk) as session:
        try:
            return password_links.holder_of(session, token, at=NOON + after).login == ANA
        except NotFound:
            return False


def test_who_forgot_gets_a_link_that_chooses_a_password(desk: Surroundings) -> None:
    asks(desk)
    with work(desk, at=NOON) as session:
        password_links.choose_password(session, token_in_mail(desk), NEW, at=NOON)

    with desk.database.reading() as session:
        assert people.sign_in(session, ANA, NEW) is not None


def test_link_works_once(desk: Surroundings) -> None:
    asks(desk)
    token = token_in_mail(desk)
    with work(desk, at=NOON) as session:
        password_links.choose_password(session, token, NEW, at=NOON)

    assert not opens(desk, token)


def test_link_of_a_forgotten_password_ends_after_an_hour(desk: Surroundings) -> None:
    asks(desk)
    token = token_in_mail(desk)

    assert opens(desk, token, after=timedelta(minutes=59))
    assert not opens(desk, token, after=timedelta(minutes=60))


def test_invitation_lasts_a_week(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        password_links.invite(session, agent(session, "ana"), by=None, at=NOON)
    token = token_in_mail(desk)

    assert opens(desk, token, after=timedelta(days=6))
    assert not opens(desk, token, after=timedelta(days=7))


def test_signing_out_elsewhere_leaves_the_link_alone(desk: Surroundings) -> None:
    asks(desk)
    with work(desk, at=NOON) as session:
        preferences.end_sessions(agent(session, "ana"))

    assert opens(desk, token_in_mail(desk))


def test_link_of_who_left_opens_nothing(desk: Surroundings) -> None:
    asks(desk)
    token = token_in_mail(desk)
    with work(desk, at=NOON) as session:
        people.deactivate(agent(session, "ana"))

    assert not opens(desk, token)


@pytest.mark.parametrize("part", [0, 1, 2], ids=["somebody else", "a later end", "another signature"])
def test_changed_link_opens_nothing(desk: Surroundings, part: int) -> None:
    asks(desk)
    parts = token_in_mail(desk).split("-")
    parts[part] = {0: "2", 1: str(int(parts[1]) + 60), 2: parts[2][::-1]}[part]

    assert not opens(desk, "-".join(parts))


@pytest.mark.parametrize("token", ["", "1", "1-2", "1-2-3", "-1-2-3", "１-2-3", "9" * 40 + "-1-x", "a-b-c"])
def test_nonsense_is_an_ended_link(desk: Surroundings, token: str) -> None:
    assert not opens(desk, token)


@pytest.mark.parametrize("login", ["nobody@desk.example", "", "rui@partner.example"])
def test_nobody_is_written_to_who_is_no_agent(desk: Surroundings, login: str) -> None:
    assert not asks(desk, login)


def test_three_links_an_hour_are_enough(desk: Surroundings) -> None:
    sent = []
    for minutes in range(5):
        with work(desk, at=NOON + timedelta(minutes=minutes)) as session:
            sent.append(password_links.ask_for_link(session, ANA, at=NOON + timedelta(minutes=minutes)))

    assert sent == [True, True, True, False, False]


def test_short_password_is_refused_and_the_link_stays(desk: Surroundings) -> None:
    asks(desk)
    token = token_in_mail(desk)
    with pytest.raises(Invalid), work(desk, at=NOON) as session:
        password_links.choose_password(session, token, "short", at=NOON)

    assert opens(desk, token)


def test_agents_invite_nobody(desk: Surroundings) -> None:
    with pytest.raises(NotAllowed), work(desk, at=NOON) as session:
        password_links.invite(session, agent(session, "ben"), by=agent(session, "ana"), at=NOON)


def test_who_has_a_password_gets_a_link_for_a_new_one(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        ana = agent(session, "ana")
        people.set_password(ana, NEW)
        password_links.invite(session, ana, by=agent(session, "citra"), at=NOON)
        session.flush()

        kinds = session.scalars(select(Delivery.kind).where(Delivery.recipient == ANA))
        assert list(kinds) == [DeliveryKind.PASSWORD]
