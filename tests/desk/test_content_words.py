"""What is left of a mail when its courtesy is gone."""

from __future__ import annotations

import pytest

from desk.content_words import cleaned_words, content_words, stems_of
from desk.stems import stem

COURTESY_ONLY = (
    ("", "Dear Sir or Madam,\n\nI hope this email finds you well.\n\nKind regards,\nOlive Stone"),
    ("Re: Enquiry", "Hello team,\nthank you very much. Have a nice day!"),
    ("Mohon bantuan", "Yth. Bapak/Ibu,\n\nSemoga Bapak/Ibu sehat selalu.\n\nHormat kami,\nSri Lestari"),
    ("Tanya", "Selamat siang kak, mohon maaf mengganggu waktunya. Mau tanya.\nTerima kasih sebelumnya"),
    ("(tanpa subjek)", "Baik, terima kasih banyak atas bantuannya."),
)
MATTERS = (
    ("Lost card", "Hi Ana, my card was stolen. Please let me know as soon as possible.", "lost card stolen"),
    ("", "Sorry to bother you, but where is my invoice?", "where invoice"),
    ("Kartu hilang", "Selamat pagi,\n\nkartu saya hilang. Mohon segera ditindaklanjuti.", "kartu hilang"),
    ("", "Mohon informasi jadwal ujian. Ditunggu kabarnya.", "jadwal ujian"),
    ("", "Min, gimana reset password ya?", "bagaimana reset password"),
    ("", "I have been a customer since 2021. The tap leaks.", "tap leaks"),
    ("", "Saya sudah menjadi pelanggan sejak 2021. Keran bocor.", "keran bocor"),
    ("", "Please reply soon. I asked already. The drain smells.", "drain smells"),
    ("", "I'd like to know when a second answer is due", "when second answer due"),
    ("", "Hari Jum'at loketnya buka jam brp?", "hari jumat loketnya buka jam berapa"),
    ("", "The form at https://forms.example/a?b=1 is empty, write to a@b.example", "form empty write"),
)
FAMILIES = (
    ("kirim", "mengirim", "dikirim", "pengiriman", "kirimkan", "terkirim", "kirimannya"),
    ("bayar", "membayar", "dibayar", "pembayaran", "bayarkan", "dibayarkan", "terbayar"),
    ("tulis", "menulis", "ditulis", "tulisan", "penulisan"),
    ("pakai", "memakai", "dipakai", "pemakaian"),
    ("masuk", "memasukkan", "dimasukkan"),
    ("ubah", "mengubah", "diubah", "perubahan", "ubahlah"),
    ("salah", "kesalahan", "kesalahannya"),
    ("kembali", "pengembalian", "dikembalikan", "mengembalikan"),
    ("print", "prints", "printed", "printing"),
    ("transfer", "transfers", "transferred", "transferring"),
    ("activate", "activated", "activating", "activation"),
    ("reply", "replies", "replied"),
)


@pytest.mark.parametrize(("subject", "text"), COURTESY_ONLY)
def test_courtesy_alone_leaves_nothing(subject: str, text: str) -> None:
    assert cleaned_words(subject, text) == []


@pytest.mark.parametrize(("subject", "text", "left"), MATTERS)
def test_the_matter_stays(subject: str, text: str, left: str) -> None:
    assert " ".join(content_words(subject, text).values()) == left


def test_names_below_a_closing_say_nothing() -> None:
    assert cleaned_words("", "The lift is stuck.\n\nBest regards,\nHugo Lift\nHead of Gardens") == [
        "lift",
        "stuck",
    ]


def test_a_closing_in_the_middle_of_a_long_mail_hides_nothing() -> None:
    below = "\n".join(f"room {number} is cold" for number in range(10, 20))

    assert "cold" in cleaned_words("", f"Thanks\n{below}")


def test_a_word_counts_once_however_often_it_is_written() -> None:
    assert list(content_words("Invoices", "An invoice, and the invoices again").values()) == [
        "invoices",
        "again",
    ]


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family[0])
def test_forms_of_a_word_share_a_stem(family: tuple[str, ...]) -> None:
    assert len({stem(word) for word in family}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("form", "perform"), ("kartu", "kertas"), ("bayar", "bayam"), ("rapat", "cepat"), ("send", "pending")],
)
def test_other_words_keep_other_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize("word", ["vpn", "otp", "2024", "b2b", "sim"])
def test_short_words_and_numbers_stay_as_they_are(word: str) -> None:
    assert stem(word) == word


def test_the_words_of_a_link_in_an_article_are_kept() -> None:
    assert stems_of("[Printer queue](https://help.example/x)") == stems_of("printer queue")


def test_a_hostile_mail_is_cleaned_in_bounded_work() -> None:
    assert len(cleaned_words("", "mohon " * 100_000 + "a" * 100_000 + "printer")) < 20_000
