"""English sentences for why a mail could not be handed over, each with what to do about it.

Codes come from `outbound.failures`, `outbound.wire`, `outbound.frozen` and `outbound.courier`. {answer}
is the host's own answer, or what went wrong where it gave none; it may be in any language.
"""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    # Our own doing: what the host lets leave is used up.
    "budget_spent": (
        "{account} has sent what its host lets leave for now; people's words go first. It waits for room."
    ),
    "folded": "Told together with others in one mail, since the sending account had little room left.",
    "mail_waits_for_room": (
        "{account} has sent all that its host lets leave; {count} mails wait for room. Ask the host for more, or let"
        " agents hear less by mail (digests)."
    ),
    # The host or our account there: no mail can leave.
    "smtp_unreachable": (
        "The sending host {host} cannot be reached ({answer}). It is tried again; check host and port."
    ),
    "smtp_tls": (
        "The sending host {host} cannot be trusted ({answer}), so nothing was said to it. Write the host name"
        " that its certificate was made for, or have the certificate renewed."
    ),
    "smtp_no_tls": (
        "The sending host {host} offers no STARTTLS, so neither password nor mail was sent. Try security"
        " “tls” with port 465; on a network that is not yours, somebody may be listening in."
    ),
    "smtp_sign_in": (
        "The sending host {host} does not let us sign in ({answer}). Check user name and password."
    ),
    "smtp_limit": "The sending host {host} takes no more mail for now ({answer}). It is tried again later.",
    # This mail.
    "smtp_refused": "The sending host {host} refused the mail ({answer}).",
    "smtp_no_utf8": "The sending host {host} cannot send to an address with letters like these.",
    "smtp_broke_off": (
        "The connection to {host} broke before the mail was complete ({answer}). It is tried again."
    ),
    "smtp_no_answer": "The mail was handed to {host}, but no answer came ({answer}): it may have been sent.",
    "address_not_sendable": "“{address}” is not an address that mail can be sent to.",
    "headers_differ": (
        "Not sent: its headers did not come out as they were meant (too many: {unexpected};"
        " missing: {missing})."
    ),
    "headers_broken": "Not sent: its headers hold a line that is none ({line}).",
}
