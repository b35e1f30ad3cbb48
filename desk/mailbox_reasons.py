"""English sentences for why a mailbox is not being read, each with what to do about it.

Codes come from `ingest.mailbox_errors`, `ingest.mailbox_login` and `ingest.mailbox`; every sentence may
speak of {mailbox}, {host}, {port} and {user}. {words} are the other side's own and may be empty.
"""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    # Refused: somebody has to change something.
    "wrong_password": (
        "{host} does not accept the user name {user} with the password we have for mailbox {mailbox}"
        " (it says: “{words}”). Check both; many hosts want an app password instead of the usual one."
    ),
    "certificate_refused": (
        "The certificate of {host} cannot be trusted ({words}). Write the host name that the certificate was"
        " made for, or have the certificate renewed; for an authority of your own, name its file in ca_file."
    ),
    "starttls_missing": (
        "{host}:{port} offers no STARTTLS, so the password was not sent. Set security to “tls” with port 993,"
        " and ask the host; on a network that is not yours, somebody may be listening in."
    ),
    "login_disabled": (
        "{host}:{port} takes no password over this connection, so none was sent. Set security of mailbox"
        " {mailbox} to “tls” or “starttls”."
    ),
    "login_not_asked": (
        "{host}:{port} calls us logged in before we said who we are, so we left: somebody may be standing"
        " between. Check host and port of mailbox {mailbox}."
    ),
    "control_character": (
        "The {argument} of mailbox {mailbox} holds a control character, perhaps a line break at its end."
        " Take it out of the settings or the secret."
    ),
    # Unreachable: it is tried again by itself.
    "login_not_now": (
        "{host} cannot let {user} in just now (it says: “{words}”). It is tried again; if it stays,"
        " ask the host."
    ),
    "host_unknown": (
        "No address is known for {host}. Check the name in the settings and this machine's name service."
    ),
    "nobody_listens": (
        "Nothing listens on {host}:{port}. Check host and port; if they are right, the mail server is down."
    ),
    "unreachable": (
        "{host}:{port} cannot be reached ({words}). Check this machine's network and firewall; it is tried"
        " again."
    ),
    "tls_failed": (
        "{host}:{port} does not speak TLS as it should ({words}). Port 993 wants security “tls”, port 143"
        " wants “starttls”."
    ),
    "connection_lost": (
        "The connection to {host} broke ({words}). It is made again; if it keeps breaking, ask the host for"
        " limits on connections."
    ),
    "too_slow": (
        "{host} did not answer in time. It is tried again; if it stays, check the network or ask the host."
    ),
    "answer_too_long": (
        "{host} sent more than an answer may hold ({words}), so the connection was closed. It is tried again;"
        " if it stays, ask the host."
    ),
    "answer_not_understood": (
        "{host}:{port} did not answer as an IMAP server should ({words}). Check host and port; if they are"
        " right, ask the host."
    ),
    "folder_refused": (
        "{host} does not open the folder “{folder}” of mailbox {mailbox} (it says: “{words}”). Check how the"
        " host spells its name."
    ),
    "uidvalidity_missing": (
        "{host} gives the folder “{folder}” no UIDVALIDITY, so its mails cannot be told apart for good. Ask"
        " the host, or name another folder."
    ),
    "uidvalidity_changed": (
        "{host} numbered the folder “{folder}” anew while it was read. It is read again from the beginning;"
        " nothing is taken twice."
    ),
}
