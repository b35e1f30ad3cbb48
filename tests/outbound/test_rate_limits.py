"""What hosts answer when enough has left, told apart from what is wrong with a mail."""

from __future__ import annotations

import pytest

from outbound.failures import PermanentFailure, Step, TemporaryFailure, refusal

LIMITS = {
    "Gmail, the day": (550, "5.4.5 Daily user sending limit exceeded. For more information on Gmail"),
    "Gmail, the pace": (421, "4.7.28 Gmail has detected an unusual rate of unsolicited mail"),
    "cPanel": (
        550,
        "Domain agency.example has exceeded the max emails per hour (105/100 (105%)) allowed. Message discarded.",
    ),
    "cPanel, deferred": (
        451,
        "Domain agency.example has exceeded the max defers and failures per hour (5/5 (100%)) allowed.",
    ),
    "Exchange Online": (432, "4.3.2 STOREDRV; Concurrent connections limit exceeded; Sender throttled"),
    "Exchange Online, the day": (
        554,
        "5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException; submission quota exceeded",
    ),
    "Zoho": (550, "5.4.6 Unusual sending activity detected. Please try after sometime"),
    "Postfix": (450, "4.7.1 Error: too much mail from 10.0.0.1; rate limited"),
    "policyd": (451, "4.7.1 Sender hourly message quota exceeded, try later"),
    "Yahoo": (421, "4.7.0 [TSS04] Messages temporarily deferred; too many messages"),
    "words alone": (550, "You have reached your daily sending limit"),
}
THE_MAIL = {
    "nobody there": (550, "5.1.1 <siapa@mitra.example>: Recipient address rejected: User unknown"),
    "a full mailbox": (552, "5.2.2 <rui@mitra.example> mailbox full, quota exceeded for user"),
    "too large": (552, "5.3.4 Message size exceeds fixed limit"),
    "spam": (554, "5.7.1 Message rejected as spam"),
    "a policy": (550, "5.7.26 Unauthenticated email from agency.example is not accepted"),
}


@pytest.mark.parametrize(("code", "text"), LIMITS.values(), ids=LIMITS)
def test_enough_for_now_is_the_accounts_matter_and_passes(code: int, text: str) -> None:
    failure = refusal("smtp.agency.example", Step.RCPT, code=code, text=text)

    assert isinstance(failure, TemporaryFailure)
    assert failure.is_hosts_fault


@pytest.mark.parametrize(("code", "text"), THE_MAIL.values(), ids=THE_MAIL)
def test_what_is_wrong_with_a_mail_stays_the_mails(code: int, text: str) -> None:
    failure = refusal("smtp.agency.example", Step.RCPT, code=code, text=text)

    assert isinstance(failure, PermanentFailure)
    assert not failure.is_hosts_fault
