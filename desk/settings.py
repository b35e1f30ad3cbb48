"""settings.toml, read once into one frozen tree that is passed along; nonsense is refused at start-up.

Secrets never stand in the file: a key that holds one says where it lies, `env:NAME` or `file:PATH`.
A password may also be `oauth:NAME`: the access token of that [[oauth]] sign-in, which the worker keeps fresh.
Paths are relative to the folder of settings.toml.
"""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

import msgspec

from desk.errors import BadSettings
from desk.secret_places import read_access_token, read_secret
from models.reason import Reason, because

Language = Literal["id", "en"]
Security = Literal["tls", "starttls", "none"]
Name = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$")]
Port = Annotated[int, msgspec.Meta(ge=1, le=65535)]
Count = Annotated[int, msgspec.Meta(ge=1)]
Host = Annotated[str, msgspec.Meta(pattern=r"^\S+$")]
Page = Annotated[str, msgspec.Meta(pattern=r"^https?://[^/\s]\S*$")]
DATABASES = ("sqlite:///", "postgresql://", "postgresql+psycopg://")
_PASSWORD_IN_URL = re.compile(r"://[^/@]*:[^/@]+@|[?&]password=", re.IGNORECASE)
SecretReference = Annotated[str, msgspec.Meta(pattern=r"^((env|file):.+)?$")]
PasswordReference = Annotated[str, msgspec.Meta(pattern=r"^((env|file|oauth):.+)?$")]
OAUTH = "oauth:"


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table of settings.toml; a key it does not know is an error."""


class DeskSettings(Part, frozen=True, kw_only=True):
    name: str = "Meja"
    base_url: Page = "http://127.0.0.1:8000"
    language: Language = "id"
    time_zone: str = "Asia/Jakarta"
    morning_summary: Annotated[str, msgspec.Meta(pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9])?$")] = "07:30"
    data: str = "data"
    secret: SecretReference = "file:data/secret.key"  # noqa: S105 (a reference, not a secret)
    previous_secrets: tuple[SecretReference, ...] = ()


class DatabaseSettings(Part, frozen=True, kw_only=True):
    url: str = "sqlite:///data/meja.db"


class QueueSettings(Part, frozen=True, kw_only=True):
    url: str = ""


class WebSettings(Part, frozen=True, kw_only=True):
    host: str = "127.0.0.1"
    port: Port = 8000
    threads: Count = 16
    trusted_proxies: Annotated[int, msgspec.Meta(ge=0)] = 0
    rate_limit_store: str = "memory://"
    max_upload_megabytes: Count = 100


class WorkerSettings(Part, frozen=True, kw_only=True):
    threads: Count = 4
    parsers: Count = 2
    sweep_seconds: Count = 5


class AcknowledgeSettings(Part, frozen=True, kw_only=True):
    enabled: bool = True
    max_age_days: Count = 3
    proven_per_day: Count = 10
    unproven_per_day: Count = 3


class TicketSettings(Part, frozen=True, kw_only=True):
    close_after_days: Count = 7
    reopen_within_days: Count = 30
    undo_seconds: Annotated[int, msgspec.Meta(ge=0)] = 60
    parcel_days: Count = 30


class BackupSettings(Part, frozen=True, kw_only=True):
    folder: str = "backups"
    keep: Count = 14


class MailboxSettings(Part, frozen=True, kw_only=True):
    name: Name
    host: Host
    port: Port = 993
    security: Security = "tls"
    user: str
    password: PasswordReference
    folders: tuple[str, ...] = ("INBOX",)
    junk: str = "auto"
    sent: str = "auto"
    first_connection: Annotated[str, msgspec.Meta(pattern=r"^(from-now|archive|days:[1-9][0-9]*)$")] = (
        "from-now"
    )
    poll_seconds: Annotated[float, msgspec.Meta(ge=0.05)] = 60
    max_megabytes: Count = 40
    authserv_id: str = ""
    move_to: str = ""
    ca_file: str = ""


class SendingSettings(Part, frozen=True, kw_only=True):
    name: Name
    host: Host
    port: Port = 587
    security: Security = "starttls"
    user: str = ""
    password: PasswordReference = ""
    per_hour: Annotated[int, msgspec.Meta(ge=0)] = 0
    per_day: Annotated[int, msgspec.Meta(ge=0)] = 0
    hello: str = ""
    max_megabytes: Count = 20
    ca_file: str = ""


class OAuthSettings(Part, frozen=True, kw_only=True):
    """A sign-in by consent. The addresses of the last five are known for Google and Microsoft."""

    name: Name
    provider: Literal["google", "microsoft", "other"]
    client_id: str
    client_secret: SecretReference = ""
    tenant: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9.-]+$")] = "organizations"
    token: str = ""
    authorize_url: str = ""
    device_url: str = ""
    token_url: str = ""
    scope: str = ""


class Settings(Part, frozen=True, kw_only=True):
    desk: DeskSettings = DeskSettings()
    database: DatabaseSettings = DatabaseSettings()
    queue: QueueSettings = QueueSettings()
    web: WebSettings = WebSettings()
    worker: WorkerSettings = WorkerSettings()
    acknowledge: AcknowledgeSettings = AcknowledgeSettings()
    tickets: TicketSettings = TicketSettings()
    backup: BackupSettings = BackupSettings()
    mailbox: tuple[MailboxSettings, ...] = ()
    sending: tuple[SendingSettings, ...] = ()
    oauth: tuple[OAuthSettings, ...] = ()
    folder: str = "."
    """Where settings.toml lies; filled in by `load`, not a key of the file."""

    @property
    def data_folder(self) -> Path:
        return Path(self.folder) / self.desk.data

    def mailbox_named(self, name: str) -> MailboxSettings | None:
        return next((each for each in self.mailbox if each.name == name), None)

    def sending_named(self, name: str) -> SendingSettings | None:
        return next((each for each in self.sending if each.name == name), None)

    def oauth_of(self, reference: str) -> OAuthSettings | None:
        """The sign-in that a password names."""
        name = reference.removeprefix(OAUTH) if reference.startswith(OAUTH) else ""
        return next((each for each in self.oauth if each.name == name), None)

    def token_file(self, sign_in: OAuthSettings) -> Path:
        return Path(self.folder) / (sign_in.token or f"secrets/{sign_in.name}.token")

    def read_secret(self, reference: str) -> str:
        """The secret itself, read each time, so that a rotated one counts. Raises BadSettings when it is missing."""
        sign_in = self.oauth_of(reference)
        if sign_in:
            return read_access_token(self.token_file(sign_in), name=sign_in.name)
        return read_secret(reference, Path(self.folder))

    def check_secrets(self) -> None:
        """Raises BadSettings for one that cannot be read, before anything is started."""
        for reference in _passwords(self):
            self.read_secret(reference)

    @property
    def database_url(self) -> str:
        """SQLite paths are relative to the folder of settings.toml, wherever Meja was started."""
        scheme, separator, path = self.database.url.partition(":///")
        if not scheme.startswith("sqlite") or path.startswith("/") or not separator:
            return self.database.url
        return f"{scheme}:///{Path(self.folder).resolve() / path}"


def environment(*names: str) -> str:
    """The first of these variables that is set; "" when none is."""
    return next((value for name in names if (value := os.environ.get(name))), "")


def load(path: Path) -> Settings:
    """Raises BadSettings with one line that names the key, what is wrong and what to do."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadSettings(because("settings_missing", path=path)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(because("settings_unreadable", path=path, error=error)) from None
    return from_table(table, path=path)


def from_table(table: dict[str, Any], *, path: Path) -> Settings:
    if "folder" in table:
        raise BadSettings(
            because("settings_wrong", path=path, error="Object contains unknown field `folder`")
        )
    try:
        settings = msgspec.convert(table | {"folder": str(path.parent)}, Settings)
    except msgspec.ValidationError as error:
        raise BadSettings(_what_is_wrong(error, path=path)) from None
    _check(settings, path)
    return settings


def _what_is_wrong(error: msgspec.ValidationError, *, path: Path) -> Reason:
    """A secret written out gets its own answer, which does not repeat the secret."""
    where = re.search(r"at `\$\.?(.*)`", str(error))
    key = where[1] if where else ""
    if key.endswith(("password", "secret")) or "previous_secrets" in key:
        return because("settings_secret", path=path, key=key)
    return because("settings_wrong", path=path, error=error)


def _check(settings: Settings, path: Path) -> None:
    """What the types cannot say."""
    named = {
        "mailbox": [each.name for each in settings.mailbox],
        "sending": [each.name for each in settings.sending],
        "oauth": [each.name for each in settings.oauth],
    }
    for kind, seen in named.items():
        twice = next((name for name in seen if seen.count(name) > 1), None)
        if twice:
            raise BadSettings(because("settings_twice", path=path, kind=kind, name=twice))
    for reference in _passwords(settings):
        if reference.startswith(OAUTH) and settings.oauth_of(reference) is None:
            raise BadSettings(because("settings_oauth", path=path, name=reference.removeprefix(OAUTH)))
    for sign_in in settings.oauth:
        asks = sign_in.authorize_url or sign_in.device_url
        if sign_in.provider == "other" and not (sign_in.token_url and sign_in.scope and asks):
            raise BadSettings(because("settings_oauth_urls", path=path, name=sign_in.name))
    if settings.desk.time_zone not in available_timezones():
        raise BadSettings(because("settings_time_zone", path=path, zone=settings.desk.time_zone))
    if any(_PASSWORD_IN_URL.search(url) for url in (settings.database.url, settings.queue.url)):
        raise BadSettings(because("settings_secret_in_url", path=path))
    if not settings.database.url.startswith(DATABASES):
        raise BadSettings(because("settings_database", path=path))


def _passwords(settings: Settings) -> list[str]:
    """Of all mail accounts that have one."""
    return [
        *(each.password for each in settings.mailbox if each.password),
        *(each.password for each in settings.sending if each.password),
    ]
