"""Follow docs/install.md line by line on a fresh Debian: `python -m tests.install_on_debian ROOT --code REPOSITORY`.

ROOT is what debootstrap made (minbase). Every line of the section *On Debian, to stay* is typed there as root; the
questions of `meja init` are answered for a mailbox on this machine. Where no systemd runs, its lines are shown to be
right (`systemd-analyze verify`) and the service is started by hand as its user, who must be able to write nowhere else.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.mails import mail
from tests.servers import free_port
from tests.servers.dovecot import Dovecot, running_dovecot
from tests.servers.sink import Sink
from tests.terminal import terminal

PAGE = Path(__file__).parent.parent / "docs" / "install.md"
SECTION = "## On Debian, to stay"
ADDRESS, PARTNER = "support@agency.example", "rui@partner.example"
PASSWORD = "kata sandi yang panjang"
MOUNTS = ("proc", "sys", "dev")
ITS_OWN = ("/var/lib/meja", "/var/cache/meja")
ANYBODYS = ("/proc", "/sys", "/dev", "/tmp", "/var/tmp", "/run/lock", "/run/screen")


def lines_of(page: str) -> list[str]:
    """The commands of the section, in their order."""
    section = page.partition(SECTION)[2].partition("\n## ")[0]
    return [line.strip() for line in section.splitlines() if re.match(r"^ {7}\S", line)]


class Machine:
    """A Debian in a folder. It shares this machine's network and nothing else."""

    def __init__(self, root: Path, code: Path) -> None:
        self.root, self.code = root, code

    def run(self, line: str, **more: object) -> subprocess.CompletedProcess[str]:
        sys.stdout.write(f"# {line}\n")
        sys.stdout.flush()
        return subprocess.run(self.words(line), text=True, check=True, **more)  # type: ignore[call-overload,no-any-return]

    def words(self, line: str) -> list[str]:
        return ["chroot", str(self.root), "/bin/sh", "-c", line]

    def asks(self, line: str) -> str:
        """What it says."""
        return self.run(line, stdout=subprocess.PIPE).stdout


@contextmanager
def entered(root: Path, code: Path, binds: Sequence[Path]) -> Iterator[Machine]:
    with ExitStack() as stack:
        for source in (*(Path("/") / name for name in MOUNTS), code, *binds):
            target = root / source.relative_to("/")
            target.mkdir(parents=True, exist_ok=True)
            subprocess.run(["mount", "--rbind", source, target], check=True)
            subprocess.run(["mount", "--make-rslave", target], check=True)
            stack.callback(_unmount, target)
            if source in (code, *binds):  # nothing in there may change what is out here
                subprocess.run(["mount", "-o", "remount,bind,ro", target], check=True)
        yield Machine(root, code)


def _unmount(target: Path) -> None:
    subprocess.run(["umount", "--recursive", "--lazy", target], check=False)


def follow(machine: Machine, dovecot: Dovecot, sink: Sink) -> None:
    for line in lines_of(PAGE.read_text(encoding="utf-8")):
        if line == "meja init":
            sit_down(machine, dovecot, sink)
        elif line == "meja doctor":
            machine.run("meja doctor --no-probe || true")
        elif line.startswith("systemctl daemon-reload"):
            check_units(machine)
        elif line.startswith("systemctl"):
            start_by_hand(machine, dovecot, sink)
        else:
            machine.run(line.replace("ADDRESS", f"file://{machine.code}"))


def sit_down(machine: Machine, dovecot: Dovecot, sink: Sink) -> None:
    answers = [
        ("Address partners", ADDRESS),
        ("Number", "6"),
        ("IMAP host", "127.0.0.1"),
        ("IMAP port", str(dovecot.imap_port)),
        ("IMAP security", "none"),
        ("IMAP user", "support"),
        ("IMAP password", "secret"),
        ("Number", ""),
        ("SMTP host", "127.0.0.1"),
        ("SMTP port", str(sink.port)),
        ("SMTP security", "none"),
        ("SMTP user", "-"),
        ("Name of the desk", "Pusat Layanan"),
        ("Name of the team", "Layanan Informasi"),
        ("Number", ""),
        ("Number", ""),
        ("Address of the pages", ""),
        ("Database", ""),
        ("Your name", "Ana Wijaya"),
        ("Your own e-mail", "ana@agency.example"),
        ("A password", PASSWORD),
        ("Repeat", PASSWORD),
        ("Name <address>", ""),
    ]
    with terminal(machine.words("meja init"), folder=Path("/")) as sitting:
        for question, answer in answers:
            sitting.asks(question, answer)
        status = sitting.ends()
        sys.stdout.write(sitting.said)
        assert status == 0


def check_units(machine: Machine) -> None:
    units = [
        f"/etc/systemd/system/{name}" for name in ("meja.service", "meja-backup.service", "meja-backup.timer")
    ]
    machine.run("apt-get install --yes --no-install-recommends systemd >/dev/null")
    machine.run(f"systemd-analyze verify --man=no {' '.join(units)}")


def start_by_hand(machine: Machine, dovecot: Dovecot, sink: Sink) -> None:
    port = free_port()
    machine.run(f"printf '\\n[web]\\nport = {port}\\n' >> /var/lib/meja/settings.toml")
    began = time.monotonic()
    with started(machine, "meja.service"):
        time.sleep(3)
        dovecot.deliver(
            "support", mail("Printer terbakar.", from_=f"Rui <{PARTNER}>", to=ADDRESS), sender=PARTNER
        )
        assert sink.wait_for(PARTNER), "no acknowledgement"
        sys.stdout.write(f"acknowledged {time.monotonic() - began:.1f} s after the start\n")
        nothing_else_is_writable(machine)
    for line in exec_lines(machine, "meja-backup.service"):
        machine.run(as_its_user(line))


@contextmanager
def started(machine: Machine, unit: str) -> Iterator[None]:
    [line] = exec_lines(machine, unit)
    sys.stdout.write(f"# {as_its_user(line)} &\n")
    process = subprocess.Popen(machine.words(f"exec {as_its_user(line)}"))
    try:
        yield
        assert process.poll() is None, "the service ended by itself"
    finally:
        process.terminate()
        process.wait(60)


def exec_lines(machine: Machine, unit: str) -> list[str]:
    text = (machine.root / "etc/systemd/system" / unit).read_text()
    return [line.partition("=")[2] for line in text.splitlines() if line.startswith("ExecStart=")]


def as_its_user(line: str) -> str:
    """With what the unit gives it: its user, its folder, no way to more rights."""
    who = "setpriv --reuid meja --regid meja --clear-groups --no-new-privs"
    return f"{who} env -C /var/lib/meja PYTHONPYCACHEPREFIX=/var/cache/meja {line}"


def nothing_else_is_writable(machine: Machine) -> None:
    kept_out = " -o ".join(f"-path {path}" for path in (*ANYBODYS, *ITS_OWN, str(machine.code)))
    find = f"find / \\( {kept_out} \\) -prune -o \\( -type d -o -type f \\) -writable -print"
    writable = machine.asks(f"setpriv --reuid meja --regid meja --clear-groups {find} 2>/dev/null || true")
    assert not writable.strip(), writable
    sys.stdout.write(f"the user meja can write {' and '.join(ITS_OWN)} alone\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", type=Path)
    parser.add_argument("--code", type=Path, default=PAGE.parent.parent, help="the repository to clone")
    parser.add_argument(
        "--bind", type=Path, action="append", default=[], help="shown inside too, say a package cache"
    )
    given = parser.parse_args()
    os.environ["LANG"] = "C.UTF-8"
    place = entered(given.root.resolve(), given.code.resolve(), given.bind)
    with running_dovecot({"support": "secret"}) as dovecot, Sink() as sink, place as machine:
        follow(machine, dovecot, sink)
    sys.stdout.write("docs/install.md: every line works\n")


if __name__ == "__main__":
    main()
