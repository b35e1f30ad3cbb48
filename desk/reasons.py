"""Sentences for the reasons of the desk: settings, people, acknowledgements, joining, held replies, deliveries.

Each code keeps its meaning for ever, since old rows hold it. Facts stand in braces.
"""

from __future__ import annotations

SETTINGS = {
    "settings_missing": "{path} is not there; run `meja init` or copy the settings.toml of the documentation.",
    "settings_unreadable": "{path} is not valid TOML: {error}. Correct that line.",
    "settings_wrong": "{path}: {error}. Correct or remove that key; the settings.toml that comes with Meja shows them all.",
    "settings_secret": "{path}: `{key}` must say where the secret lies (env:NAME or file:PATH), never hold it. Move it there.",
    "settings_secret_in_url": "{path}: an address holds a password. Leave it out and use the driver's own password file or environment.",
    "settings_database": "{path}: `database.url` names no database that Meja knows. Write one like sqlite:///data/meja.db or postgresql://meja@localhost/meja.",
    "settings_twice": "{path}: two [[{kind}]] tables are named {name}. Give each its own name.",
    "settings_time_zone": "{path}: {zone} is no time zone. Write one like Asia/Jakarta, Asia/Makassar or Asia/Jayapura.",
    "secret_not_in_environment": "The environment variable {name} holds a secret and is not set. Set it and start again.",
    "secret_file_unreadable": "The secret file {path} cannot be read: {error}. Create it, readable by Meja's user only.",
    "secret_file_unwritable": "The secret file {path} cannot be written: {error}. Give Meja's user the right to.",
    "database_unreachable": "The database does not answer: {error}. Check `database.url` and that it runs.",
    "schema_missing": "The database is empty. Run `meja migrate`.",
    "schema_old": "The database is at schema {found}, this Meja needs {wanted}. Run `meja migrate`.",
    "schema_newer": "The database is at schema {found}, which this Meja does not know. Install the Meja that made it.",
    "disk_full": "The disk is full: {path} cannot be written. Free some space; the mail stays on the server until then.",
    "watch_failed": "Watching the mailbox failed ({error}); it is tried again. Please report this.",
    "queue_unwritable": "The queue {path} cannot be used: {error}. Check its folder, its rights and the disk.",
    "settings_exist": "{path} is there already. Move it away to begin anew; nothing was changed.",
    "port_in_use": "A port is taken ({error}). Stop what uses it, or choose another.",
    "system_refused": "{path}: {error}. Correct that and try again.",
}

PEOPLE = {
    "not_allowed": "Your role does not allow this. A coordinator can do it, or an administrator.",
    "no_such_agent": "There is no agent {login}.",
    "assignee_left": "{name} is no longer an agent here; choose somebody else.",
    "agent_exists": "{login} belongs to an agent already.",
    "password_short": "A password needs {length} characters at least.",
    "not_an_address": "{address} is not an e-mail address.",
    "no_such_team": "There is no team {slug}. `meja team add` makes one.",
    "team_exists": "There is a team {slug} already.",
    "not_a_slug": "{slug} cannot name a team: use small letters, digits, - and _.",
    "name_missing": "A name is needed, of {limit} letters at most.",
    "no_such_mailbox": "settings.toml names no mailbox {name}.",
    "no_such_sending_account": "settings.toml names no sending account {name}.",
    "address_exists": "{address} is set up already.",
    "address_is_an_agents": "{address} belongs to an agent; a desk address must not.",
    "no_such_requester": "There is no such requester.",
    "requester_unnamed": "Write a name, an e-mail address or a telephone number, so that the requester can be found again.",
    "requester_is_an_agent": "{address} belongs to an agent of this desk, so it cannot be a requester's.",
    "requester_is_the_desk": "{address} is an address of this desk, so it cannot be a requester's.",
    "address_of_another": "{address} belongs to {name} already. If they are one person, join the two.",
    "no_such_requester_address": "This requester has no such address.",
    "same_requester": "Choose somebody else to join: this is the same requester.",
    "requester_joined": "This requester was joined with {name} and cannot be changed any more.",
    "phone_too_long": "A telephone number has {limit} characters at most.",
    "no_such_organization": "There is no such organization.",
    "organization_exists": "There is an organization {name} already.",
    "not_a_domain": "{domain} is not a domain. Write one like partner.example, without @.",
    "domain_of_another": "The domain {domain} belongs to {name} already.",
    "domain_is_everybodys": "Anybody can have an address at {domain}, so it cannot tell who belongs to an organization.",
    "partner_without_mail": "{name} has no e-mail address to write to. Add one, or write down a call instead.",
    "no_requester_chosen": "Say who it is for: choose somebody, or write down who it is.",
    "no_desk_address": "There is no such address of this desk, or it is not in use.",
}

LOOKING_UP = {
    "no_such_ticket": "There is no ticket {code}.",
    "no_such_mail": "There is no mail {name}. `meja mail list` shows them.",
    "mail_name_short": "More than one mail begins with {name}. Give more digits.",
    "mail_not_waiting": "The mail {name} is not waiting for anybody.",
    "no_such_file": "{path} is not there. Nothing was taken.",
    "no_such_attachment": "There is no such attachment.",
    "no_such_follower": "There is no such follower.",
    "no_such_held_reply": "There is no such held reply.",
    "ticket_changed": "Somebody changed this ticket at the same moment. Look at it again, then repeat.",
    "nothing_written": "Nothing was written.",
    "too_much_written": "That is more than {limit} characters. Write less, or send a file.",
    "no_such_message": "There is no such message.",
    "no_such_language": "Meja does not speak {language}.",
    "text_without_code": "The subject must hold $code, so that answers find their ticket.",
    "text_unknown_name": "${name} is no name that can be filled in. Known are: {names}.",
}

SILENCE = {
    "acknowledgements_off": "Not acknowledged: acknowledgements are switched off.",
    "filed_quietly": "Not acknowledged: it was filed as old mail.",
    "machine": "Not acknowledged: a machine wrote it ({kind}).",
    "own_address": "Not acknowledged: it comes from our own address {address}.",
    "too_old": "Not acknowledged: it was older than {days} days when it was filed.",
    "sender_ambiguous": "Not acknowledged: its sender can be read in two ways.",
    "authentication_failed": "Not acknowledged: the receiving host says that {address} did not send it.",
    "confirmation_not_wanted": "Not acknowledged: whoever wrote it down left the confirmation out.",
    "no_mail_address": "Not acknowledged: no e-mail address is known.",
    "limit_reached": "Not acknowledged: {address} has had {limit} acknowledgements within a day.",
}

WHY_HERE = {
    "new_matter": "A new matter: nothing in it points to an earlier ticket.",
    "holds_secret": "It answers a mail that was sent to this very person about this ticket.",
    "holds_anothers_secret": "It answers a mail of this ticket that was sent to somebody else ({recipient}).",
    "references": "It answers a mail of this ticket, and its sender belongs to the ticket.",
    "references_outsider": "It answers a mail of this ticket, but its sender does not belong to the ticket.",
    "subject_code": "Its subject names this ticket, and its sender belongs to the ticket.",
    "code_of_stranger": "Its subject names {code}, but its sender does not belong to that ticket: a new matter.",
    "closed_long_ago": "It answers {code}, which was closed long ago: a new matter, linked to it.",
    "machine_opened": "A machine wrote it ({kind}); it opened a ticket and was not acknowledged.",
    "answer_to_ours": "A machine's answer to a mail of this ticket; it wakes nobody.",
    "bounce_of_ours": "A report about a mail of this ticket that could not be delivered.",
    "taken_by_phone": "{name} wrote down what was said on the telephone.",
    "taken_at_counter": "{name} wrote down what was said at the counter.",
    "written_first": "{name} wrote first: nobody had asked.",
    "filed_from_archive": "Old mail, filed as a closed ticket.",
}

HELD = {
    "no_secret": "Held: it does not answer a mail that Meja sent to you, so nothing proves that you wrote it.",
    "anothers_secret": "Held: it answers a mail that Meja sent to somebody else.",
    "address_not_confirmed": "Held: {address} is not one of your confirmed addresses.",
    "sender_not_proven": "Held: the receiving host did not confirm that {address} sent it.",
    "sender_in_doubt": "Held: its sender can be read in two ways.",
    "unknown_command": "Held: #{command} is no command. Known are: #note, #resolve, #take (#catatan, #selesai, #ambil).",
    "answered_meanwhile": "Held: {name} answered this ticket after the mail you replied to was sent.",
    "nothing_said": "Held: no words of yours were found in it.",
    "answers_a_warning": "Held: it answers a notice about a mail, not what the requester wrote.",
    "agent_left": "Held: {name} is no longer an agent here.",
}

SELECTED = {
    "nothing_selected": "Select a ticket first.",
    "too_many_selected": "That are {count} tickets; at most {limit} go at once.",
    "no_such_deed": "That cannot be done with many tickets at once.",
    "no_such_bulk_deed": "There is nothing to undo.",
    "not_your_bulk_deed": "Only who did it can undo it.",
    "not_a_day": "{day} is no day. Write one like 2026-11-30.",
}

FATES = {
    "filed": "Filed.",
    "own_mail": "Ignored: it is a mail of our own that came back.",
    "own_probe": "Ignored: `meja doctor` sent it to see what the mail hosts make of a mail.",
    "seen_before": "Ignored: the same words were filed already, in {code}.",
    "bounce_of_nothing": "Ignored: a report about a mail that Meja did not send.",
    "report_of_success": "Ignored: a report that a mail arrived, or was read.",
    "ignored_by_hand": "Ignored by hand.",
    "no_address": "Needs a look: no address of ours is set up for the mailbox {door}. Add one, then try again.",
    "no_sender": "Needs a look: it names no sender.",
    "parser_died": "Needs a look: reading it took too long or too much memory.",
    "filing_failed": "Needs a look: filing it failed twice ({error}).",
    "raw_missing": "Needs a look: its bytes are missing from the disk.",
}

DELIVERY = {
    "accepted": "Accepted by the mail server.",
    "refused": "Refused for good by the mail server: {text}",
    "gave_up": "Not delivered within {hours} hours: {text}",
    "bounced_back": "It was returned: {text}",
    "delayed_there": "It is delayed on its way: {text}",
    "lease_lost": "Another worker took it over.",
    "not_sent_twice": "The connection broke while it was being handed over. It may have arrived, and automatic mail is never sent twice.",
    "may_have_arrived_twice": "The connection broke while it was being handed over; the same mail was sent again, so it may have arrived twice.",
    "cannot_compose": "Not sent: the mail could not be put together ({error}).",
}

SENTENCES = SETTINGS | PEOPLE | LOOKING_UP | SILENCE | WHY_HERE | HELD | SELECTED | FATES | DELIVERY
