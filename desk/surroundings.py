"""What the verbs of a desk stand on: its settings, database, blob stores and keys, built once and passed in.

`work` puts it into `session.info`, so that every verb of one transaction sees the same desk.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desk.blobs import BlobStore
from desk.errors import BadSettings
from desk.settings import Settings
from desk.signing import Signer, new_key
from models.reason import because
from models.session import Database, Session


@dataclass(frozen=True)
class Surroundings:
    settings: Settings
    database: Database
    raw: BlobStore
    files: BlobStore
    outgoing: BlobStore
    signer: Signer

    def close(self) -> None:
        self.database.close()


def surroundings(settings: Settings) -> Surroundings:
    """Connects nothing yet. Raises BadSettings when a key cannot be read."""
    data = settings.data_folder
    keys = [settings.desk.secret, *settings.desk.previous_secrets]
    return Surroundings(
        settings=settings,
        database=Database(settings.database_url),
        raw=BlobStore(data / "raw", suffix=".eml"),
        files=BlobStore(data / "files"),
        outgoing=BlobStore(data / "outgoing", suffix=".eml"),
        signer=Signer([settings.read_secret(key) for key in keys]),
    )


def desk_of(session: Session) -> Surroundings:
    """The desk a transaction was opened for."""
    desk = session.info["desk"]
    assert isinstance(desk, Surroundings)
    return desk


def make_secret(settings: Settings) -> None:
    """Write the signing key where settings.toml expects it, unless it is there. Only for `file:` references."""
    kind, _, where = settings.desk.secret.partition(":")
    path = Path(settings.folder) / where
    if kind != "file" or path.exists():
        return
    new = path.with_name(f"{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new.touch(mode=0o600)
        new.write_text(new_key() + "\n", encoding="utf-8")
        new.replace(path)
    except OSError as error:
        raise BadSettings(because("secret_file_unwritable", path=path, error=error.strerror)) from None
