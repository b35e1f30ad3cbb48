"""Bytes to words: which charset a text is really in.

A label is a claim: it is looked up as browsers do (WHATWG names, so that iso-8859-1 means cp1252 and
gb2312 means gb18030), tried strictly, and when the bytes disagree the text is tried as UTF-8, then as
what chardet takes it for, and at last read as cp1252, where every byte is a character. Only the codecs
named here are ever run: Python has others ("punycode", "unicode_escape") that are slow or not text.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

import chardet
import webencodings  # type: ignore[import-untyped]

BEYOND_WHATWG = {
    "cp437": "cp437",
    "cp850": "cp850",
    "cp852": "cp852",
    "cp858": "cp858",
    "hz-gb-2312": "hz",
    "ibm437": "cp437",
    "ibm850": "cp850",
    "ibm852": "cp852",
    "iso-2022-kr": "iso2022_kr",
    "tis620": "cp874",
    "unicode-1-1-utf-7": "utf-7",
    "utf-7": "utf-7",
    "utf7": "utf-7",
    "utf-32": "utf-32",
    "utf-32be": "utf-32-be",
    "utf-32le": "utf-32-le",
    "utf-8-sig": "utf-8",
    "cp932": "cp932",
    "cp949": "cp949",
}
# A superset that real mails use under the narrower name.
WIDER = {"gbk": "gb18030", "shift_jis": "cp932", "euc-kr": "cp949", "big5": "big5hkscs"}
BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
DETECT_BYTES = 4096
# What chardet may overrule cp1252 with: its guesses beyond (Mac, DOS, EBCDIC) are wrong for mail.
# fmt: off
CREDIBLE = frozenset((
    "big5hkscs", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp874", "cp932", "cp949",
    "euc_jp", "gb18030", "iso2022_jp", "iso8859-2", "iso8859-5", "iso8859-7", "iso8859-8", "iso8859-9",
    "koi8-r", "koi8-u",
))
# fmt: on
JIS_DOUBLE = re.compile(rb"\x1b\$\(?[@B]([^\x1b]*)")
JIS_KATAKANA = re.compile(rb"\x1b\(I([^\x1b]*)")
JIS_SINGLE = re.compile(rb"\x1b\([BJ]")
JIS_BYTES = range(0x21, 0x7F)
HIGH_BIT = bytes(code | 0x80 if 0x21 <= code <= 0x5F else code for code in range(256))


def words_of(content: bytes, label: str = "") -> str:
    """The text of these bytes without NUL; never raises."""
    return _decoded(content, label).replace("\0", "")


def is_known(label: str) -> bool:
    """Whether a charset label names something that can be read."""
    return codec_of(label) is not None


@lru_cache(maxsize=256)
def codec_of(label: str) -> str | None:
    """The name of Python's codec for a label as it stood in the mail."""
    name = re.sub(r"[^a-z0-9_.:-]", "", label[:60].lower().rpartition("=")[2])
    if name in BEYOND_WHATWG:
        return _installed(BEYOND_WHATWG[name])
    for known in (name, name.replace("_", "-"), re.sub(r"^(cp|x-cp|ms|win)-?(?=125\d$)", "windows-", name)):
        encoding = webencodings.lookup(known)
        if encoding is not None and encoding.name not in ("replacement", "x-user-defined"):
            return _installed(WIDER.get(encoding.name, encoding.codec_info.name))
    return None


def _installed(name: str) -> str | None:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


def _decoded(content: bytes, label: str) -> str:
    for mark, codec in BOMS:
        if content.startswith(mark):
            return content.decode(codec, "replace").removeprefix("\ufeff")
    claimed = codec_of(label) if label else None
    if claimed == "cp1252" and (_claims_ascii(label) or _is_utf_8(content)):
        claimed = None
    text = _strictly(content, claimed) if claimed else None
    return _guessed(content, claimed) if text is None else text


def _claims_ascii(label: str) -> bool:
    return "ascii" in label.lower() or "x3.4" in label.lower()


def _is_utf_8(content: bytes) -> bool:
    """Several bytes to a character by chance is next to impossible: UTF-8 under a latin label is UTF-8."""
    return not content.isascii() and _tried(content, "utf-8") is not None


def _strictly(content: bytes, codec: str) -> str | None:
    if codec.startswith("iso2022_jp"):
        return _japanese(content)
    try:
        text = content.decode(codec)
    except UnicodeError:
        return _with_holes(content, codec)
    # A label of plain 16 bit over 8 bit words decodes to rare ideographs without complaint.
    return None if codec.startswith("utf-16") and content.isascii() and b"\0" not in content else text


def _with_holes(content: bytes, codec: str) -> str | None:
    """The text under its label although a few bytes are broken: one bad byte says nothing about the rest."""
    if codec == "utf-8" and content.decode(codec, "ignore").isascii():
        return None
    text = content.decode(codec, "replace")
    few = 1 + len(text) // 200
    return text if codec != "cp1252" and len(text) > 20 and text.count("\ufffd") <= few else None


def _japanese(content: bytes) -> str | None:
    """ISO-2022-JP with the NEC and IBM characters that it is sent with, which only cp932 knows."""
    if b"\x1b" not in content:
        return None
    shifted = JIS_DOUBLE.sub(lambda found: _shift_jis(found[1]), content)
    shifted = JIS_KATAKANA.sub(lambda found: found[1].translate(HIGH_BIT), shifted)
    shifted = JIS_SINGLE.sub(b"", shifted)
    text = _tried(shifted, "cp932") if b"\x1b" not in shifted else None
    return content.decode("iso2022_jp_ext", "replace") if text is None else text


def _shift_jis(pairs: bytes) -> bytes:
    """JIS X 0208 pairs (0x21-0x7e each) as Shift_JIS; whatever else stands between them stays."""
    out = bytearray()
    bytes_left = iter(pairs)
    for high in bytes_left:
        low = next(bytes_left, 0) if high in JIS_BYTES else 0
        if low not in JIS_BYTES:
            out += bytes((high, low)) if low else bytes((high,))
            continue
        out.append((high + 1) // 2 + (0x70 if high < 0x5F else 0xB0))
        out.append(low + (0x1F if low < 0x60 else 0x20) if high % 2 else low + 0x7E)
    return bytes(out)


def _guessed(content: bytes, codec: str | None) -> str:
    if b"\x1b$" in content[:DETECT_BYTES] and content.isascii():
        return _japanese(content) or content.decode("ascii")
    text = _tried(content, "utf-8")
    if text is None:
        text = _tried(content, _detected(content))
    if text is None:
        text = _tried(content, "cp1252")
    return content.decode(codec or "cp1252", "replace") if text is None else text


def _detected(content: bytes) -> str | None:
    """What chardet takes the eight bit lines for; the rest would only slow it down."""
    lines = [line for line in content[: DETECT_BYTES * 16].splitlines() if not line.isascii()]
    sample = b"\n".join(lines)[:DETECT_BYTES]
    found = chardet.detect(sample)
    codec = codec_of(found["encoding"] or "")
    return codec if codec in CREDIBLE else None


def _tried(content: bytes, codec: str | None) -> str | None:
    if codec is None:
        return None
    try:
        return content.decode(codec)
    except UnicodeError:
        return None
