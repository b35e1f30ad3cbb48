"""Parser children: they answer, they may die, and nobody waits for them or is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from ingest.children import Children, ParserDied
from tests.ingest.letters import encoded, letter, multipart, part

PATIENCE = 30.0
ORPHANS = """
from ingest.children import Children
children = Children(count=1)
children.parse(b"Subject: x\\n\\nHalo.")
print(*children.pids, flush=True)
input()
"""


def test_child_hands_over_the_whole_mail() -> None:
    content = bytes(range(256)) * 4096
    attached = part("application/pdf", encoded(content), "Content-Transfer-Encoding: base64")
    with Children(count=1) as children:
        mail = children.parse(multipart("mixed", part("text/plain", "Halo, Rui."), attached))

    assert mail.text == "Halo, Rui."
    assert mail.files[0].content == content
    assert mail.date is None


def test_children_start_when_they_are_needed_and_stay() -> None:
    with Children(count=2) as children:
        before = children.pids
        children.parse(letter())
        first = children.pids
        children.parse(letter())

        assert before == ()
        assert len(first) == 1
        assert children.pids == first


def test_child_is_renewed_after_its_mails() -> None:
    with Children(count=1, mails=2) as children:
        children.parse(letter())
        first = children.pids
        children.parse(letter())
        children.parse(letter())

        assert children.pids
        assert children.pids != first


def test_mail_that_takes_too_long_ends_its_child() -> None:
    with Children(count=1, seconds=0.001) as children, pytest.raises(ParserDied) as died:
        children.parse(letter())

    assert died.value.reason.code == "parser_too_slow"


def test_mail_that_takes_too_much_memory_ends_its_child() -> None:
    with Children(count=1, memory=160 * 1024 * 1024) as children:
        with pytest.raises(ParserDied) as died:
            children.parse(letter(body=b"words " * 20_000_000))

        assert died.value.reason.code == "parser_out_of_memory"
        assert children.parse(letter()).subject == "Printer"


def test_next_mail_is_read_after_a_death() -> None:
    with Children(count=1, memory=160 * 1024 * 1024) as children:
        children.parse(letter())
        first = children.pids
        with pytest.raises(ParserDied):
            children.parse(b"x" * 200_000_000)

        assert children.parse(letter()).subject == "Printer"
        assert children.pids != first


def test_child_that_died_while_waiting_is_no_mails_fault() -> None:
    with Children(count=1) as children:
        children.parse(letter())
        first = children.pids
        os.kill(first[0], signal.SIGKILL)
        os.waitid(os.P_PID, first[0], os.WEXITED | os.WNOWAIT)

        assert children.parse(letter()).subject == "Printer"
        assert children.pids != first


def test_many_threads_get_their_own_answers() -> None:
    answers: dict[str, str] = {}

    def ask(name: str) -> None:
        answers[name] = children.parse(letter(f"Subject: {name}")).subject

    with Children(count=2) as children:
        threads = [threading.Thread(target=ask, args=(f"mail {number}",)) for number in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert answers == {name: name for name in answers}
    assert len(answers) == 12


def test_closing_ends_every_child() -> None:
    children = Children(count=1)
    children.parse(letter())
    started = children.pids
    children.close()

    assert not any(is_running(pid) for pid in started)


def test_child_ends_when_its_parent_is_killed() -> None:
    command = [sys.executable, "-c", ORPHANS]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        running = is_running(pid)
        parent.kill()

    assert running
    assert ends(pid)


def is_running(pid: int) -> bool:
    """A process that has ended but was not yet waited for by its new parent counts as ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def ends(pid: int) -> bool:
    waited_until = time.monotonic() + PATIENCE
    while is_running(pid) and time.monotonic() < waited_until:
        time.sleep(0.02)
    return not is_running(pid)
