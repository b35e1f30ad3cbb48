"""Every page of the panel with an address to open it at, on a desk that has something to show on each.

A page added later must be named here, in PAGES with an example or in UNSEEN with a reason, or
`test_accessibility` says so. `python -m tests.web.screenshots` opens the same pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, render_template_string

from desk import tickets
from desk.settings import DeskSettings, MailboxSettings, SendingSettings, Settings, TicketSettings
from desk.surroundings import Surroundings, make_secret, surroundings
from models.people import Agent
from models.tables import metadata
from tests.web.furniture import NOW, Facts, furnish
from tests.web.gallery import gallery
from tests.web.test_mailroom import RUI, Kept, PostOffice, acknowledgement
from web import create_app
from web.mailroom import Mailroom

PAGES: dict[str, str] = {
    "sign_in.show": "/sign-in",
    "passwords.forgotten": "/password/forgotten",
    "passwords.show": "/password/{link}",
    "ticket_list.show": "/tickets",
    "sla_view.show": "/sla",
    "workload.show": "/workload",
    "tickets.show": "/tickets/{code}",
    "merges.show": "/tickets/{code}/merge?into={other}",
    "new_ticket.show": "/tickets/new",
    "requesters.show": "/requesters",
    "requesters.page": "/requesters/1",
    "organizations.show": "/organizations",
    "organizations.new": "/organizations/new",
    "organizations.page": "/organizations/1",
    "bulk_deeds.show": "/bulk-deeds/{deed}",
    "held_replies.show": "/held-replies",
    "held_replies.show_one": "/held-replies/1",
    "needs_look.show": "/mails/needs-a-look",
    "junk.show": "/blocked-senders",
    "spam.show": "/spam",
    "files.attachment": "/attachments/{risky}/tagihan.exe",
    "articles.show": "/articles",
    "articles.show_one": "/articles/{article}",
    "articles.show_version": "/articles/{article}/versions/id/1",
    "article_editor.new": "/new-article",
    "article_editor.edit": "/articles/{article}/edit",
    "help.show": "/help",
    "help.show_one": "/help/{article}",
    "solved.show": "/solved/{token}",
    "parcels.show": "/get/{get}",
    "parcels.show_giving": "/give/{give}",
    "answer_sheet.show": "/tickets/{code}/sheet",
    "settings_pages.show": "/settings",
    "teams.show": "/settings/teams",
    "teams.new": "/settings/teams/new",
    "teams.edit": "/settings/teams/layanan",
    "agents.show": "/settings/agents",
    "agents.new": "/settings/agents/new",
    "my_mail.show": "/my-mail",
    "agents.show_one": "/settings/agents/1",
    "addresses.show": "/settings/addresses",
    "addresses.new": "/settings/addresses/new",
    "addresses.edit": "/settings/addresses/1",
    "calendars.show": "/settings/calendars",
    "calendars.new": "/settings/calendars/new",
    "calendars.show_one": "/settings/calendars/{calendar}",
    "calendars.edit": "/settings/calendars/{calendar}/hours",
    "policies.show": "/settings/policies",
    "policies.new": "/settings/policies/new",
    "policies.edit": "/settings/policies/{policy}",
    "texts.show": "/settings/texts",
    "texts.edit": "/settings/texts/acknowledgement/id",
    "mailroom.show": "/mailroom",
    "mailroom.mailbox": "/mailroom/rui@mitra.example",
    "mailroom.letter": "/mailroom/rui@mitra.example/0",
    "gallery": "/gallery",
}

UNSEEN: dict[str, str] = {
    "static": "files, not pages",
    "health.show": "JSON, for programs",
    "ticket_list.home": "leads to the list",
    "files.message_html": "a stranger's own HTML, in a frame of the ticket's page",
    "files.raw": "a download",
    "whole_mails.show": "a download",
    "mailroom.count": "a number, for a script",
    "mailroom.letter_html": "a mail's own HTML, in a frame of the letter's page",
}


@dataclass(frozen=True)
class Shown:
    """A desk with its pages, who may see them all, and the addresses of PAGES filled in."""

    app: Flask
    coordinator: Agent
    paths: dict[str, str]

    def is_open(self, name: str) -> bool:
        """A page for strangers is seen as a stranger sees it."""
        return hasattr(self.app.view_functions[name], "open_to_strangers")


@contextmanager
def furnished(folder: Path) -> Iterator[Shown]:
    settings = Settings(
        folder=str(folder),
        desk=DeskSettings(name="Meja Bantuan", language="en"),
        tickets=TicketSettings(undo_seconds=60),
        mailbox=(MailboxSettings(name="bantuan", host="127.0.0.1", user="bantuan", password="env:NONE"),),
        sending=(SendingSettings(name="bantuan", host="127.0.0.1"),),
    )
    make_secret(settings)
    desk = surroundings(settings)
    try:
        metadata.create_all(desk.database.engine)
        coordinator, facts = furnish(desk)
        paths = {name: path.format(**facts) for name, path in PAGES.items()}
        yield Shown(_app(desk, facts), coordinator, paths)
    finally:
        desk.close()


def _app(desk: Surroundings, facts: Facts) -> Flask:
    office = PostOffice()
    office.kept.append(Kept(acknowledgement(), NOW))
    app = create_app(desk, now=lambda: NOW, mailroom=Mailroom(office, [RUI], ["bantuan@meja.example"]))
    app.add_url_rule("/gallery", "gallery", lambda: _gallery(desk, facts["code"]))
    return app


def _gallery(desk: Surroundings, code: str) -> str:
    """Every part of the design system on one page."""
    with desk.database.reading() as session:
        return render_template_string(gallery(), ticket=tickets.get_ticket(session, code))
