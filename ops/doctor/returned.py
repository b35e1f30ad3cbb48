"""What the hosts made of the probes: each that came back, header by header, against what was sent.

Findings about probes come from here, the verdict on results of authentication from `ops.doctor.results`. What was
found of an account is kept as a sign of life, `probe:ACCOUNT`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from email.utils import parseaddr

from desk.life import beat, last_sign
from desk.probes import HEADER
from ingest.authentication_results import authserv_id_of, results_in
from ingest.mailbox_errors import MailboxError
from ingest.parsed import Headers
from models.mail import FolderRole
from models.people import canonical
from ops.doctor.case import Case
from ops.doctor.findings import Finding, failure, fine, note, warning
from ops.probe import Probe, Return, Road
from ops.probe_round import ProbeRound

TOLERANCE = timedelta(minutes=1)
MOST_FORGED = 6


def probes_come_back(case: Case) -> Iterator[Finding]:
    """A road whose mailbox or account is down already was spoken of."""
    roads = list(_roads(case))
    forge = {road.mailbox.name: tuple(_to_forge(case, road)) for road in roads}
    going = ProbeRound(case, roads, forge)
    try:
        case.probes = going.go()
    except MailboxError as error:
        yield failure("probes_given_up", remedy=error.reason)
        return
    found = {probe.message_id: list(_findings(probe, case.wait)) for probe in case.probes}
    yield from (finding for findings in found.values() for finding in findings)
    if not going.is_tidy:
        yield note("probes_left_behind")
    _remember(case, found)


def clock_agrees(case: Case) -> Iterator[Finding]:
    """The host's moment of arrival lies between our sending and our seeing it, give or take a minute."""
    hosts = {}
    for probe in case.probes:
        if probe.back and probe.back.arrived_at:
            hosts[probe.road.mailbox.host] = (probe.sent_at, probe.back.arrived_at, probe.back.seen_at)
    for host, (sent, arrived, seen) in hosts.items():
        if arrived < sent - TOLERANCE:
            yield failure("clock_ahead", host=host, seconds=round((sent - arrived).total_seconds()))
        elif arrived > seen + TOLERANCE:
            yield failure("clock_behind", host=host, seconds=round((arrived - seen).total_seconds()))
        else:
            yield fine("clock_agrees", host=host)


def _roads(case: Case) -> Iterator[Road]:
    for each in case.addresses:
        mailbox = case.settings.mailbox_named(each.mailbox)
        sending = case.settings.sending_named(each.sending_account)
        if mailbox and sending and not {f"mailbox {mailbox.name}", f"sending {sending.name}"} & case.down:
            yield Road(each.address, sending, mailbox)


def _to_forge(case: Case, road: Road) -> list[str]:
    """Every name the receiving host may sign with: configured, seen, told by an earlier probe, or likely."""
    seen = [host for host, _ in case.results[road.mailbox.name].most_common(2) if host]
    with case.desk.database.reading() as session:
        sign = last_sign(session, f"probe:{road.sending.name}")
    told = [each.get("results_host", "") for each in sign.facts.values()] if sign else []
    likely = [road.mailbox.authserv_id, *seen, *told, f"mx.{road.domain}", road.mailbox.host, road.domain]
    return list(dict.fromkeys(each.lower() for each in likely if each))[:MOST_FORGED]


def _findings(probe: Probe, wait: float) -> Iterator[Finding]:
    if probe.is_to_plus:
        code = "plus_works" if probe.back else "no_plus"
        yield fine(code, address=probe.road.address) if probe.back else note(code, address=probe.road.address)
    elif probe.back:
        yield from _judged(probe, probe.back)
    else:
        yield _never_came(probe, wait)


def _never_came(probe: Probe, wait: float) -> Finding:
    address = probe.road.address
    if probe.refused:
        return failure("probe_not_sent", remedy=probe.refused, address=address)
    if probe.is_reported:
        return failure("probe_returned", address=address)
    return failure("probe_lost", address=address, mailbox=probe.road.mailbox.name, seconds=f"{wait:g}")


def _judged(probe: Probe, back: Return) -> Iterator[Finding]:
    seconds = max((back.seen_at - probe.sent_at).total_seconds(), 0)
    yield fine("probe_back", address=probe.road.address, seconds=f"{seconds:.0f}", folder=back.folder)
    if back.role is FolderRole.JUNK:
        yield warning("probe_in_junk", address=probe.road.address, folder=back.folder)
    findings = (change(probe, back.headers) for change in CHANGES)
    yield from (finding for finding in findings if finding)


def from_is_rewritten(probe: Probe, headers: Headers) -> Finding | None:
    found = canonical(parseaddr(headers.get("from"))[1])
    if found == canonical(probe.road.address):
        return None
    return warning(
        "from_rewritten", address=probe.road.address, found=found or "-", host=probe.road.sending.host
    )


def message_id_is_replaced(probe: Probe, headers: Headers) -> Finding | None:
    if probe.message_id in headers.get("message-id").lower():
        return None
    return warning("message_id_replaced", address=probe.road.address, host=probe.road.sending.host)


def references_are_stripped(probe: Probe, headers: Headers) -> Finding | None:
    """Without References an answer finds its ticket by the Message-ID only; without both, not at all."""
    if probe.message_id in headers.get("references").lower():
        return None
    grade = failure if message_id_is_replaced(probe, headers) else warning
    return grade("references_stripped", address=probe.road.address, host=probe.road.sending.host)


def reply_to_is_stripped(probe: Probe, headers: Headers) -> Finding | None:
    if canonical(parseaddr(headers.get("reply-to"))[1]) == canonical(probe.road.address):
        return None
    return note("reply_to_stripped", address=probe.road.address, host=probe.road.sending.host)


def headers_are_stripped(probe: Probe, headers: Headers) -> Finding | None:
    missing = [name for name in ("Auto-Submitted", HEADER.title()) if not headers.get(name.lower())]
    if not missing:
        return None
    return warning(
        "headers_stripped",
        address=probe.road.address,
        host=probe.road.sending.host,
        headers=", ".join(missing),
    )


def subject_is_changed(probe: Probe, headers: Headers) -> Finding | None:
    found = headers.get("subject")
    return (
        None if found == probe.subject else note("subject_changed", address=probe.road.address, found=found)
    )


def own_mail_fails(probe: Probe, headers: Headers) -> Finding | None:
    """What the receiving host says of our own mail is what other hosts will say of it."""
    said = next((results_in(value) for value in probe.written_in(headers)), {})
    failed = [f"{method}={result}" for method, result in said.items() if result in ("fail", "softfail")]
    if not failed:
        return None
    return warning("own_mail_fails", address=probe.road.address, results=", ".join(failed))


CHANGES: tuple[Callable[[Probe, Headers], Finding | None], ...] = (
    from_is_rewritten,
    message_id_is_replaced,
    references_are_stripped,
    reply_to_is_stripped,
    headers_are_stripped,
    subject_is_changed,
    own_mail_fails,
)


def _remember(case: Case, found: dict[str, list[Finding]]) -> None:
    """By account, for each of its addresses: which codes spoke, and in whose name its host writes results."""
    facts: dict[str, dict[str, dict[str, object]]] = {}
    for probe in case.probes:
        about = facts.setdefault(probe.road.sending.name, {}).setdefault(probe.road.address, {"codes": []})
        codes = about["codes"]
        assert isinstance(codes, list)
        codes += [finding.code for finding in found[probe.message_id]]
        written = probe.written_in(probe.back.headers) if probe.back else []
        about["results_host"] = about.get("results_host") or authserv_id_of(next(iter(written), ""))
    with case.desk.database.transaction() as session:
        for account, said in facts.items():
            beat(session, f"probe:{account}", at=case.tools.clock(), **said)
