"""The whole of a mail that was too large to be taken whole: ask for it, and hand it out once it is here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from desk import mails, wholes
from desk.words import file_size
from desk.work import work
from models.mail import Mail
from models.reason import Reason
from models.session import Session
from web.files import download
from web.language import language, translate
from web.panel import desk, now, reading
from web.signed_in import myself

pages = Blueprint("whole_mails", __name__, url_prefix="/mails/<name>/whole")


@dataclass(frozen=True)
class ShownWhole:
    """What the ticket's page says below such a mail, and whether the whole can be asked for or downloaded."""

    missing: Reason
    trouble: Reason | None
    may_ask: bool
    is_here: bool


def shown_wholes(session: Session, messages_mails: Iterable[Mail]) -> dict[int, ShownWhole]:
    found = wholes.of_mails(session, messages_mails)
    return {
        mail_id: ShownWhole(
            missing=wholes.what_is_missing(session, large, size=_size(large.size)),
            trouble=large.trouble,
            may_ask=large.sha256 is None and large.asked_at is None,
            is_here=large.sha256 is not None,
        )
        for mail_id, large in found.items()
    }


@pages.get("")
def show(name: str) -> ResponseReturnValue:
    with reading() as session:
        mail = mails.get_mail(session, name)
        blob = wholes.get_whole(session, mail)
    return download(desk().raw.path(blob), f"{mail.short_name}-whole.eml", content_type="text/plain")


@pages.post("")
def create(name: str) -> ResponseReturnValue:
    at = now()
    with work(desk(), at=at) as session:
        mail = mails.get_mail(session, name)
        wholes.ask(session, mail, by=myself(session), at=at)
        code = mail.ticket.living.code if mail.ticket else ""
    flash("It is being fetched. Look at this page again in a minute.")
    return redirect(url_for("tickets.show", code=code) if code else url_for("ticket_list.show"))


def _size(size: int) -> str:
    return file_size(size, language()) if size else translate("size unknown")
