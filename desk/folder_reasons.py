"""Sentences for what lay in the folders beside the inbox: suspected spam, and mail sent by hand. Code -> words."""

from __future__ import annotations

JUNK = {
    "answered_already": "Not acknowledged: it was answered already.",
    "answered_by_hand": "Somebody answered it by hand.",
    "junk_without_sender": "Ignored: it lay in Junk and names no sender.",
    "lay_in_junk": "It lay in the folder {folder} of the mailbox {mailbox}: the mail host takes it for spam.",
    "suspected_spam": "Not acknowledged: the mail host takes it for spam.",
    "taken_out_of_junk": "Somebody moved it from Junk to {folder}.",
    "wrote_to_the_inbox": "The next mail of the same person came to the inbox.",
}

SENT = {
    "left_by_hand": "Somebody sent it by hand from the mailbox {mailbox}; Meja sent nothing.",
    "sent_by_a_machine": "Left alone: a machine sent it from the mailbox ({kind}).",
    "sent_by_hand_to_others": "Somebody sent it by hand, not to the requester: it stays inside and meets no promise.",
    "sent_by_us": "Ignored: Meja sent it, and the mail host keeps a copy.",
    "sent_for_no_ticket": "Left alone: it was sent from the mailbox by hand and concerns no ticket.",
    "sent_to_ourselves": "Left alone: it was sent to an address of ours, and is judged where it arrives.",
}

SENTENCES: dict[str, str] = {**JUNK, **SENT}
