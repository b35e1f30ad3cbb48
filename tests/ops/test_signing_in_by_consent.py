"""A mailbox opened by consent instead of a password: signing in, staying signed in, and what can go wrong.

The provider is one of our own on this machine; the mailbox a real Dovecot that asks it what a token is worth.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from desk.errors import BadSettings, DeskError, Invalid
from desk.settings import SendingSettings, Settings, load
from desk.surroundings import Surroundings, make_secret, surroundings
from ingest.mailbox import Mailbox, MailboxRefused
from ingest.watch import account_of
from ops.cli import meja
from ops.oauth import SignIn, renew_due
from ops.token_file import TokenFile
from ops.wiring import courier_for
from outbound.courier import SmtpCourier
from outbound.failures import TemporaryFailure
from outbound.wire import Envelope
from tests.servers import or_skipped
from tests.servers.consent import ConsentService, running_consent_service
from tests.servers.dovecot import Dovecot, running_dovecot
from tests.servers.sink import Sink

ASKS_THE_PROVIDER = """
auth_mechanisms = plain login xoauth2
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {file}
}}
"""
WORTH = "tokeninfo_url = {url}/tokeninfo?access_token=\nusername_attribute = user\n"


@dataclass(frozen=True)
class Place:
    """A settings.toml whose mailbox signs in at this provider."""

    path: Path
    settings: Settings
    service: ConsentService

    @property
    def sign_in(self) -> SignIn:
        return SignIn(self.settings, self.settings.oauth[0])

    @property
    def file(self) -> TokenFile:
        return self.sign_in.file

    def login(self, typed: str = "") -> Result:
        return CliRunner().invoke(
            meja, ["mailbox", "login", "main", "--settings", str(self.path)], input=typed
        )

    def mailbox(self) -> Mailbox:
        make_secret(self.settings)
        desk: Surroundings = surroundings(self.settings)
        return Mailbox.connect(account_of(desk, self.settings.mailbox[0]))


@pytest.fixture(autouse=True)
def _plain_http_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """oauthlib's own switch: it builds no page for people that is not https otherwise."""
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")


@pytest.fixture
def service() -> Iterator[ConsentService]:
    with running_consent_service(user="support") as running:
        yield running


@pytest.fixture
def dovecot(service: ConsentService, tmp_path: Path) -> Iterator[Dovecot]:
    file = tmp_path / "oauth2.conf.ext"
    file.write_text(WORTH.format(url=service.url))
    with or_skipped(), running_dovecot({"support": "x"}, extra=ASKS_THE_PROVIDER.format(file=file)) as server:
        yield server


def place(folder: Path, service: ConsentService, *, imap_port: int = 1, asks: str = "device_url") -> Place:
    urls = {"device_url": f"{service.url}/device", "authorize_url": f"{service.url}/authorize"}
    text = f"""
[[mailbox]]
name = "main"
host = "127.0.0.1"
port = {imap_port}
security = "none"
user = "support"
password = "oauth:office"

[[oauth]]
name = "office"
provider = "other"
client_id = "meja"
client_secret = "file:client.secret"
{asks} = "{urls[asks]}"
token_url = "{service.url}/token"
scope = "mail offline_access"
"""
    path = folder / "settings.toml"
    path.write_text(text)
    (folder / "client.secret").write_text("of the client\n")
    return Place(path, load(path), service)


def test_a_code_typed_on_any_device_opens_the_mailbox(
    service: ConsentService, dovecot: Dovecot, tmp_path: Path
) -> None:
    here = place(tmp_path, service, imap_port=dovecot.imap_port)

    result = here.login()

    assert (result.exit_code, "WXYZ-1234" in result.output) == (0, True)
    with here.mailbox() as box:
        assert box.select("INBOX").count == 0


def test_a_page_whose_address_is_brought_back_opens_the_mailbox(
    service: ConsentService, dovecot: Dovecot, tmp_path: Path
) -> None:
    here = place(tmp_path, service, imap_port=dovecot.imap_port, asks="authorize_url")
    consent = here.sign_in.ask_for_consent()

    here.sign_in.bring_consent(consent, service.consent(consent.page))

    with here.mailbox() as box:
        assert box.select("INBOX").count == 0


def test_the_command_shows_the_page_and_takes_its_address(service: ConsentService, tmp_path: Path) -> None:
    here = place(tmp_path, service, asks="authorize_url")

    result = here.login(typed="http://127.0.0.1:8765/?code=stolen&state=another\n")

    assert f"{service.url}/authorize" in result.output
    assert isinstance(result.exception, Invalid)
    assert result.exception.reason.code == "oauth_answer_unreadable"


def test_a_code_is_waited_for_as_long_as_the_provider_asks(service: ConsentService, tmp_path: Path) -> None:
    here, service.pending, pauses = place(tmp_path, service), 3, list[float]()

    here.sign_in.wait_for_code(here.sign_in.ask_for_code(), pause=pauses.append)

    assert pauses == [1, 1, 1, 6]


def test_nobody_typing_the_code_ends_the_wait(service: ConsentService, tmp_path: Path) -> None:
    here, service.pending = place(tmp_path, service), 1000

    with pytest.raises(Invalid) as refused:
        here.sign_in.wait_for_code(here.sign_in.ask_for_code(), pause=lambda _: None)

    assert refused.value.reason.code == "oauth_too_late"


def test_tokens_are_kept_for_one_pair_of_eyes(service: ConsentService, tmp_path: Path) -> None:
    here = place(tmp_path, service)
    here.login()

    assert stat.S_IMODE(here.file.path.stat().st_mode) == 0o600
    assert here.settings.read_secret("oauth:office") in service.access_tokens


def test_before_anybody_signed_in_the_remedy_is_said(service: ConsentService, tmp_path: Path) -> None:
    with pytest.raises(BadSettings) as missing:
        place(tmp_path, service).settings.check_secrets()

    assert missing.value.reason.code == "not_signed_in"


def test_what_ends_soon_is_renewed_and_nothing_else(service: ConsentService, tmp_path: Path) -> None:
    here, service.lasts = place(tmp_path, service), 500
    here.login()
    before = here.settings.read_secret("oauth:office")
    service.lasts = 3600

    assert renew_due(here.settings) == {"office": None}
    assert here.settings.read_secret("oauth:office") != before
    assert renew_due(here.settings) == {}


def test_a_provider_that_gives_no_new_refresh_token_means_the_old_one(
    service: ConsentService, tmp_path: Path
) -> None:
    here, service.lasts = place(tmp_path, service), 500
    here.login()
    kept = here.file.read()
    service.gives_refresh_token = False

    renew_due(here.settings)

    renewed = here.file.read()
    assert kept is not None
    assert renewed is not None
    assert renewed.refresh_token == kept.refresh_token


def test_a_consent_that_was_taken_back_is_told_and_the_old_token_stays(
    service: ConsentService, tmp_path: Path
) -> None:
    here, service.lasts = place(tmp_path, service), 500
    here.login()
    kept = here.file.read()
    service.revoke()

    error = renew_due(here.settings)["office"]

    assert error is not None
    assert error.reason.code == "oauth_refused"
    assert here.file.read() == kept


def test_a_provider_that_is_away_is_asked_again(service: ConsentService, tmp_path: Path) -> None:
    here, service.lasts = place(tmp_path, service), 500
    here.login()
    away = here.settings.oauth[0].__class__(
        name="office", provider="other", client_id="meja", token_url="http://127.0.0.1:9/token"
    )

    error = _error_of(SignIn(here.settings, away))

    assert error == "oauth_unreachable"


def test_a_token_that_is_void_is_refused_with_the_remedy(
    service: ConsentService, dovecot: Dovecot, tmp_path: Path
) -> None:
    here = place(tmp_path, service, imap_port=dovecot.imap_port)
    here.login()
    token = here.settings.read_secret("oauth:office")
    service.revoke()

    with pytest.raises(MailboxRefused) as refused:
        here.mailbox()

    assert refused.value.reason.code == "token_refused"
    assert token not in str(refused.value.reason.facts)


def test_mail_leaves_by_the_same_sign_in(service: ConsentService, tmp_path: Path) -> None:
    here = place(tmp_path, service)
    here.login()
    with Sink(users={}) as sink:
        sink.tokens = service.access_tokens
        courier = _courier(here, sink.port)
        courier.offer(Envelope("support@desk.example", "rui@partner.example", 20)).send(
            b"Subject: x\r\n\r\nHi\r\n"
        )
        courier.close()

    assert [mail.recipient for mail in sink.taken] == ["rui@partner.example"]


def test_a_void_token_defers_the_mail(service: ConsentService, tmp_path: Path) -> None:
    here = place(tmp_path, service)
    here.login()
    with Sink(users={}) as sink:
        courier = _courier(here, sink.port)
        with pytest.raises(TemporaryFailure) as failure:
            courier.offer(Envelope("support@desk.example", "rui@partner.example", 20))
        courier.close()

    assert failure.value.reason.code == "smtp_sign_in"


def _courier(here: Place, port: int) -> SmtpCourier:
    sending = SendingSettings(
        name="main", host="127.0.0.1", port=port, security="none", user="support", password="oauth:office"
    )
    return courier_for(here.settings, sending)


def _error_of(sign_in: SignIn) -> str:
    try:
        sign_in.renew()
    except DeskError as error:
        return error.reason.code
    return ""
