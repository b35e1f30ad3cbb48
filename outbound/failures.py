"""How handing over a mail can end other than well: the type says what to do next.

Temporary: nothing was accepted, try again later. Permanent: nothing was accepted, and trying again
will not help. Unknown: the mail may have been accepted, only the answer is missing (RFC 1047).
`refusal` judges an answer of the host by its first digit, as RFC 5321 section 4.2.1 asks.
"""

from __future__ import annotations

from enum import StrEnum

from models.reason import Reason, because
from outbound.frozen import clean_header
from outbound.rate_limits import is_rate_limit


class Step(StrEnum):
    """How far a conversation with the host has come."""

    CONNECT = "connect"
    SIGN_IN = "sign_in"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    DOT = "dot"


# The host or our account there is in trouble, whatever mail is offered: 530 and 535 are
# RFC 4954 section 6, 534 and 538 its older kin.
_SIGN_IN_CODES = frozenset({530, 534, 535, 538})
_HOST_REASONS = frozenset({"smtp_unreachable", "smtp_tls", "smtp_no_tls", "smtp_sign_in", "smtp_limit"})


class Failure(Exception):
    """`code` and `text` are the host's answer, None and the error's words where it gave none."""

    def __init__(self, reason: Reason, *, code: int | None = None, text: str = "") -> None:
        super().__init__(f"{reason.code}: {code or ''} {text}")
        self.reason = reason
        self.code = code
        self.text = text

    @property
    def is_hosts_fault(self) -> bool:
        """No mail can leave through this account now; the mail itself is not to blame."""
        return self.reason.code in _HOST_REASONS


class TemporaryFailure(Failure):
    """Nothing was accepted; later it may be."""


class PermanentFailure(Failure):
    """Nothing was accepted, and nothing will be."""


class Unknown(Failure):
    """The final dot may have arrived, and no answer could be read."""


def refusal(host: str, step: Step, *, code: int, text: str) -> Failure:
    """`code` is 4yz or 5yz."""
    text = clean_header(text, 500)
    reason = because(_refused(code, text), host=host, step=step, answer=f"{code} {text}")
    blames_the_mail = reason.code == "smtp_refused"
    kind = PermanentFailure if code >= 500 and blames_the_mail else TemporaryFailure
    return kind(reason, code=code, text=text)


def _refused(code: int, text: str) -> str:
    if code in _SIGN_IN_CODES:
        return "smtp_sign_in"
    return "smtp_limit" if is_rate_limit(text) else "smtp_refused"
