"""Signing in to a mailbox by consent instead of a password: the home of oauthlib.

People consent once (`meja mailbox login`): with a code typed on any device where the provider has that (RFC 8628),
else on a page whose address is brought back here (RFC 6749 section 4.1, with PKCE, RFC 7636). What comes of it
lies in a file; the worker keeps it fresh, and whoever signs in reads it (`desk.secret_places`).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import msgspec
from oauthlib.oauth2 import DeviceClient, OAuth2Error, WebApplicationClient

from desk.errors import DeskError, Invalid, NotFound, TryLater
from desk.settings import OAuthSettings, Settings
from models.reason import because
from ops.token_file import TokenFile, Tokens

SECONDS = 20
LARGEST = 100_000
EARLY_SECONDS = 600
"""A token is renewed this long before it ends, so that one bad minute of the provider is not felt."""
REDIRECT = "http://127.0.0.1:8765/"
"""Nobody listens there: the browser's address line is copied, so that the desk may run on another machine."""
SLOWER_SECONDS = 5
MICROSOFT = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0"
MICROSOFT_SCOPE = (
    "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access"
)


@dataclass(frozen=True)
class Provider:
    authorize_url: str
    device_url: str
    token_url: str
    scope: str


class DeviceCode(msgspec.Struct, frozen=True, kw_only=True):
    """What to type where. `interval` and `expires_in`: how often to ask and for how long, in seconds."""

    user_code: str
    device_code: str
    verification_uri: str = ""
    verification_url: str = ""
    interval: int = 5
    expires_in: int = 900

    @property
    def page(self) -> str:
        return self.verification_uri or self.verification_url


@dataclass(frozen=True)
class Consent:
    """The page to open. `state` and `verifier` tie its answer to this very question."""

    page: str
    state: str
    verifier: str


def provider_of(sign_in: OAuthSettings) -> Provider:
    """Google's device flow is closed to mail, so it has none here."""
    if sign_in.provider == "google":
        page, token = "https://accounts.google.com/o/oauth2/v2/auth", "https://oauth2.googleapis.com/token"
        return Provider(page, "", token, "https://mail.google.com/")
    if sign_in.provider == "microsoft":
        base = MICROSOFT.format(tenant=sign_in.tenant)
        return Provider(f"{base}/authorize", f"{base}/devicecode", f"{base}/token", MICROSOFT_SCOPE)
    return Provider(sign_in.authorize_url, sign_in.device_url, sign_in.token_url, sign_in.scope)


@dataclass(frozen=True)
class SignIn:
    """One [[oauth]] of the settings. Its methods raise Invalid when the provider refuses, TryLater when it is away."""

    settings: Settings
    oauth: OAuthSettings

    @cached_property
    def provider(self) -> Provider:
        return provider_of(self.oauth)

    @cached_property
    def file(self) -> TokenFile:
        return TokenFile(self.settings.token_file(self.oauth))

    def ask_for_code(self) -> DeviceCode:
        body = f"client_id={self.oauth.client_id}&scope={self.provider.scope.replace(' ', '%20')}"
        answer = self._post(self.provider.device_url, body)
        try:
            return msgspec.json.decode(answer, type=DeviceCode)
        except (msgspec.DecodeError, msgspec.ValidationError):
            raise self._refused(_error_in(answer)) from None

    def wait_for_code(self, code: DeviceCode, *, pause: Callable[[float], object]) -> None:
        """Until somebody has typed the code, or too much time has passed (RFC 8628 section 3.5)."""
        client = DeviceClient(self.oauth.client_id)
        body = client.prepare_request_body(code.device_code, include_client_id=True, **self._secret)
        waited, interval = 0, code.interval
        while waited < code.expires_in:
            pause(interval)
            waited += interval
            try:
                return self._keep(self._tokens(client, body))
            except _Waiting as waiting:
                interval += SLOWER_SECONDS if waiting.is_too_fast else 0
        raise Invalid(because("oauth_too_late", name=self.oauth.name))

    def ask_for_consent(self) -> Consent:
        client = WebApplicationClient(self.oauth.client_id)
        verifier, state = client.create_code_verifier(64), client.create_code_verifier(43)
        page = client.prepare_request_uri(
            self.provider.authorize_url,
            redirect_uri=REDIRECT,
            scope=self.provider.scope,
            state=state,
            code_challenge=client.create_code_challenge(verifier, "S256"),
            code_challenge_method="S256",
            access_type="offline",
            prompt="consent",
        )
        return Consent(page, state, verifier)

    def bring_consent(self, consent: Consent, answer: str) -> None:
        """`answer`: the address at which the browser ended."""
        client = WebApplicationClient(self.oauth.client_id)
        try:
            # That address never left the browser; oauthlib would refuse its plain http all the same.
            found = client.parse_request_uri_response(
                f"https:{answer.partition(':')[2]}".strip(), consent.state
            )
        except (OAuth2Error, ValueError):
            raise Invalid(because("oauth_answer_unreadable", name=self.oauth.name)) from None
        body = client.prepare_request_body(
            found["code"], REDIRECT, code_verifier=consent.verifier, **self._secret
        )
        self._keep(self._tokens(client, body))

    def renew(self) -> bool:
        """Whether it was due. One process at a time: of a refresh token that changes, the second use is void."""
        with self.file.turn():
            tokens = self.file.read()
            if tokens is None or tokens.expires_at - time.time() > EARLY_SECONDS:
                return False
            client = WebApplicationClient(self.oauth.client_id)
            body = client.prepare_refresh_body(
                refresh_token=tokens.refresh_token, client_id=self.oauth.client_id, **self._secret
            )
            self.file.write(self._tokens(client, body, refresh_token=tokens.refresh_token))
        return True

    @property
    def _secret(self) -> dict[str, str]:
        """In the body, where every provider takes it (RFC 6749 section 2.3.1)."""
        reference = self.oauth.client_secret
        return {"client_secret": self.settings.read_secret(reference)} if reference else {}

    def _keep(self, tokens: Tokens) -> None:
        with self.file.turn():
            self.file.write(tokens)

    def _tokens(self, client: Any, body: str, *, refresh_token: str = "") -> Tokens:
        answer = self._post(self.provider.token_url, body)
        try:
            given = client.parse_request_body_response(answer)
        except OAuth2Error as error:
            if error.error in ("authorization_pending", "slow_down"):
                raise _Waiting(is_too_fast=error.error == "slow_down") from None
            raise self._refused(error.description or error.error) from None
        except ValueError:
            raise self._refused(_error_in(answer)) from None
        lasting = given.get("refresh_token") or refresh_token
        if not lasting:
            raise Invalid(because("oauth_no_refresh", name=self.oauth.name))
        return Tokens(given["access_token"], lasting, time.time() + float(given.get("expires_in") or 3600))

    def _post(self, url: str, body: str) -> str:
        """The answer's text, whether it grants or refuses."""
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        request = Request(url, data=body.encode(), headers=headers)  # noqa: S310 (https, or what settings.toml names)
        try:
            with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 (the same)
                return str(answer.read(LARGEST).decode("utf-8", "replace"))
        except HTTPError as error:
            if error.code < 500:
                with error:
                    return error.read(LARGEST).decode("utf-8", "replace")
            raise self._away(url, error) from None
        except (OSError, HTTPException, ValueError) as error:
            raise self._away(url, error) from None

    def _away(self, url: str, error: Exception) -> TryLater:
        return TryLater(because("oauth_unreachable", host=urlsplit(url).hostname, error=str(error)[:200]))

    def _refused(self, error: str) -> Invalid:
        return Invalid(because("oauth_refused", name=self.oauth.name, error=error[:300]))


class _Waiting(Exception):
    """Nobody has typed the code yet."""

    def __init__(self, *, is_too_fast: bool) -> None:
        super().__init__()
        self.is_too_fast = is_too_fast


def oauth_of_mailbox(settings: Settings, name: str) -> OAuthSettings:
    """Raises NotFound for no such mailbox, Invalid for one that signs in with a password."""
    mailbox = settings.mailbox_named(name)
    if mailbox is None:
        raise NotFound(because("no_such_mailbox", name=name))
    oauth = settings.oauth_of(mailbox.password)
    if oauth is None:
        raise Invalid(because("not_by_consent", mailbox=name))
    return oauth


def renew_due(settings: Settings) -> dict[str, DeskError | None]:
    """Renew what ends soon; of each sign-in that was due, what went wrong, if anything."""
    results: dict[str, DeskError | None] = {}
    for oauth in settings.oauth:
        try:
            if SignIn(settings, oauth).renew():
                results[oauth.name] = None
        except DeskError as error:
            results[oauth.name] = error
    return results


def _error_in(answer: str) -> str:
    try:
        found = msgspec.json.decode(answer, type=dict[str, Any])
    except (msgspec.DecodeError, msgspec.ValidationError):
        return "no answer that can be read"
    return str(found.get("error_description") or found.get("error") or "no answer that can be read")
