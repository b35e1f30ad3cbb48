"""English sentences for what an agent should know before believing a message or opening a file."""

from __future__ import annotations

SENDER = {
    "sender_domain_looks_like": "Its domain {domain} looks like {other}, but is another.",
    "sender_has_an_agents_name": "It bears the name of an agent, {name}, but not an address of theirs: {address}.",
}

CONTENT = {
    "link_leads_elsewhere": "A link shows {shown} and leads to {host}.",
    "text_differs_from_html": "Its plain text and its formatted version say different things.",
}

FILES = {
    "file_acts": "Can run as a program: open it only if you expected it",
    "file_locked": "Locked with a password: nobody could look inside",
    "file_sealed": "Encrypted: only its recipient's key opens it",
}

SENTENCES: dict[str, str] = {**SENDER, **CONTENT, **FILES}
