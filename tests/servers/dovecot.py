"""A real Dovecot (IMAP with IDLE, LMTP) out of one temporary folder, as root or as anybody.

One server does for a whole run: a test adds users of its own while it runs. Written for Dovecot 2.3;
2.4 has other names for nearly every setting.
"""

from __future__ import annotations

import imaplib
import os
import pwd
import shutil
import smtplib
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from tests.servers import Missing, free_port
from tests.servers.certificate import self_signed
from tests.servers.process import running, short_folder, unprivileged, wait_until

PACKAGES = "apt-get install dovecot-imapd dovecot-lmtpd"
_NUMBERS = count(1)

CONFIGURATION = """\
base_dir = {folder}/run
state_dir = {folder}/state
instance_name = meja-tests
protocols = imap lmtp
listen = 127.0.0.1
log_path = {folder}/dovecot.log
{ssl}
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
auth_username_format = %Ln
mail_location = maildir:{folder}/mail/%u
mail_fsync = never
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
first_valid_gid = 1
mail_uid = {uid}
mail_gid = {gid}
mail_max_userip_connections = 100
recipient_delimiter = +
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {folder}/users/%u
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home/%u allow_all_users=no
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {imap_port}
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {tls_port}
  }}
}}
service lmtp {{
  user = {user}
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp_port}
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
namespace inbox {{
  inbox = yes
  mailbox Junk {{
    auto = create
    special_use = \\Junk
  }}
  mailbox Sent {{
    auto = create
    special_use = \\Sent
  }}
}}
"""


@dataclass(frozen=True)
class Dovecot:
    """`tls_port` is 0 without TLS; `certificate` is its own authority, made for "localhost"."""

    host: str
    imap_port: int
    lmtp_port: int
    tls_port: int
    folder: Path

    @property
    def certificate(self) -> Path:
        return self.folder / "certificate.pem"

    def add_user(self, name: str = "", password: str = "secret") -> str:
        """The user's name; a fresh one when none is given. Mail for name@any.example reaches it."""
        name = name or f"user{next(_NUMBERS)}"
        # A file each: one for all would be read again only once a second.
        (self.folder / "users" / name).write_text(f"{name}:{{PLAIN}}{password}::::::\n")
        return name

    def deliver(self, user: str, raw: bytes, *, sender: str = "writer@elsewhere.example") -> None:
        """By LMTP, as a mail server would: the mail gains Return-Path, Delivered-To and Received."""
        with smtplib.LMTP(self.host, self.lmtp_port) as lmtp:
            lmtp.sendmail(sender, [f"{user}@helpdesk.example"], raw)

    @contextmanager
    def session(self, user: str, password: str = "secret") -> Iterator[imaplib.IMAP4]:
        """Another mail client of the same person."""
        with imaplib.IMAP4(self.host, self.imap_port, timeout=30) as client:
            client.login(user, password)
            yield client

    def append(self, user: str, raw: bytes, *, folder: str = "INBOX", date: str | None = None) -> None:
        """Puts these very bytes into the folder; `date` as IMAP writes it."""
        with self.session(user) as client:
            status, words = client.append(folder, "", f'"{date}"' if date else None, raw)
        assert status == "OK", words


@contextmanager
def running_dovecot(
    users: Mapping[str, str] | None = None, *, tls: bool = False, extra: str = ""
) -> Iterator[Dovecot]:
    """`users` are names with passwords; more can come while it runs. `extra`: further lines of configuration."""
    program = _program()
    with short_folder("dv") as folder:
        ports = (free_port(), free_port(), free_port() if tls else 0)
        dovecot = Dovecot("127.0.0.1", *ports, folder)
        _prepare(dovecot, extra=extra)
        for name, password in (users or {}).items():
            dovecot.add_user(name, password)
        with running([program, "-F", "-c", folder / "dovecot.conf"], folder=folder) as process:
            wait_until(lambda: _greets(dovecot.imap_port), process=process, output=folder / "dovecot.log")
            yield dovecot


def _program() -> str:
    program = shutil.which("dovecot", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin")
    if program is None:
        raise Missing("Dovecot", line=PACKAGES)
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    if not version.startswith("2.3."):
        raise Missing(f"Dovecot 2.3 (this is {version.split()[0]})", line=f"{PACKAGES} (on Debian 12)")
    return program


def _prepare(dovecot: Dovecot, *, extra: str) -> None:
    """The folder must be searchable by the account that serves mail, which Dovecot forbids to be root."""
    folder, account = dovecot.folder, unprivileged()
    folder.chmod(0o755)
    for name in ("run", "state", "mail", "home", "users"):
        (folder / name).mkdir()
    for name in ("state", "mail", "home"):
        os.chown(folder / name, account.pw_uid, account.pw_gid)
    if dovecot.tls_port:
        self_signed(folder)
    (folder / "dovecot.conf").write_text(_configuration(dovecot, account) + extra)


def _configuration(dovecot: Dovecot, account: pwd.struct_passwd) -> str:
    group = subprocess.run(["id", "-gn", account.pw_name], capture_output=True, text=True, check=True).stdout
    keys = f"ssl_cert = <{dovecot.certificate}\nssl_key = <{dovecot.folder}/key.pem"
    return CONFIGURATION.format(
        folder=dovecot.folder,
        ssl=f"ssl = yes\n{keys}" if dovecot.tls_port else "ssl = no",
        user=account.pw_name,
        group=group.strip(),
        uid=account.pw_uid,
        gid=account.pw_gid,
        imap_port=dovecot.imap_port,
        tls_port=dovecot.tls_port,
        lmtp_port=dovecot.lmtp_port,
    )


def _greets(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            return connection.recv(4) == b"* OK"
    except OSError:
        return False
