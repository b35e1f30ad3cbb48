"""The language of short mails, Indonesian writers first."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.language import language_of

MIXED = (Path(__file__).parent.parent / "mail" / "mixed_language.txt").read_text("utf-8").splitlines()

ENGLISH = (
    "Hello, I cannot open the file. Please help.",
    "My laptop is broken",
    "Can you reset my password?",
    "Thank you",
    "Thanks, that works now.",
    "The meeting with Pak Budi and Ibu Sri in Jakarta is on Monday.",
    "I have sent the document to Ibu Ratna.",
    "I met Dan and Hal in the main hall.",
    "The data error is in the report.",
    "Dear Sir or Madam, when will my order arrive in Bandung?",
    "No, it is not in my inbox.",
    "Is there any update on this?",
    "We are waiting for the new printer.",
    "Your last mail came without the attachment.",
    "How do I change my address?",
)
OTHERS = {
    "de": ("Guten Tag, ich kann mich nicht anmelden.", "Das ist aber nicht gut.", "Ich bin mit dem Auto da."),
    "nl": ("Ik kan niet inloggen met mijn account.", "Dank u wel voor het antwoord."),
    "fr": ("Bonjour, je ne peux pas accéder à mon compte.", "Merci pour votre aide."),
    "es": ("Hola, no puedo entrar en mi cuenta.", "Estoy de vacaciones, gracias por el mensaje."),
    "pt": ("Olá, não consigo entrar na minha conta.", "Mas isso não é para mim."),
    "it": ("Buongiorno, non riesco ad accedere al mio account.", "Il mio account non funziona."),
    "tr": ("Merhaba, hesabıma giremiyorum, lütfen yardım için bir yol var mı?",),
    "pl": ("Dzień dobry, nie mogę się zalogować.",),
    "sv": ("Hej, jag kan inte logga in på det.",),
    "vi": ("Xin chào, tôi không đăng nhập được.",),
    "tl": ("Hindi ako makapasok sa account ko po.",),
    "ru": ("Не могу войти в систему.",),
    "uk": ("Не можу увійти, будь ласка, допоможіть її відкрити.",),
    "ar": ("لا أستطيع الدخول إلى حسابي",),
    "he": ("אני לא מצליח להתחבר",),
    "el": ("Δεν μπορώ να συνδεθώ",),
    "th": ("ไม่สามารถเข้าสู่ระบบได้",),
    "zh": ("我无法登录我的账户",),
    "ja": ("ログインできません。よろしくお願いします。",),
    "ko": ("로그인할 수 없습니다",),
    "hi": ("मैं लॉगिन नहीं कर पा रहा हूँ",),
    "id": ("Saya tidak boleh masuk akaun saya, mohon bantuan tuan.", "Selamat pagi.", "Terima kasih banyak."),
}


def test_indonesian_writers_are_not_taken_for_english() -> None:
    mistaken = [text for text in MIXED if language_of(text) == "en"]

    assert len(mistaken) <= len(MIXED) * 0.02, mistaken


def test_mixed_mails_are_mostly_known_as_indonesian() -> None:
    unknown = [text for text in MIXED if language_of(text) != "id"]

    assert len(unknown) <= len(MIXED) * 0.05, unknown


@pytest.mark.parametrize("text", ENGLISH)
def test_english_with_indonesian_names_stays_english(text: str) -> None:
    assert language_of(text) == "en"


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in OTHERS.items() for text in texts])
def test_the_commonest_languages_are_known(code: str, text: str) -> None:
    assert language_of(text) == code


@pytest.mark.parametrize(
    "text", ["", "   ", "12345", "https://dinas.example/masuk", "budi@usaha.example", "OK", "?!"]
)
def test_unsure_is_none(text: str) -> None:
    assert language_of(text) is None


def test_addresses_and_links_do_not_count() -> None:
    assert language_of("Please look at https://dinas.example/layanan/untuk/saya and answer me") == "en"


@given(st.text(max_size=200))
def test_any_text_gets_an_answer(text: str) -> None:
    code = language_of(text)

    assert code is None or len(code) == 2
