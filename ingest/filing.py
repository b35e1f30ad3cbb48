"""What becomes of a mail that was read: the steps in their order, inside one transaction.

Each step looks at the filing and may settle it (an `Outcome`); the first that does is the mail's fate.
Reports about our own mail come first, machines before people, agents before requesters.
"""

from __future__ import annotations

from dataclasses import replace

from desk import deliveries, folders, held, junk, people, probes, threads, tickets
from desk.addresses import strangers_of
from desk.followers import follow
from desk.surroundings import desk_of
from ingest import agents, by_hand
from ingest.case import REPORTS, Filing, Outcome, Step, draft_of
from ingest.evidence import Proof
from ingest.reports import file_report
from ingest.route import address_for
from ingest.threads import Match, belongs
from models.mail import Fate, Treatment
from models.message import Author
from models.people import Agent, Requester, canonical
from models.reason import Reason, because
from models.ticket import Ticket


def file(filing: Filing) -> Outcome:
    """Raises NotAllowed and its kin only when the desk refuses a verb; then the mail needs a look."""
    steps = by_hand.STEPS if filing.mail.treatment is Treatment.BY_HAND else STEPS
    outcomes = (step(filing) for step in steps)
    return next(outcome for outcome in outcomes if outcome)


def is_a_probe(filing: Filing) -> Outcome | None:
    """Doctor wrote it to ourselves, to see what the hosts make of a mail; whatever they made of this one."""
    marked = (filing.parsed.message_id, filing.parsed.subject, filing.parsed.headers.get(probes.HEADER))
    is_one = probes.holds_mark(desk_of(filing.session).signer, *marked)
    return Outcome(Fate.IGNORED, because("own_probe")) if is_one else None


def was_taken_out_of_junk(filing: Filing) -> Outcome | None:
    """Somebody moved it to the inbox: what it had opened begins to live, and what had joined its ticket stays."""
    message = threads.message_of(filing.session, filing.mail) if filing.mail.ticket_id else None
    if message is None:
        return None
    seen = folders.last_seen(filing.session, filing.mail)
    reason = because("taken_out_of_junk", folder=seen.folder if seen else "-")
    at = seen.at if seen else filing.at
    junk.rescue(filing.session, message.ticket, by=None, at=at, reason=reason)
    return Outcome(Fate.FILED, reason, message.ticket)


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
    """Among junk nobody needs to look for one."""
    sender = filing.parsed.sender
    if sender and "@" in sender.address:
        return None
    if filing.is_suspected:
        return Outcome(Fate.IGNORED, because("junk_without_sender"))
    return Outcome(Fate.NEEDS_LOOK, because("no_sender"))


def joins_its_ticket(filing: Filing) -> Outcome | None:
    match = filing.match
    if match.ticket is None or filing.is_suspected:
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
        draft_of(filing, reason),
        requester=_requester(filing),
        address=address,
        author=Author.REQUESTER if filing.is_from_a_person else Author.MACHINE,
        quiet=not filing.is_live,
        at=filing.at,
    )
    if filing.is_suspected:
        junk.suspect(filing.session, ticket, reason=reason, at=filing.at)
        return Outcome(Fate.FILED, reason, ticket)
    _add_followers(filing, ticket)
    if match.ticket:
        tickets.link(filing.session, ticket, match.ticket, by=None, at=filing.at)
    if filing.mail.treatment is Treatment.ARCHIVE:
        tickets.close(filing.session, ticket, by=None, at=filing.at, quiet=True)
    return Outcome(Fate.FILED, reason, ticket)


STEPS: tuple[Step, ...] = (
    is_a_probe,
    was_taken_out_of_junk,
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
    if filing.is_suspected:
        seen = folders.last_seen(filing.session, filing.mail)
        return because("lay_in_junk", folder=seen.folder if seen else "-", mailbox=filing.mail.door)
    if match.ticket:
        return because("closed_long_ago", code=match.ticket.code)
    if filing.mail.treatment is Treatment.ARCHIVE:
        return because("filed_from_archive")
    return match.reason if filing.is_from_a_person else because("machine_opened", kind=filing.parsed.kind)


def _speaks_as_agent(filing: Filing, ticket: Ticket) -> bool:
    """It carries an agent's secret or claims an agent's address. Who belongs to the ticket does not, save with both."""
    if not ((filing.is_live or filing.has_returned) and filing.is_from_a_person):
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
        draft_of(filing, match.reason), reply=parsed.reply, quoted=parsed.quoted, signature=parsed.signature
    )
    if filing.has_returned:
        reason = because("returned_words")
        held.hold(filing.session, ticket, draft, agent=agent, reason=reason, at=filing.at)
        return
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
    if author is Author.REQUESTER and filing.mail.treatment is Treatment.LIVE:
        # The host takes the same person's next mail for no spam.
        junk.rescue(filing.session, ticket, by=None, at=filing.at, reason=because("wrote_to_the_inbox"))
    reason = filing.match.reason if filing.is_from_a_person else because("answer_to_ours")
    tickets.receive_reply(
        filing.session,
        ticket,
        draft_of(filing, reason),
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
