"""Who wrote a mail: `From` is read strictly, and doubt is kept (T016-T022)."""

from __future__ import annotations

import pytest

from ingest.parse import take_apart
from ingest.parsed import Letter, Person
from tests.ingest.letters import letter


def sent_by(*values: str) -> Letter:
    return take_apart(letter(*(f"From: {value}" for value in values)))


def codes(read: Letter) -> set[str]:
    return {defect.code for defect in read.defects}


@pytest.mark.parametrize(
    ("value", "name", "address"),
    [
        pytest.param("rui@example.org", "", "rui@example.org", id="address alone"),
        pytest.param("Rui Tan <rui@example.org>", "Rui Tan", "rui@example.org", id="name and address"),
        pytest.param('"Tan, Rui" <rui@example.org>', "Tan, Rui", "rui@example.org", id="quoted comma"),
        pytest.param("rui@example.org (Rui Tan)", "Rui Tan", "rui@example.org", id="name in a comment"),
        pytest.param("=?utf-8?q?R=C3=BCi?= <rui@example.org>", "Rüi", "rui@example.org", id="encoded name"),
        pytest.param(
            '"=?utf-8?q?R=C3=BCi?=" <rui@example.org>', "Rüi", "rui@example.org", id="encoded name in quotes"
        ),
        pytest.param("=?utf-8?q?a=2C_b?= <rui@example.org>", "a, b", "rui@example.org", id="encoded comma"),
        pytest.param(
            "rui@example.org <rui@example.org>",
            "rui@example.org",
            "rui@example.org",
            id="its own address as name",
        ),
        pytest.param("<@a.example,@b.example:rui@example.org>", "", "rui@example.org", id="a route"),
        pytest.param(
            "Rui Tan <Rui.Tan@EXAMPLE.ORG>", "Rui Tan", "Rui.Tan@example.org", id="domain in lower case only"
        ),
        pytest.param("Rui <rui@example.org.>", "Rui", "rui@example.org", id="dot after the domain"),
        pytest.param('"odd one"@example.org', "", '"odd one"@example.org', id="quoted local part"),
        pytest.param("Tan, Rui <rui@example.org>", "Rui", "rui@example.org", id="comma that was not quoted"),
    ],
)
def test_plain_sender_is_certain(value: str, name: str, address: str) -> None:
    read = sent_by(value)

    assert read.sender == Person(name, address)
    assert not read.sender_ambiguous


@pytest.mark.parametrize(
    ("value", "address"),
    [
        pytest.param(
            "alice@corp.example <evil@x.example>", "evil@x.example", id="T017 address as a bare name"
        ),
        pytest.param(
            '"a"<alice@corp.example>"b"<evil@x.example>', "alice@corp.example", id="T018 two in brackets"
        ),
        pytest.param(
            "<alice@corp.example> evil@x.example", "alice@corp.example", id="T018 one behind the brackets"
        ),
        pytest.param("alice@corp.example, evil@x.example", "alice@corp.example", id="T016 two mailboxes"),
        pytest.param("Team: alice@corp.example, evil@x.example;", "alice@corp.example", id="T016 a group"),
        pytest.param('"Alice <alice@corp.example>', "alice@corp.example", id="quote that never ends"),
    ],
)
def test_sender_that_can_be_read_in_two_ways_is_ambiguous(value: str, address: str) -> None:
    read = sent_by(value)

    assert read.sender is not None
    assert read.sender.address == address
    assert read.sender_ambiguous
    assert "sender_in_two_ways" in codes(read)


def test_two_from_fields_are_ambiguous() -> None:
    """T016"""
    assert sent_by("alice@corp.example", "evil@x.example").sender_ambiguous
    assert sent_by("alice@corp.example", "alice@corp.example").sender_ambiguous


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("=?utf-8?q?admin?=@example.com", id="T019 encoded word as local part"),
        pytest.param("=?utf-8?q?admin=40corp.example?=", id="T019 encoded address"),
        pytest.param("alice=40corp.example", id="T019 encoded at sign"),
        pytest.param("alice", id="no domain"),
        pytest.param("alice@", id="no domain behind the at sign"),
        pytest.param("<alice@cor\u202ep.example>", id="T021 order turned round in the domain"),
        pytest.param("Rui <>", id="empty brackets"),
    ],
)
def test_what_is_no_address_is_never_one(value: str) -> None:
    read = sent_by(value)

    assert read.sender is None or read.sender.address == ""
    assert codes(read) & {"sender_unusable", "sender_missing"}


@pytest.mark.parametrize("value", ["MAILER-DAEMON <>", "MAILER-DAEMON", '"MAILER-DAEMON"', "<MAILER-DAEMON>"])
def test_name_of_a_sender_without_address_is_kept(value: str) -> None:
    read = sent_by(value)

    assert read.sender == Person("MAILER-DAEMON", "")
    assert not read.sender_ambiguous


@pytest.mark.parametrize("head", ["From:", "From: <>", "From: undisclosed-recipients:;", "X-Other: x"])
def test_missing_sender_is_none(head: str) -> None:
    read = take_apart(f"{head}\r\nSubject: x\r\n\r\nHalo.".encode())

    assert read.sender is None
    assert "sender_missing" in codes(read)


def test_name_that_is_another_address_is_a_warning() -> None:
    """T020"""
    read = sent_by("=?utf-8?q?support=40corp.example?= <evil@x.example>")

    assert read.sender == Person("support@corp.example", "evil@x.example")
    assert "sender_name_is_another_address" in codes(read)


def test_domain_of_mixed_scripts_is_shown_as_punycode() -> None:
    """T021: the second letter of the first one is Cyrillic."""
    look_alike = sent_by("Rui <rui@c\u043erp.example>").sender
    honest = sent_by("Rui <rui@münchen.example>").sender

    assert look_alike is not None
    assert look_alike.address == "rui@xn--crp-sed.example"
    assert honest is not None
    assert honest.address == "rui@münchen.example"


def test_name_loses_what_turns_the_order_of_letters_round() -> None:
    """T021"""
    assert sent_by("Rui \u202enaT <rui@example.org>").sender == Person("Rui naT", "rui@example.org")


def test_dots_and_tags_of_an_address_are_kept_and_composed() -> None:
    """T022"""
    dotted = sent_by("<r.u.i+tag@example.org>").sender
    decomposed = sent_by("<jose\u0301@example.org>").sender

    assert dotted == Person("", "r.u.i+tag@example.org")
    assert decomposed == Person("", "josé@example.org")


def test_recipients_are_read_kindly_and_each_once() -> None:
    read = take_apart(
        letter(
            "To: Ana <ana@x.example>, broken one, ana@x.example", "To: Ben <ben@x.example", "Cc: c@x.example"
        )
    )

    assert [person.address for person in read.to] == ["ana@x.example", "ben@x.example"]
    assert read.cc == (Person("", "c@x.example"),)


def test_members_of_a_group_are_recipients() -> None:
    read = take_apart(letter("To: Team: ana@x.example, Ben <ben@x.example>;"))

    assert [person.address for person in read.to] == ["ana@x.example", "ben@x.example"]


def test_reply_to_is_kept_apart_from_the_sender() -> None:
    """T014"""
    read = take_apart(letter("Reply-To: victim@x.example"))

    assert read.sender == Person("Rui Tan", "rui@example.org")
    assert read.reply_to == (Person("", "victim@x.example"),)
