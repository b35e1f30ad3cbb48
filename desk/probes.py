"""The mark of doctor's probes: mails that Meja writes to itself, to see what the mail hosts make of them.

A mark is a Message-ID minted here. It stands in the subject and in a header as well, since a host may replace any
of the three; whatever holds one is never a matter of anybody's.
"""

from __future__ import annotations

import re

from desk.signing import Signer

HEADER = "x-meja-probe"
_PURPOSE = "probe"
_MARK = re.compile(r"(?<![a-z2-7])[a-z2-7]{16}\.[a-z2-7]{20}(?![a-z2-7])")


def mint_mark(signer: Signer, *, domain: str) -> str:
    """A new Message-ID, without angle brackets; what stands before its @ is the mark."""
    return signer.mint(ticket=_PURPOSE, person=_PURPOSE, domain=domain)


def holds_mark(signer: Signer, *texts: str) -> bool:
    """Whether one of these texts holds a mark of a probe that was sent from here."""
    found = (mark for text in texts for mark in _MARK.findall(text.lower()))
    return any(signer.vouches_for(f"{mark}@", ticket=_PURPOSE, person=_PURPOSE) for mark in found)
