"""What `meja doctor` says of mailboxes, sending accounts and what their hosts made of its probes, with remedies."""

from __future__ import annotations

SEND_AS = "Allow that address for the account at its host (“send as”, alias), or give it an account of its own."

FINDINGS: dict[str, tuple[str, str]] = {
    # connections
    "mailbox_fine": ("Mailbox {mailbox}: {host} lets us in; mails in “{folder}”: {count}.", ""),
    "mailbox_down": ("Mailbox {mailbox} cannot be read.", ""),
    "folder_missing": (
        "Mailbox {mailbox} has no folder “{folder}”.",
        "Write it as the host does. It has: {folders}",
    ),
    "no_idle": (
        "Mailbox {mailbox}: {host} does not tell of new mail (no IDLE), so it is noticed within {seconds} seconds.",
        "Nothing is lost. If that is too late, lower poll_seconds.",
    ),
    "account_fine": ("Sending account {account}: {host} lets us in.", ""),
    "account_down": ("Sending account {account} cannot be used.", ""),
    "no_return_path_refused": (
        "{host} refuses mail without a return path: {answer}",
        "Acknowledgements and notices have none (RFC 3834), so they do not leave. Ask the host to allow it.",
    ),
    "address_refused": (
        "{account} may not send for {address}: {answer}",
        SEND_AS,
    ),
    # probes
    "probe_back": ("{address}: a mail to itself was back after {seconds} s, in “{folder}”.", ""),
    "probes_given_up": ("The probes could not be waited for.", ""),
    "probes_left_behind": (
        "The probes could not be removed: they are left in the mailbox.",
        "Delete the mails whose subject begins with “Meja probe”. Meja files nothing for them.",
    ),
    "probe_not_sent": ("{address}: a mail to itself could not be sent.", ""),
    "probe_returned": (
        "{address}: a mail to itself was returned.",
        "See that the address exists at its host, and that mail for it is not forwarded elsewhere.",
    ),
    "probe_lost": (
        "{address}: a mail to itself did not come back to mailbox {mailbox} within {seconds} seconds.",
        "See that mail to it reaches that mailbox and no filter takes it. If the host is slow: meja doctor --wait 300",
    ),
    "probe_in_junk": (
        "{address}: its own host took the mail for spam, and filed it in “{folder}”.",
        "See to SPF, DKIM and DMARC of its domain, and mark its mail as no spam; partners' hosts may think the same.",
    ),
    "plus_works": ("{address}: plus-addresses work.", ""),
    "no_plus": (
        "{address}: plus-addresses do not work.",
        "Nothing depends on them. Some hosts can switch them on (recipient delimiter, subaddressing).",
    ),
    "from_rewritten": (
        "{address}: {host} writes another sender, {found}. Answers go there.",
        SEND_AS,
    ),
    "message_id_replaced": (
        "{address}: {host} replaces the Message-ID.",
        "Answers find their ticket by References all the same. If the host can leave it alone, let it.",
    ),
    "references_stripped": (
        "{address}: {host} strips References.",
        "A conversation falls apart, and an answer may not find its ticket. Send through another host.",
    ),
    "reply_to_stripped": (
        "{address}: {host} strips or changes Reply-To.",
        "Meja does not depend on it.",
    ),
    "headers_stripped": (
        "{address}: {host} strips {headers}.",
        "Without Auto-Submitted other machines may answer ours. Ask the host to leave it.",
    ),
    "subject_changed": (
        "{address}: the subject came back as “{found}”.",
        "See which host adds to it. Tickets are found all the same.",
    ),
    "own_mail_fails": (
        "{address}: the receiving host says of its mail: {results}.",
        "Enter SPF, DKIM and DMARC for the sending host in the domain's DNS, or partners get our mail as spam.",
    ),
    # senders
    "results_seen": ("Mailbox {mailbox}: the host says in the name of {name} who a mail is from.", ""),
    "results_none": (
        "Mailbox {mailbox}: {host} does not say who a mail is from (no Authentication-Results).",
        "Leave authserv_id empty. Agents are known by the secrets of their notices alone.",
    ),
    "results_to_be_had": (
        "Mailbox {mailbox}: its host says in the name of {name} who a mail is from, but authserv_id is empty.",
        'Write authserv_id = "{name}" for this mailbox, then run doctor again: it tries whether that can be forged.',
    ),
    "results_forgeable": (
        "Mailbox {mailbox}: {host} lets through Authentication-Results that anybody may have written ({name}).",
        "Leave authserv_id empty: what proves nothing must not be believed.",
    ),
    "results_not_stripped": (
        "Mailbox {mailbox}: {host} lets forged results of {name} through, below its own.",
        "Ask the host to take them out (RFC 8601 section 5). If it does not, empty authserv_id.",
    ),
    "results_believed_forged": (
        "Mailbox {mailbox}: a forged result in the name of {name} came through on top, and would be believed.",
        "Empty authserv_id of this mailbox at once: anybody could write as one of your agents.",
    ),
    "results_never_seen": (
        "Mailbox {mailbox}: authserv_id is {name}, and no mail bears that name. Seen: {seen}",
        "Write the name that stands first in Authentication-Results of mails there, or empty authserv_id.",
    ),
}

SAID_BY_SOCKETS = {
    "smtp_host_unknown": (
        "No address is known for {host}. Check the name in the settings and this machine's name service."
    ),
    "smtp_nobody_listens": (
        "Nothing listens on {host}:{port}. Check both; most hosts take mail at 587 (“starttls”) or 465 (“tls”)."
    ),
    "smtp_other_security": (
        "{host}:{port} does not begin with TLS. Port 587 wants security “starttls”, port 465 wants “tls”."
    ),
}

SENTENCES = (
    {code: said for code, (said, _) in FINDINGS.items()}
    | {f"{code}.remedy": remedy for code, (_, remedy) in FINDINGS.items() if remedy}
    | SAID_BY_SOCKETS
)
