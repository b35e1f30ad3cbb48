"""settings.toml: nonsense is refused at start-up in one line that names the key and the way out."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk.errors import BadSettings
from desk.settings import Settings, load
from desk.surroundings import make_secret, surroundings
from desk.words import word

SECRET = "hunter2-and-more"
MAILBOX = '[[mailbox]]\nname = "main"\nhost = "imap.example"\nuser = "support"\npassword = "env:MEJA_MAIN"\n'


def refusal(folder: Path, text: str) -> str:
    path = folder / "settings.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadSettings) as refused:
        load(path)
    return word(refused.value.reason, "en")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    path = tmp_path / "settings.toml"
    path.write_text(MAILBOX)
    return load(path)


def test_empty_file_is_a_desk_with_defaults(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("")
    settings = load(tmp_path / "settings.toml")

    assert settings.database_url == f"sqlite:///{tmp_path.resolve()}/data/meja.db"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[desk]\nnmae = 'x'", "nmae"),
        ("[dsk]", "dsk"),
        ("folder = '/etc'", "folder"),
        ("[desk]\nlanguage = 'fr'", "desk.language"),
        ("[desk]\ntime_zone = 'Jakarta'", "Jakarta"),
        ("[web]\nport = 70000", "web.port"),
        ("[web]\nport = '8000'", "web.port"),
        ("[worker]\nparsers = 0", "worker.parsers"),
        ("[tickets]\nundo_seconds = -1", "tickets.undo_seconds"),
        ("[[mailbox]]\nname = 'main'", "host"),
        (MAILBOX.replace('"main"', '"Main Box"'), "name"),
        (MAILBOX + "first_connection = 'days:0'", "first_connection"),
        (MAILBOX + "security = 'ssl'", "security"),
        (MAILBOX + MAILBOX, "main"),
        ("[database]\nurl = 'mysql://localhost/meja'", "database.url"),
        ("[database]\nurl = 'meja.db'", "database.url"),
        ("[desk\nname = 'x'", "line 1"),
    ],
)
def test_bad_key_is_named_in_one_line_with_the_way_out(tmp_path: Path, text: str, named: str) -> None:
    said = refusal(tmp_path, text)

    assert named in said
    assert "\n" not in said
    assert said.startswith(str(tmp_path))
    assert any(remedy in said for remedy in ("Correct", "Give", "Write"))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (MAILBOX.replace("env:MEJA_MAIN", SECRET), "password"),
        (f"[desk]\nsecret = '{SECRET}'", "desk.secret"),
        (f"[desk]\nprevious_secrets = ['{SECRET}']", "desk.previous_secrets"),
        (f"[database]\nurl = 'postgresql://meja:{SECRET}@localhost/meja'", "password"),
        (f"[database]\nurl = 'postgresql://localhost/meja?user=meja&password={SECRET}'", "password"),
        (f"[queue]\nurl = 'redis://:{SECRET}@localhost'", "password"),
        (f"[[mailbox]]\npasword = '{SECRET}'", "pasword"),
    ],
)
def test_secret_in_the_file_is_refused_and_not_repeated(tmp_path: Path, text: str, named: str) -> None:
    said = refusal(tmp_path, text)

    assert named in said
    assert SECRET not in said


def test_missing_file_says_how_to_begin(tmp_path: Path) -> None:
    with pytest.raises(BadSettings) as refused:
        load(tmp_path / "settings.toml")

    assert "meja init" in word(refused.value.reason, "en")


def test_secret_is_read_from_the_environment_each_time(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEJA_MAIN", SECRET)
    first = settings.read_secret("env:MEJA_MAIN")
    monkeypatch.setenv("MEJA_MAIN", "rotated")

    assert (first, settings.read_secret("env:MEJA_MAIN")) == (SECRET, "rotated")


def test_secret_file_lies_beside_settings_and_its_last_line_break_is_none(
    settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "main.password").write_text(f"{SECRET}\n")

    assert settings.read_secret("file:main.password") == SECRET


@pytest.mark.parametrize(
    "content", [None, b"", b" \n", b"\xff\xfe"], ids=["missing", "empty", "blank", "no text"]
)
def test_secret_file_that_holds_no_secret_is_refused(
    settings: Settings, tmp_path: Path, content: bytes | None
) -> None:
    """An empty key would sign what anybody can forge."""
    if content is not None:
        (tmp_path / "key").write_bytes(content)

    with pytest.raises(BadSettings):
        settings.read_secret("file:key")


@pytest.mark.parametrize("value", [None, ""])
def test_environment_without_the_secret_is_refused(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    monkeypatch.delenv("MEJA_MAIN", raising=False)
    if value is not None:
        monkeypatch.setenv("MEJA_MAIN", value)

    with pytest.raises(BadSettings):
        settings.read_secret("env:MEJA_MAIN")


def test_key_is_made_once_and_only_its_owner_may_read_it(settings: Settings, tmp_path: Path) -> None:
    make_secret(settings)
    key = tmp_path / "data" / "secret.key"
    first = key.read_text()
    make_secret(settings)

    assert (key.read_text(), key.stat().st_mode & 0o777) == (first, 0o600)
    assert len(first.strip()) == 64


def test_desk_without_its_key_does_not_start(settings: Settings) -> None:
    with pytest.raises(BadSettings):
        surroundings(settings)
