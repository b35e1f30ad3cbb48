"""Mails of every kind on the page of their ticket: taken in by intake and pipeline, read as an agent reads them."""

from __future__ import annotations

import re
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from itertools import count

import pytest
from werkzeug.http import parse_options_header

from desk.surroundings import Surroundings
from ingest.intake import Arrival, keep
from ingest.parse import parse
from ingest.pipeline import Pipeline
from models.mail import Fate, Mail
from tests.ingest.letters import encoded, letter, multipart, part
from tests.ingest.test_parsing_winmail import FILE, mail_with, winmail
from tests.web.conftest import NOW
from tests.web.people import ADDRESS, People
from tests.web.test_hostile_content import PNG, file_in, frame_in
from tests.web.visitor import Visitor

_NUMBERS = count(1)
WARNING = re.compile(r'<ul class="doubts".*?</ul>', re.DOTALL)
ATTACK = "<img src=x onerror=alert(1)>"
ICS = (
    f"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:Rapat {ATTACK}\r\n"
    "ORGANIZER;CN=Budi:mailto:budi@mitra.example\r\nDTSTART:20261126T030000Z\r\nLOCATION:Ruang Garuda\r\n"
    "ATTACH:http://elsewhere.example/x\r\nRRULE:FREQ=SECONDLY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)

Page = Callable[..., str]


@pytest.fixture
def page_of(ana: Visitor, desk: Surroundings, people: People) -> Page:
    """The page of the ticket that this mail opens."""

    def page(raw: bytes, *, is_whole: bool = True) -> str:
        raw = f"Message-ID: <{next(_NUMBERS)}@mitra.example>\r\nTo: {ADDRESS}\r\n".encode() + raw
        mail_id = keep(desk, raw, Arrival("bantuan", NOW, is_whole=is_whole), at=NOW)
        assert Pipeline(desk, parse, lambda: NOW).process(mail_id) is Fate.FILED
        with desk.database.reading() as session:
            ticket = session.get_one(Mail, mail_id).ticket
            assert ticket is not None
            return ana.reads(f"/tickets/{ticket.code}")

    return page


def written(text: str = "Halo.", html: str = "", *, name: str = "Rui", **files: bytes) -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = f'"{name}" <rui@mitra.example>'
    mail["Subject"] = "Kabar"
    mail.set_content(text)
    if html:
        mail.add_alternative(html, subtype="html")
    for filename, content in files.items():
        mail.add_attachment(
            content, maintype="application", subtype="octet-stream", filename=filename.replace("_", ".")
        )
    return mail.as_bytes()


def warnings(page: str) -> str:
    return "".join(WARNING.findall(page))


def test_honest_mail_raises_no_warning(page_of: Page) -> None:
    assert warnings(page_of(written("Halo, apa kabar?", "<p>Halo, <b>apa kabar?</b></p>"))) == ""


def test_sender_who_poses_is_shown_with_the_real_address_and_a_warning(page_of: Page) -> None:
    """T017, T020"""
    page = page_of(written(name="bantuan@meja.example"))

    assert "calls itself bantuan@meja.example" in warnings(page)
    assert '<span class="address"><bdi>rui@mitra.example</bdi></span>' in page


def test_name_of_an_agent_is_warned_of(page_of: Page) -> None:
    """T020"""
    assert "the name of an agent, Ana Lestari" in warnings(page_of(written(name="Ana Lestari")))


def test_domain_that_looks_like_ours_is_warned_of_and_shown_as_punycode(page_of: Page) -> None:
    """T021"""
    page = page_of("From: Rui <rui@m\u0435ja.example>\r\nSubject: x\r\n\r\nHalo.".encode())

    assert "looks like meja.example" in warnings(page)
    assert "rui@xn--mja-rdd.example" in page


def test_text_and_html_that_differ_are_both_kept_and_warned_of(page_of: Page, ana: Visitor) -> None:
    """T054"""
    page = page_of(written("Halo.", "<p>Bayar sepuluh juta ke rekening ini hari ini juga.</p>"))

    assert "say different things" in warnings(page)
    assert ">Halo." in page
    assert "Bayar sepuluh juta" in ana.reads(frame_in(page))


def test_link_that_leads_elsewhere_is_warned_of(page_of: Page, ana: Visitor) -> None:
    """T053"""
    link = '<p>Halo. <a href="https://evil.example/">https://bank.example/</a></p>'
    page = page_of(written("Halo. https://bank.example/", link))

    assert "A link shows bank.example and leads to evil.example." in warnings(page)
    assert 'rel="noopener noreferrer nofollow"' in ana.reads(frame_in(page))


@pytest.mark.parametrize(
    "goal", ["javascript:x()", "vbscript:x", "data:text/html,x", "&#106;avascript:x", "java\tscript:x"]
)
def test_link_that_acts_leads_nowhere(page_of: Page, ana: Visitor, goal: str) -> None:
    """T053"""
    frame = frame_in(page_of(written("Halo.", f'<p><a href="{goal}">Halo.</a></p>')))

    assert "href" not in ana.reads(frame).partition("<body>")[2]


def test_what_was_cut_stays_one_click_away(page_of: Page) -> None:
    """T055"""
    page = page_of(
        written("Baru.\n\nOn Mon, 23 Nov 2026, Ana <ana@meja.example> wrote:\n> Lama.\n\nDi bawah.\n")
    )

    assert [words for words in ("Baru.", "Lama.", "Di bawah.") if words not in page] == []


def test_quoted_lines_between_answers_are_set_apart(page_of: Page) -> None:
    """T055"""
    page = page_of(written("> Nomor?\n19850101\n> Lokasi?\nGedung B\n"))

    assert '<span class="cited">&gt; Lokasi?</span>\nGedung B' in page.replace("\r", "")


def test_mail_that_only_quotes_shows_its_words(page_of: Page) -> None:
    page = page_of(written("On Mon, 23 Nov 2026, Ana <ana@meja.example> wrote:\n> Lama.\n"))

    assert re.search(r'<div class="words" dir="auto">[^<]*(<[^>]*>)?[^<]*Lama', page)


def test_mail_without_words_says_so_and_opens_its_html(page_of: Page) -> None:
    page = page_of(
        b'From: rui@mitra.example\r\nSubject: x\r\nContent-Type: text/html\r\n\r\n<img src="cid:x">'
    )

    assert "(no words)" in page
    assert re.search(r"<details open>\s*<summary>As it was formatted", page)


def test_mail_of_which_only_the_beginning_was_kept_says_where_the_rest_is(page_of: Page) -> None:
    """T105"""
    assert "The whole stays in the mailbox bantuan" in warnings(page_of(written(), is_whole=False))


@pytest.mark.parametrize(
    "name", ['quo"te;x=.pdf', "a\u202eb.pdf", "x" * 300 + ".pdf", "r\u00e9sum\u00e9 \u5831\u544a.pdf"]
)
def test_disposition_of_a_file_parses_back_to_its_shown_name(page_of: Page, ana: Visitor, name: str) -> None:
    """T057, T058"""
    page = page_of(
        multipart("mixed", part("text/plain", "x"), part("application/pdf", "x", disposition(name)))
    )
    header = ana.gets(file_in(page)).headers["Content-Disposition"]
    kind, options = parse_options_header(header)

    assert kind == "attachment"
    assert options["filename"].endswith(".pdf")
    assert len(options["filename"].encode()) <= 150
    assert not re.search(r"[\r\n\u202e]", options["filename"])


def test_empty_file_is_kept_and_handed_out(page_of: Page, ana: Visitor) -> None:
    """T064"""
    assert ana.gets(file_in(page_of(written(kosong_txt=b"")))).data == b""


def test_same_file_many_times_is_one_copy(page_of: Page, desk: Surroundings) -> None:
    """T064"""
    one = part("application/x-thing", "same", "Content-Disposition: attachment; filename=a.bin")
    page = page_of(multipart("mixed", part("text/plain", "x"), *[one] * 100))

    assert page.count(">4 B<") == 100
    assert len([each for each in desk.files.folder.rglob("*") if each.is_file()]) == 1


def test_mail_inside_a_mail_is_a_file_and_its_words_are_not_shown(page_of: Page, ana: Visitor) -> None:
    """T065"""
    inner = f"From: boss@meja.example\r\nSubject: Inner\r\nContent-Type: text/html\r\n\r\n{ATTACK}"
    page = page_of(multipart("mixed", part("text/plain", "See."), part("message/rfc822", inner)))

    assert "boss@meja.example" not in page
    assert "onerror" not in page
    assert ana.gets(file_in(page)).data == inner.encode()


def test_contents_of_a_winmail_are_listed_as_files(page_of: Page, ana: Visitor) -> None:
    """T070"""
    page = page_of(mail_with(winmail(*FILE)))

    assert ana.gets(file_in(page)).data == b"The plan."
    assert "winmail" in page


@pytest.mark.parametrize(
    "raw",
    [
        letter(
            "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m",
            "Content-Transfer-Encoding: base64",
            body=encoded(b"0\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03\xa0\x80"),
        ),
        multipart(
            "encrypted",
            part("application/pgp-encrypted", "Version: 1"),
            part("application/octet-stream", "-----BEGIN PGP MESSAGE-----\r\n\r\nabc"),
        ),
    ],
    ids=["S/MIME", "PGP"],
)
def test_encrypted_mail_is_shown_as_encrypted_and_can_be_fetched(
    page_of: Page, ana: Visitor, raw: bytes
) -> None:
    """T071"""
    page = page_of(raw)
    path = re.search(r"/mails/[0-9a-f]+/raw", page)

    assert "Encrypted: only its recipient&#39;s key opens it" in page
    assert path is not None
    assert ana.gets(path[0]).data.endswith(raw)


@pytest.mark.parametrize("is_alone", [True, False], ids=["alone", "beside words"])
def test_invitation_is_a_card_of_escaped_words(page_of: Page, *, is_alone: bool) -> None:
    """T073"""
    calendar = "text/calendar; method=REQUEST; charset=utf-8"
    raw = multipart("alternative", part("text/plain", "Mohon hadir."), part(calendar, ICS))
    page = page_of(letter(f"Content-Type: {calendar}", body=ICS) if is_alone else raw)
    card = page.partition('<section class="invitation"')[2].partition("</section>")[0]

    assert "Rapat &lt;img src=x onerror=alert(1)&gt;" in card
    assert "26 November 2026, 10:00 WIB" in card
    assert "Ruang Garuda" in card
    assert "Budi &lt;budi@mitra.example&gt;" in card
    assert "invitation.ics" in page.replace('</bdi><strong class="ending">', "")


def test_invitation_is_never_answered(page_of: Page, desk: Surroundings) -> None:
    """T073"""
    page = page_of(letter("Content-Type: text/calendar; method=REQUEST", body=ICS))

    assert "Not acknowledged" in page
    assert not re.search("accepted", page.replace("Nothing was accepted or declined", ""), re.IGNORECASE)


def test_first_of_two_pictures_under_one_name_is_shown(page_of: Page, ana: Visitor) -> None:
    """T052"""
    head = ("Content-ID: <shot@x>", "Content-Transfer-Encoding: base64")
    first, second = PNG + b"first", PNG + b"second"
    raw = multipart(
        "related",
        part("text/html", '<p>x</p><img src="cid:shot@x"><img src="cid:none@x" alt="lost">'),
        part("image/png", encoded(first), *head),
        part("image/png", encoded(second), *head),
    )
    shown = ana.reads(frame_in(page_of(raw)))

    assert re.findall(r'src="data:image/png;base64,([^"]+)"', shown) == [
        encoded(first).decode().replace("\n", "")
    ]
    assert '<img alt="lost">' in shown


def disposition(name: str) -> str:
    mail = EmailMessage(policy=SMTP.clone(max_line_length=0))
    mail.add_header("Content-Disposition", "attachment", filename=name)
    return f"Content-Disposition: {mail['Content-Disposition']}"
