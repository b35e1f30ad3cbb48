"""The words of a mail that comes without its mail: pasted text, with only a subject known.

Cut as any mail's text is cut (`ingest.body`): what was written now stays, quoted history and signature go.
"""

from __future__ import annotations

from ingest.body import cut
from ingest.parsed import Headers, Letter


def reply_in(text: str, *, subject: str = "") -> str:
    return cut(_letter(subject, text)).reply


def _letter(subject: str, text: str) -> Letter:
    """Only subject and text say anything."""
    return Letter(
        size=len(text),
        sha256="",
        headers=Headers(),
        message_id="",
        in_reply_to="",
        references=(),
        date=None,
        subject=subject,
        sender=None,
        sender_ambiguous=False,
        reply_to=(),
        to=(),
        cc=(),
        parts=(),
        text=text.replace("\r\n", "\n"),
        html=None,
        files=(),
    )
