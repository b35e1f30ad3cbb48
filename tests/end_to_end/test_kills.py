"""kill -9 of each part while mail runs: nothing lost, nothing doubled, and no orphan stays behind."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from email.message import EmailMessage
from functools import partial
from random import Random
from threading import Thread

from tests.end_to_end.answers import answer_to
from tests.end_to_end.conftest import Road
from tests.end_to_end.desk_process import ROLES, DeskProcess, eventually
from tests.end_to_end.generated import Partners
from tests.end_to_end.ledger import is_notice, ledger, read, waiting_for_a_look

MAILS = 90
EARLY = 15
KILLS_EACH = 3
LONGEST_PAUSE = 1.5


def test_kill_9_of_each_part_loses_and_doubles_nothing(desk: DeskProcess, road: Road) -> None:
    letters = Partners(seed=9, domain=road.partners, to=road.address).new_matters(MAILS)
    desk.run()
    road.send(letters[:EARLY])
    assert eventually(lambda: road.is_quiet(desk, mails=EARLY))

    answers = list(map(partial(answer_to, sender=road.admin), notices(road)))
    written = Random(9).sample([*letters[EARLY:], *answers], MAILS - EARLY + len(answers))
    people = Thread(target=road.send, args=(written,))
    people.start()
    kill_each_part(desk, Random(9))
    people.join()
    come_to_rest(desk, road, mails=MAILS + len(answers))

    assert len(answers) == EARLY
    assert ledger(desk, letters, road.received(), answers=answers).complaints() == []


def test_parts_die_with_their_supervisor(desk: DeskProcess) -> None:
    supervisor = desk.run()
    assert eventually(lambda: all(desk.pid(role) for role in ROLES))

    supervisor.kill()
    supervisor.wait()

    assert eventually(lambda: not desk.pids()), desk.pids()


def kill_each_part(desk: DeskProcess, random: Random) -> None:
    victims = [*ROLES, "supervisor"] * KILLS_EACH
    for victim in random.sample(victims, len(victims)):
        time.sleep(random.uniform(0, LONGEST_PAUSE))
        kill(desk, victim)


def kill(desk: DeskProcess, victim: str) -> None:
    """A dead supervisor is started again at once, while its orphans may still be there."""
    if victim == "supervisor":
        desk.kill_supervisor()
        desk.start()
    elif eventually(lambda: desk.pid(victim)):
        with suppress(ProcessLookupError):
            os.kill(desk.pid(victim) or 0, signal.SIGKILL)


def notices(road: Road) -> list[EmailMessage]:
    return [mail for mail in map(read, road.received()) if is_notice(mail)]


def come_to_rest(desk: DeskProcess, road: Road, *, mails: int) -> None:
    """A mail whose worker was killed twice waits for a person, who tries it again."""
    assert eventually(lambda: road.is_quiet(desk, mails=mails)), desk.log()[-4000:]
    names = waiting_for_a_look(desk)
    if names:
        assert desk.meja("mail", "retry", *names).returncode == 0
        assert eventually(lambda: road.is_quiet(desk, mails=mails))
