"""What can happen when somebody opens a file of a mail: told by its name and by its bytes (T056, T059-T060, T071).

Pure. Takes a name and the two ends of the content, gives reasons to warn; a name that promises a harmless
kind does not hide a program, nor does content the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.reason import Reason, because

ENDS = 33 * 1024
"""Bytes of either end that are looked at: a disc image names itself at 32 KB, an archive lists its files last."""
PAGE = 1024
ACTING = re.compile(
    r"\.(app|bat|chm|cmd|com|cpl|dll|docm|dotm|exe|hta|html?|img|iso|jar|jse?|lnk|mht(ml)?|ms[ci]x?|one|pif|potm"
    r"|ppam|pp[ts]m|ps1|py|reg|scf|scr|settingcontent-ms|sh|svgz?|url|vb[es]?|vhdx?|ws[fh]|xhtml|xla?[ast]?m|xll)\Z"
)
PROGRAM = re.compile(
    rb"MZ|\x7fELF|#!\s*/|\xca\xfe\xba\xbe|[\xce\xcf]\xfa\xed\xfe|L\0\0\0\x01\x14\x02\0"
    rb"|\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d|ITSF\x03|vhdxfile|conectix"
)
PAGE_OPENS = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,200}?-->\s*)?<(?:!doctype\s+(?:html|svg)|html|head|script|svg|body)\b",
    re.IGNORECASE | re.DOTALL,
)
MACROS = re.compile(rb"vbaProject\.bin|_\0V\0B\0A\0_\0P\0R\0O\0J\0")
DISC = slice(0x8001, 0x8006)
ENVELOPED = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03"
"""The object identifier of enveloped data, RFC 5652 section 6.1."""
PGP = b"-----BEGIN PGP MESSAGE-----"
ZIP = b"PK\x03\x04"
LOCKED_ZIP = 0x1


def risks_of(name: str, content_type: str, *, head: bytes, tail: bytes) -> Iterator[Reason]:
    if may_act(name) or _acts(head, tail):
        yield because("file_acts")
    if is_sealed(content_type, head):
        yield because("file_sealed")
    if head.startswith(ZIP) and len(head) > 6 and head[6] & LOCKED_ZIP:
        yield because("file_locked")


def may_act(name: str) -> bool:
    return ACTING.search(name.strip(". ").lower()) is not None


def is_sealed(content_type: str, head: bytes) -> bool:
    """Encrypted as S/MIME (RFC 8551 section 3.3) or PGP (RFC 3156 section 4), for somebody with the key."""
    if content_type == "application/pgp-encrypted":
        return True
    return ENVELOPED in head[:100] or head[:PAGE].lstrip().startswith(PGP)


def _acts(head: bytes, tail: bytes) -> bool:
    begins = PROGRAM.match(head) or PAGE_OPENS.match(head[:PAGE]) or head[DISC] == b"CD001"
    return bool(begins or MACROS.search(head) or MACROS.search(tail))
