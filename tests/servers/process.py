"""Programs that end when the tests end, however the tests end.

A program runs in a process group of its own. Beside it waits a leash: a shell that reads from a pipe
held by the tests. When the tests are killed the pipe closes, and the leash ends the group and removes
its folder; when they finish, `running` does the same itself.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

# Without `--` before the group: dash does not know it.
LEASH = 'read -r _; kill -TERM "-$1"; sleep 1; kill -KILL "-$1"; rm -rf "$2"'
PATIENCE = 30.0


@contextmanager
def short_folder(prefix: str, *, owner: pwd.struct_passwd | None = None) -> Iterator[Path]:
    """A private folder right below /tmp: paths of Unix sockets end at 107 bytes."""
    folder = Path(tempfile.mkdtemp(prefix=f"meja-{prefix}-", dir="/tmp"))
    try:
        if owner is not None:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def as_account(account: pwd.struct_passwd | None) -> dict[str, Any]:
    """What `subprocess` needs to run a program as somebody else; nothing when that is us."""
    if account is None or account.pw_uid == os.geteuid():
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def unprivileged() -> pwd.struct_passwd:
    """Who runs a server that refuses to be root: `nobody` when the tests are root, else ourselves."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())


@contextmanager
def running(
    argv: Sequence[str | Path],
    *,
    folder: Path,
    account: pwd.struct_passwd | None = None,
    env: Mapping[str, str] | None = None,
    stop: signal.Signals = signal.SIGTERM,
    patience: float = 5,
) -> Iterator[subprocess.Popen[bytes]]:
    """Runs a program in `folder`, its words in `folder`/output; `stop` asks for a clean end, `patience`
    is how many seconds it has for that."""
    with (folder / "output").open("ab") as output:
        process = subprocess.Popen(
            argv,
            cwd=folder,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            **as_account(account),
        )
    try:
        with _leash(process, folder):
            yield process
    finally:
        end(process, stop=stop, patience=patience)


def wait_until(ready: Callable[[], bool], *, process: subprocess.Popen[bytes], output: Path) -> None:
    """Raises with the program's last words when it ends or says nothing for half a minute."""
    give_up = time.monotonic() + PATIENCE
    while not ready():
        if process.poll() is not None or time.monotonic() > give_up:
            words = output.read_text(errors="replace")[-2000:] if output.exists() else ""
            raise RuntimeError(f"{process.args!r} did not start (exit {process.poll()}):\n{words}")
        time.sleep(0.01)


def end(
    process: subprocess.Popen[bytes], *, stop: signal.Signals = signal.SIGTERM, patience: float = 5
) -> None:
    """Asks the program to stop, then removes what is left of its group."""
    with suppress(ProcessLookupError):
        process.send_signal(stop)
    with suppress(subprocess.TimeoutExpired):
        process.wait(patience)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def _leash(process: subprocess.Popen[bytes], folder: Path) -> Iterator[None]:
    argv = ["/bin/sh", "-c", LEASH, "leash", str(process.pid), str(folder)]
    leash = subprocess.Popen(argv, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        yield
    finally:
        leash.kill()
        leash.communicate()
