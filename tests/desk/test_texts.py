"""Texts of automatic mail: every kind shipped and checked, versions kept, the way back always open."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk import people, texts
from desk.errors import Invalid, NotFound
from desk.surroundings import Surroundings
from desk.text_names import NAMES, SAMPLES
from desk.texts import Wording
from desk.words import LANGUAGES
from desk.work import work
from models.mail import DeliveryKind
from models.people import Team
from models.session import Session
from tests.desks import NOON, agent

ACK = DeliveryKind.ACKNOWLEDGEMENT
OURS = Wording("[$code] Diterima", "Yth. $name\n\nSudah kami terima.")


def keep(
    session: Session, wording: Wording = OURS, *, team: Team | None = None, kind: DeliveryKind = ACK
) -> None:
    citra = agent(session, "citra")
    texts.rewrite(session, wording, kind=kind, language="id", team=team, by=citra, at=NOON)
    session.flush()


def give_up(session: Session, *, team: Team | None = None) -> None:
    texts.give_up(session, kind=ACK, language="id", team=team, by=agent(session, "citra"), at=NOON)
    session.flush()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", texts.EDITABLE)
def test_shipped_text_passes_its_own_check(kind: DeliveryKind, language: str) -> None:
    texts.check(texts.shipped(kind, language), kind)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", texts.EDITABLE)
def test_preview_leaves_no_name_unfilled(kind: DeliveryKind, language: str) -> None:
    shown = texts.preview(
        texts.shipped(kind, language), language=language, desk_name="Meja", team_name="Layanan"
    )

    assert "$" not in shown.subject + shown.body


def test_every_kind_of_automatic_mail_can_be_rewritten() -> None:
    assert set(texts.EDITABLE) == set(DeliveryKind) - {DeliveryKind.REPLY}


def test_every_name_has_something_to_preview_it_with() -> None:
    mentioned = {name for names in NAMES.values() for name in names} - {"team", "desk"}

    assert all(mentioned <= samples.keys() for samples in SAMPLES.values())


@pytest.mark.parametrize("kind", [DeliveryKind.NEW_MATTER, DeliveryKind.NEW_MESSAGE, DeliveryKind.ASSIGNED])
def test_mail_that_is_answered_keeps_the_line_where_an_answer_ends(kind: DeliveryKind) -> None:
    with pytest.raises(Invalid):
        texts.check(Wording("[$code] Baru", "$words\n$link"), kind)


def test_mail_about_a_held_reply_keeps_its_link() -> None:
    with pytest.raises(Invalid):
        texts.check(Wording("[$code] Tertahan", "$reason"), DeliveryKind.HELD)


def test_name_of_another_kind_fills_nothing_here() -> None:
    with pytest.raises(Invalid):
        texts.check(replace(OURS, body="Lihat $held_link"), ACK)


def test_text_of_a_team_counts_before_that_of_all_teams(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        support, billing = people.get_team(session, "support"), people.get_team(session, "billing")
        keep(session, replace(OURS, subject="[$code] Umum"))
        keep(session, team=support)

        assert texts.current(session, ACK, "id", team=support) == OURS
        assert texts.current(session, ACK, "id", team=billing).subject == "[$code] Umum"


def test_given_up_text_of_a_team_falls_back_to_all_teams_then_to_the_shipped_one(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        support = people.get_team(session, "support")
        keep(session, replace(OURS, subject="[$code] Umum"))
        keep(session, team=support)
        give_up(session, team=support)
        for_all = texts.current(session, ACK, "id", team=support)
        give_up(session)

        assert for_all.subject == "[$code] Umum"
        assert texts.current(session, ACK, "id", team=support) == texts.shipped(ACK, "id")


def test_every_version_stays_and_can_be_brought_back(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        keep(session)
        keep(session, replace(OURS, subject="[$code] Lain"))
        give_up(session)
        known = texts.versions(session, ACK, "id", team=None)
        first = texts.get_version(session, known[-1].id, kind=ACK, language="id")
        keep(session, Wording(first.subject, first.body))

        assert [bool(each.body) for each in known] == [False, True, True]
        assert texts.current(session, ACK, "id") == OURS


def test_giving_up_what_nobody_wrote_leaves_no_trace(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        give_up(session)

        assert texts.versions(session, ACK, "id", team=None) == []


def test_version_of_another_text_is_not_found(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        keep(session)
        version = texts.versions(session, ACK, "id", team=None)[0]
        with pytest.raises(NotFound):
            texts.get_version(session, version.id, kind=ACK, language="en")
