"""A ticket's story for its page: each message with the mails it led to, and the events as sentences.

Sentences are English here; the catalogue of `desk.words` has them in Indonesian.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desk.doubts import Company, doubts_about
from desk.invitations import Invitation
from desk.search import TicketPage
from desk.words import moment, say, word
from models.event import Event, EventKind
from models.mail import Delivery, DeliveryKind, DeliveryState, Mail, Treatment
from models.message import Author, Message
from models.reason import Reason
from models.ticket import Priority
from web.attached import ShownFile, invitation_in, shown_file
from web.clock_words import SAID, alarm_words
from web.due_words import PRIORITIES
from web.panel import desk

MOMENTS = {"due", "until"}
OUTWARD = (DeliveryKind.REPLY, DeliveryKind.ACKNOWLEDGEMENT, DeliveryKind.TOO_LARGE)

EVENTS = {
    EventKind.OPENED: "{who} opened the ticket",
    EventKind.REPLY_RECEIVED: "{who} wrote",
    EventKind.REPLIED: "{who} replied",
    EventKind.REPLIED_BY_HAND: "{who} replied by hand, from the mailbox",
    EventKind.NOTED: "{who} added an internal note",
    EventKind.ASSIGNED: "{who} assigned it to {assignee}",
    EventKind.UNASSIGNED: "{who} put it back: nobody holds it",
    EventKind.RESOLVED: "{who} resolved it",
    EventKind.REOPENED: "{who} opened it again",
    EventKind.CLOSED: "{who} closed it",
    EventKind.LINKED: "{who} linked it to {other}",
    EventKind.FOLLOWER_APPROVED: "{who} lets {follower} get the replies",
    EventKind.FOLLOWER_LEFT_OUT: "{who} sends {follower} no further reply",
    EventKind.REPLY_HELD: "A reply by {who} was held",
    EventKind.REPLY_RELEASED: "{who} released a held reply",
    EventKind.REPLY_REFUSED: "{who} kept a held reply as a note",
    EventKind.ACKNOWLEDGED: "Receipt was acknowledged",
    EventKind.NOT_ACKNOWLEDGED: "",
    EventKind.BOUNCED: "A mail came back: it could not be delivered",
    EventKind.DELAYED: "A mail is delayed on its way",
    EventKind.PRIORITISED: "{who} changed its priority from {before} to {priority}",
    EventKind.PUT_ON_HOLD: "{who} put it on hold: {because}",
    EventKind.TAKEN_UP: "{who} took it up again",
    EventKind.MOVED: "{who} moved it from {before} to {team}",
    EventKind.MERGED: "{who} merged it into {other}",
    EventKind.ABSORBED: "{who} merged {other} into it",
    EventKind.UNMERGED: "{who} undid the merging with {other}",
    EventKind.MARKED_SPAM: "{who} marked it as spam",
    EventKind.NOT_SPAM: "{who} said that it is not spam",
    EventKind.RESCUED: "{who} brought it back: it is not spam",
    EventKind.TAKEN_BACK: "{who} took a reply back before it left",
    EventKind.ARTICLE_INSERTED: "{who} inserted the article “{title}”",
    EventKind.REQUESTER_JOINED: "{who} found that {joined} and {requester_name} are one person",
    EventKind.REQUESTER_CHANGED: "{who} changed what kind of requester this is",
    EventKind.PARCEL_FETCHED: "{recipient} fetched the files",
    EventKind.PARCEL_ENDED: "{who} ended the link of {recipient}",
    EventKind.FILES_ASKED_FOR: "{recipient} was told how to send the files",
    EventKind.FILES_NOT_ASKED_FOR: "Nobody was told how to send the files",
    EventKind.WHOLE_ASKED_FOR: "{who} asked for the whole mail",
    EventKind.WHOLE_FETCHED: "The whole mail was fetched from the mailbox",
    EventKind.HANDED_OVER: "{who} handed the printed answer over",
}

WITH_FACT = {
    EventKind.REPLIED_BY_HAND: {"mailbox": "Somebody replied by hand, from the mailbox {mailbox}"},
    EventKind.NOTED: {"mailbox": "Somebody wrote by hand from the mailbox {mailbox}, not to the requester"},
    EventKind.MARKED_SPAM: {"reason": "Suspected spam"},
    EventKind.RESCUED: {"reason": "It came back: it is not spam"},
    EventKind.PUT_ON_HOLD: {"until": "{who} put it on hold until {until}: {because}"},
    EventKind.BOUNCED: {
        "opens": "A mail came back: it could not be delivered. The ticket is open again, since nobody can answer"
    },
}
"""What is said instead when the event has this fact."""

AUTHORS = {
    Author.REQUESTER: "Requester",
    Author.FOLLOWER: "Follower",
    Author.AGENT: "Agent",
    Author.OUTSIDER: "Outsider: does not belong to this ticket",
    Author.MACHINE: "Machine",
}

DELIVERY_KINDS = {
    DeliveryKind.REPLY: "Reply",
    DeliveryKind.ACKNOWLEDGEMENT: "Acknowledgement",
    DeliveryKind.TOO_LARGE: "How to send the files",
    DeliveryKind.NEW_MATTER: "Notice: a new matter",
    DeliveryKind.NEW_MESSAGE: "Notice: a new message",
    DeliveryKind.ASSIGNED: "Notice: assigned to you",
    DeliveryKind.HELD: "Notice: held reply",
    DeliveryKind.UNDELIVERED: "Notice: not delivered",
    DeliveryKind.DUE_SOON: "Notice: due soon",
    DeliveryKind.OVERDUE: "Notice: overdue",
    DeliveryKind.MORNING: "Morning summary",
    DeliveryKind.DIGEST: "Digest",
    DeliveryKind.INVITATION: "Invitation",
    DeliveryKind.PASSWORD: "Link for a new password",
}

DELIVERY_STATES = {
    DeliveryState.QUEUED: "Waiting to be sent",
    DeliveryState.SENDING: "Being sent",
    DeliveryState.DEFERRED: "Delayed, next attempt {moment}",
    DeliveryState.SENT: "Sent {moment}",
    DeliveryState.BOUNCED: "Not delivered",
    DeliveryState.UNKNOWN: "May have arrived",
    DeliveryState.CANCELLED: "Cancelled",
}


@dataclass(frozen=True)
class Said:
    """A message with the mail it came in and the mails it left in."""

    message: Message
    mail: Mail | None
    deliveries: list[Delivery]
    doubts: list[Reason]
    files: list[ShownFile]
    invitation: Invitation | None

    @property
    def left_by_hand(self) -> bool:
        return self.mail is not None and self.mail.treatment is Treatment.BY_HAND

    @property
    def lay_in_junk(self) -> bool:
        return self.mail is not None and self.mail.treatment is Treatment.SUSPECTED


def conversation(page: TicketPage, company: Company) -> list[Said]:
    return [_said(page, message, company) for message in page.messages]


def notices(page: TicketPage) -> list[Delivery]:
    """Mails to agents: they are no part of the conversation."""
    return [delivery for delivery in page.deliveries if delivery.kind not in OUTWARD]


def event_words(event: Event, language: str) -> str:
    """ "" where the reason says it all."""
    who = event.agent.name if event.agent else event.requester.shown_name if event.requester else "Meja"
    facts = _facts(event, language)
    if event.kind in SAID:
        known = {name: facts[name] for name in ("metric", "due", "assignee")}
        return alarm_words(event.kind, language=language, **known)
    if event.kind is EventKind.OPENED and event.agent:
        return say("{who} opened the ticket for {requester_name}", language, who=who, **facts)
    more = next((words for name, words in WITH_FACT.get(event.kind, {}).items() if event.facts.get(name)), None)
    return say(more or EVENTS[event.kind], language, who=who, **facts)


def event_reason(event: Event, language: str) -> str:
    """Why, in a sentence; "" when the event speaks for itself."""
    stored = event.facts.get("reason") or event.facts.get("suggestions")
    return word(Reason.from_json(stored), language) if stored else ""


def _facts(event: Event, language: str) -> dict[str, str]:
    """Codes and moments among them in words."""
    facts = {name: str(value) for name, value in event.facts.items() if name != "reason"}
    zone = desk().settings.desk.time_zone
    for name in MOMENTS & facts.keys():
        facts[name] = moment(datetime.fromisoformat(facts[name]), language, zone) if facts[name] else ""
    if event.kind is EventKind.PRIORITISED:
        facts |= {name: say(PRIORITIES[Priority(facts[name])], language) for name in ("before", "priority")}
    return facts


def _left_by_hand(page: TicketPage, message: Message) -> bool:
    """Whoever sent it had the password of the mailbox."""
    mail = page.mails.get(message.mail_id or 0)
    return mail is not None and mail.treatment is Treatment.BY_HAND


def _said(page: TicketPage, message: Message, company: Company) -> Said:
    return Said(
        message=message,
        mail=page.mails.get(message.mail_id or 0),
        deliveries=[
            each for each in page.deliveries if each.message_id == message.id and each.kind in OUTWARD
        ],
        doubts=[] if _left_by_hand(page, message) else doubts_about(message, company),
        files=[shown_file(each) for each in message.attachments],
        invitation=invitation_in(message.attachments),
    )
