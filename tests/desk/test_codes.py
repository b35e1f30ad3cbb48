"""Ticket codes: read back from whatever people type, refused when a digit is wrong."""

from __future__ import annotations

import pytest

from desk.codes import ALPHABET, codes_in, new_code, read_code


def test_new_codes_differ_and_can_be_read() -> None:
    codes = [new_code() for _ in range(200)]

    assert len(set(codes)) == 200
    assert [read_code(code) for code in codes] == codes


@pytest.mark.parametrize("typed", ["mj-7k3qx{}", " MJ 7K3QX{} ", "MJ7K3QX{}"])
def test_code_is_read_as_people_type_it(typed: str) -> None:
    [code] = [f"MJ-7K3QX{digit}" for digit in ALPHABET if read_code(f"MJ-7K3QX{digit}")]

    assert read_code(typed.format(code[-1])) == code


def test_letters_that_look_like_digits_are_taken_for_them() -> None:
    code = next(code for code in iter(new_code, "") if "0" in code[3:] and "1" in code[3:])

    assert read_code(code.replace("0", "O").replace("1", "l")) == code


def test_every_single_wrong_digit_is_noticed() -> None:
    code = new_code()
    wrong = [
        code[:place] + digit + code[place + 1 :]
        for place in range(3, 9)
        for digit in ALPHABET
        if digit != code[place]
    ]

    assert not [each for each in wrong if read_code(each)]


@pytest.mark.parametrize(
    "text", ["", "MJ-", "MJ-7K3QX", "MJ-7K3QX22", "XMJ-7K3QX2", "MJ-7K3Q\u212a2", "MJ-７K3QX2"]
)
def test_what_is_no_code_is_none(text: str) -> None:
    assert read_code(text) is None


def test_codes_are_found_in_a_subject_in_their_order_and_once() -> None:
    one, two = new_code(), new_code()

    assert codes_in(f"Re: [{two}] Fwd: {one.lower()} ({two})") == (two, one)


def test_code_inside_a_longer_word_is_none() -> None:
    assert codes_in(f"A{new_code()} {new_code()}9") == ()
