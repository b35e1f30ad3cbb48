"""Sentences about backups, restoring, upgrading, and who may work in a data folder."""

from __future__ import annotations

SENTENCES = {
    # Who works in a data folder.
    "runs_already": (
        "A Meja runs in {folder} already. Stop it first, or give this one a data folder of its own."
    ),
    "still_runs": (
        "Meja still runs in {folder}. Stop it first (systemctl stop meja, or Ctrl-C where it was started)."
    ),
    "being_changed": "{folder} is being upgraded or rolled back. Wait until that has ended.",
    "others_connected": "Something else has the database open. Stop every part of Meja, on every host.",
    # Backups.
    "backup_runs": "Another backup is being written to {path}. Wait until it has ended.",
    "backup_inside_data": (
        "{path} lies inside the data folder {data}: what destroys that would take both. Choose another place."
    ),
    "no_backup": "{path} is no backup: it holds no manifest.json.",
    "manifest_damaged": (
        "{path} is damaged, so nothing says what this backup should hold. Use another backup."
    ),
    "backup_format_newer": (
        "{path} has format {found}, this Meja knows up to {known}. Use the Meja that made it."
    ),
    "backup_schema_newer": (
        "{path} holds schema {found}, which this Meja does not know. Use the Meja that made it."
    ),
    "backup_not_whole": (
        "{path} is not whole: {count} files are wrong, the first is {file}. `meja verify` names them all."
    ),
    "backup_other_database": (
        "The backup is of {database}, the settings name another kind of database. Give --database-url."
    ),
    # What verify finds.
    "backup_file_missing": "missing: {file}",
    "backup_file_changed": "changed: {file}",
    "backup_file_superfluous": "not in the manifest: {file}",
    "blob_missing": "missing, though the database names it: {file}",
    "blob_changed": "changed, its bytes are not what its name says: {file}",
    "rows_differ": "table {file}: {found} rows, expected {expected}",
    "database_unsound": "the database is damaged ({file}): {error}",
    "database_not_restorable": "{file} cannot be restored: {error}",
    # Restoring.
    "place_not_empty": (
        "{path} is not empty. Restore into an empty place; remove what an interrupted restore left."
    ),
    "database_not_empty": "The database {database} has tables already. Restore into an empty one.",
    "returned_words": (
        "It came back after a restore and may have reached the requester before. Release it only if it has not."
    ),
    "restored_meanwhile": "May have been sent: the desk was restored from {backup} before it was known.",
    "pg_program_missing": (
        "{program} is not there. Install PostgreSQL's client programs (apt install postgresql-client)."
    ),
    "pg_program_old": (
        "{program} is of version {found}, the server of {needed}. Install the client programs of"
        " that version."
    ),
    "pg_program_failed": "{program} failed: {error}",
    # Upgrading.
    "upgrade_undone": "The upgrade failed, and the database is at schema {schema} as before: {error}",
    "upgrade_unfinished": (
        "An upgrade began and did not end. Run `meja upgrade` again, or `meja upgrade --roll-back`."
    ),
    "roll_back_unfinished": "A roll back began and did not end. Run `meja upgrade --roll-back` again.",
    "upgrade_unreadable": (
        "{path} cannot be read, so nothing says what the last upgrade did. Restore from its backup."
    ),
    "roll_back_unreadable": (
        "What came since the upgrade cannot be read any more ({error}). Restore from a backup."
    ),
    "no_upgrade": (
        "No upgrade is known here, so there is nothing to go back to. `meja restore` restores a backup."
    ),
    "rolled_back_already": "The last upgrade was rolled back already; the database is at schema {schema}.",
}
