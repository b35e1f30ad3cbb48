"""A Postfix of our own beside the machine's: mail for our domains goes to an LMTP port, all else to a sink.

Takes a folder, ports, domains and addresses; gives where it listens. Needs root, because Postfix changes
accounts. Its configuration, queue and log lie in the folder; /etc/postfix is not read.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers import Missing, free_port
from tests.servers.process import running, wait_until

DAEMONS = Path("/usr/lib/postfix/sbin")

# A comment may not stand behind a value. A second's wait between attempts, so that a test can watch
# Postfix try again.
MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/spool
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = {daemons}
mail_owner = postfix
setgid_group = postdrop
maillog_file = {folder}/maillog
maillog_file_prefixes = {folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.{domain}
mydestination =
mynetworks = 127.0.0.0/8
alias_maps =
alias_database =
local_recipient_maps =
virtual_mailbox_domains = {domains}
virtual_mailbox_maps = inline:{{ {addresses} }}
virtual_transport = lmtp:inet:127.0.0.1:{lmtp_port}
default_transport = smtp:[127.0.0.1]:{sink_port}
smtp_dns_support_level = disabled
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_peername_lookup = no
message_size_limit = 52428800
recipient_delimiter = +
minimal_backoff_time = 1s
maximal_backoff_time = 2s
queue_run_delay = 1s
biff = no
"""

# service, type, private, unprivileged, chroot, wakeup, most processes, program
MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


@dataclass(frozen=True)
class Postfix:
    """`port` takes SMTP. What it sends to other domains goes to `sink_port`, where a test may listen."""

    port: int
    lmtp_port: int
    sink_port: int
    folder: Path

    def log(self) -> str:
        return (self.folder / "maillog").read_text(errors="replace")


@contextmanager
def running_postfix(
    folder: Path,
    *,
    lmtp_port: int,
    sink_port: int,
    domains: Iterable[str],
    addresses: Iterable[str],
    extra: str = "",
) -> Iterator[Postfix]:
    """`folder` and its parents must be searchable by the account postfix. `extra`: further lines of main.cf."""
    require_postfix()
    server = Postfix(port=free_port(), lmtp_port=lmtp_port, sink_port=sink_port, folder=folder)
    conf = _configure(server, domains=tuple(domains), addresses=tuple(addresses), extra=extra)
    # Makes the queue's folders with their owners.
    subprocess.run(["/usr/sbin/postfix", "-c", conf, "check"], check=True, capture_output=True)
    with running([DAEMONS / "master", "-c", conf, "-d"], folder=folder) as process:
        # A bad line in master.cf stops its service silently: the log says why, not the output.
        wait_until(lambda: _greets(server.port), process=process, output=folder / "maillog")
        yield server


def require_postfix() -> None:
    if not (DAEMONS / "master").exists():
        raise Missing("Postfix", line=f"apt-get install --no-remove postfix{_in_the_way()}")
    if os.geteuid() != 0:
        raise Missing("root, which Postfix needs to change accounts", line="sudo make test")


def _configure(server: Postfix, *, domains: tuple[str, ...], addresses: tuple[str, ...], extra: str) -> Path:
    conf, data = server.folder / "conf", server.folder / "data"
    server.folder.chmod(0o755)
    for made in (conf, data, server.folder / "spool"):
        made.mkdir()
    shutil.chown(data, pwd.getpwnam("postfix").pw_uid)
    main = MAIN.format(
        folder=server.folder,
        daemons=DAEMONS,
        domain=domains[0],
        domains=" ".join(domains),
        addresses=", ".join(f"{{{address} = x}}" for address in addresses),
        lmtp_port=server.lmtp_port,
        sink_port=server.sink_port,
    )
    (conf / "main.cf").write_text(main + extra)
    (conf / "master.cf").write_text(MASTER.format(port=server.port))
    return conf


def _greets(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            return connection.recv(4) == b"220 "
    except OSError:
        return False


def _in_the_way() -> str:
    """Debian has room for one mail server; that of the machine stays."""
    others = [name for name in ("exim4", "opensmtpd", "sendmail", "smtpd") if shutil.which(name)]
    return f" (on a machine without {others[0]}, which it would replace)" if others else ""
