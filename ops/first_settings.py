"""The first settings.toml: what was answered, written so that it can be read and changed by hand afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

OAUTH = "office"
CLIENT_SECRET = "file:secrets/client"  # noqa: S105 (a reference, not a secret)


@dataclass(frozen=True)
class Answers:
    """What `meja init` was told. `consent`: the provider to sign in with instead of passwords, "" for passwords.
    `invited`: the agents to write to, by address with their names. `uidnext`: where new mail begins in INBOX, as long
    as `uidvalidity` holds; 0 when nobody looked."""

    desk_name: str
    base_url: str
    address: str
    team: str
    mailbox_host: str
    mailbox_port: int
    mailbox_security: str
    mailbox_user: str
    mailbox_password: str
    first_connection: str
    sending_host: str
    sending_port: int
    sending_security: str
    sending_user: str
    sending_password: str
    admin_name: str
    admin_login: str
    admin_password: str
    language: str = "id"
    time_zone: str = "Asia/Jakarta"
    database_url: str = ""
    authserv_id: str = ""
    per_hour: int = 0
    per_day: int = 0
    consent: str = ""
    client_id: str = ""
    client_secret: str = ""
    tenant: str = "organizations"
    invited: dict[str, str] = field(default_factory=dict)
    uidvalidity: int = 0
    uidnext: int = 0


def write_settings(path: Path, answers: Answers) -> None:
    """The secrets first, in files of their own that only Meja's user can read."""
    secrets = path.parent / "secrets"
    if answers.consent:
        write_client_secret(path.parent, answers.client_secret)
    else:
        _write_secret(secrets / "mailbox", answers.mailbox_password)
        _write_secret(secrets / "sending", answers.sending_password)
    path.write_text("\n".join(_lines(answers)) + "\n", encoding="utf-8")


def write_client_secret(folder: Path, secret: str) -> str:
    """Where it lies now, as settings.toml says it; "" for none."""
    _write_secret(folder / "secrets" / "client", secret)
    return CLIENT_SECRET if secret else ""


def _lines(answers: Answers) -> Iterator[str]:
    yield "# Written by `meja init`. The settings.toml that comes with Meja shows every other key and its meaning."
    yield from _table(
        "[desk]",
        name=answers.desk_name,
        base_url=answers.base_url,
        language=answers.language,
        time_zone=answers.time_zone,
    )
    if answers.database_url:
        yield from _table("[database]", url=answers.database_url)
    yield from _table(
        "[[mailbox]]",
        name="main",
        host=answers.mailbox_host,
        port=answers.mailbox_port,
        security=answers.mailbox_security,
        user=answers.mailbox_user,
        password=f"oauth:{OAUTH}" if answers.consent else "file:secrets/mailbox",
        first_connection=answers.first_connection,
        authserv_id=answers.authserv_id,
    )
    yield from _table(
        "[[sending]]",
        name="main",
        host=answers.sending_host,
        port=answers.sending_port,
        security=answers.sending_security,
        user=answers.sending_user,
        password=_sending_password(answers),
        per_hour=answers.per_hour,
        per_day=answers.per_day,
    )
    if answers.consent:
        yield from _table(
            "[[oauth]]",
            name=OAUTH,
            provider=answers.consent,
            client_id=answers.client_id,
            client_secret=CLIENT_SECRET if answers.client_secret else "",
            tenant=answers.tenant,
        )


def _sending_password(answers: Answers) -> str:
    if not answers.sending_user:
        return ""
    return f"oauth:{OAUTH}" if answers.consent else "file:secrets/sending"


def _table(heading: str, /, **keys: str | int) -> Iterator[str]:
    """A key that says nothing but its default is left out."""
    yield ""
    yield heading
    for key, value in keys.items():
        if value or key == "host":
            yield f"{key} = {json.dumps(value, ensure_ascii=False)}"


def _write_secret(path: Path, secret: str) -> None:
    if not secret:
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600)
    path.write_text(secret + "\n", encoding="utf-8")
