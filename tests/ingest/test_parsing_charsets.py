"""Bodies in the charset they are in, whatever the label says."""

from __future__ import annotations

import pytest

from ingest.charsets import codec_of
from ingest.parse import take_apart
from tests.ingest.letters import letter

GERMAN = "Grüße aus München, schöne Tage."
RUSSIAN = "Здравствуйте, принтер не печатает."
JAPANESE = "プリンターが動きません。"
CHINESE = "打印机坏了，请帮忙。"


def body(words: str, charset: str, label: str) -> str:
    head = f'Content-Type: text/plain; charset="{label}"' if label else "Content-Type: text/plain"
    return take_apart(letter(head, "Content-Transfer-Encoding: 8bit", body=words.encode(charset))).text


@pytest.mark.parametrize(
    ("words", "charset", "label"),
    [
        pytest.param(GERMAN, "utf-8", "utf-8", id="as labelled"),
        pytest.param("“Quotes” – dashes", "cp1252", "iso-8859-1", id="cp1252 under the name of latin-1"),
        pytest.param(GERMAN, "cp1252", "us-ascii", id="eight bits in ASCII"),
        pytest.param(GERMAN, "cp1252", "", id="latin without a label"),
        pytest.param(GERMAN, "cp1252", "x-nope", id="latin under an unknown label"),
        pytest.param(GERMAN, "cp1252", "utf-8", id="latin under the name of UTF-8"),
        pytest.param(GERMAN * 5, "cp1252", "utf-8", id="much latin under the name of UTF-8"),
        pytest.param(GERMAN, "utf-8", "charset=utf-8", id="a label said twice"),
        pytest.param(GERMAN, "utf-8", "iso-8859-1", id="UTF-8 under the name of latin-1"),
        pytest.param(RUSSIAN, "koi8-r", "", id="KOI8 without a label"),
        pytest.param(RUSSIAN, "cp1251", "windows-1251", id="windows-1251"),
        pytest.param(JAPANESE, "iso-2022-jp", "ISO-2022-JP", id="ISO-2022-JP"),
        pytest.param(JAPANESE, "iso-2022-jp", "", id="ISO-2022-JP without a label"),
        pytest.param(JAPANESE, "cp932", "shift_jis", id="Shift_JIS"),
        pytest.param(CHINESE + "镕", "gb18030", "gb2312", id="GBK under the name of GB2312"),
        pytest.param("สวัสดีครับ", "cp874", "windows-874", id="Thai"),
        pytest.param("안녕하세요", "cp949", "ks_c_5601-1987", id="Korean"),
        pytest.param("Hi – there", "utf-7", "utf-7", id="UTF-7 where it is said"),
        pytest.param(GERMAN, "utf-16", "utf-8", id="a byte order mark beats the label"),
    ],
)
def test_text_is_read_in_its_real_charset(words: str, charset: str, label: str) -> None:
    assert body(words, charset, label) == words


def test_nec_and_half_width_characters_of_iso_2022_jp_are_read() -> None:
    head = "Content-Type: text/plain; charset=iso-2022-jp"
    raw = b"\x1b$B-!-j\x1b(B \x1b(IJ]\x1b(B"

    assert take_apart(letter(head, body=raw)).text == "①㈱ ﾊﾝ"


@pytest.mark.parametrize(
    "body", [b"\x1b$B\xff\xff", b"\x1b$B!", b"\x1b$B%W\xe9%j\x1b(B", b"\x1b$B%W%\n", b"\x1b(I\xff\x1b"]
)
def test_damaged_iso_2022_jp_is_read_as_far_as_it_goes(body: bytes) -> None:
    assert take_apart(
        letter("Content-Type: text/plain; charset=iso-2022-jp", body=b"Halo " + body)
    ).text.startswith("Halo")


def test_html_without_a_label_is_read_as_its_meta_says() -> None:
    html = '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251"><p>' + RUSSIAN
    read = take_apart(letter("Content-Type: text/html", body=html.encode("cp1251")))

    assert read.text == RUSSIAN


@pytest.mark.parametrize(
    "label", ["punycode", "unicode_escape", "idna", "undefined", "zlib", "base64", "\0", "rot13"]
)
def test_codecs_that_are_not_for_text_are_never_run(label: str) -> None:
    """T069"""
    assert codec_of(label) is None
    assert body("Halo.", "ascii", label) == "Halo."


def test_unknown_charset_is_a_defect() -> None:
    read = take_apart(letter("Content-Type: text/plain; charset=x-nope"))

    assert "unknown_charset" in {defect.code for defect in read.defects}


def test_nul_bytes_are_left_out_of_words() -> None:
    assert body("be\0fore", "utf-8", "utf-8") == "before"
