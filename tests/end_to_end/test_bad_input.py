"""What an administrator gets wrong, and what breaks around Meja: one line that tells the remedy, and no mail lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from sqlalchemy import text

from tests.end_to_end.conftest import Road
from tests.end_to_end.desk_process import DeskProcess, MailHosts, eventually, set_up_desk
from tests.end_to_end.generated import Letter, Partners
from tests.end_to_end.ledger import has_deferred_mail, ledger
from tests.servers import free_port

CONFIG, TRY_LATER = 78, 75
FULL = "I3.before_rename:*:enospc"

Change = Callable[[str], str]


def replaced(old: str, new: str) -> Change:
    return lambda settings: settings.replace(old, new)


def added(line: str) -> Change:
    return lambda settings: f"{settings}\n{line}\n"


BAD_SETTINGS = {
    "a typo in a key": (replaced("base_url", "bas_url"), "bas_url"),
    "a word for a number": (replaced("undo_seconds = 0", 'undo_seconds = "none"'), "undo_seconds"),
    "a line that is no TOML": (added("[worker"), "line"),
    "a secret written out": (replaced("file:secrets/mailbox", "hunter2hunter2"), "password"),
    "a secret that is not there": (replaced("file:secrets/mailbox", "env:MEJA_NOT_SET"), "MEJA_NOT_SET"),
    "a table twice": (added('[[sending]]\nname = "main"\nhost = "b.example"'), "main"),
    "no such time zone": (replaced("Asia/Jakarta", "Asia/Bandung"), "Asia/Bandung"),
}


@pytest.fixture(scope="module")
def idle() -> Iterator[DeskProcess]:
    """A desk that is set up and never reaches its hosts."""
    hosts = MailHosts("support@desk.example", free_port(), "support", free_port())
    with set_up_desk(hosts, tries=False) as desk:
        yield desk


@pytest.fixture
def pristine(idle: DeskProcess) -> Iterator[DeskProcess]:
    """Its settings are as before when the test is over."""
    path = idle.folder / "settings.toml"
    before = path.read_text()
    yield idle
    path.write_text(before)


@pytest.mark.parametrize(("change", "named"), BAD_SETTINGS.values(), ids=BAD_SETTINGS)
def test_settings_that_cannot_be_used_end_the_run_with_one_line(
    change: Change, named: str, pristine: DeskProcess
) -> None:
    pristine.edit_settings(change)

    status, lines = outcome(pristine, "run")

    assert (status, len(lines)) == (CONFIG, 1)
    assert named in lines[0]


def test_a_secret_in_the_settings_is_not_repeated(pristine: DeskProcess) -> None:
    pristine.edit_settings(replaced("file:secrets/mailbox", "hunter2hunter2"))

    assert "hunter2" not in "".join(outcome(pristine, "run")[1])


@pytest.mark.parametrize(
    ("version", "remedy"), [("", "meja migrate"), ("f00d", "Install")], ids=["none", "newer"]
)
def test_a_schema_that_does_not_fit_ends_the_run_with_one_line(version: str, remedy: str, road: Road) -> None:
    with set_up_desk(road.hosts()) as desk:
        stamp(desk, version)

        status, lines = outcome(desk, "run")

        assert (status, len(lines)) == (CONFIG, 1)
        assert remedy in lines[0]


@pytest.mark.parametrize("command", [("run",), ("ingest", "-")], ids=["run", "ingest"])
def test_a_database_that_is_away_means_try_again_later(
    command: tuple[str, ...], pristine: DeskProcess
) -> None:
    pristine.edit_settings(added(f'[database]\nurl = "postgresql://meja@127.0.0.1:{free_port()}/meja"'))

    status, lines = outcome(pristine, *command)

    assert (status, len(lines)) == (TRY_LATER, 1)


def test_a_wrong_imap_password_is_said_and_stops_nothing_else(road: Road) -> None:
    letters = letters_of(road)
    with set_up_desk(replace(road.hosts(), imap_password="mistyped"), tries=False) as desk:
        desk.start()
        assert eventually(lambda: "why=wrong_password: " in desk.log())
        assert "Check both" in desk.log()
        for letter in letters:
            desk.meja("ingest", "-", given=letter.raw)
        eventually(lambda: road.is_quiet(desk, mails=3))

        assert ledger(desk, letters, road.received()).complaints() == []


def test_a_password_that_is_mended_is_tried_at_once(road: Road) -> None:
    """Three refusals make a pause of a quarter of an hour, lest the host lock the account."""
    with set_up_desk(replace(road.hosts(), imap_password="mistyped"), tries=False) as desk:
        desk.start("watch")
        assert eventually(lambda: desk.log().count("why=wrong_password: ") == 3)

        (desk.folder / "secrets" / "mailbox").write_text("secret\n")

        assert eventually(desk.watches)


def test_smtp_out_of_reach_delays_mail_and_loses_none(road: Road) -> None:
    letters = letters_of(road)
    right, wrong = f"port = {road.postfix.port}", f"port = {free_port()}"
    with set_up_desk(road.hosts()) as desk:
        desk.edit_settings(replaced(right, wrong))
        desk.run()
        road.send(letters)
        assert eventually(lambda: "why=smtp_unreachable: " in desk.log())
        assert "check host and port" in desk.log()

        desk.edit_settings(replaced(wrong, right))
        desk.run()
        eventually(lambda: is_all_sent(desk, road, mails=3), patience=180)

        assert ledger(desk, letters, road.received()).complaints() == []


def test_a_full_disk_is_said_and_mail_stays_on_the_server(desk: DeskProcess, road: Road) -> None:
    letters = letters_of(road)
    desk.start("worker")
    desk.start("watch", failpoint=FULL)
    assert eventually(desk.watches)
    road.send(letters)
    assert eventually(lambda: "why=disk_full: The disk is full" in desk.log())

    desk.start("watch")
    eventually(lambda: road.is_quiet(desk, mails=3))

    assert ledger(desk, letters, road.received()).complaints() == []


def test_a_disk_that_is_full_while_filing_costs_no_attempt(desk: DeskProcess, road: Road) -> None:
    letters = letters_of(road, with_files=1)
    desk.start("worker", failpoint=FULL)
    desk.start("watch")
    assert eventually(desk.watches)
    road.send(letters)
    assert eventually(lambda: "why=disk_full: The disk is full" in desk.log())

    desk.start("worker")
    eventually(lambda: road.is_quiet(desk, mails=3))

    assert ledger(desk, letters, road.received()).complaints() == []


def outcome(desk: DeskProcess, *command: str) -> tuple[int, list[str]]:
    done = desk.meja(*command, given=b"Subject: x\n\nx\n")
    return done.returncode, done.stderr.decode().splitlines()


def stamp(desk: DeskProcess, version: str) -> None:
    """As another version of Meja would have left the schema."""
    with desk.surroundings.database.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})


def letters_of(road: Road, *, with_files: float = 0) -> list[Letter]:
    return Partners(seed=7, domain=road.partners, to=road.address).new_matters(3, with_files=with_files)


def is_all_sent(desk: DeskProcess, road: Road, *, mails: int) -> bool:
    """Nothing waits for a later attempt either."""
    with desk.reading() as session:
        return road.is_quiet(desk, mails=mails) and not has_deferred_mail(session)
