"""The mail hosts: does each mailbox let us in and hold the folders we read, does each sending account take our mail.

Nothing is changed and nothing sent. A host that turns us away is noted on the case, so that no probe is tried there.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing

from desk.errors import BadSettings
from desk.settings import MailboxSettings, SendingSettings
from ingest.authentication_results import authserv_id_of
from ingest.headers import decoded, read_head
from ingest.mailbox import Folder, FolderRefused
from ingest.mailbox_errors import MailboxError
from ingest.mailbox_visit import VisitedMailbox
from models.reason import Reason, because
from ops.doctor.case import Case
from ops.doctor.findings import Finding, failure, fine, note
from ops.probe import RESULTS
from ops.wiring import courier_for
from outbound.courier import SmtpCourier
from outbound.failures import Failure
from outbound.wire import Envelope

NEWEST, FAR = 30, 1000
"""How many of the newest mails are looked at, and how far below the next UID they are looked for."""
CONNECT_SECONDS = 15


def mailboxes_let_us_in(case: Case) -> Iterator[Finding]:
    for mailbox in case.mailboxes:
        try:
            with case.visit(mailbox) as box:
                yield from _folders(case, box, mailbox)
                yield from _announces(box, mailbox)
        except (MailboxError, BadSettings) as error:
            case.down.add(f"mailbox {mailbox.name}")
            yield failure("mailbox_down", remedy=error.reason, mailbox=mailbox.name)


def accounts_take_our_mail(case: Case) -> Iterator[Finding]:
    for account in case.accounts:
        trouble = _unreachable(account) or _without_password(case, account)
        if trouble:
            yield _down(case, account, trouble)
            continue
        with closing(courier_for(case.settings, account)) as courier:
            yield from _greeted(case, account, courier)


def _folders(case: Case, box: VisitedMailbox, mailbox: MailboxSettings) -> Iterator[Finding]:
    for name in mailbox.folders:
        try:
            folder = box.select(name, read_only=True)
        except FolderRefused:
            yield _missing(box, mailbox, name)
        else:
            yield fine(
                "mailbox_fine", mailbox=mailbox.name, host=mailbox.host, folder=name, count=folder.count
            )
            case.results[mailbox.name].update(_newest_results(box, folder))
    if mailbox.move_to and mailbox.move_to not in {each.name for each in box.folders()}:
        yield _missing(box, mailbox, mailbox.move_to)


def _missing(box: VisitedMailbox, mailbox: MailboxSettings, folder: str) -> Finding:
    there = ", ".join(each.name for each in box.folders())
    return failure("folder_missing", mailbox=mailbox.name, folder=folder, folders=there)


def _announces(box: VisitedMailbox, mailbox: MailboxSettings) -> Iterator[Finding]:
    if not box.announces_news:
        yield note("no_idle", mailbox=mailbox.name, host=mailbox.host, seconds=f"{mailbox.poll_seconds:g}")


def _newest_results(box: VisitedMailbox, folder: Folder) -> Iterator[str]:
    """In whose name the topmost results of the newest mails were written, "" where there are none."""
    newest = box.uids(max(folder.uidnext - FAR, 0) if folder.uidnext else None)[-NEWEST:]
    for raw in box.heads(newest):
        yield authserv_id_of(decoded(read_head(raw)).get(RESULTS))


def _unreachable(account: SendingSettings) -> Reason | None:
    """What keeps us from the host's port; SMTP itself does not tell these apart."""
    facts = {"host": account.host, "port": account.port}
    try:
        socket.create_connection((account.host, account.port), timeout=CONNECT_SECONDS).close()
    except socket.gaierror:
        return because("smtp_host_unknown", **facts)
    except ConnectionRefusedError:
        return because("smtp_nobody_listens", **facts)
    except OSError as error:
        return because("smtp_unreachable", **facts, answer=error.strerror or type(error).__name__)
    return None


def _without_password(case: Case, account: SendingSettings) -> Reason | None:
    try:
        if account.password:
            case.settings.read_secret(account.password)
    except BadSettings as error:
        return error.reason
    return None


def _greeted(case: Case, account: SendingSettings, courier: SmtpCourier) -> Iterator[Finding]:
    """Signs in and asks whether the host would take our mail; each time it is told that nothing comes after all."""
    ours = [each.address for each in case.addresses if each.sending_account == account.name]
    known = ours[0] if ours else account.user if "@" in account.user else f"postmaster@{account.host}"
    refusal = _refusal(courier, Envelope("", known, 0))
    if refusal and (refusal.is_hosts_fault or refusal.code is None):
        yield _down(case, account, _in_words(refusal, account))
        return
    yield fine("account_fine", account=account.name, host=account.host)
    if refusal and ours:
        yield failure("no_return_path_refused", host=account.host, answer=refusal.text)
    for address in ours:
        refusal = _refusal(courier, Envelope(address, address, 0))
        if refusal:
            yield failure("address_refused", address=address, account=account.name, answer=refusal.text)


def _down(case: Case, account: SendingSettings, why: Reason) -> Finding:
    case.down.add(f"sending {account.name}")
    return failure("account_down", remedy=why, account=account.name)


def _refusal(courier: SmtpCourier, envelope: Envelope) -> Failure | None:
    try:
        courier.offer(envelope).drop()
    except Failure as failed:
        return failed
    return None


def _in_words(failed: Failure, account: SendingSettings) -> Reason:
    """A port that does not speak TLS at once looks like a bad certificate to a client."""
    if failed.reason.code == "smtp_tls" and "WRONG_VERSION_NUMBER" in failed.text:
        return because("smtp_other_security", host=account.host, port=account.port, security=account.security)
    return failed.reason
