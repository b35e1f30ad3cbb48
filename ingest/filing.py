"""What becomes of a mail that was read: the steps in their order, inside one transaction.

Each step looks at the filing and may settle it (an `Outcome`); the first that does is the mail's fate.
Reports about our own mail come first, machines before people, agents before requesters.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from desk import deliveries, junk, people, probes, threads, tickets
from desk.addresses import strangers_of
from desk.drafts import Draft, Upload, fingerprint
from desk.followers import follow
from desk.surroundings import desk_of
from ingest import agents
from ingest.evidence import Evidence, Proof
from ingest.parsed import Kind, ParsedMail
from ingest.reports import file_report
from ingest.route import address_for
from ingest.threads import Match, belongs, find_ticket
from models.mail import Fate, Mail, Treatment
from models.message import Author
from models.people import Agent, Requester, canonical
from models.reason import Reason, because
from models.session import Session
from models.ticket import Channel, Ticket

REPORTS = (Kind.BOUNCE, Kind.DELAY, Kind.RECEIPT)
PEOPLE = (Kind.HUMAN, Kind.CALENDAR)


@dataclass(frozen=True)
class Filing:
    """One mail, all that is known of it, and the session to file it in."""

    session: Session
    mail: Mail
    parsed: ParsedMail
    evidence: Evidence
    uploads: tuple[Upload, ...]
    at: datetime

    @property
    def sender(self) -> str:
        """The address it claims to come from; "" when that can be read in two ways."""
        sender = self.parsed.sender
        return canonical(sender.address) if sender and not self.parsed.sender_ambiguous else ""

    @cached_property
    def match(self) -> Match:
        return find_ticket(self.session, self.parsed)

    @property
    def fingerprint(self) -> str:
        parsed = self.parsed
        address = parsed.sender.address if parsed.sender else ""
        return fingerprint(parsed.message_id, address, parsed.reply or parsed.text)

    @property
    def is_from_a_person(self) -> bool:
        return self.parsed.kind in PEOPLE

    @property
    def is_live(self) -> bool:
        return self.mail.treatment is Treatment.LIVE


@dataclass(frozen=True)
class Outcome:
    fate: Fate
    reason: Reason
    ticket: Ticket | None = None


Step = Callable[[Filing], Outcome | None]


def file(filing: Filing) -> Outcome:
    """Raises NotAllowed and its kin only when the desk refuses a verb; then the mail needs a look."""
    outcomes = (step(filing) for step in STEPS)
    return next(outcome for outcome in outcomes if outcome)


def is_a_probe(filing: Filing) -> Outcome | None:
    """Doctor wrote it to ourselves, to see what the hosts make of a mail; whatever they made of this one."""
    marked = (filing.parsed.message_id, filing.parsed.subject, filing.parsed.headers.get(probes.HEADER))
    is_one = probes.holds_mark(desk_of(filing.session).signer, *marked)
    return Outcome(Fate.IGNORED, because("own_probe")) if is_one else None


def is_our_own(filing: Filing) -> Outcome | None:
    """A mail we sent came back as it was: a forwarder, or a copy to ourselves (T037)."""
    issued = deliveries.holder_of(filing.session, filing.parsed.message_id)
    return Outcome(Fate.IGNORED, because("own_mail"), issued.ticket) if issued else None


def is_a_report(filing: Filing) -> Outcome | None:
    """About a mail of ours that was not delivered, delayed, or read."""
    if filing.parsed.kind not in REPORTS:
        return None
    ticket, reason = file_report(filing.session, filing.parsed, at=filing.at)
    return Outcome(Fate.FILED if ticket else Fate.IGNORED, reason, ticket)


def is_from_a_blocked_sender(filing: Filing) -> Outcome | None:
    """A coordinator wants no mail from there. It is kept, and a person may let it go on; then it is not asked again."""
    sender = filing.parsed.sender
    if sender is None or filing.mail.caught_at:
        return None
    blocked = junk.is_blocked(filing.session, sender.address)
    if blocked is None:
        return None
    filing.mail.caught_at = filing.at
    return Outcome(Fate.IGNORED, because("sender_blocked", pattern=blocked.pattern))


def was_said_before(filing: Filing) -> Outcome | None:
    """The same words under the same Message-ID, a moment ago, through another door."""
    message = threads.same_words(filing.session, filing.fingerprint, at=filing.at)
    if message is None:
        return None
    return Outcome(Fate.IGNORED, because("seen_before", code=message.ticket.code), message.ticket)


def has_no_sender(filing: Filing) -> Outcome | None:
    sender = filing.parsed.sender
    return None if sender and "@" in sender.address else Outcome(Fate.NEEDS_LOOK, because("no_sender"))


def joins_its_ticket(filing: Filing) -> Outcome | None:
    match = filing.match
    if match.ticket is None:
        return None
    if _speaks_as_agent(filing, match.ticket):
        _join_as_agent(filing, match.ticket)
    elif _is_over(filing, match.ticket):
        return None
    else:
        _join_from_outside(filing, match.ticket)
    return Outcome(Fate.FILED, match.reason, match.ticket)


def opens_a_ticket(filing: Filing) -> Outcome:
    match = filing.match
    address = address_for(filing.session, filing.mail, filing.parsed)
    if address is None:
        return Outcome(Fate.NEEDS_LOOK, because("no_address", door=filing.mail.door))
    reason = _why_new(filing, match)
    ticket = tickets.open_ticket(
        filing.session,
        _draft(filing, reason),
        requester=_requester(filing),
        address=address,
        author=Author.REQUESTER if filing.is_from_a_person else Author.MACHINE,
        quiet=not filing.is_live,
        at=filing.at,
    )
    _add_followers(filing, ticket)
    if match.ticket:
        tickets.link(filing.session, ticket, match.ticket, by=None, at=filing.at)
    if filing.mail.treatment is Treatment.ARCHIVE:
        tickets.close(filing.session, ticket, by=None, at=filing.at, quiet=True)
    return Outcome(Fate.FILED, reason, ticket)


STEPS: tuple[Step, ...] = (
    is_a_probe,
    is_our_own,
    is_a_report,
    has_no_sender,
    is_from_a_blocked_sender,
    was_said_before,
    joins_its_ticket,
    opens_a_ticket,
)


def _is_over(filing: Filing, ticket: Ticket) -> bool:
    """Closed long ago: what people write now is a new matter, linked to it. Machines and old mail open nothing,
    and spam stays together."""
    asks = filing.is_live and filing.is_from_a_person and not ticket.is_spam
    return asks and not tickets.may_reopen(filing.session, ticket, at=filing.at)


def _why_new(filing: Filing, match: Match) -> Reason:
    if match.ticket:
        return because("closed_long_ago", code=match.ticket.code)
    if filing.mail.treatment is Treatment.ARCHIVE:
        return because("filed_from_archive")
    return match.reason if filing.is_from_a_person else because("machine_opened", kind=filing.parsed.kind)


def _speaks_as_agent(filing: Filing, ticket: Ticket) -> bool:
    """It carries an agent's secret or claims an agent's address. Who belongs to the ticket does not, save with both."""
    if not (filing.is_live and filing.is_from_a_person):
        return False
    holder = filing.match.issued.agent if filing.match.issued else None
    if belongs(ticket, filing.sender):
        return holder is not None and holder.writes_from(filing.sender)
    return holder is not None or _agent_of_address(filing) is not None


def _agent_of_address(filing: Filing) -> Agent | None:
    return people.find_agent(filing.session, filing.sender) if filing.sender else None


def _join_as_agent(filing: Filing, ticket: Ticket) -> None:
    match, parsed = filing.match, filing.parsed
    agent = _agent_of_address(filing) or (match.issued.agent if match.issued else None)
    assert agent is not None
    # Without words of their own there is nothing to send: the rest of the mail is our notice, quoted.
    draft = replace(
        _draft(filing, match.reason), reply=parsed.reply, quoted=parsed.quoted, signature=parsed.signature
    )
    mailbox = desk_of(filing.session).settings.mailbox_named(filing.mail.door)
    speech = agents.speech(
        filing.session,
        ticket=ticket,
        agent=agent,
        issued=match.issued,
        draft=draft,
        evidence=filing.evidence,
        host_gives_results=bool(mailbox and mailbox.authserv_id),
    )
    agents.speaks(filing.session, speech, draft, at=filing.at)


def _join_from_outside(filing: Filing, ticket: Ticket) -> None:
    author, requester = _author(filing, ticket)
    reason = filing.match.reason if filing.is_from_a_person else because("answer_to_ours")
    tickets.receive_reply(
        filing.session,
        ticket,
        _draft(filing, reason),
        author=author,
        by=requester,
        quiet=ticket.is_spam or not filing.is_live,
        wakes=not ticket.is_spam and filing.mail.treatment is not Treatment.ARCHIVE,
        at=filing.at,
    )
    if author is Author.REQUESTER and filing.evidence.proof is not Proof.FAILED:
        _add_followers(filing, ticket)


def _author(filing: Filing, ticket: Ticket) -> tuple[Author, Requester | None]:
    if not filing.is_from_a_person:
        return Author.MACHINE, None
    if filing.sender and ticket.requester.writes_from(filing.sender):
        return Author.REQUESTER, ticket.requester
    follows = bool(filing.sender) and ticket.is_followed_by(filing.sender)
    return (Author.FOLLOWER if follows else Author.OUTSIDER), None


def _requester(filing: Filing) -> Requester:
    sender = filing.parsed.sender
    assert sender is not None
    return people.recognise_requester(filing.session, name=sender.name, address=sender.address, at=filing.at)


def _add_followers(filing: Filing, ticket: Ticket) -> None:
    """Whom the requester copied; nobody is told anything before an agent approves."""
    known = {filing.sender, ticket.address.address}
    copied = [
        person for person in (*filing.parsed.to, *filing.parsed.cc) if canonical(person.address) not in known
    ]
    if not copied:
        return
    strangers = strangers_of(filing.session, (person.address for person in copied))
    names = {canonical(person.address): person.name for person in copied}
    for address in strangers:
        follow(filing.session, ticket, address=address, name=names[address], at=filing.at)


def _draft(filing: Filing, why_here: Reason | None) -> Draft:
    parsed = filing.parsed
    return Draft(
        reply=parsed.reply or parsed.text,
        quoted=parsed.quoted if parsed.reply else "",
        signature=parsed.signature if parsed.reply else "",
        html=parsed.html,
        subject=parsed.subject,
        language=parsed.language,
        channel=Channel.MAIL,
        from_name=parsed.sender.name if parsed.sender else "",
        from_address=parsed.sender.address if parsed.sender else "",
        to=[person.address for person in parsed.to[:50]],
        cc=[person.address for person in parsed.cc[:50]],
        internet_id=parsed.message_id,
        fingerprint=filing.fingerprint,
        mail_id=filing.mail.id,
        why_here=why_here,
        uploads=filing.uploads,
    )
