"""The secret of a person and a ticket: nobody else's, nobody can make one, keys may rotate."""

from __future__ import annotations

import re

import pytest

from desk.signing import Signer, new_key

TICKET, ANA = "MJ-7K3QX2", "agent:1"


@pytest.fixture
def signer() -> Signer:
    return Signer([new_key()])


@pytest.fixture
def minted(signer: Signer) -> str:
    return signer.mint(ticket=TICKET, person=ANA, domain="desk.example")


def test_own_id_verifies(signer: Signer, minted: str) -> None:
    assert signer.vouches_for(minted, ticket=TICKET, person=ANA)


def test_case_of_an_id_does_not_matter(signer: Signer, minted: str) -> None:
    assert signer.vouches_for(minted.upper(), ticket=TICKET, person=ANA)


@pytest.mark.parametrize(
    ("ticket", "person"), [("MJ-000000", ANA), (TICKET, "agent:2"), (TICKET, "requester:1")]
)
def test_id_of_another_ticket_or_person_does_not_verify(
    signer: Signer, minted: str, ticket: str, person: str
) -> None:
    assert not signer.vouches_for(minted, ticket=ticket, person=person)


def test_every_changed_character_is_noticed(signer: Signer, minted: str) -> None:
    local = minted.partition("@")[0]
    forged = [
        f"{local[:place]}{'a' if letter != 'a' else 'b'}{local[place + 1 :]}@desk.example"
        for place, letter in enumerate(local)
        if letter != "."
    ]

    assert not [each for each in forged if signer.vouches_for(each, ticket=TICKET, person=ANA)]


@pytest.mark.parametrize(
    "text", ["", "@", "@desk.example", "a.b@desk.example", "t1.2@desk.example", "x" * 999]
)
def test_what_was_never_minted_does_not_verify(signer: Signer, text: str) -> None:
    assert not signer.vouches_for(text, ticket=TICKET, person=ANA)


def test_id_of_an_old_key_verifies_and_new_ones_use_the_new_key(minted: str, signer: Signer) -> None:
    old = "an old key, long enough"
    before = Signer([old]).mint(ticket=TICKET, person=ANA, domain="desk.example")
    rotated = Signer([new_key(), old])
    after = rotated.mint(ticket=TICKET, person=ANA, domain="desk.example")

    assert rotated.vouches_for(before, ticket=TICKET, person=ANA)
    assert not Signer([old]).vouches_for(after, ticket=TICKET, person=ANA)


def test_key_that_was_dropped_verifies_nothing(minted: str) -> None:
    assert not Signer([new_key()]).vouches_for(minted, ticket=TICKET, person=ANA)


def test_no_two_ids_are_alike_and_all_stand_in_a_header(signer: Signer) -> None:
    ids = {signer.mint(ticket=TICKET, person=ANA, domain="desk.example") for _ in range(500)}

    assert len(ids) == 500
    assert all(re.fullmatch(r"[a-z2-7]{16}\.[a-z2-7]{20}@desk\.example", each) for each in ids)


def test_token_serves_one_purpose_only(signer: Signer) -> None:
    token = signer.token("reply", TICKET)

    assert signer.knows_token(token.upper(), purpose="reply", text=TICKET)
    assert not signer.knows_token(token, purpose="note", text=TICKET)


def test_sealed_number_is_found_again_and_cannot_be_read(signer: Signer) -> None:
    tokens = {signer.seal("get", number): number for number in (1, 2, 3, 2**31)}

    assert {token: signer.unseal("get", token.upper()) for token in tokens} == tokens
    assert all(re.fullmatch("[a-z2-7]{28}", each) for each in tokens)
    assert len({each[-4:] for each in tokens}) == len(tokens)


def test_every_changed_character_of_a_sealed_number_is_noticed(signer: Signer) -> None:
    token = signer.seal("get", 7)
    forged = [
        token[:place] + ("b" if letter == "a" else "a") + token[place + 1 :]
        for place, letter in enumerate(token)
    ]

    assert {signer.unseal("get", each) for each in forged} == {None}


@pytest.mark.parametrize("token", ["", "7", "a" * 28, "ab" * 14, "é" * 28, "a" * 999, "../../etc/passwd"])
def test_what_was_never_sealed_names_nothing(signer: Signer, token: str) -> None:
    assert signer.unseal("get", token) is None


def test_number_sealed_for_one_purpose_is_unknown_to_another(signer: Signer) -> None:
    assert signer.unseal("give", signer.seal("get", 7)) is None


def test_number_sealed_with_an_old_key_is_still_found() -> None:
    old, new = new_key(), new_key()

    assert Signer([new, old]).unseal("get", Signer([old]).seal("get", 7)) == 7
    assert Signer([new]).unseal("get", Signer([old]).seal("get", 7)) is None
