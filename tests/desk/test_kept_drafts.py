"""What is written and not sent yet: kept per agent, ticket and kind, gone when emptied."""

from __future__ import annotations

import pytest

from desk import kept_drafts, tickets
from desk.surroundings import Surroundings
from desk.work import work
from models.message import MessageKind
from tests.desks import NOON, a_ticket, agent, said

KEY = "0123456789abcdef" * 2


@pytest.fixture
def code(desk: Surroundings) -> str:
    with work(desk, at=NOON) as session:
        return a_ticket(session).code


def keep(
    desk: Surroundings,
    code: str,
    text: str,
    *,
    kind: MessageKind = MessageKind.REPLY,
    by: str = "ana",
    key: str = "",
) -> None:
    with work(desk, at=NOON) as session:
        ticket, me = tickets.get_ticket(session, code), agent(session, by)
        kept_drafts.keep(session, ticket, text, kind=kind, by=me, at=NOON, form_key=key or None)


def kept(desk: Surroundings, code: str, *, by: str = "ana") -> dict[MessageKind, str]:
    with desk.database.reading() as session:
        return kept_drafts.kept(session, tickets.get_ticket(session, code), agent(session, by))


def test_the_last_words_count(desk: Surroundings, code: str) -> None:
    keep(desk, code, "Dear")
    keep(desk, code, "Dear Rui")

    assert kept(desk, code) == {MessageKind.REPLY: "Dear Rui"}


def test_reply_and_note_are_kept_apart(desk: Surroundings, code: str) -> None:
    keep(desk, code, "Dear Rui")
    keep(desk, code, "He called.", kind=MessageKind.NOTE)

    assert kept(desk, code) == {MessageKind.REPLY: "Dear Rui", MessageKind.NOTE: "He called."}


def test_nobody_sees_anothers_draft(desk: Surroundings, code: str) -> None:
    keep(desk, code, "Dear Rui", by="ben")

    assert kept(desk, code) == {}


def test_emptied_it_is_gone(desk: Surroundings, code: str) -> None:
    keep(desk, code, "Dear Rui")
    keep(desk, code, " \n")

    assert kept(desk, code) == {}


def test_forgotten_it_is_gone_and_the_other_stays(desk: Surroundings, code: str) -> None:
    keep(desk, code, "Dear Rui")
    keep(desk, code, "He called.", kind=MessageKind.NOTE)
    with work(desk, at=NOON) as session:
        ticket = tickets.get_ticket(session, code)
        kept_drafts.forget(session, ticket, kind=MessageKind.REPLY, by=agent(session, "ana"))

    assert kept(desk, code) == {MessageKind.NOTE: "He called."}


def test_what_was_sent_meanwhile_is_no_draft_any_more(desk: Surroundings, code: str) -> None:
    with work(desk, at=NOON) as session:
        draft = said("Dear Rui", form_key=KEY)
        tickets.reply(session, tickets.get_ticket(session, code), draft, by=agent(session, "ana"), at=NOON)
    keep(desk, code, "Dear Ru", key=KEY)

    assert kept(desk, code) == {}
