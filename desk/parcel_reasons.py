"""Sentences about files that go past the mail: parcels, what people bring by a link, mails not taken whole."""

from __future__ import annotations

SENTENCES = {
    # To somebody outside, who followed a link.
    "no_such_parcel": "This link leads nowhere. Copy it whole from the e-mail, or reply to that e-mail.",
    "parcel_ended": "This link has ended. Write to {address} and name the ticket {code}: we will help you on.",
    "nothing_brought": "Choose at least one file.",
    "brought_enough": (
        "Files came by this link {limit} times already. To send more, write to {address} and name the ticket {code}."
    ),
    # On the ticket's page.
    "went_as_parcel": "Too large for the mail host ({answer}). The same words went at once with a link to the files.",
    "brought_by_link": "{recipient} brought it by the link to send files.",
    "stranger_brings_nothing": "Who wrote it does not belong to the ticket.",
    "files_missing": (
        "This mail was too large to be taken whole ({size}), so its files are missing here. The whole stays in the"
        " mailbox {mailbox}, folder {folder}."
    ),
    "files_missing_named": (
        "This mail was too large to be taken whole ({size}), so its files are missing here: {names}. The whole stays"
        " in the mailbox {mailbox}, folder {folder}."
    ),
    "not_whole": (
        "Held: your mail was too large to be taken whole, so its files are missing. Fetch the whole mail on the"
        " ticket's page and release it there, or write your reply there and attach them."
    ),
    "nothing_to_print": "Nobody has replied yet, so there is no answer to hand over.",
    # Fetching the whole mail.
    "whole_nowhere": "This mail did not come from a mailbox, so there is nothing more to fetch.",
    "whole_begun": "It is being fetched now.",
    "whole_gone": "It is no longer in the folder {folder} of the mailbox {mailbox}: somebody moved or deleted it.",
    "whole_without_end": "The mailbox {mailbox} gave more than {limit} MB for it, so fetching was given up.",
    "whole_not_opened": "It is here and can be downloaded, but it could not be taken apart: its files stay inside it.",
    "no_whole_mail": "The whole mail is not here.",
}
