"""`meja upgrade` from an earlier schema with data, its failures, and its roll back; on both databases."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import Connection, select, text

from desk.tickets import add_note, get_ticket
from desk.work import work
from models.mail import Delivery, DeliveryState, Fate, Mail, Sighting
from models.people import Agent
from models.schema import migrate, schema_of
from models.ticket import Ticket
from ops.lock import running
from tests.desks import said
from tests.ops.kept_desk import KeptDesk, a_mail, kept_desk, take_in
from tests.servers.process import short_folder
from tests.test_schema import A_DESK_OF_0001

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
RAW = b"From: rui@partner.example\r\nSubject: a\r\n\r\nPrinter.\r\n"
MAIL_OF_0001 = """
    INSERT INTO mail (id, sha256, size, is_whole, fate, trace, treatment, door, delivered_to, attempts, arrived_at,
        kept_at, internet_id, sender, subject, kind, evidence, ticket_id)
    VALUES (1, :sha256, 50, true, 'filed', '', 'live', 'main', '', 1, :at, :at, 'a@partner.example',
        'rui@partner.example', 'a', 'human', '{}', 1)"""
KILLED_AT = ("upgrade.before_migrate", "upgrade.migrated")
ROLL_BACK_POINTS = ("roll_back.noted", "put_back.emptied", "roll_back.put_back")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    is_sqlite = request.param == "sqlite"
    return "sqlite:///data/meja.db" if is_sqlite else str(request.getfixturevalue("database_url"))


@pytest.fixture
def old(url: str) -> Iterator[KeptDesk]:
    """A desk at schema 0002, with tickets, a mail and its bytes."""
    with short_folder("u") as folder, kept_desk(folder / "desk", url=url, schema="0001") as kept:
        with kept.opened() as desk:
            name = desk.raw.keep(RAW)
            with desk.database.engine.begin() as connection:
                for statement in (*A_DESK_OF_0001, MAIL_OF_0001):
                    values = {"at": AT, "sha256": name} if ":sha256" in statement else {"at": AT}
                    connection.execute(text(statement), values)
                _count_on(connection)
            migrate(desk.database, to="0002")
        yield kept


def _count_on(connection: Connection) -> None:
    """PostgreSQL's sequences know nothing of ids that were written by hand."""
    if connection.dialect.name == "postgresql":
        for table in ("team", "address", "requester", "ticket", "mail"):
            number = f"SELECT max(id) FROM {table}"  # noqa: S608 (the names above)
            asked = f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), ({number}))"
            connection.execute(text(asked))


@pytest.fixture
def new(url: str) -> Iterator[KeptDesk]:
    """A desk of today with a ticket, upgraded to where it was."""
    with short_folder("u") as folder, kept_desk(folder / "desk", url=url) as kept:
        kept.mails(1)
        assert kept.meja("upgrade").returncode == 0
        yield kept


def schema(kept: KeptDesk) -> str:
    with kept.opened() as desk:
        return schema_of(desk.database).found


def codes(kept: KeptDesk) -> set[str]:
    with kept.opened() as desk, desk.database.engine.connect() as connection:
        return set(connection.scalars(text("SELECT code FROM ticket")))


def spoil(kept: KeptDesk) -> None:
    """A table of the next schema is there already: the migration cannot make it."""
    with kept.opened() as desk, desk.database.engine.begin() as connection:
        connection.execute(text("CREATE TABLE parcel (id INTEGER)"))


def test_a_desk_of_the_previous_schema_is_upgraded_with_its_tickets(old: KeptDesk) -> None:
    done = old.meja("upgrade")
    with old.opened() as desk, desk.database.reading() as session:
        found = {each.code: each.requester.name for each in session.scalars(select(Ticket))}

    assert done.returncode == 0, done.stderr
    assert "from schema 0002 to 0003" in done.stdout
    assert found == {"MJ-OPEN01": "Rui Santoso", "MJ-DONE01": "Rui Santoso"}
    assert old.meja("verify").returncode == 0


def test_the_backup_of_an_upgrade_is_of_before_it(old: KeptDesk) -> None:
    old.meja("upgrade")
    done = old.meja("verify", old.backups()[-1])

    assert done.returncode == 0, done.stdout
    assert '"schema": "0002"' in (old.backups()[-1] / "manifest.json").read_text()


def test_a_migration_that_fails_leaves_everything_as_it_was_and_says_so_in_one_line(old: KeptDesk) -> None:
    spoil(old)
    before = codes(old)
    done = old.meja("upgrade")

    assert done.returncode == 65
    assert len(done.stderr.splitlines()) == 1
    assert "is at schema 0002 as before" in done.stderr
    assert (schema(old), codes(old)) == ("0002", before)


def test_an_upgrade_that_fails_after_its_commit_is_put_back(old: KeptDesk) -> None:
    before = codes(old)
    done = old.meja("upgrade", failpoint="upgrade.migrated:1:raise")

    assert done.returncode == 65
    assert "is at schema 0002 as before: FailpointReached" in done.stderr
    assert (schema(old), codes(old)) == ("0002", before)


def test_after_a_failed_upgrade_the_next_one_succeeds(old: KeptDesk) -> None:
    old.meja("upgrade", failpoint="upgrade.migrated:1:raise")
    done = old.meja("upgrade")

    assert done.returncode == 0, done.stderr
    assert schema(old) == "0003"


@pytest.mark.parametrize("point", KILLED_AT)
def test_an_upgrade_that_was_killed_is_gone_on_with(point: str, old: KeptDesk) -> None:
    died = old.dies("upgrade", at=point)
    refused = old.meja("run")
    again = old.meja("upgrade")

    assert (died, refused.returncode) == (-signal.SIGKILL, 75)
    assert "Run `meja upgrade` again" in refused.stderr
    assert again.returncode == 0, again.stderr
    assert len(old.backups()) == 1


def test_a_killed_upgrade_may_be_rolled_back_instead(old: KeptDesk) -> None:
    before = codes(old)
    old.dies("upgrade", at="upgrade.migrated")
    done = old.meja("upgrade", "--roll-back", "--yes")

    assert done.returncode == 0, done.stderr
    assert (schema(old), codes(old)) == ("0002", before)


def test_mails_that_came_after_the_upgrade_are_filed_again_in_the_older_schema(old: KeptDesk) -> None:
    old.meja("upgrade")
    with old.opened() as desk:
        take_in(desk, a_mail())
    done = old.meja("upgrade", "--roll-back", "--yes")
    with old.opened() as desk, desk.database.engine.connect() as connection:
        rows = connection.execute(text("SELECT fate, treatment FROM mail ORDER BY id")).all()

    assert "schema 0002 again, with 1 mails that came since" in done.stdout
    assert [tuple(row) for row in rows] == [("filed", "live"), ("received", "quiet")]


def test_two_upgrades_and_one_roll_back_lose_no_mail(old: KeptDesk) -> None:
    """What came between them is filed in the end, once each, whether a mailbox still holds it or not."""
    old.meja("upgrade")
    came = [a_mail() for _ in range(3)]
    with old.opened() as desk:
        for raw in came:
            take_in(desk, raw)
    old.meja("upgrade", "--roll-back", "--yes")
    done = old.meja("upgrade")
    file_waiting(old)
    with old.opened() as desk, desk.database.reading() as session:
        mails = {each.sha256: each.fate for each in session.scalars(select(Mail))}

    assert done.returncode == 0, done.stderr
    assert mails == dict.fromkeys([sha256(each).hexdigest() for each in (RAW, *came)], Fate.FILED)
    assert old.meja("verify").returncode == 0


def test_what_was_acknowledged_before_a_roll_back_is_not_acknowledged_again(new: KeptDesk) -> None:
    with new.opened() as desk:
        take_in(desk, a_mail())
        before = acknowledgements(new)
    new.meja("upgrade", "--roll-back", "--yes")
    file_waiting(new)

    assert before == 2
    assert acknowledgements(new) == 1
    assert len(new.subjects()) == 2


def test_a_mail_nobody_had_filed_yet_is_acknowledged_after_a_roll_back(new: KeptDesk) -> None:
    from ingest.intake import Arrival, keep

    now = datetime.now(UTC)
    with new.opened() as desk:
        keep(desk, a_mail(), Arrival(door="pipe", arrived_at=now), at=now)
    new.meja("upgrade", "--roll-back", "--yes")
    file_waiting(new)

    assert acknowledgements(new) == 2


def test_a_reply_that_was_sent_before_a_roll_back_is_not_sent_again(new: KeptDesk) -> None:
    with new.opened() as desk, desk.database.transaction() as session:
        sent = session.scalars(select(Delivery)).first()
        assert sent is not None
        sent.state, sent.ended_at = DeliveryState.SENT, datetime.now(UTC)
        internet_id = sent.internet_id
    new.meja("upgrade", "--roll-back", "--yes")
    with new.opened() as desk, desk.database.reading() as session:
        sent = session.scalars(select(Delivery).where(Delivery.internet_id == internet_id)).one()

    assert sent.state is DeliveryState.SENT


def test_sightings_come_along_so_that_no_mailbox_is_read_twice(new: KeptDesk) -> None:
    now = datetime.now(UTC)
    with new.opened() as desk:
        mail_id = take_in(desk, a_mail())
        with desk.database.transaction() as session:
            place = {"mailbox": "main", "folder": "INBOX", "uidvalidity": 1}
            session.add(Sighting(mail_id=mail_id, uid=8, at=now, **place))
            session.add(Sighting(uid=9, internet_id="left@alone.example", at=now, **place))
    new.meja("upgrade", "--roll-back", "--yes")
    with new.opened() as desk, desk.database.reading() as session:
        found = {each.uid: each.mail is not None for each in session.scalars(select(Sighting))}

    assert found == {8: True, 9: False}


def test_what_agents_wrote_since_is_kept_in_a_backup_and_counted(new: KeptDesk) -> None:
    with new.opened() as desk, work(desk, at=datetime.now(UTC) + timedelta(seconds=1)) as session:
        ana = session.scalars(select(Agent)).one()
        ticket = get_ticket(session, session.scalars(select(Ticket.code)).one())
        add_note(session, ticket, said("Called them."), by=ana, at=datetime.now(UTC))
    done = new.meja("upgrade", "--roll-back", "--yes")
    kept = new.backups()[-1]

    assert "1 replies and notes of agents are only there" in done.stdout
    assert '"purpose": "roll-back"' in (kept / "manifest.json").read_text()
    assert new.meja("verify", kept).returncode == 0


def test_what_an_upgrade_or_a_roll_back_needs_is_never_pruned(new: KeptDesk) -> None:
    path = new.folder / "settings.toml"
    path.write_text(path.read_text() + "\n[backup]\nkeep = 1\n")
    new.meja("upgrade", "--roll-back", "--yes")
    needed = new.backups()
    new.backup()
    newest = new.backup()

    assert new.backups() == [*needed, newest]


@pytest.mark.parametrize("point", ROLL_BACK_POINTS)
def test_a_roll_back_that_was_killed_is_gone_on_with(point: str, old: KeptDesk) -> None:
    old.meja("upgrade")
    with old.opened() as desk:
        take_in(desk, a_mail())
    died = old.dies("upgrade", "--roll-back", "--yes", at=point)
    refused = old.meja("run")
    again = old.meja("upgrade", "--roll-back", "--yes")
    with old.opened() as desk, desk.database.engine.connect() as connection:
        count = connection.scalar(text("SELECT count(*) FROM mail"))

    assert (died, refused.returncode, again.returncode) == (-signal.SIGKILL, 75, 0)
    assert "`meja upgrade --roll-back` again" in refused.stderr
    assert (schema(old), count) == ("0002", 2)


def test_a_roll_back_asks_first(new: KeptDesk) -> None:
    done = new.meja("upgrade", "--roll-back")

    assert done.returncode == 130
    assert len(new.backups()) == 1


def test_there_is_nothing_to_roll_back_twice_or_before_an_upgrade(new: KeptDesk) -> None:
    new.meja("upgrade", "--roll-back", "--yes")
    twice = new.meja("upgrade", "--roll-back", "--yes")
    (new.folder / "data" / "upgrade.json").unlink()
    never = new.meja("upgrade", "--roll-back", "--yes")

    assert "was rolled back already" in twice.stderr
    assert "nothing to go back to" in never.stderr
    assert (twice.returncode, never.returncode) == (66, 66)


def test_nothing_is_upgraded_while_a_part_runs(old: KeptDesk) -> None:
    with running(old.settings, role="web"):
        done = old.meja("upgrade")

    assert done.returncode == 65
    assert "Stop it first" in done.stderr
    assert schema(old) == "0002"


def test_nothing_is_upgraded_while_somebody_has_the_database_open(old: KeptDesk) -> None:
    """Another host, or an older Meja that knows no lock."""
    with old.opened() as elsewhere, elsewhere.database.engine.connect() as connection:
        connection.execute(text("SELECT 1 FROM ticket"))
        done = old.meja("upgrade")

    assert schema(old) == "0002"
    assert done.returncode == 65
    assert "Stop every part of Meja, on every host" in done.stderr


def test_a_broken_secret_stops_an_upgrade_before_it_begins(old: KeptDesk) -> None:
    (old.folder / "secrets" / "mailbox").unlink()
    done = old.meja("upgrade")

    assert done.returncode == 78
    assert not (old.folder / "backups").exists()


def file_waiting(kept: KeptDesk) -> None:
    """As a worker does."""
    from ingest.parse import parse
    from ingest.pipeline import Pipeline

    with kept.opened() as desk:
        pipeline = Pipeline(desk, parse, lambda: datetime.now(UTC))
        for mail_id in pipeline.waiting():
            pipeline.process(mail_id)


def acknowledgements(kept: KeptDesk) -> int:
    with kept.opened() as desk, desk.database.reading() as session:
        kinds = session.scalars(select(Delivery.kind)).all()
    return sum(kind.value == "acknowledgement" for kind in kinds)
