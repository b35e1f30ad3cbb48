"""A mailbox as doctor visits it: what its server can do, and the one thing Meja ever removes, its own probes.

RFC 2177 IDLE, RFC 4315 UIDPLUS.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from imapclient import IMAPClient

from ingest.mailbox import Mailbox
from ingest.mailbox_answers import headers_only_of

_HEAD = ("BODY.PEEK[HEADER]<0.100000>",)


class VisitedMailbox(Mailbox):
    @property
    def announces_news(self) -> bool:
        """Whether the server tells of new mail by itself."""
        return self._idles

    def heads(self, uids: Sequence[int]) -> list[bytes]:
        """Their headers, and of a very long head the beginning."""
        answers = self.answers(uids, _HEAD) if uids else {}
        found = (headers_only_of(uid, answer) for uid, answer in answers.items())
        return [each.raw for each in found if each]

    def remove(self, uids: Iterable[int]) -> bool:
        """Exactly these mails of the selected folder. False when the server cannot (no UIDPLUS) or will not: a
        plain EXPUNGE would also remove what somebody else has just flagged."""
        with self._command() as client:
            can = client.has_capability("UIDPLUS")
        return can and self._done_for(uids, _remove)


def _remove(client: IMAPClient, uids: Sequence[int]) -> None:
    client.add_flags(uids, [rb"\Deleted"], silent=True)
    client.uid_expunge(uids)
