"""Sentences for what coordinators may not set up as they typed it, and for what a calendar leaves in doubt."""

from __future__ import annotations

SENTENCES = {
    "no_such_address": "There is no such address.",
    "no_such_time_zone": "{zone} is no time zone. Choose one of the list.",
    "no_such_preset": "There is nothing to start from by that name.",
    "no_such_text": "Meja writes no mail of the kind {kind} by itself.",
    "no_such_role": "There is no role {role}.",
    "no_such_version": "There is no such version of this text.",
    "calendar_never_open": "A calendar needs opening hours on one day at least.",
    "hours_unreadable": "“{typed}” are no hours. Write them like 08.00-12.00, 13.00-16.00.",
    "hours_backwards": "{window} ends before it begins. Split at midnight: until 24.00, and from 00.00 the next day.",
    "hours_overlap": "{first} and {second} overlap.",
    "hours_of_day": "{day}: {problem}",
    "day_unreadable": "“{typed}” is no date. Write it like 2026-12-31.",
    "day_far_away": "The year {year} is too far away.",
    "open_day_without_hours": "{day} is closed in every week: write down from when to when it is open.",
    "span_unreadable": "“{typed}” is no time. Write it like 30 minutes, 4 hours or 2 working days.",
    "span_of_target": "{metric}, {priority}: {problem}",
    "warn_percent_wrong": "A warning comes at 1 to 100 percent of the time.",
    "not_a_number": "“{typed}” is no number.",
    "password_link_over": (
        "This link has ended or was used. Ask for a new one on the page to sign in, or an administrator."
    ),
    "nothing_to_invite_from": (
        "The desk has no address to write from yet. Add one first, or tell the password in person."
    ),
    "part_silent_now": "{name} has not been heard of. Is `meja run` running? Its log says why it stopped.",
    "mail_waits_to_be_filed": "{count} mails wait to be filed. The log of the worker says why.",
    "mail_waits_to_leave": "{count} mails wait to leave through {account}. The log says what its host answers.",
    "no_such_hearing": "Nobody can choose to hear “{hears}”: choose one of the list.",
    "folder_of_the_program": (
        "{folder} holds the program. Make a folder for your desk, go there (mkdir ~/desk; cd ~/desk), and give the"
        " command again."
    ),
    "database_in_use": "That database has a schema already. Name an empty one.",
    "login_stays": "{login} is the address to sign in with; it stays.",
    "not_yourself": "Nobody takes the desk away from themselves; ask another administrator.",
    "last_administrator": "{name} is the last administrator. Make somebody else one first.",
    "text_needs_name": "The text must hold ${name}, or the mail would be of no use.",
    "text_needs_marker": "The text must begin with the line ##- ... -##: it says where an answer ends.",
}
