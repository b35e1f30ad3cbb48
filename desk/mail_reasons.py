"""English sentences for what was wrong with a mail, and what becomes of it: code -> words with facts."""

from __future__ import annotations

DEFECTS = {
    "boundary_missing": "Its parts are not marked off as its head says.",
    "closing_boundary_missing": "It ends in the middle of a part: something may be missing.",
    "date_missing": "It has no date.",
    "date_unreadable": "Its date cannot be read: “{date}”.",
    "header_too_long": "A header is longer than {limit} bytes; its rest was left out.",
    "html_too_long": "Its HTML is longer than {limit} characters; only the beginning is shown.",
    "sealed": "It is sealed or encrypted (S/MIME or PGP); its contents are attached as they came.",
    "sender_in_two_ways": "Its sender can be read in two ways; {address} is the likelier one.",
    "sender_missing": "It names no sender.",
    "sender_name_is_another_address": "Its sender {address} calls itself {name}, which is another address.",
    "sender_unusable": "What stands where the sender should is no address.",
    "stray_header_line": "Its head holds a line that is no header.",
    "text_too_long": "A text is longer than {limit} bytes: its beginning is shown, the whole attached.",
    "too_deep": "Its parts are nested more than {limit} deep; the innermost are kept as one file.",
    "too_many_headers": "It has {found} headers; only the first {limit} were read.",
    "too_many_parts": "It has more than {limit} parts; the others were not opened.",
    "unknown_charset": "It names an unknown character set, “{charset}”; the real one was guessed.",
}

FATES = {
    "mail_empty": "Needs a look: there is nothing in it.",
    "mail_too_large": "Needs a look: it is larger than {limit} bytes; only its head was read.",
    "mail_understood": "It was read.",
    "mail_unreadable": "Needs a look: the file cannot be read ({error}).",
    "parser_crashed": "Needs a look: reading it ended the reader (status {status}).",
    "parser_out_of_memory": "Needs a look: reading it takes too much memory.",
    "parser_too_slow": "Needs a look: reading it takes longer than {seconds} seconds.",
}

SENDER = {
    "host_not_configured": "Only claimed: no host is set up whose Authentication-Results count.",
    "no_authentication_results": "The receiving host says nothing about the sender.",
}

ACKNOWLEDGEMENT = {
    "no_one_to_acknowledge": "Not acknowledged: it names nobody to answer.",
    "would_acknowledge": "Acknowledged, unless settings, limits or its age speak against it.",
}

SENTENCES: dict[str, str] = {**DEFECTS, **FATES, **SENDER, **ACKNOWLEDGEMENT}
