"""Every page of the panel with an address to open it at, on a desk that has something to show on each.

A page added later must be named here, in PAGES with an example or in UNSEEN with a reason, or
`test_accessibility` says so. `python -m tests.web.screenshots` opens the same pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask, render_template_string
from sqlalchemy import select

from desk import followers, held, tickets
from desk import people as desk_people
from desk.drafts import Draft, Upload
from desk.settings import DeskSettings, MailboxSettings, SendingSettings, Settings, TicketSettings
from desk.surroundings import Surroundings, make_secret, surroundings
from desk.work import work
from models.mail import Fate
from models.message import Attachment
from models.people import Agent, Role
from models.reason import because
from models.session import Session
from models.tables import metadata
from tests.web.gallery import gallery
from tests.web.people import People, add_people, keep_a_mail, open_a_ticket
from web import create_app

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)

PAGES: dict[str, str] = {
    "sign_in.show": "/sign-in",
    "ticket_list.show": "/tickets",
    "tickets.show": "/tickets/{code}",
    "held_replies.show": "/held-replies",
    "held_replies.show_one": "/held-replies/1",
    "needs_look.show": "/mails/needs-a-look",
    "texts.show": "/texts",
    "texts.edit": "/texts/id",
    "files.attachment": "/attachments/{risky}/tagihan.exe",
    "gallery": "/gallery",
}

UNSEEN: dict[str, str] = {
    "static": "files, not pages",
    "ticket_list.home": "leads to the list",
    "files.message_html": "a stranger's own HTML, in a frame of the ticket's page",
    "files.raw": "a download",
}

MATTERS = (
    ("Tabel hasil survei tidak dapat diunduh", "Dewi Anggraini", "dewi@mitra.example"),
    (
        "Permintaan data curah hujan kabupaten 2015-2025 untuk penelitian",
        "Bagus Pratama",
        "bagus@kampus.example",
    ),
    ("Login portal gagal setelah ganti kata sandi", "Siti Rahmawati", "siti@dinas.example"),
    ("Cannot open the shapefile of the eastern districts", "Marta Oliveira", "marta@research.example"),
    ("Jadwal rilis indikator triwulan IV", "", "humas@kementerian.example"),
    ("Koreksi nama desa pada publikasi kecamatan", "Yohanes Wenda", "yohanes@kampung.example"),
)


@dataclass(frozen=True)
class Shown:
    """A desk with its pages: two coordinators, and the addresses of PAGES filled in."""

    app: Flask
    english: Agent
    indonesian: Agent
    paths: dict[str, str]


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
        people = add_people(desk, at=NOW - timedelta(days=30))
        facts = _furnish(desk, people)
        app = create_app(desk, now=lambda: NOW)
        app.add_url_rule("/gallery", "gallery", lambda: _gallery(desk, facts["code"]))
        paths = {name: path.format(**facts) for name, path in PAGES.items()}
        yield Shown(app, english=people.citra, indonesian=_indonesian(desk, people), paths=paths)
    finally:
        desk.close()


def _indonesian(desk: Surroundings, people: People) -> Agent:
    with work(desk, at=NOW) as session:
        dian = desk_people.add_agent(
            session,
            name="Dian Kusuma",
            login="dian@meja.example",
            role=Role.COORDINATOR,
            language="id",
            at=NOW,
        )
        dian.password_hash = people.citra.password_hash
    return dian


def _gallery(desk: Surroundings, code: str) -> str:
    """Every part of the design system on one page."""
    with desk.database.reading() as session:
        return render_template_string(gallery(), ticket=tickets.get_ticket(session, code))


def _furnish(desk: Surroundings, people: People) -> dict[str, str]:
    """Something for each page; what the addresses of PAGES are filled in with."""
    codes = [
        open_a_ticket(
            desk,
            at=NOW - timedelta(hours=7 * number),
            draft=Draft(subject=subject, reply="Mohon bantuannya."),
            name=name,
            address=address,
        ).code
        for number, (subject, name, address) in enumerate(MATTERS, start=1)
    ]
    facts = _one_with_everything(desk, people)
    with work(desk, at=NOW) as session:
        ana, ben = (desk_people.get_agent(session, each.login) for each in (people.ana, people.ben))
        for code, agent in zip(codes[:4], (ana, ben, ana, ana), strict=True):
            tickets.assign(session, tickets.get_ticket(session, code), agent, by=ana, at=NOW)
        tickets.reply(
            session,
            tickets.get_ticket(session, codes[0]),
            Draft(reply="Silakan dicoba lagi."),
            by=ana,
            at=NOW,
        )
        tickets.resolve(session, tickets.get_ticket(session, codes[1]), by=ben, at=NOW)
    keep_a_mail(desk, b"x", at=NOW, fate=Fate.NEEDS_LOOK, reason=because("parser_died"))
    return facts


def _one_with_everything(desk: Surroundings, people: People) -> dict[str, str]:
    file = Upload("tagihan.exe", "application/octet-stream", 5, desk.files.keep(b"MZ..."))
    draft = Draft(
        subject="Ekspor tabel berhenti di baris 1000",
        reply="Selamat pagi,\n\nekspor berhenti: https://mitra.example/tabel/7\n> Sudah dicoba?\nSudah.",
        html="<p>Selamat pagi, <b>ekspor</b> berhenti.</p>",
        quoted="Pada Senin, 23 November 2026, Ana menulis:\n> Sudah dicoba dengan peramban lain?",
        signature="Rui Santoso\nDinas Statistik",
        why_here=because("new_matter"),
        from_name="Rui Santoso",
        from_address="rui@mitra.example",
        to=("bantuan@meja.example",),
        uploads=(file,),
    )
    code = open_a_ticket(desk, at=NOW - timedelta(hours=3), draft=draft).code
    with work(desk, at=NOW - timedelta(hours=1)) as session:
        _talk(session, code, people.ana.login)
        key = session.scalars(select(Attachment.key)).one()
    return {"code": code, "risky": key}


def _talk(session: Session, code: str, login: str) -> None:
    ticket, ana = tickets.get_ticket(session, code), desk_people.get_agent(session, login)
    at = NOW - timedelta(hours=1)
    followers.follow(session, ticket, address="atasan@mitra.example", name="", at=at)
    note = Draft(reply="Batas baris ada di server lama; tanya tim data.", from_name=ana.name)
    tickets.add_note(session, ticket, note, by=ana, at=at)
    answer = Draft(
        reply="Bapak Rui, ekspor penuh sudah kami siapkan.", from_name=ana.name, from_address=login
    )
    tickets.reply(session, ticket, answer, by=ana, at=at)
    doubtful = Draft(reply="Sudah saya kirim.", from_name=ana.name, from_address="ana@rumah.example")
    reason = because("address_not_confirmed", address="ana@rumah.example")
    held.hold(session, ticket, doubtful, agent=ana, reason=reason, at=at)
