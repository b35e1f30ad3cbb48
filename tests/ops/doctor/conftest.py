"""Mail hosts with every habit that doctor names: two Postfix before one Dovecot, and installations upon them.

What `hosts` does to a mail depends on the domain it is from; `meddler` does the same to all. Both by Postfix's own
header_checks(5).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.ops.doctor.patients import Patient, patient_in
from tests.servers import free_port, or_skipped
from tests.servers.dovecot import Dovecot, running_dovecot
from tests.servers.postfix import Postfix, running_postfix
from tests.servers.process import short_folder

BY_DOMAIN = r"""
/^From:.*@rewrites\.example/ REPLACE From: webmaster@hoster.example
/^Message-ID:.*@(renumbers|forgets)\.example>/ REPLACE Message-ID: <1.2@hoster.example>
/^References:.*@(forgets|cuts)\.example>/ IGNORE
/^Reply-To:.*@cuts\.example/ IGNORE
/^Authentication-Results:.*header\.from=(strips|fails)\.example/ IGNORE
/^Received:.*for <[^>]*@(strips|below)\.example>/ PREPEND Authentication-Results: mx.$1.example; spf=pass
/^Received:.*for <[^>]*@fails\.example>/ PREPEND Authentication-Results: mx.fails.example; spf=softfail; dkim=fail
"""
TO_ALL = r"""
/^(Auto-Submitted|X-Meja-Probe):/ IGNORE
/^Subject: (Meja probe .*)/ REPLACE Subject: [LUAR] $1
"""
DOMAINS = [
    f"{habit}.example"
    for habit in (
        "plain",
        "rewrites",
        "renumbers",
        "forgets",
        "cuts",
        "strips",
        "below",
        "fails",
        "junks",
        "disowns",
    )
]
USERS = [f"desk{number}" for number in range(1, 101)]
_NUMBERS = count()


@dataclass(frozen=True)
class Hosts:
    """Where an installation reads and sends. Each user has an address at every domain."""

    postfix: Postfix
    dovecot: Dovecot

    def subjects(self, user: str) -> list[str]:
        """Of all that lies in the mailbox of this user, whichever folder."""
        mails = (self.dovecot.folder / "mail" / user).rglob("[cn][ue][rw]/*")
        return [message_from_bytes(mail.read_bytes())["Subject"] for mail in mails]

    def address(self, user: str, habit: str) -> str:
        return f"{user}@{habit}.example"


@pytest.fixture(scope="package")
def detailed_dovecot() -> Iterator[Dovecot]:
    """Files what is sent to user+Junk@ in Junk."""
    with or_skipped(), running_dovecot(extra="lmtp_save_to_detail_mailbox = yes\n") as server:
        for user in USERS:
            server.add_user(user)
        yield server


@pytest.fixture(scope="package")
def hosts(detailed_dovecot: Dovecot) -> Iterator[Hosts]:
    extra = (
        "smtpd_sender_restrictions = check_sender_access"
        " inline:{{ {{disowns.example = 553 5.7.1 This sender is not yours}} }}\n"
        "virtual_alias_maps = regexp:{folder}/aliases\n"
    )
    with _postfix(detailed_dovecot, checks=BY_DOMAIN, extra=extra) as postfix:
        yield Hosts(postfix, detailed_dovecot)


@pytest.fixture(scope="package")
def meddler(detailed_dovecot: Dovecot) -> Iterator[Hosts]:
    """Knows no plus-addresses, either."""
    with _postfix(detailed_dovecot, checks=TO_ALL, extra="recipient_delimiter =\n") as postfix:
        yield Hosts(postfix, detailed_dovecot)


@pytest.fixture(scope="package")
def stripping(detailed_dovecot: Dovecot) -> Iterator[Hosts]:
    """Takes out every result of authentication, and adds none."""
    with _postfix(detailed_dovecot, checks="/^Authentication-Results:/ IGNORE\n") as postfix:
        yield Hosts(postfix, detailed_dovecot)


@pytest.fixture
def new_patient(sqlite_template: Path) -> Iterator[Callable[..., Patient]]:
    """new_patient(hosts, "plain"): an installation whose one address is at plain.example."""
    with ExitStack() as folders:

        def made(hosts: Hosts, habit: str = "plain", **mailbox: Any) -> Patient:
            user = USERS[next(_NUMBERS)]
            patient = patient_in(
                folders.enter_context(short_folder("dr")),
                template=sqlite_template,
                mailbox=mailbox_at(hosts.dovecot, user) | mailbox,
                sending={"host": "127.0.0.1", "port": hosts.postfix.port, "security": "none"},
            )
            patient.receives_at(hosts.address(user, habit))
            return patient

        yield made


def mailbox_at(dovecot: Dovecot, user: str) -> dict[str, Any]:
    return {"host": "127.0.0.1", "port": dovecot.imap_port, "security": "none", "user": user}


@contextmanager
def _postfix(dovecot: Dovecot, *, checks: str, extra: str = "") -> Iterator[Postfix]:
    with or_skipped(), short_folder("hb") as folder:
        (folder / "checks").write_text(checks)
        (folder / "aliases").write_text(r"/^(.+)@junks\.example$/ $1+Junk@plain.example" + "\n")
        with running_postfix(
            folder,
            lmtp_port=dovecot.lmtp_port,
            sink_port=free_port(),
            domains=DOMAINS,
            addresses=[f"{user}@{domain}" for domain in DOMAINS for user in USERS],
            extra=f"header_checks = regexp:{folder}/checks\n{extra.format(folder=folder)}",
        ) as server:
            yield server
