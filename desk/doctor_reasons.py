"""What `meja doctor` says of an installation, each with its remedy; of mail hosts it is in `desk.host_reasons`.

A finding about a reason that somebody else words (why a mailbox cannot be read) has no remedy here: that one says it.
"""

from __future__ import annotations

RAISE = "Ask the host for more, send through another account as well, or let agents hear of less at once."

FINDINGS: dict[str, tuple[str, str]] = {
    # settings
    "settings_read": ("{path} is in order; mailboxes: {mailboxes}, sending accounts: {accounts}.", ""),
    "no_mailboxes": (
        "No mailbox is read.",
        "Add a [[mailbox]] to settings.toml, or nothing comes in by mail.",
    ),
    "no_accounts": (
        "Nothing can be sent: there is no sending account.",
        "Add a [[sending]] account to settings.toml.",
    ),
    "settings_open": (
        "Others on this machine may change {path} (mode {mode}).",
        "Run: chmod 640 {path}",
    ),
    "secret_open": (
        "Others on this machine may read the secret in {path} (mode {mode}).",
        "Run: chmod 600 {path}. If other people use this machine, change that password as well.",
    ),
    "secret_unreadable": ("The secret of {key} cannot be read.", ""),
    "authority_missing": (
        "The certificate authority of {name} is not there: {path}.",
        "Put it there as a PEM file, or correct ca_file.",
    ),
    "line_in_clear": (
        "{name} signs in to {host} without TLS: its password and all mail travel in the clear.",
        "Set security to “tls” or “starttls”.",
    ),
    "pages_in_clear": (
        "The pages are at {url}: passwords and sessions travel in the clear.",
        "Put a proxy with TLS in front of them, and write its https:// address in base_url.",
    ),
    "pages_only_here": (
        "The pages are at {url}, which only this machine can reach; agents: {agents}. Links in mails lead nowhere.",
        "Write the address at which agents reach the pages in base_url.",
    ),
    # machine
    "python_fine": ("Python {version}.", ""),
    "python_old": (
        "Python {version} is older than {wanted}, which mended how headers of mail are read and written.",
        "Keep your system's security updates on, which mend it under an older number, or install Python {wanted}.",
    ),
    "disk_has_room": ("{path}: {free} GB are free ({percent} %).", ""),
    "disk_nearly_full": (
        "{path}: only {free} GB are free ({percent} %).",
        "Free some space, or move the data to a larger disk. When it is full, mail stays on the server.",
    ),
    "files_nearly_gone": (
        "{path}: the disk can take only {files} more files.",
        "Remove files that are not needed, or move the data to another disk: each mail is a file.",
    ),
    "folder_not_writable": (
        "The user of this command may not write to {path}.",
        "Run it as the user that Meja runs as, or give that user the folder.",
    ),
    # stores
    "database_fits": ("The database ({kind}) answers and has the right schema.", ""),
    "database_unfit": ("The database cannot be used.", ""),
    "redis_answers": ("Redis at {host} answers ({key}).", ""),
    "redis_down": (
        "Redis at {host} does not answer ({key}): {error}.",
        "Check the address and that it runs. No mail is lost meanwhile: the worker looks by itself.",
    ),
    "redis_not_installed": (
        "{key} names Redis, and its library is not installed.",
        "Run: .venv/bin/pip install -e '.[redis]'",
    ),
    # clock
    "clock_agrees": ("The clock agrees with that of {host}.", ""),
    "clock_ahead": (
        "The clock is {seconds} seconds ahead of that of {host}.",
        "Let a time service keep it: timedatectl set-ntp true. Every promise is counted by it.",
    ),
    "clock_behind": (
        "The clock is {seconds} seconds behind that of {host}.",
        "Let a time service keep it: timedatectl set-ntp true. Every promise is counted by it.",
    ),
    "clock_jumped": (
        "The clock was moved by {seconds} seconds while doctor looked.",
        "Let one time service keep it, and nobody else.",
    ),
    "clock_went_back": (
        "Something happened at {moment}, which is still to come: the clock was set back.",
        "Set it right. Until that moment has passed, promises may be counted wrong.",
    ),
    # desk
    "administrator_there": ("An administrator can sign in.", ""),
    "administrator_missing": (
        "No administrator can sign in.",
        "Run: meja agent add you@agency.example --name 'Your Name' --role administrator",
    ),
    "addresses_there": ("Mail is taken for: {addresses}.", ""),
    "no_addresses": (
        "No address is set up, so mail finds no team.",
        "Run `meja address add`, or add one in the panel, among the settings.",
    ),
    "address_without_mailbox": (
        "{address} is read in the mailbox {mailbox}, which settings.toml does not name.",
        "Add that [[mailbox]], or give the address another one in the panel.",
    ),
    "address_without_account": (
        "Answers from {address} leave through {account}, which settings.toml does not name.",
        "Add that [[sending]] account, or give the address another one in the panel.",
    ),
    "mail_moves_on": ("No mail waits to be filed, sent or looked at.", ""),
    "mail_unfiled": (
        "Mails that were kept and not filed: {count}, the first since {since}.",
        "See that `meja run` runs; its log says what hinders it.",
    ),
    "mail_unsent": (
        "Mails that wait to leave through {account}: {count}, the first since {since}. The host last said: {answer}",
        "See that `meja run` runs. If the host refuses, ask it.",
    ),
    "mail_waits_for_budget": (
        "Answers and acknowledgements that wait until {account} may send again: {count}.",
        "They leave by themselves. If it happens often, ask the host for more and raise per_hour or per_day.",
    ),
    "mail_needs_a_look": (
        "Mails that need a look: {count}.",
        "Open that page of the panel, or run: meja mail list --fate needs_look",
    ),
    "folder_in_trouble": ("The folder “{folder}” of mailbox {mailbox} is not read since {since}.", ""),
    "sign_in_ended": ("The sign-in {name} cannot be renewed.", ""),
    "holidays_known": ("The calendars know the coming holidays.", ""),
    "holidays_open": ("The calendar “{calendar}” does not know next year.", ""),
    "budget_suffices": (
        "{account}: its budget suffices for {need_hour} mails an hour and {need_day} a day.",
        "",
    ),
    "budget_unset": (
        "{account} has no budget; some {need_hour} mails an hour and {need_day} a day are to be expected.",
        "Ask the host how many it takes, and write per_hour and per_day: then people's words go first.",
    ),
    "budget_too_small_hour": (
        "{account} may send {limit} mails an hour; the busiest hour of the last 30 days needed {need}.",
        RAISE,
    ),
    "budget_too_small_day": (
        "{account} may send {limit} mails a day; the busiest of the last 30 days needed {need}.",
        RAISE,
    ),
    "budget_likely_too_small_hour": (
        "{account} may send {limit} mails an hour; {agents} agents will need some {need}.",
        RAISE,
    ),
    "budget_likely_too_small_day": (
        "{account} may send {limit} mails a day; {agents} agents will need some {need}.",
        RAISE,
    ),
    "budget_too_small_for_words": (
        "{account} may send {limit} mails a day; on one of the last 30 the words of agents alone needed {need}.",
        "Ask the host for more, or send through another account as well: answers arrive late.",
    ),
    # keeping
    "part_alive": ("{name} is alive.", ""),
    "part_silent": (
        "{name} was last seen at {since}.",
        "Start it with `meja run`, or see in its log why it stopped.",
    ),
    "part_never_seen": (
        "{name} was never seen, though other parts were.",
        "Start it with `meja run`, or with its own --role.",
    ),
    "backup_made": ("The last backup was made at {at}.", ""),
    "backup_old": (
        "The last backup is {days} days old.",
        "Run `meja backup`, and see why its timer did not.",
    ),
    "backup_damaged": (
        "The last backup holds files that were damaged before it was made: {count}.",
        "Run `meja verify` to learn which, and fetch them from an older backup.",
    ),
    "backup_never": ("No backup was ever made.", "Run `meja backup`, and let a timer do it each night."),
    "backup_proven": ("A backup was last proven at {at}.", ""),
    "backup_unproven": ("No backup was ever proven: it may not restore.", "Run `meja verify`."),
    "backup_proof_old": ("A backup was last proven {days} days ago.", "Run `meja verify`."),
}

SENTENCES = {code: said for code, (said, _) in FINDINGS.items()} | {
    f"{code}.remedy": remedy for code, (_, remedy) in FINDINGS.items() if remedy
}
