"""A desk lost and restored, upgraded and rolled back, on its real road: no mail lost, none confirmed twice."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from tests.end_to_end.conftest import Road
from tests.end_to_end.desk_process import DeskProcess, eventually
from tests.end_to_end.generated import Clue, Letter, Partners
from tests.end_to_end.ledger import ledger
from tests.servers import free_port
from tests.servers.process import short_folder

Complaint = str


def settle(desk: DeskProcess, road: Road, *, mails: int) -> None:
    assert eventually(lambda: road.is_quiet(desk, mails=mails)), desk.log()[-3000:]


def complaints(desk: DeskProcess, road: Road, letters: list[Letter]) -> list[Complaint]:
    """Without what a desk cannot know that has forgotten a part of what it sent."""
    found = ledger(desk, letters, road.received())
    return [*found.lost(), *found.doubled(), *found.astray(), *found.garbled()]


def acknowledged(desk: DeskProcess, road: Road, letters: list[Letter]) -> list[Complaint]:
    return list(ledger(desk, letters, road.received()).wrongly_acknowledged())


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    with short_folder("cb") as folder:
        yield folder


def newest_backup(desk: DeskProcess) -> Path:
    return max((desk.folder / "backups").glob("meja-*Z"))


def restored(desk: DeskProcess, place: Path) -> DeskProcess:
    """In another folder, with nothing left of the first."""
    done = desk.meja("restore", str(newest_backup(desk)), "--to", str(place))
    assert done.returncode == 0, done.stderr.decode()
    shutil.rmtree(desk.folder / "data")
    return DeskProcess(place, desk.hosts, web_port=free_port())


def test_a_desk_that_was_lost_comes_back_with_every_mail_and_confirms_none_twice(
    desk: DeskProcess, road: Road, elsewhere: Path
) -> None:
    partners = Partners(seed=21, domain=road.partners, to=road.address)
    desk.run()
    before, during = partners.new_matters(5, with_files=1), partners.new_matters(15, with_files=2)
    road.send(before)
    settle(desk, road, mails=5)
    storm = Thread(target=road.send, args=(during,))
    storm.start()
    backup = desk.meja("backup")
    storm.join()
    after = [*partners.new_matters(4), *(partners.answer(each, Clue.OWN_MAIL) for each in before[:2])]
    road.send(after)
    settle(desk, road, mails=26)
    desk.kill_supervisor()
    desk.close()
    down = partners.new_matters(2)
    road.send(down)
    again = restored(desk, elsewhere / "desk")
    try:
        again.run()
        settle(again, road, mails=28)
        fresh = partners.new_matters(3)
        road.send(fresh)
        settle(again, road, mails=31)
        letters = [*before, *during, *after, *fresh]

        assert (backup.returncode, backup.stderr) == (0, b"")
        assert complaints(again, road, [*letters, *down]) == []
        assert acknowledged(again, road, letters) == []
        assert again.meja("verify").returncode == 0
    finally:
        again.close()


def test_two_upgrades_and_a_roll_back_lose_no_mail_and_confirm_none_twice(
    desk: DeskProcess, road: Road
) -> None:
    partners = Partners(seed=22, domain=road.partners, to=road.address)
    letters: list[Letter] = []
    statuses: list[int] = []

    def upgraded(*words: str) -> None:
        """Stopped, mail comes, upgraded or rolled back, started, mail comes."""
        desk.stop()
        desk.surroundings.close()  # or we would go on looking at the database that is replaced
        down = partners.new_matters(2)
        road.send(down)
        statuses.append(desk.meja("upgrade", *words).returncode)
        desk.run()
        up = partners.new_matters(3, with_files=1)
        road.send(up)
        letters.extend([*down, *up])
        settle(desk, road, mails=len(letters))

    desk.run()
    upgraded()
    upgraded("--roll-back", "--yes")
    upgraded()

    assert statuses == [0, 0, 0]
    assert complaints(desk, road, letters) == []
    assert acknowledged(desk, road, letters) == []
