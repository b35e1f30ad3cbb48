"""Mails that are HTML only: their quotes are named by their markup, whatever the language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.body import cut
from tests.ingest.cut_cases import letter, words

GMAIL = (
    '<div dir="ltr">Sudah bisa, terima kasih.</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">'
    "Pada Sen, 23 Nov 2026 pukul 10.00 Meja &lt;layanan@dinas.example&gt; menulis:<br></div>"
    '<blockquote class="gmail_quote" style="margin:0">Silakan dicoba.</blockquote></div>'
)
GMAIL_BETWEEN = (
    '<div class="gmail_quote"><div class="gmail_attr">Pada Sen Meja menulis:</div>'
    '<blockquote class="gmail_quote">Nomor pegawai?</blockquote><div>19850101</div>'
    '<blockquote class="gmail_quote">Lokasi?</blockquote><div>Gedung B</div></div>'
)
GMAIL_FORWARD = (
    '<div dir="ltr">Mohon dibantu.<br><br><div class="gmail_quote">---------- Forwarded message ---------<br>'
    "Dari: <b>Siti</b> &lt;siti@warga.example&gt;<br>Date: Sen, 23 Nov 2026<br>Lampu jalan mati.</div></div>"
)
GMAIL_FORWARD_TEXT = (
    "Mohon dibantu. ---------- Forwarded message --------- Dari: Siti <siti@warga.example> "
    "Date: Sen, 23 Nov 2026 Lampu jalan mati."
)
OUTLOOK = (
    "<div><p>Printer masih macet.</p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in'>"
    "<p><b>Van:</b> Meja<br><b>Xyzzy:</b> senin<br><b>Perihal:</b> Printer</p></div></div><p>Sudah dicoba?</p></div>"
)
OUTLOOK_WEB = (
    '<div>Printer masih macet.</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg">'
    "<b>Dari:</b> Meja<br><b>Perihal:</b> Printer</div><div>Sudah dicoba?</div>"
)
OUTLOOK_PHONE = (
    '<div>Siap.</div><div id="ms-outlook-mobile-signature">Dapatkan Outlook untuk iOS</div>'
    '<div id="mail-editor-reference-message-container"><div>Dari: Meja</div><div>Sudah dicoba?</div></div>'
)
APPLE = (
    "<div>Kami tunggu.</div><div><blockquote type='cite'><div>Pada 23 Nov 2026, pukul 10.00, Meja menulis:</div>"
    "<div>Sedang diperiksa.</div></blockquote></div>"
)
YAHOO = (
    "<div>Sudah saya kirim.</div><div id='yahoo_quoted_123' class='yahoo_quoted'><div>Pada Senin, Meja menulis:</div>"
    "<div>Belum kami terima.</div></div>"
)
THUNDERBIRD = (
    "Sertifikat sudah baru.<br><div class='moz-cite-prefix'>Pada 23/11/2026 10:00, Meja menulis:<br></div>"
    "<blockquote type='cite' cite='mid:a@b'>Sertifikat kedaluwarsa.</blockquote><br>"
)
PROTON = (
    "<div>Baik.</div><div class='protonmail_signature_block'>Budi<br>Dinas</div><div class='protonmail_quote'>"
    "Pada Senin, Meja menulis:<br><blockquote class='protonmail_quote' type='cite'>Sudah?</blockquote></div>"
)
UNNAMED = (
    "<p>Спасибо.</p>Пн, 23 ноя 2026 10:00 +03:00 от Meja &lt;meja@uprava.example&gt;:<br>"
    "<blockquote style='border-left:1px solid'>Попробуйте.</blockquote>"
)
INDENT = "<div>Menurut panduan:</div><blockquote>tekan tombol reset</blockquote><div>tidak ada hasil.</div>"

CASES = {
    "Gmail": (GMAIL, "Sudah bisa, terima kasih."),
    "answers within Gmail's container": (
        GMAIL_BETWEEN,
        "Pada Sen Meja menulis: Nomor pegawai? 19850101 Lokasi? Gedung B",
    ),
    "a Gmail forward stays whole": (GMAIL_FORWARD, GMAIL_FORWARD_TEXT),
    "Outlook's line": (OUTLOOK, "Printer masih macet."),
    "Outlook on the web": (OUTLOOK_WEB, "Printer masih macet."),
    "Outlook on a phone": (OUTLOOK_PHONE, "Siap."),
    "Apple Mail": (APPLE, "Kami tunggu."),
    "Yahoo": (YAHOO, "Sudah saya kirim."),
    "Thunderbird": (THUNDERBIRD, "Sertifikat sudah baru."),
    "Proton with a signature": (PROTON, "Baik."),
    "a blockquote below an attribution": (UNNAMED, "Спасибо."),
    "a blockquote without one is an indent": (INDENT, "Menurut panduan: tekan tombol reset tidak ada hasil."),
}


@pytest.mark.parametrize(("html", "reply"), CASES.values(), ids=CASES.keys())
def test_reply_is_what_stands_outside_the_named_quotes(html: str, reply: str) -> None:
    assert " ".join(cut(letter(html, html=True)).reply.split()) == reply


@pytest.mark.parametrize(("html", "_reply"), CASES.values(), ids=CASES.keys())
def test_no_word_of_the_html_is_lost(html: str, _reply: str) -> None:
    mail = letter(html, html=True)
    found = cut(mail)

    assert words(f"{found.reply}\n{found.quoted}\n{found.signature}") == words(mail.text)


def test_an_outlook_forward_stays_whole() -> None:
    found = cut(letter(OUTLOOK_WEB, subject="FW: Printer", html=True))

    assert "Sudah dicoba?" in found.reply


def test_signature_element_with_all_the_words_is_the_reply() -> None:
    found = cut(letter("<div class='gmail_signature'>Mohon buka akun saya.</div>", html=True))

    assert found.reply == "Mohon buka akun saya."


PIECES = st.sampled_from(
    [
        "<blockquote type=cite>", "</blockquote>", "<div class=gmail_quote>", "</div>",
        "<span id=OLK_SRC_BODY_SECTION>",
        "</span>", "<div id=appendonsend>", "<div class=gmail_signature>", "kata", " dua ", "<br>", "<p>", "&gt; tiga",
        "\ue0f0", "\ue0f2", "<blockquote>", "Dari: a@b.example", "Dikirim: 10:00", "-- ", "<hr>", "<table><td>",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30))
def test_words_are_kept_whatever_the_markup(pieces: list[str]) -> None:
    mail = letter("".join(pieces), html=True)
    found = cut(mail)

    assert words(f"{found.reply}\n{found.quoted}\n{found.signature}") == words(mail.text)


LINES = st.sampled_from(
    [
        "> kutipan", "", "On Mon, Nov 23, 2026 at 10:00 AM A <a@b.example> wrote:", "a@b.example menulis:", "wrote:",
        "Pada 23 Nov 2026 10.00", "Dari: a@b.example", "Dikirim: 10:00", "Perihal: x", "-- ", "--", "_____", "Salam,",
        "Budi", "halo dunia", "##- x -##", "---------- Forwarded message ---------", "-----Original Message-----",
        "Sent from my iPhone", "This email is confidential", ">:", "|", "x On Mon 1 Jan 2020 10:00 a@b.example wrote:",
    ]
)  # fmt: skip


@given(st.lists(LINES, max_size=40))
def test_words_are_kept_whatever_the_lines(lines: list[str]) -> None:
    mail = letter("\n".join(lines))
    found = cut(mail)

    assert words(f"{found.reply}\n{found.quoted}\n{found.signature}") == words(mail.text)
