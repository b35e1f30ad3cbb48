"""What a mail of ours looks like: headers that thread, nothing that was not meant, the words, the files."""

from __future__ import annotations

import re

import pytest

from desk import tickets
from desk.surroundings import desk_of
from desk.texts import Wording, rewrite
from desk.work import work
from models.mail import Delivery, DeliveryKind, DeliveryState
from models.message import Attachment
from models.ticket import Ticket
from outbound import compose as composing
from tests.conversation import Letter, Person, Talk
from tests.desks import agent, said
from tests.mails import mail, proven

BILLING = "billing@desk.example"


@pytest.fixture
def acknowledgement(talk: Talk, rui: Person) -> Letter:
    rui.writes(
        "My bill is wrong.", to=BILLING, subject="Bill 7", message_id="first@partner.example", above=proven()
    )
    return rui.receives()


def test_acknowledgement_is_marked_as_a_machines(acknowledgement: Letter) -> None:
    """RFC 3834 section 5; T034."""
    marks = {
        name: acknowledgement[name] for name in ("Auto-Submitted", "Precedence", "X-Auto-Response-Suppress")
    }

    assert marks == {
        "Auto-Submitted": "auto-replied",
        "Precedence": "bulk",
        "X-Auto-Response-Suppress": "All",
    }
    assert acknowledgement.envelope.sender == ""


def test_acknowledgement_answers_the_mail_it_is_about(acknowledgement: Letter) -> None:
    assert acknowledgement["In-Reply-To"] == "<first@partner.example>"
    assert "first@partner.example" in acknowledgement.references


def test_acknowledgement_answers_that_mail_even_when_another_came_meanwhile(talk: Talk, rui: Person) -> None:
    """RFC 3834 section 3.1.5."""
    rui.writes(message_id="first@partner.example")
    rui.writes("And one more thing.", in_reply_to="first@partner.example", message_id="more@partner.example")
    ticket = talk.ticket

    assert rui.receives()["In-Reply-To"] == "<first@partner.example>"
    assert rui.receives().references[0] == ticket.root_message_id


def test_acknowledgement_names_number_team_and_time(talk: Talk, acknowledgement: Letter) -> None:
    assert talk.ticket.code in acknowledgement.subject
    assert "Billing" in acknowledgement.text
    assert "12:00 WIB" in acknowledgement.text


def test_subject_is_echoed_to_a_proven_sender(acknowledgement: Letter) -> None:
    assert "Bill 7" in acknowledgement.subject


def test_nothing_of_an_unproven_sender_is_echoed(talk: Talk, rui: Person) -> None:
    """T042: no name, no subject, no word that somebody else may have chosen."""
    rui.writes("CHEAP words", subject="CHEAP pills", from_="CHEAP Rui <rui@partner.example>")

    assert b"CHEAP" not in rui.receives().raw
    assert "CHEAP" not in rui.receives().text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Yth. petugas, printer kami tidak bisa menyala sejak kemarin.", ["Terima kasih"]),
        ("Hello, our printer has not been working since yesterday.", ["Thank you"]),
        ("1234", ["Terima kasih", "Thank you"]),
    ],
    ids=["Indonesian", "English", "unsure"],
)
def test_acknowledgement_speaks_the_senders_language_and_both_when_unsure(
    rui: Person, text: str, said: list[str]
) -> None:
    rui.writes(text, subject="1234")
    got = rui.receives().text

    assert [words for words in ("Terima kasih", "Thank you") if words in got] == said


def test_language_that_is_known_is_enough(rui: Person) -> None:
    rui.writes("Hello, our printer has not been working since yesterday.")
    rui.writes("1234", subject="1234")

    assert "Terima kasih" not in rui.receives().text


def test_words_of_an_agent_are_no_automatic_mail(talk: Talk, rui: Person, ana: Person) -> None:
    rui.writes()
    ana.answers(ana.receives(), "Step back.")
    answer = rui.receives()

    assert (answer["Auto-Submitted"], answer["Precedence"]) == ("", "")
    assert answer.envelope.sender == "support@desk.example"


def test_answer_leaves_from_the_address_that_was_written_to(talk: Talk, rui: Person, ben: Person) -> None:
    rui.writes(to=BILLING)
    ben.answers(ben.receives(), "Paid.", is_proven=True)

    assert "billing@desk.example" in rui.receives()["From"]


def test_conversation_threads_in_the_requesters_mailbox(talk: Talk, rui: Person, ana: Person) -> None:
    rui.writes(message_id="first@partner.example")
    root = talk.ticket.root_message_id
    confirmed, notice = rui.receives(), ana.receives()
    ana.answers(notice, "Step back.")
    rui.answers(rui.receives(), "Done.", message_id="second@partner.example")
    ana.answers(ana.receives(), "Good.")
    last = rui.receives()

    assert last["In-Reply-To"] == "<second@partner.example>"
    assert root in confirmed.references
    assert last.references[0] == root


def test_conversation_threads_in_the_agents_mailbox(talk: Talk, rui: Person, ana: Person) -> None:
    rui.writes()
    first = ana.receives()
    rui.answers(rui.receives(), "Still burning.")
    second = ana.receives()

    assert second["In-Reply-To"] == f"<{first.message_id}>"
    assert second.references[0] == first.references[0] == talk.ticket.root_message_id


def test_own_id_stands_in_the_references_too(rui: Person) -> None:
    """A host that replaces Message-ID leaves those."""
    rui.writes()
    letter = rui.receives()

    assert letter.references[-1] == letter.message_id


@pytest.mark.parametrize(
    "odd", ["no-at-sign", "with\\quote@x.example", "i" * 300 + "@x.example", "(comment)@x.example"]
)
def test_odd_id_of_somebody_else_is_not_repeated(rui: Person, odd: str) -> None:
    """T013."""
    rui.writes(message_id=odd)

    assert rui.receives()["In-Reply-To"] == ""


@pytest.mark.parametrize(
    "poison",
    [
        "Printer\r\n Bcc: victim@evil.example",
        "=?utf-8?q?Printer=0D=0ABcc:_victim@evil.example?=",
        "=?utf-8?b?UHJpbnRlcg0KQmNjOiB2aWN0aW1AZXZpbC5leGFtcGxl?=",
        "Printer\u2028Bcc: victim@evil.example",
        "Printer\x0bBcc: victim@evil.example",
    ],
)
def test_subject_adds_no_header(talk: Talk, rui: Person, ana: Person, poison: str) -> None:
    """T075."""
    rui.writes(to=BILLING, subject=poison, above=proven())
    talk.delivers()

    assert talk.courier.letters
    assert not [letter for letter in talk.courier.letters if "Bcc" in letter.mail]


def test_name_adds_no_header_and_no_recipient(talk: Talk, rui: Person, ana: Person) -> None:
    rui.writes(from_='"Rui, ana@desk.example" <rui@partner.example>')
    notice = ana.receives()

    assert len(re.findall("@", notice["From"])) == 1
    assert {letter.envelope.recipient for letter in talk.courier.letters} >= {"ana@desk.example"}


def test_headers_that_differ_are_refused_for_good(
    talk: Talk, rui: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What slips through every guard is not sent, and not tried for two days either."""
    monkeypatch.setattr(composing, "ADDED_BY_CONTENT", ("MIME-Version",))
    rui.writes()
    talk.delivers()
    ended = {(each.state, each.reason.code if each.reason else "") for each in talk.deliveries}

    assert (talk.courier.letters, ended) == ([], {(DeliveryState.BOUNCED, "headers_differ")})


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("rui@bücher.example", "rui@xn--bcher-kva.example"),
        ("rui+meja@partner.example", "rui+meja@partner.example"),
        ("o'brien@partner.example", "o'brien@partner.example"),
    ],
)
def test_recipient_is_written_as_its_host_understands_it(talk: Talk, address: str, written: str) -> None:
    talk.arrives(mail(from_=f"Rui <{address}>"))
    talk.delivers()
    letter = next(each for each in talk.courier.letters if each["Auto-Submitted"] == "auto-replied")

    assert f"<{written}>".encode() in letter.raw.partition(b"\r\n\r\n")[0] or letter["To"].endswith(written)


def test_local_part_in_another_script_stays_as_it_is(talk: Talk) -> None:
    """RFC 6532: there is no other way to write it."""
    talk.arrives(mail(from_="Rui <rüi@partner.example>"))
    talk.delivers()
    letter = next(each for each in talk.courier.letters if each["Auto-Submitted"] == "auto-replied")

    assert "To: rüi@partner.example".encode() in letter.raw


def test_files_too_large_for_a_notice_are_named_and_the_others_sent(rui: Person, ana: Person) -> None:
    rui.writes(files={"film.mp4": b"x" * 15_000_000, "note.txt": b"small"})
    notice = ana.receives()

    assert notice.files == {"note.txt": b"small"}
    assert "film.mp4" in notice.text


def test_acknowledgement_carries_no_files(rui: Person) -> None:
    rui.writes(files={"photo.jpg": b"photo"})

    assert rui.receives().files == {}


def test_attached_mail_travels_as_plain_bytes(talk: Talk, rui: Person, ana: Person) -> None:
    inner = mail("Inner", subject="Inner")
    rui.writes(files={"inner.eml": inner})
    with talk.desk.database.transaction() as session:
        session.query(Attachment).update({"content_type": "message/rfc822"})

    assert list(ana.receives().files.values()) == [inner]


def test_text_of_a_coordinator_is_used_and_fills_nothing_a_requester_wrote(talk: Talk, rui: Person) -> None:
    with work(talk.desk, at=talk.clock()) as session:
        for language in ("id", "en"):
            rewrite(
                session,
                Wording("[$code] Noted", "We have it, $name."),
                kind=DeliveryKind.ACKNOWLEDGEMENT,
                language=language,
                team=None,
                by=agent(session, "citra"),
                at=talk.clock(),
            )
    rui.writes(
        "Hello, our printer burns.", to=BILLING, from_="$code $$ <rui@partner.example>", above=proven()
    )
    letter = rui.receives()

    assert letter.subject == f"[{talk.ticket.code}] Noted"
    assert "$code" in letter.text


def test_html_says_the_same_and_escapes_what_people_wrote(talk: Talk, rui: Person, ana: Person) -> None:
    rui.writes("<script>alert(1)</script> & https://partner.example/?a=1&b=2")
    html = ana.receives().mail.get_body(("html",))
    assert html is not None
    content = html.get_content()

    assert "<script>" not in content
    assert '<a href="https://partner.example/?a=1&amp;b=2">' in content


def test_every_mail_is_lines_of_ascii_below_998(talk: Talk, rui: Person, ana: Person) -> None:
    """RFC 5322 section 2.1.1."""
    rui.writes("Terbakar 🔥 " * 400, subject="Pencetak é " * 30)
    ana.answers(ana.receives(), "Mundur 🔥 " * 400)
    talk.delivers()
    lines = [line for letter in talk.courier.letters for line in letter.raw.split(b"\r\n")]

    assert max(map(len, lines)) <= 998
    assert all(line.isascii() and b"\n" not in line for line in lines)


def test_answer_from_the_panel_reads_like_one_by_mail(talk: Talk, rui: Person) -> None:
    rui.writes()
    rui.receives()
    with work(talk.desk, at=talk.clock()) as session:
        ticket = session.get_one(Ticket, talk.ticket.id)
        tickets.reply(session, ticket, said("Step back."), by=agent(session, "ana"), at=talk.clock())
        assert desk_of(session) is talk.desk

    assert rui.receives().text == "Step back.\n"
    assert talk.all(Delivery)[-1].recipient == rui.address
