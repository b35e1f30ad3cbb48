"""What settings.toml says and where its secrets lie: who on this machine may read them, what goes over open lines."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

from desk.errors import BadSettings
from desk.people import list_agents
from desk.settings import MailboxSettings, SendingSettings
from ops.doctor.case import Case, is_local
from ops.doctor.findings import Finding, failure, fine, warning

OTHERS, WRITABLE_BY_MORE = stat.S_IRWXO, stat.S_IWGRP | stat.S_IWOTH


def settings_are_there(case: Case) -> Iterator[Finding]:
    settings = case.settings
    yield fine(
        "settings_read", path=case.path, mailboxes=len(settings.mailbox), accounts=len(settings.sending)
    )
    if not settings.mailbox:
        yield warning("no_mailboxes")
    if not settings.sending:
        yield warning("no_accounts")


def settings_belong_to_us(case: Case) -> Iterator[Finding]:
    """Whoever may change them reads all mail: they say where it comes from and where the secrets lie."""
    mode = _mode(case.path)
    if mode & WRITABLE_BY_MORE:
        yield failure("settings_open", path=case.path, mode=f"{mode:03o}")


def secrets_are_kept(case: Case) -> Iterator[Finding]:
    """Each can be read by us, and by nobody who has no business with it. A group may be let in on purpose."""
    for key, reference in _secrets(case):
        try:
            case.settings.read_secret(reference)
        except BadSettings as error:
            yield failure("secret_unreadable", remedy=error.reason, key=key)
    for path in sorted(_secret_files(case)):
        mode = _mode(path)
        if mode & OTHERS:
            yield failure("secret_open", path=path, mode=f"{mode:03o}")


def authorities_are_there(case: Case) -> Iterator[Finding]:
    accounts: list[MailboxSettings | SendingSettings] = [*case.settings.mailbox, *case.settings.sending]
    for each in accounts:
        if each.ca_file and not Path(each.ca_file).is_file():
            yield failure("authority_missing", name=each.name, path=each.ca_file)


def lines_are_encrypted(case: Case) -> Iterator[Finding]:
    accounts: list[MailboxSettings | SendingSettings] = [*case.mailboxes, *case.accounts]
    for each in accounts:
        if each.security == "none" and each.user and not is_local(each.host):
            yield failure("line_in_clear", name=each.name, host=each.host)


def pages_are_reached_safely(case: Case) -> Iterator[Finding]:
    url = case.settings.desk.base_url
    if is_local(url):
        if not is_local(case.settings.web.host) or _agents(case) > 1:
            yield warning("pages_only_here", url=url, agents=_agents(case))
    elif not url.startswith("https://"):
        yield failure("pages_in_clear", url=url)


def _agents(case: Case) -> int:
    if case.unfit:
        return 0
    with case.desk.database.reading() as session:
        return sum(agent.is_active for agent in list_agents(session))


def _secrets(case: Case) -> Iterator[tuple[str, str]]:
    desk = case.settings.desk
    yield from (("desk.secret", each) for each in (desk.secret, *desk.previous_secrets))
    yield from ((f"mailbox {each.name}", each.password) for each in case.settings.mailbox)
    yield from ((f"sending {each.name}", each.password) for each in case.settings.sending if each.password)


def _secret_files(case: Case) -> set[Path]:
    """Those of `file:` references and the tokens of sign-ins by consent, as far as they are there."""
    folder = Path(case.settings.folder)
    named = {folder / each.removeprefix("file:") for _, each in _secrets(case) if each.startswith("file:")}
    tokens = {case.settings.token_file(each) for each in case.settings.oauth}
    return {path for path in named | tokens if path.exists()}


def _mode(path: Path) -> int:
    """0 for a file that is not there, or that we may not look at."""
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return 0
