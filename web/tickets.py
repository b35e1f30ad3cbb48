"""The page of one ticket: its conversation, its promises, what is known of its requester, and where to write."""

from __future__ import annotations

from secrets import token_hex
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from desk import clock_views, earlier, held, kept_drafts, merging, parcels, people, search, taking_back
from desk import pages as reads
from desk.doubts import company_of
from desk.search import TicketPage
from models.mail import DeliveryKind
from models.people import Agent
from models.session import Session
from models.ticket import Priority
from web.panel import desk, now, reading
from web.signed_in import myself
from web.timeline import Said, conversation, notices
from web.whole_mails import shown_wholes

EARLIER_SHOWN = 5

pages = Blueprint("tickets", __name__, url_prefix="/tickets/<code>")


@pages.get("")
def show(code: str) -> ResponseReturnValue:
    with reading() as session:
        page = search.ticket_page(session, code)
        if page.ticket.code != code:
            return redirect(url_for("tickets.show", code=page.ticket.code))
        me = myself(session)
        return render_template(
            "ticket.html",
            page=page,
            ticket=page.ticket,
            said=conversation(page, company_of(session, page.ticket)),
            notices=notices(page),
            clocks=clock_views.clocks_of(session, page.ticket, at=now()),
            may_decide=lambda reply: held.may_decide(reply, me),
            may_take_back=lambda said: _may_take_back(said, me),
            at=now(),
            **_about(session, page),
            **_writing(session, page, me),
        )


def _about(session: Session, page: TicketPage) -> dict[str, Any]:
    others = earlier.others_of_requester(session, page.ticket)
    return {
        "agents": reads.active_agents(session),
        "teams": people.list_teams(session),
        "priorities": list(Priority),
        "earlier": others[:EARLIER_SHOWN],
        "candidates": earlier.open_among(others)[:EARLIER_SHOWN],
        "absorbed": merging.merged_into(session, page.ticket),
        "parcels": parcels.list_parcels(session, page.ticket),
        "wholes": shown_wholes(session, page.mails.values()),
    }


def _writing(session: Session, page: TicketPage, me: Agent) -> dict[str, Any]:
    return {
        "drafts": {kind.value: text for kind, text in kept_drafts.kept(session, page.ticket, me).items()},
        "form_keys": {"reply": token_hex(16), "note": token_hex(16)},
        "undo_seconds": desk().settings.tickets.undo_seconds,
        "may_block": people.may(me, "block"),
    }


def _may_take_back(said: Said, me: Agent) -> bool:
    mails = [each for each in said.deliveries if each.kind is DeliveryKind.REPLY]
    return (
        said.message.is_public and taking_back.is_theirs(said.message, me) and taking_back.has_not_left(mails)
    )
