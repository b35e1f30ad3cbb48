"""An agent's mail: what proves it, what it may ask for, and that nothing leaves without the proof.

Support's mailbox is basic (the secret and a confirmed address), Billing's is strict (and the host's proof).
"""

from __future__ import annotations

from typing import Any

import pytest

from desk import people
from desk.work import work
from models.mail import Fate
from models.message import MessageKind
from models.ticket import Status
from tests.conversation import Letter, Person, Talk
from tests.desks import agent
from tests.mails import mail, proven, refuted

BILLING = "billing@desk.example"


@pytest.fixture
def notice(talk: Talk, rui: Person, ana: Person) -> Letter:
    """What Ana got about Rui's mail; Rui has his acknowledgement."""
    rui.writes("The printer is on fire.")
    return ana.receives()


@pytest.fixture
def strict_notice(talk: Talk, rui: Person, ben: Person) -> Letter:
    rui.writes("My bill is wrong.", to=BILLING, subject="Bill")
    return ben.receives()


def why_held(talk: Talk) -> list[str]:
    return [each.reason.code for each in talk.held]


def words_to(person: Person) -> list[str]:
    """What people (not Meja) said to this person."""
    return [letter.text for letter in person.inbox() if not letter["Auto-Submitted"]]


def test_answer_to_a_notice_leaves_as_the_agents_words(
    talk: Talk, rui: Person, ana: Person, notice: Letter
) -> None:
    ana.answers(notice, "Step back.")

    assert [text.strip() for text in words_to(rui)] == ["Step back."]
    assert talk.ticket.status is Status.PENDING


def test_quoted_notice_is_not_sent_along(rui: Person, ana: Person, notice: Letter) -> None:
    ana.answers(notice, "Step back.")

    assert "above this line" not in rui.receives().raw.decode()


def test_answer_without_quote_marks_is_cut_at_the_line(rui: Person, ana: Person, notice: Letter) -> None:
    ana.answers(notice, f"Step back.\n\n{notice.text}", quoting=False)

    assert words_to(rui) == ["Step back.\n"]


def test_signature_is_sent_along(rui: Person, ana: Person, notice: Letter) -> None:
    ana.answers(notice, "Step back.\n\n-- \nAna Lestari\nIT Support")

    assert "Ana Lestari\nIT Support" in rui.receives().text


def test_agents_own_address_is_not_shown(rui: Person, ana: Person, notice: Letter) -> None:
    ana.answers(notice, "Step back.")
    answer = rui.receives()

    assert answer["From"] == '"Ana Lestari (Support Meja Bantuan)" <support@desk.example>'
    assert b"ana@desk.example" not in answer.raw


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"in_reply_to": "", "references": []}, "no_secret"),
        ({"from_": "Ana <ana@home.example>"}, "address_not_confirmed"),
        ({"from_": "Ben Siregar <ben@desk.example>"}, "anothers_secret"),
        ({"from_": "ana@desk.example, ben@desk.example"}, "sender_in_doubt"),
    ],
    ids=["no secret", "an address that is not confirmed", "another's secret", "a sender in two ways"],
)
def test_answer_that_lacks_its_proof_is_held(
    talk: Talk, rui: Person, ana: Person, notice: Letter, fields: dict[str, Any], code: str
) -> None:
    ana.answers(notice, "Pay here instead.", **{"subject": f"Re: [{talk.ticket.code}] Printer"} | fields)

    assert why_held(talk) == [code]
    assert words_to(rui) == []


def test_held_answer_is_a_note_and_changes_nothing(talk: Talk, ana: Person, notice: Letter) -> None:
    ana.answers(notice, "#resolve\nPay here instead.", from_="ana@home.example")

    assert (talk.last.kind, talk.ticket.status) == (MessageKind.NOTE, Status.NEW)


def test_agent_is_asked_at_the_registered_address(talk: Talk, ana: Person, notice: Letter) -> None:
    ana.answers(notice, "Pay here instead.", from_="ana@home.example")
    asked = ana.receives()

    assert "Pay here instead." in asked.text
    assert f"/held-replies/{talk.held[0].id}" in asked.text


def test_answer_to_that_question_is_held_too(talk: Talk, rui: Person, ana: Person, notice: Letter) -> None:
    ana.answers(notice, "Pay here instead.", from_="ana@home.example")
    ana.answers(ana.receives(), "That was not me!")

    assert why_held(talk) == ["address_not_confirmed", "answers_a_warning"]
    assert words_to(rui) == []


@pytest.mark.parametrize(
    "above",
    [{}, refuted("desk.example"), proven("evil.example")],
    ids=["silence", "failed", "another domain"],
)
def test_strict_mailbox_holds_what_its_host_did_not_prove(
    talk: Talk, rui: Person, ben: Person, strict_notice: Letter, above: dict[str, str]
) -> None:
    ben.answers(strict_notice, "Paid.", above=above)

    assert why_held(talk) == ["sender_not_proven"]
    assert words_to(rui) == []


def test_strict_mailbox_lets_through_what_its_host_proved(
    rui: Person, ben: Person, strict_notice: Letter
) -> None:
    ben.answers(strict_notice, "Paid.", is_proven=True)

    assert len(words_to(rui)) == 1


def test_results_below_the_hosts_own_prove_nothing(talk: Talk, ben: Person, strict_notice: Letter) -> None:
    """T002: anybody can write one into their mail; only the topmost counts."""
    forged = proven("desk.example")["Authentication-Results"]
    ben.answers(strict_notice, "Paid.", above=refuted("desk.example"), authentication_results=forged)

    assert why_held(talk) == ["sender_not_proven"]


def test_results_of_another_host_prove_nothing(talk: Talk, ben: Person, strict_notice: Letter) -> None:
    ben.answers(strict_notice, "Paid.", above={"Authentication-Results": "mx.evil.example; dmarc=pass"})

    assert why_held(talk) == ["sender_not_proven"]


def test_answer_after_another_agents_is_held(talk: Talk, rui: Person, ana: Person, ben: Person) -> None:
    rui.writes()
    first, second = ana.receives(), ben.receives()
    talk.clock.passes(minutes=1)
    ana.answers(first, "Step back.")
    talk.clock.passes(minutes=1)
    ben.answers(second, "Come closer.")

    assert (why_held(talk), len(words_to(rui))) == (["answered_meanwhile"], 1)


def test_note_after_another_agents_answer_is_kept(talk: Talk, rui: Person, ana: Person, ben: Person) -> None:
    rui.writes()
    first, second = ana.receives(), ben.receives()
    talk.clock.passes(minutes=1)
    ana.answers(first, "Step back.")
    talk.clock.passes(minutes=1)
    ben.answers(second, "#note\nThe extinguisher is empty.")

    assert (talk.held, talk.last.reply) == ([], "The extinguisher is empty.")


def test_agents_own_second_answer_is_not_held(talk: Talk, rui: Person, ana: Person, notice: Letter) -> None:
    for words in ("Step back.", "And breathe."):
        talk.clock.passes(minutes=1)
        ana.answers(notice, words)

    assert len(words_to(rui)) == 2


def test_word_that_is_no_command_holds_the_mail(talk: Talk, rui: Person, ana: Person, notice: Letter) -> None:
    ana.answers(notice, "#resovle\nDone.")

    assert (why_held(talk), words_to(rui)) == (["unknown_command"], [])


@pytest.mark.parametrize("words", ["", "\n\n"])
def test_mail_without_words_of_its_own_is_held_and_the_notice_stays_inside(
    talk: Talk, rui: Person, ana: Person, notice: Letter, words: str
) -> None:
    ana.answers(notice, words)

    assert (why_held(talk), words_to(rui)) == (["nothing_said"], [])


def test_secret_of_an_agent_who_left_opens_nothing(
    talk: Talk, rui: Person, ana: Person, notice: Letter
) -> None:
    with work(talk.desk, at=talk.clock()) as session:
        people.deactivate(agent(session, "ana"))
    filed = ana.answers(notice, "Pay here instead.")

    assert (filed.fate, why_held(talk), words_to(rui)) == (Fate.FILED, ["agent_left"], [])


@pytest.mark.parametrize("command", ["#note", "#catatan", "# Catatan."])
def test_note_by_mail_stays_inside(
    talk: Talk, rui: Person, ana: Person, notice: Letter, command: str
) -> None:
    ana.answers(notice, f"{command}\nHe set it on fire himself.")

    assert (talk.last.kind, talk.last.reply) == (MessageKind.NOTE, "He set it on fire himself.")
    assert words_to(rui) == []


@pytest.mark.parametrize("command", ["#resolve", "#selesai"])
def test_resolving_by_mail_sends_the_words_and_resolves(
    talk: Talk, rui: Person, ana: Person, notice: Letter, command: str
) -> None:
    ana.answers(notice, f"{command}\nIt is out.")

    assert (talk.ticket.status, len(words_to(rui))) == (Status.RESOLVED, 1)


@pytest.mark.parametrize("command", ["#take", "#ambil"])
def test_taking_by_mail_makes_the_agent_the_assignee(
    talk: Talk, ana: Person, notice: Letter, command: str
) -> None:
    ana.answers(notice, command)

    assert (talk.ticket.assignee_id, talk.ticket.status) == (agent_id(talk, "ana"), Status.OPEN)


@pytest.mark.parametrize("commands", ["#resolve", "#take\n#selesai", "#note"])
def test_commands_alone_send_nothing(
    talk: Talk, rui: Person, ana: Person, notice: Letter, commands: str
) -> None:
    ana.answers(notice, commands)

    assert (words_to(rui), talk.held) == ([], [])


def test_command_with_nothing_but_a_logo_sends_nothing(
    talk: Talk, rui: Person, ana: Person, notice: Letter
) -> None:
    body = (
        "--=_x\r\n"
        'Content-Type: text/html\r\n\r\n#resolve<br><img src="cid:logo">\r\n'
        "--=_x\r\nContent-Type: image/png\r\nContent-ID: <logo>\r\nContent-Disposition: inline\r\n\r\nPNG\r\n"
        "--=_x--\r\n"
    )
    ana.answers(notice, body, quoting=False, content_type='multipart/related; boundary="=_x"')

    assert (words_to(rui), talk.ticket.status) == ([], Status.RESOLVED)


def test_command_of_somebody_outside_is_words(talk: Talk, rui: Person) -> None:
    rui.writes()
    rui.answers(rui.receives(), "#resolve\nThanks!")

    assert (talk.ticket.status, talk.last.reply) == (Status.NEW, "#resolve\nThanks!")


def test_file_of_a_requester_reaches_the_agent_and_the_answers_file_the_requester(
    talk: Talk, rui: Person, ana: Person
) -> None:
    """Byte for byte, both ways."""
    photo, manual = bytes(range(256)) * 40, b"%PDF-1.4 \r\n not text \x00\xff"
    rui.writes("See the photo.", files={"foto api.jpg": photo})
    got = ana.receives()
    talk.arrives(
        mail(
            "See the manual.",
            from_=ana.mailbox,
            subject=got.subject,
            in_reply_to=got.message_id,
            files={"petunjuk.pdf": manual},
        )
    )

    assert got.files == {"foto api.jpg": photo}
    assert rui.receives().files == {"petunjuk.pdf": manual}


def test_agent_who_writes_about_something_new_is_a_requester(talk: Talk, ana: Person) -> None:
    ana.writes("My own printer burns too.")

    assert (talk.held, talk.ticket.status) == ([], Status.NEW)


def test_out_of_office_of_an_agent_is_not_said_to_the_requester(
    talk: Talk, rui: Person, ana: Person, notice: Letter
) -> None:
    ana.answers(notice, "I am on leave.", auto_submitted="auto-replied")

    assert (words_to(rui), talk.ticket.status, talk.held) == ([], Status.NEW, [])


def agent_id(talk: Talk, name: str) -> int:
    with talk.desk.database.reading() as session:
        return agent(session, name).id
