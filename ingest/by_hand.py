"""What lies in the folder for sent mail: what Meja sent, and what somebody wrote by hand, which may answer a ticket.

The steps in their order, as in `ingest.filing`. An answer to the requester joins its ticket as a reply that has left
already; commands in it are words like any other. What concerns no ticket is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from desk import by_hand, deliveries, junk, people, threads
from desk.addresses import is_ours
from desk.codes import codes_in
from ingest.case import Filing, Outcome, Step, draft_of
from ingest.threads import belongs, by_references, by_secret
from models.mail import Delivery, Fate
from models.message import Author, Message
from models.people import Agent, canonical
from models.reason import Reason, because
from models.ticket import Ticket


def was_sent_by_us(filing: Filing) -> Outcome | None:
    """The host keeps a copy of all that leaves, perhaps under a Message-ID of its own."""
    issued = deliveries.holder_of(filing.session, filing.parsed.message_id) or _delivery_renamed(filing)
    return Outcome(Fate.IGNORED, because("sent_by_us"), issued.ticket) if issued else None


def was_sent_by_a_machine(filing: Filing) -> Outcome | None:
    """A responder of the mailbox, say, or a report that a mail was read."""
    if filing.is_from_a_person:
        return None
    return Outcome(Fate.IGNORED, because("sent_by_a_machine", kind=filing.parsed.kind))


def was_filed_before(filing: Filing) -> Outcome | None:
    """A copy that came to the inbox, or lies in another folder. What was not known then to have left is known now."""
    message = _same_words(filing)
    if message is None:
        return None
    is_held = message.author is Author.AGENT and not message.is_public
    if not (is_held or message.author is Author.OUTSIDER):
        return Outcome(Fate.IGNORED, because("seen_before", code=message.ticket.code), message.ticket)
    if not goes_to_requester(filing, message.ticket):
        return None
    reason, ticket = _how_it_left(filing), message.ticket
    draft = draft_of(filing, reason)
    by_hand.adopt(filing.session, message, draft, by=_agent(filing), mailbox=filing.mail.door, at=filing.at)
    return Outcome(Fate.FILED, reason, ticket)


def answers_its_requester(filing: Filing) -> Outcome | None:
    """In the name of the agent who writes from there, or of nobody in particular."""
    ticket = next((each for each in _tickets_meant(filing) if goes_to_requester(filing, each)), None)
    if ticket is None:
        return None
    reason = _how_it_left(filing)
    if ticket.is_suspected:
        junk.rescue(filing.session, ticket, by=None, at=filing.at, reason=because("answered_by_hand"))
    file = by_hand.note if ticket.is_spam else by_hand.reply
    file(
        filing.session,
        ticket,
        draft_of(filing, reason),
        by=_agent(filing),
        mailbox=filing.mail.door,
        at=filing.at,
    )
    return Outcome(Fate.FILED, reason, ticket)


def comes_to_us_anyway(filing: Filing) -> Outcome | None:
    """An agent who writes to the desk from this very mailbox: the mail itself is judged where it arrives."""
    recipients = [person.address for person in (*filing.parsed.to, *filing.parsed.cc)]
    to_us = any(is_ours(filing.session, address) for address in recipients)
    return Outcome(Fate.IGNORED, because("sent_to_ourselves")) if to_us else None


def concerns_a_ticket(filing: Filing) -> Outcome | None:
    """To somebody else about a ticket: kept inside, so that whoever works on it knows. No clock heeds it."""
    ticket = next(_tickets_answered(filing), None)
    if ticket is None:
        return None
    reason = because("sent_by_hand_to_others")
    by_hand.note(
        filing.session,
        ticket,
        draft_of(filing, reason),
        by=_agent(filing),
        mailbox=filing.mail.door,
        at=filing.at,
    )
    return Outcome(Fate.FILED, reason, ticket)


def concerns_no_ticket(_filing: Filing) -> Outcome:
    return Outcome(Fate.IGNORED, because("sent_for_no_ticket"))


STEPS: tuple[Step, ...] = (
    was_sent_by_us,
    was_sent_by_a_machine,
    was_filed_before,
    answers_its_requester,
    comes_to_us_anyway,
    concerns_a_ticket,
    concerns_no_ticket,
)


def goes_to_requester(filing: Filing, ticket: Ticket) -> bool:
    """Or to somebody who follows the ticket."""
    return any(belongs(ticket, person.address) for person in (*filing.parsed.to, *filing.parsed.cc))


def _delivery_renamed(filing: Filing) -> Delivery | None:
    """Our own mails end their References with their own id, so that it survives a host that replaces Message-ID; an
    answer ends them with what it answers."""
    parsed = filing.parsed
    own = parsed.references[-1] if parsed.references else ""
    issued = deliveries.holder_of(filing.session, own) if own and own != parsed.in_reply_to else None
    return issued if issued and _says_the_same(filing, issued) else None


def _says_the_same(filing: Filing, issued: Delivery) -> bool:
    """To the same person: the words of its message first of all, or marked as automatic, if that is what it is."""
    recipients = {canonical(person.address) for person in filing.parsed.to}
    if canonical(issued.recipient) not in recipients:
        return False
    if issued.is_automatic or issued.message_id is None:
        return not filing.is_from_a_person
    message = filing.session.get_one(Message, issued.message_id)
    return " ".join(filing.parsed.text.split()).startswith(" ".join(message.reply.split()))


def _same_words(filing: Filing) -> Message | None:
    return threads.same_words(filing.session, filing.fingerprint, at=filing.at)


def _tickets_meant(filing: Filing) -> Iterator[Ticket]:
    """By what it answers; a code in the subject counts as well, since whoever writes here may read all tickets."""
    yield from _tickets_answered(filing)
    yield from threads.tickets_with_codes(filing.session, codes_in(filing.parsed.subject))


def _tickets_answered(filing: Filing) -> Iterator[Ticket]:
    for clue in (by_secret, by_references):
        match = clue(filing.session, filing.parsed, filing.sender)
        if match and match.ticket:
            yield match.ticket


def _agent(filing: Filing) -> Agent | None:
    """Whoever may write into this folder has the password of the mailbox: From is believed."""
    return people.find_agent(filing.session, filing.sender) if filing.sender else None


def _how_it_left(filing: Filing) -> Reason:
    return because("left_by_hand", mailbox=filing.mail.door)
