"""A part killed at each named point of a mail's way (docs/failpoints.md): after a restart all is as it should be."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from email.message import EmailMessage

import pytest

from desk.failpoints import POINTS
from tests.end_to_end.answers import Answer, answer_to
from tests.end_to_end.conftest import NewRoad, Road
from tests.end_to_end.desk_process import PATIENCE, DeskProcess, eventually, set_up_desk
from tests.end_to_end.generated import Letter, Partners
from tests.end_to_end.ledger import fates, is_notice, ledger, read

KEEPING = ("I2.", "I3.", "I4.", "I5.", "I6.", "I7.")
FILING = ("I9.", "I10.", "I11.", "I12.")
SENDING = ("O2.", "O3.", "O4.", "O5.", "O7.", "O8.")

Running = tuple[DeskProcess, Road]


def points(*beginnings: str) -> list[str]:
    return [name for name in POINTS if name.startswith(beginnings)]


@pytest.fixture(scope="module")
def running(new_road: NewRoad) -> Iterator[Running]:
    """One desk for all points: what happened at one must not trouble it at the next."""
    road = new_road()
    with set_up_desk(road.hosts()) as desk:
        desk.start("watch")
        desk.start("worker")
        assert eventually(desk.watches)
        yield desk, road


@pytest.mark.parametrize("point", points(*KEEPING, *FILING, *SENDING))
def test_mail_is_filed_and_acknowledged_once_when_a_part_dies_at(point: str, running: Running) -> None:
    desk, road = running
    letters = letters_about(point, road, count=3)
    victim = "watch" if point.startswith(KEEPING) else "worker"

    die_and_rise(desk, road, victim=victim, point=point, written=letters)

    assert ledger(desk, letters, road.received()).complaints() == []


@pytest.mark.parametrize("point", points(*SENDING))
def test_an_agents_words_are_heard_or_in_doubt_when_the_worker_dies_at(point: str, running: Running) -> None:
    desk, road = running
    letters = letters_about(f"answer {point}", road, count=1)
    before = kept(desk)
    road.send(letters)
    assert eventually(lambda: road.is_quiet(desk, mails=before + 1))
    answer = answer_to(notice_of(letters[0], road), sender=road.admin)

    die_and_rise(desk, road, victim="worker", point=point, written=[answer])

    assert ledger(desk, letters, road.received(), answers=[answer]).complaints() == []


def die_and_rise(
    desk: DeskProcess, road: Road, *, victim: str, point: str, written: list[Letter] | list[Answer]
) -> None:
    """The armed part dies of the mails that are written; an ordinary one takes its place."""
    before = kept(desk)
    armed = desk.start(victim, failpoint=f"{point}:1:kill")
    road.send(written)
    assert armed.wait(PATIENCE) == -signal.SIGKILL
    desk.start(victim)
    assert eventually(lambda: road.is_quiet(desk, mails=before + len(written)))


def letters_about(subject: str, road: Road, *, count: int) -> list[Letter]:
    domain = f"{subject.replace('.', '-').replace('_', '-').replace(' ', '-').lower()}.{road.partners}"
    return Partners(seed=1, domain=domain, to=road.address).new_matters(count, with_files=1)


def notice_of(letter: Letter, road: Road) -> EmailMessage:
    notices = [mail for mail in map(read, road.received()) if is_notice(mail)]
    return next(mail for mail in notices if letter.token in str(mail["Subject"]))


def kept(desk: DeskProcess) -> int:
    with desk.reading() as session:
        return len(fates(session))
