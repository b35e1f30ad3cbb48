"""What a mail server meant: status codes and refusals in words, as one word of ours.

Takes the diagnostic text of one recipient, gives status, permanence and reason. Words are believed
before codes, since servers say "550 5.7.1 user unknown" (RFC 3463, RFC 5321 section 4.2).
"""

from __future__ import annotations

import re

_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]*\d)")
_REPLY_CODE = re.compile(r"(?<![\d.#:])([45])[0-5]\d(?=[\s\-:,)\]#]|$)(?! (?:bytes|KB|MB|minutes|hours|seconds))")

WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("mailbox_full", (
        "mailbox full", "mailbox is full", "mailfolder is full", "over quota", "overquota",
        "quota exceeded", "exceeded quota", "quota violation", "disk quota", "mail quota",
        "quota has been", "exceeds allowed size", "mailbox exceeds", "storage allocation",
        "insufficient storage", "out of storage", "too much mail", "mailbox size limit", "inbox is full",
        "box is full", "quotaexceeded", "not enough storage", "full mailbox", "kotak masuk penuh",
        "kotak surat penuh", "kuota penuh", "melebihi kuota", "penuh",
    )),
    ("too_big", (
        "message too big", "message too large", "message size exceeds", "exceeds size limit",
        "size limit exceeded", "exceeds maximum", "message is too large", "larger than the",
        "line limit exceeded", "file too large", "terlalu besar",
    )),
    ("suspended", (
        "account is disabled", "account has been disabled", "account disabled", "has been suspended",
        "is suspended", "mailbox disabled", "disabled or discontinued", "inactive", "not been collected",
        "account is locked", "mailbox unavailable for", "deactivated", "dinonaktifkan",
    )),
    ("user_unknown", (
        "user unknown", "unknown user", "no such user", "user not found", "no such recipient",
        "unknown recipient", "recipient unknown", "recipient not found", "recipientnotfound",
        "not listed in", "does not exist", "doesn't exist", "no mailbox", "no such mailbox",
        "mailbox not found", "mailbox unavailable", "invalid recipient", "invalid mailbox",
        "address unknown", "addressee unknown", "unknown address", "unrecognized recipient",
        "recipient name is not recognized", "user doesn't have", "doesn't have a", "no such address",
        "invalid address", "invalid final delivery userid", "unknown or illegal", "unknown local",
        "not our customer", "bad destination", "couldn't be found", "could not be found", "wasn't found",
        "address not found", "no longer", "no valid recipients", "recipient address rejected",
        "unrouteable address", "unroutable address", "no account", "badrecipient", "tidak ditemukan",
        "tidak dikenal", "tidak terdaftar", "unknown mail", "no person",
    )),
    ("host_unknown", (
        "host unknown", "unknown host", "host not found", "domain not found", "name or service not known",
        "no such domain", "bad destination system", "could not find a mail exchanger",
        "couldn't find any host", "couldn't find a mail exchanger", "domain name not found", "nxdomain",
        "no mx", "domain does not exist", "type=mx", "type=a:", "all relevant mx records", "null mx",
        "no smtp service", "not accept mail", "doesn't accept mail", "unable to resolve", "domain tidak",
    )),
    ("spam", (
        "spam", "blacklisted url", "unsolicited", "junk mail", "bulk mail", "content rejected",
        "message content", "virus", "malware", "infected", "phish", "mail rejete",
    )),
    ("not_authenticated", (
        "spf", "dkim", "dmarc", "authentication checks", "unauthenticated", "not pass auth",
        "authentication required", "sender authentication", "reverse dns", "ptr record", "no reverse",
        "rdns",
    )),
    ("relaying_denied", ("relaying denied", "relay access denied", "relay not permitted", "no relaying", "open relay", "insecure mail relay")),
    ("blocked", (
        "blacklist", "block list", "blocklist", "blocked", "blackhole", "rbl", "spamhaus",
        "bad reputation", "reputation", "access denied", "banned", "listed at", "poor reputation", "abuse",
    )),
    ("rate_limited", ("rate limit", "too many", "throttl", "try again later", "unusual rate", "exceeded the limit", "greylist", "graylist")),
    ("expired", (
        "expired", "retry timeout", "queue too long", "giving up", "retry time",
        "has not yet been delivered", "delayed", "timed out", "timeout", "message will be retried",
        "too long", "delivery failed 20 attempts", "multiple retries", "retries", "not reachable",
        "tidak merespons",
    )),
    ("network", (
        "connection refused", "no route to host", "network error", "socket error", "unreachable",
        "connection lost", "connection reset", "couldn't connect", "could not connect",
        "establish an smtp connection", "too many hops", "mail loop", "loops back", "tls", "network is",
        "refused to talk", "did not accept our requests to connect",
    )),
    ("rejected", ("rejected", "denied", "not allowed", "not permitted", "prohibited", "not authorized", "policy", "refused", "ditolak")),
    ("system_error", ("system error", "internal error", "service unavailable", "local configuration", "temporarily unavailable", "command output", "permission denied", "i/o error")),
)  # fmt: skip
"""Reason and the words that tell it, in the order of asking."""

DETAILS: dict[str, str] = {
    "1.0": "user_unknown", "1.1": "user_unknown", "1.2": "host_unknown", "1.3": "user_unknown", "1.4": "user_unknown",
    "1.6": "user_unknown", "1.7": "rejected", "1.8": "rejected", "1.10": "host_unknown", "2.0": "other",
    "2.1": "suspended", "2.2": "mailbox_full", "2.3": "too_big", "3.1": "mailbox_full", "3.4": "too_big",
    "4.1": "network", "4.2": "network", "4.4": "host_unknown", "4.6": "network", "4.7": "expired", "7.0": "rejected",
    "7.1": "rejected", "7.23": "not_authenticated", "7.25": "not_authenticated", "7.26": "not_authenticated",
    "7.27": "host_unknown",
}  # fmt: skip
"""Subject and detail of an enhanced status code (RFC 3463, RFC 7372, RFC 7505)."""


def status_in(diagnostic: str) -> str:
    """The enhanced status the text names, the last one when it names several; "" when none."""
    found = _STATUS.findall(diagnostic[:4000])
    return ".".join(found[-1]) if found else ""


def is_permanent(status: str, diagnostic: str) -> bool | None:
    """By enhanced status, else by SMTP reply code; None when neither is said."""
    if status[:1] in ("4", "5") and not status.endswith(".0.0"):
        return status[0] == "5"
    code = _REPLY_CODE.search(diagnostic[:4000])
    if code is not None:
        return code[1] == "5"
    return status[0] == "5" if status[:1] in ("4", "5") else None


def reason_for(status: str, diagnostic: str) -> str:
    lowered = " ".join(diagnostic[:4000].lower().split())
    by_word = next((reason for reason, words in WORDS if any(word in lowered for word in words)), None)
    return by_word or DETAILS.get(status[2:], "other")
