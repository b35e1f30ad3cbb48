"""Sentences for what is done, or refused, on a ticket's page: merging, spam, blocks, taking back, files, copies."""

from __future__ import annotations

SENTENCES = {
    "ticket_merged": "{code} was merged into {other}. Go on there, or undo the merging first.",
    "ticket_is_spam": "{code} is marked as spam. Say that it is none before you go on with it.",
    "merge_into_itself": "A ticket cannot be merged into itself.",
    "merge_into_done": "{code} is done: an open matter must not vanish in it. Open it again first.",
    "merged_meanwhile": "Held: {code} was merged into {other}, whose requester is somebody else.",
    "no_code": "{written} is no ticket code. A code looks like MJ-7K3QX2.",
    "no_such_block": "There is no such block any more.",
    "shared_host": "Many people have their mail at {domain}: block single addresses there.",
    "block_own": "{pattern} covers an address of the desk or of an agent.",
    "sender_blocked": "Ignored: mail from {pattern} is blocked.",
    "not_your_reply": "Only who wrote it, or a coordinator, can take a reply back.",
    "reply_has_left": "It cannot be taken back any more: it has left, or is leaving now.",
    "taken_back": "Taken back before it left.",
    "files_too_large": "The files are {size} MB together; at most {limit} MB go at once. Send the others afterwards.",
    "too_many_files": "{count} files are too many: at most {limit} go at once.",
    "copy_to_agent": "{address} is an agent's: agents read along here, in the panel.",
    "copy_to_ourselves": "{address} is an address of the desk.",
    "no_such_priority": "There is no such priority.",
    "hold_without_reason": "Say what it waits for: whoever sees the ticket next wants to know.",
    "moment_unreadable": "{typed} is no date with a time. Write it like 2026-11-30T09:00.",
    "too_many_followers": "A ticket has {limit} followers at most.",
}
