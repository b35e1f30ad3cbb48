"""What becomes of a mail that was read: the steps in their order, inside one transaction.

Each step looks at the filing and may settle it (an `Outcome`); the first that does is the mail's fate.
Reports about our own mail come first, machines before people, agents before requesters.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from desk import deliveries, people, threads, tickets
from desk.addresses import strangers_of
from desk.drafts import Draft, Upload
from desk.followers import follow
from desk.surroundings import desk_of
from ingest import agents
from ingest.evidence import Evidence
from ingest.parsed import Kind, ParsedMail
from ingest.reports import file_report
from ingest.route import address_for
from ingest.threads import Match, belongs, find_ticket
from models.mail import Fate, Mail, Treatment
from models.message import Author
from models.people import Requester, canonical
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


def was_said_before(filing: Filing) -> Outcome | None:
    """The same words under the same Message-ID, a moment ago, through another door."""
    message = threads.same_words(filing.session, _draft(filing, None).fingerprint, at=filing.at)
    if message is None:
        return None
    return Outcome(Fate.IGNORED, because("seen_before", code=message.ticket.code), message.ticket)


def has_no_sender(filing: Filing) -> Outcome | None:
    sender = filing.parsed.sender
    return None if sender and "@" in sender.address else Outcome(Fate.NEEDS_LOOK, because("no_sender"))


def joins_its_ticket(filing: Filing) -> Outcome | None:
    match = find_ticket(filing.session, filing.parsed)
    if match.ticket is None or _is_over(filing, match.ticket):
        return None
    join = _join_as_agent if filing.is_from_a_person and _claimed_agent(filing, match) else _join_from_outside
    join(filing, match.ticket, match)
    return Outcome(Fate.FILED, match.reason, match.ticket)


def opens_a_ticket(filing: Filing) -> Outcome:
    match = find_ticket(filing.session, filing.parsed)
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
    is_our_own,
    is_a_report,
    has_no_sender,
    was_said_before,
    joins_its_ticket,
    opens_a_ticket,
)


def _is_over(filing: Filing, ticket: Ticket) -> bool:
    """Closed long ago: what follows is a new matter, linked to the old one. Old mail may still join its archive."""
    return filing.is_live and not tickets.may_reopen(filing.session, ticket, at=filing.at)


def _why_new(filing: Filing, match: Match) -> Reason:
    if match.ticket:
        return because("closed_long_ago", code=match.ticket.code)
    if filing.mail.treatment is Treatment.ARCHIVE:
        return because("filed_from_archive")
    return match.reason if filing.is_from_a_person else because("machine_opened", kind=filing.parsed.kind)


def _claimed_agent(filing: Filing, match: Match) -> bool:
    """It claims to be an agent's, or carries a secret that was given to an agent."""
    by_address = people.find_agent(filing.session, filing.sender) if filing.sender else None
    by_secret = match.issued is not None and match.issued.agent_id is not None
    return by_secret or (
        by_address is not None and not (match.ticket and belongs(match.ticket, filing.sender))
    )


def _join_as_agent(filing: Filing, ticket: Ticket, match: Match) -> None:
    agent = people.find_agent(filing.session, filing.sender) if filing.sender else None
    agent = agent or (match.issued.agent if match.issued else None)
    assert agent is not None
    draft = _draft(filing, match.reason)
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


def _join_from_outside(filing: Filing, ticket: Ticket, match: Match) -> None:
    author, requester = _author(filing, ticket)
    reason = match.reason if filing.is_from_a_person else because("answer_to_ours")
    tickets.receive_reply(
        filing.session,
        ticket,
        _draft(filing, reason),
        author=author,
        by=requester,
        quiet=not filing.is_live,
        at=filing.at,
    )
    if author is Author.REQUESTER:
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
    copied = [
        person
        for person in (*filing.parsed.to, *filing.parsed.cc)
        if canonical(person.address) != filing.sender
    ]
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
        mail_id=filing.mail.id,
        why_here=why_here,
        uploads=filing.uploads,
    )
