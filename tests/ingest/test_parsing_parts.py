"""The MIME tree: what becomes the words of a mail, and what its files."""

from __future__ import annotations

import binascii
import hashlib

import pytest

from ingest.parse import take_apart
from ingest.parsed import Letter
from tests.ingest.letters import SEAM, encoded, inner, joined, letter, multipart, part

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
FORWARDED = b"From: mallory@example.net\r\nSubject: Do as I say\r\n\r\nMallory's words."


def names(read: Letter) -> list[str]:
    return [file.filename for file in read.files]


def codes(read: Letter) -> set[str]:
    return {defect.code for defect in read.defects}


def test_plain_parts_are_joined_in_their_order() -> None:
    read = take_apart(multipart("mixed", part("text/plain", "One."), part("text/plain", "Two.")))

    assert read.text == "One.\nTwo."
    assert read.files == ()


def test_alternative_is_read_once_and_keeps_its_html() -> None:
    read = take_apart(
        multipart("alternative", part("text/plain", "Plain."), part("text/html", "<p>Rich.</p>"))
    )

    assert read.text == "Plain."
    assert read.html == "<p>Rich.</p>"


@pytest.mark.parametrize(
    "plain", ["", "  \r\n", "This message is in HTML. Please use a mail client that shows HTML."]
)
def test_plain_part_that_says_nothing_gives_way_to_the_html(plain: str) -> None:
    html = "<h1>Kabar</h1><p>Printer di lantai dua rusak, mohon segera diperbaiki.</p><p>Terima kasih banyak.</p>"
    read = take_apart(multipart("alternative", part("text/plain", plain), part("text/html", html)))

    assert read.text.startswith("Kabar\n\nPrinter di lantai dua rusak")


def test_html_before_plain_parts_is_the_mail_itself() -> None:
    """Mailing lists put a plain footer under a mail of HTML alone."""
    read = take_apart(
        multipart("mixed", part("text/html", "<p>Words."), part("text/plain", "The footer of a list."))
    )

    assert read.text == "Words.\nThe footer of a list."


def test_html_that_says_more_than_the_plain_part_before_it_is_read() -> None:
    read = take_apart(multipart("mixed", part("text/plain", "See:"), part("text/html", "<p>All the words.")))

    assert read.text == "See:\nAll the words."


def test_html_footer_under_a_plain_mail_is_left_to_the_html() -> None:
    read = take_apart(
        multipart("mixed", part("text/plain", "All the words."), part("text/html", "<p>Footer."))
    )

    assert read.text == "All the words."
    assert read.html is not None
    assert "Footer." in read.html


def test_html_that_repeats_the_plain_part_beside_it_is_not_told_twice() -> None:
    read = take_apart(
        multipart("mixed", part("text/plain", "The words."), part("text/html", "<p>The <b>words</b>."))
    )

    assert read.text == "The words."


def test_related_picture_is_an_inline_file_of_its_html() -> None:
    html = part("text/html", '<p>See <img src="cid:shot@x">')
    picture = part("image/png", encoded(PNG), "Content-Transfer-Encoding: base64", "Content-ID: <shot@x>")
    read = take_apart(multipart("related", html, picture))

    assert [(file.content_id, file.inline, file.content) for file in read.files] == [("shot@x", True, PNG)]
    assert names(read) == ["image.png"]


def test_text_with_a_name_is_a_file() -> None:
    notes = part("text/plain", "Notes.", 'Content-Disposition: inline; filename="notes.txt"')
    read = take_apart(multipart("mixed", part("text/plain", "Words."), notes))

    assert read.text == "Words."
    assert names(read) == ["notes.txt"]


def test_mail_that_is_nothing_but_a_named_text_is_still_read() -> None:
    read = take_apart(letter('Content-Type: text/plain; name="body.txt"', body="Words."))

    assert read.text == "Words."


def test_forwarded_mail_is_one_file_and_its_words_are_nobodys_here() -> None:
    read = take_apart(multipart("mixed", part("text/plain", "See below."), part("message/rfc822", FORWARDED)))

    assert read.text == "See below."
    assert [(file.filename, file.content) for file in read.files] == [("Do as I say.eml", FORWARDED)]


def test_encoded_forwarded_mail_is_decoded_into_its_file() -> None:
    wrapped = part("message/rfc822", encoded(FORWARDED), "Content-Transfer-Encoding: base64")

    assert take_apart(multipart("mixed", wrapped)).files[0].content == FORWARDED


def test_parts_of_a_digest_are_mails_by_default() -> None:
    read = take_apart(multipart("digest", b"\r\n" + FORWARDED))

    assert [file.content_type for file in read.files] == ["message/rfc822"]


def test_invitation_is_a_file_beside_the_words() -> None:
    calendar = part("text/calendar; method=REQUEST", "BEGIN:VCALENDAR\nEND:VCALENDAR")
    read = take_apart(multipart("alternative", part("text/plain", "Please come."), calendar))

    assert read.text == "Please come."
    assert names(read) == ["invitation.ics"]


def test_invitation_alone_is_told_in_words() -> None:
    event = (
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Rapat\\, lantai\r\n  2\r\n"
        "DTSTART;TZID=Asia/Jakarta:20261124T100000\r\n"
        "ORGANIZER;CN=Rui Tan:mailto:rui@example.org\r\nRRULE:FREQ=SECONDLY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    read = take_apart(letter("Content-Type: text/calendar; method=REQUEST", body=event))

    assert read.text == "Rapat, lantai 2\nRui Tan <rui@example.org>\n2026-11-24 10:00"
    assert b"FREQ=SECONDLY" in read.parts[0].content


def test_signature_parts_are_kept_and_named() -> None:
    signed = part("text/plain", "Signed words.")
    read = take_apart(multipart("signed", signed, part("application/pkcs7-signature", encoded(b"DER"))))

    assert read.text == "Signed words."
    assert names(read) == ["smime.p7s"]


def test_encrypted_mail_says_that_it_is_sealed() -> None:
    read = take_apart(
        letter("Content-Type: application/pkcs7-mime; smime-type=enveloped-data", body=encoded(b"DER"))
    )

    assert names(read) == ["smime.p7m"]
    assert "sealed" in codes(read)


def test_missing_closing_boundary_keeps_the_last_part() -> None:
    whole = multipart("mixed", part("text/plain", "One."), part("text/plain", "Two."))
    read = take_apart(whole.removesuffix(f"\r\n--{SEAM}--\r\n".encode()))

    assert read.text == "One.\nTwo."
    assert "closing_boundary_missing" in codes(read)


@pytest.mark.parametrize("head", ["multipart/mixed", 'multipart/mixed; boundary="another"'])
def test_boundary_that_is_not_told_is_found(head: str) -> None:
    body = joined(
        part("text/plain", "One."), part("application/pdf", "PDF", "Content-Disposition: attachment")
    )
    read = take_apart(letter(f"Content-Type: {head}", body=body))

    assert read.text == "One."
    assert names(read) == ["attachment.pdf"]


def test_multipart_without_parts_is_read_as_text() -> None:
    read = take_apart(letter("Content-Type: multipart/mixed; boundary=x", body="Just words."))

    assert read.text == "Just words."


def test_boundary_that_begins_another_does_not_end_it() -> None:
    nested = inner("mixed", part("text/plain", "Inside."), seam=SEAM + "-2")
    read = take_apart(multipart("mixed", nested, part("text/plain", "Outside.")))

    assert read.text == "Inside.\nOutside."


def test_preamble_and_epilogue_are_nobodys_words() -> None:
    raw = (
        multipart("mixed", part("text/plain", "Words.")).replace(b"\r\n\r\n", b"\r\n\r\nPreamble.\r\n", 1)
        + b"Epilogue."
    )

    assert take_apart(raw).text == "Words."


def test_innermost_of_too_deep_a_mail_is_kept_as_a_file() -> None:
    nested = part("text/plain", "Innermost.")
    for level in range(40):
        nested = inner("mixed", nested, seam=f"level{level}")
    read = take_apart(multipart("mixed", nested))

    assert b"Innermost." in read.files[0].content
    assert "too_deep" in codes(read)


def test_flowed_paragraphs_are_joined_and_signatures_are_not() -> None:
    flowed = "One \r\nparagraph.\r\n> quoted \r\n> words\r\n-- \r\nRui\r\n"
    read = take_apart(letter("Content-Type: text/plain; format=flowed", body=flowed))

    assert read.text == "One paragraph.\n> quoted words\n-- \nRui\n"


def test_flowed_text_with_delsp_loses_the_spaces_of_its_breaks() -> None:
    read = take_apart(letter("Content-Type: text/plain; format=flowed; delsp=yes", body="日本 \r\n語"))

    assert read.text == "日本語"


def test_uuencoded_block_in_the_text_is_also_a_file() -> None:
    """T068"""
    lines = b"".join(binascii.b2a_uu(PNG[at : at + 45]) for at in range(0, len(PNG), 45))
    read = take_apart(letter(body=b"See:\n\nbegin 644 shot.png\n" + lines + b"`\nend\n"))

    assert [(file.filename, file.sha256) for file in read.files] == [
        ("shot.png", hashlib.sha256(PNG).hexdigest())
    ]


@pytest.mark.parametrize(
    ("encoding", "content"),
    [
        pytest.param("base64", b"aGVs*bG8=", id="letters that are none"),
        pytest.param("BASE64", b"aGVsbG8", id="padding forgotten"),
        pytest.param("base64", b"aGU=\r\nbGxv", id="two padded pieces"),
        pytest.param("quoted-printable", b"hel=\r\nlo", id="soft break"),
        pytest.param("quoted-printable", b"hel=  \r\nlo", id="soft break with spaces"),
        pytest.param("x-nope", b"hello", id="unknown encoding"),
        pytest.param("x-uuencode", b"begin 644 x\n%:&5L;&\\\nend\n", id="uuencode"),
    ],
)
def test_damaged_encodings_cost_the_damage_only(encoding: str, content: bytes) -> None:
    raw = letter("Content-Type: application/x-thing", f"Content-Transfer-Encoding: {encoding}", body=content)

    assert take_apart(raw).files[0].content == b"hello"


def test_long_text_is_cut_and_attached_whole() -> None:
    words = b"word " * 300_000
    read = take_apart(letter("Content-Type: text/plain", body=words))

    assert len(read.text) == 1024 * 1024
    assert read.files[0].content == words
    assert "text_too_long" in codes(read)
