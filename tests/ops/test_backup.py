"""`meja backup`, `meja restore`, `meja verify` on both databases: what is kept comes back, what is wrong is named."""

from __future__ import annotations

import json
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import psycopg
import pytest
from psycopg import sql

from models.copies import counts_of
from ops.manifest import PROOF, read_manifest
from tests.ops.kept_desk import KeptDesk, a_mail, kept_desk, take_in
from tests.servers.postgres import fresh_database
from tests.servers.process import short_folder

BACKUP_POINTS = ("backup.database_copied", "backup.blobs_copied", "backup.before_rename")
RESTORE_POINTS = ("restore.files_copied", "restore.before_settings")


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest) -> Iterator[KeptDesk]:
    url = {} if request.param == "sqlite" else {"url": request.getfixturevalue("database_url")}
    with short_folder("k") as folder, kept_desk(folder / "desk", **url) as kept:
        kept.mails(3, files=1)
        yield kept


@pytest.fixture
def kept() -> Iterator[KeptDesk]:
    with short_folder("k") as folder, kept_desk(folder / "desk") as kept:
        kept.mails(3, files=1)
        yield kept


@pytest.fixture
def empty_database(either: KeptDesk, request: pytest.FixtureRequest) -> Iterator[str]:
    """ "" on SQLite, where the restored desk has a file of its own."""
    if either.settings.database.url.startswith("sqlite"):
        yield ""
        return
    with fresh_database(request.getfixturevalue("postgres_url")) as url:
        yield url.replace("postgresql://", "postgresql+psycopg://")


def flip(path: Path, *, at: int = 10) -> None:
    """One byte of it."""
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def a_blob(backup: Path, store: str = "raw") -> Path:
    return next((backup / "blobs" / store).glob("??/*"))


def rewritten(backup: Path, **changes: object) -> None:
    """The manifest with other values and a right hash, as a later Meja would write it."""
    import msgspec

    from ops.manifest import write_manifest

    write_manifest(backup, msgspec.structs.replace(read_manifest(backup), **changes))


def test_a_backup_is_whole_and_proven_by_restoring_it(either: KeptDesk) -> None:
    backup = either.backup()
    done = either.meja("verify", backup)

    assert (done.returncode, done.stderr) == (0, "")
    assert "was restored to scratch" in done.stdout
    assert (backup / PROOF).exists()


def test_a_restored_desk_holds_what_was_backed_up(either: KeptDesk, empty_database: str) -> None:
    backup = either.backup()
    place = either.folder.parent / "restored"
    more = ["--database-url", empty_database] if empty_database else []
    done = either.meja("restore", backup, "--to", place, *more)
    assert done.returncode == 0, done.stderr
    restored = KeptDesk(place)
    whole = restored.meja("verify")

    assert restored.subjects() == either.subjects()
    assert whole.returncode == 0, whole.stdout
    assert (place / "data" / "secret.key").read_text() == (either.folder / "data" / "secret.key").read_text()
    assert f"meja run --settings {place}" in done.stdout


def test_mails_that_arrive_during_a_backup_are_in_it_whole_or_not_at_all(either: KeptDesk) -> None:
    stop = Event()
    storm = Thread(target=arriving, args=(either, stop))
    storm.start()
    try:
        before = either.mail_count()
        backup = either.backup()
        between = either.mail_count()
        second = either.backup()
    finally:
        stop.set()
        storm.join()
    done = [either.meja("verify", each) for each in (backup, second)]
    counted = [read_manifest(each).counts for each in (backup, second)]

    assert [(each.returncode, each.stdout) for each in done if each.returncode] == []
    assert before <= counted[0]["mail"] <= between <= counted[1]["mail"] <= either.mail_count()


def arriving(kept: KeptDesk, stop: Event) -> None:
    with kept.opened() as desk:
        while not stop.is_set():
            take_in(desk, a_mail(files=2))


def test_one_flipped_byte_in_one_blob_is_named(kept: KeptDesk) -> None:
    backup = kept.backup()
    blob = a_blob(backup)
    flip(blob)
    done = kept.meja("verify", backup)

    assert done.returncode == 65
    assert done.stdout.splitlines()[0] == f"changed: {blob.relative_to(backup)}"
    assert not (backup / PROOF).exists()


@pytest.mark.parametrize("name", ["database.sqlite", "settings.toml", "secrets/1-secret.key"])
def test_one_flipped_byte_anywhere_else_is_named_too(name: str, kept: KeptDesk) -> None:
    backup = kept.backup()
    flip(backup / name, at=1)
    done = kept.meja("verify", backup)

    assert done.returncode == 65
    assert f"changed: {name}" in done.stdout.splitlines()


def test_missing_and_superfluous_files_are_named(kept: KeptDesk) -> None:
    backup = kept.backup()
    blob = a_blob(backup, "files")
    blob.rename(backup / "stray")
    done = kept.meja("verify", backup)

    assert done.returncode == 65
    assert done.stdout.splitlines()[:2] == [
        f"missing: {blob.relative_to(backup)}",
        "not in the manifest: stray",
    ]


def test_a_changed_manifest_is_refused(kept: KeptDesk) -> None:
    backup = kept.backup()
    path = backup / "manifest.json"
    path.write_text(path.read_text().replace('"mail": 3', '"mail": 2'))
    done = kept.meja("verify", backup)

    assert done.returncode == 65
    assert "manifest.json is damaged" in done.stderr


def test_rows_that_differ_from_the_manifest_are_named(kept: KeptDesk) -> None:
    backup = kept.backup()
    rewritten(backup, counts=read_manifest(backup).counts | {"mail": 4})
    done = kept.meja("verify", backup)

    assert (done.returncode, done.stdout.splitlines()[0]) == (65, "table mail: 3 rows, expected 4")


def test_a_blob_that_the_database_names_and_the_backup_lacks_is_named(kept: KeptDesk) -> None:
    blob = next((kept.folder / "data" / "raw").glob("??/*"))
    blob.unlink()
    done = kept.meja("verify", kept.backup())

    assert done.returncode == 65
    assert f"missing, though the database names it: blobs/raw/{blob.parent.name}/{blob.name}" in done.stdout


def test_damage_in_the_running_installation_is_named(kept: KeptDesk) -> None:
    flipped, lost = list((kept.folder / "data" / "raw").glob("??/*"))[:2]
    flip(flipped)
    lost.unlink()
    done = kept.meja("verify")

    assert done.returncode == 65
    assert set(done.stdout.splitlines()) == {
        f"missing, though the database names it: raw/{lost.parent.name}/{lost.name}",
        f"changed, its bytes are not what its name says: raw/{flipped.parent.name}/{flipped.name}",
    }


def test_a_backup_says_when_a_mail_on_this_disk_is_damaged(kept: KeptDesk) -> None:
    flip(next((kept.folder / "data" / "raw").glob("??/*")))
    done = kept.meja("backup")

    assert done.returncode == 65
    assert "Damaged on this disk" in done.stderr


def test_a_second_backup_shares_the_blobs_of_the_first_unless_afresh(kept: KeptDesk) -> None:
    first = a_blob(kept.backup())
    second = a_blob(kept.backup())
    third = a_blob(kept.backup("--afresh"))

    assert (first.name, first.stat().st_ino) == (second.name, second.stat().st_ino)
    assert third.stat().st_ino != first.stat().st_ino


def test_a_shared_blob_that_was_cut_short_is_copied_anew(kept: KeptDesk) -> None:
    blob = a_blob(kept.backup())
    blob.write_bytes(blob.read_bytes()[:-1])
    backup = kept.backup()

    assert kept.meja("verify", backup).returncode == 0


def test_only_whole_backups_of_this_command_are_pruned_and_never_the_proven_one(kept: KeptDesk) -> None:
    path = kept.folder / "settings.toml"
    path.write_text(path.read_text() + "\n[backup]\nkeep = 1\n")
    proven, foreign = kept.backup(), kept.folder / "backups" / "meja-20200101T000000Z"
    assert kept.meja("verify", proven).returncode == 0
    foreign.mkdir()
    (foreign / "letters.txt").write_text("ours")
    second = kept.backup()
    third = kept.backup()

    assert kept.backups() == [foreign, proven, third]
    assert not second.exists()


def test_secrets_are_readable_by_us_alone_and_may_be_left_out(kept: KeptDesk) -> None:
    backup = kept.backup()
    bare = kept.backup("--without-secrets")
    done = kept.meja("restore", bare, "--to", kept.folder.parent / "restored")
    modes = {path.stat().st_mode & 0o077 for path in backup.rglob("*") if path.is_file()}

    assert modes == {0}
    assert "secret" not in "".join(path.name for path in bare.rglob("*"))
    assert "file:data/secret.key, file:secrets/mailbox" in done.stdout


def test_a_backup_inside_the_data_folder_is_refused(kept: KeptDesk) -> None:
    done = kept.meja("backup", "data/backups")

    assert done.returncode == 65
    assert "lies inside the data folder" in done.stderr
    assert not (kept.folder / "data" / "backups").exists()


@pytest.mark.parametrize("point", BACKUP_POINTS)
def test_an_interrupted_backup_is_never_taken_for_one(point: str, kept: KeptDesk) -> None:
    died = kept.dies("backup", at=point)
    left = kept.backups()
    kept.backup()

    assert (died, left) == (-signal.SIGKILL, [])
    assert [path.name for path in (kept.folder / "backups").glob("*.new")] == []


def test_a_full_disk_is_said_and_nothing_is_left_on_it(kept: KeptDesk) -> None:
    done = kept.meja("backup", failpoint="backup.blobs_copied:1:enospc")
    left = [path.name for path in (kept.folder / "backups").iterdir()]

    assert (done.returncode, left) == (75, [".lock"])
    assert "The disk is full" in done.stderr


@pytest.mark.parametrize("point", RESTORE_POINTS)
def test_an_interrupted_restore_is_no_desk_and_the_next_one_succeeds(point: str, kept: KeptDesk) -> None:
    backup, place = kept.backup(), kept.folder.parent / "restored"
    died = kept.dies("restore", backup, "--to", place, at=point)
    started = kept.meja("run", "--settings", place / "settings.toml")
    again = kept.meja("restore", backup, "--to", place)
    shutil.rmtree(place)
    clean = kept.meja("restore", backup, "--to", place)

    assert (died, started.returncode) == (-signal.SIGKILL, 78)
    assert "remove what an interrupted restore left" in again.stderr
    assert clean.returncode == 0, clean.stderr


def test_a_restore_into_a_place_with_files_is_refused(kept: KeptDesk) -> None:
    done = kept.meja("restore", kept.backup(), "--to", kept.folder)

    assert done.returncode == 65
    assert "is not empty" in done.stderr


def test_a_restore_into_a_database_with_tables_is_refused(either: KeptDesk) -> None:
    url = either.settings.database_url
    place = either.folder.parent / "restored"
    done = either.meja("restore", either.backup(), "--to", place, "--database-url", url)

    assert done.returncode == 65
    assert "into an empty" in done.stderr
    assert list(place.iterdir()) == []


@pytest.mark.parametrize(("changes", "words"), [({"schema": "9999"}, "9999"), ({"format": 2}, "format 2")])
def test_a_backup_of_a_newer_meja_is_refused(changes: dict[str, object], words: str, kept: KeptDesk) -> None:
    backup = kept.backup()
    rewritten(backup, **changes)
    done = kept.meja("restore", backup, "--to", kept.folder.parent / "restored")

    assert done.returncode == 65
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_backup_that_is_not_whole_is_not_restored(kept: KeptDesk) -> None:
    backup, place = kept.backup(), kept.folder.parent / "restored"
    flip(a_blob(backup))
    done = kept.meja("restore", backup, "--to", place)

    assert done.returncode == 65
    assert "is not whole: 1 files are wrong" in done.stderr
    assert not place.exists()


def test_a_manifest_cannot_write_outside_of_the_new_place(kept: KeptDesk) -> None:
    backup, place = kept.backup(), kept.folder.parent / "restored"
    files = read_manifest(backup).files
    key = next(name for name in files if name.endswith("secret.key"))
    import msgspec

    outside = msgspec.structs.replace(files[key], place="../outside.key")
    rewritten(backup, files=files | {key: outside})
    done = kept.meja("restore", backup, "--to", place)

    assert done.returncode == 0, done.stderr
    assert not (place.parent / "outside.key").exists()
    assert "settings.toml expects ../outside.key" in done.stdout


def test_what_was_made_and_proven_last_is_written_down(kept: KeptDesk) -> None:
    backup = kept.backup()
    kept.meja("verify", backup)
    with kept.opened() as desk, desk.database.reading() as session:
        from desk.life import signs

        found = {each.name: each.facts["path"] for each in signs(session, "backup.")}

    assert found == {"backup.made": str(backup), "backup.proven": str(backup)}


def test_without_pg_dump_one_line_says_what_to_install(database_url: str) -> None:
    with short_folder("k") as folder, kept_desk(folder / "desk", url=database_url) as kept:
        done = kept.meja("backup", path=str(Path(shutil.which("env") or "").parent / "nowhere"))

    assert done.returncode == 75
    assert "apt install postgresql-client" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_role_that_may_not_make_databases_verifies_without_a_proof(
    postgres_url: str, database_url: str
) -> None:
    name = f"plain_{os.getpid()}"
    with psycopg.connect(postgres_url, autocommit=True) as server:
        server.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(name)))
    with psycopg.connect(database_url, autocommit=True) as server:
        server.execute(sql.SQL("GRANT ALL ON SCHEMA public TO {}").format(sql.Identifier(name)))
    url = database_url.replace("postgresql://meja@", f"postgresql://{name}@")
    with short_folder("k") as folder, kept_desk(folder / "desk", url=url) as kept:
        backup = kept.backup()
        done = kept.meja("verify", backup)

    assert done.returncode == 0
    assert "may create databases" in done.stdout
    assert "was restored" not in done.stdout


def test_a_backup_needs_no_installation_to_be_verified(kept: KeptDesk) -> None:
    backup = kept.backup()
    done = kept.meja("verify", backup, "--settings", kept.folder.parent / "nowhere" / "settings.toml")

    assert done.returncode == 0
    assert json.loads((backup / PROOF).read_text())["at"]


def test_counts_see_every_table(kept: KeptDesk) -> None:
    with kept.opened() as desk:
        rows = counts_of(desk.database)

    assert {"mail", "sighting", "ticket", "message", "delivery", "event", "alembic_version"} <= rows.keys()
    assert rows["ticket"] == 3
