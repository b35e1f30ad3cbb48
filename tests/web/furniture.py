"""A desk on an ordinary morning, with something for every page: promises kept, near and missed, a ticket that has
everything, articles in two languages, mail that waits. Invented people all of them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from desk import (
    bringing,
    bulk,
    first_setup,
    followers,
    held,
    holding,
    junk,
    knowledge,
    offers,
    organizations,
    parcels,
    password_links,
    tickets,
)
from desk import people as desk_people
from desk.addresses import add_address, find_address
from desk.answer_sheets import answers_of
from desk.deeds import Choice, Deed
from desk.drafts import Draft, Upload, attachment_of
from desk.knowledge import Wording, Writing
from desk.surroundings import Surroundings
from desk.work import work
from models.calendars import BusinessCalendar
from models.knowledge import Audience, Suggestion
from models.mail import Fate
from models.message import Attachment
from models.people import Agent, Role
from models.reason import because
from models.session import Session
from models.sla import Policy
from models.ticket import Priority, Ticket
from tests.web.people import ADDRESS, People, add_people, keep_a_mail

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
Facts = dict[str, str]

HOUR = timedelta(hours=1)
MATTERS = (
    (1, "Tabel hasil survei tidak dapat diunduh", "Dewi Anggraini", "dewi@mitra.example"),
    (2, "Permintaan data curah hujan kabupaten 2015-2025 untuk skripsi", "Bagus Pratama", "bagus@kampus.example"),
    (20, "Login portal gagal setelah ganti kata sandi", "Siti Rahmawati", "siti@dinas.example"),
    (24, "Cannot open the shapefile of the eastern districts", "Marta Oliveira", "marta@research.example"),
    (44, "Jadwal rilis indikator triwulan IV", "", "humas@kementerian.example"),
    (70, "Koreksi nama desa pada publikasi kecamatan", "Yohanes Wenda", "yohanes@kampung.example"),
    (96, "Akses API untuk aplikasi pajak daerah", "Ni Made Ayu", "ayu@pajak.example"),
)  # fmt: skip
EXPORT = Writing(
    key="ekspor-tabel",
    category="Data",
    texts={
        "id": Wording(
            "Ekspor tabel lebih dari 1000 baris",
            "## Mengapa berhenti\n\nEkspor tabel ke CSV berhenti di baris 1000.\n\n1. Buka **Unduh**.\n"
            "2. Pilih *Semua baris*.\n\n| Format | Batas |\n|---|---|\n| CSV | 1000 baris |",
            "unduh csv berhenti baris",
        ),
        "en": Wording("Export tables of more than 1000 rows", "Choose *all rows* below **Download**."),
    },
)
RESET = Writing(
    key="atur-ulang-login",
    audience=Audience.INTERNAL,
    category="Akun",
    texts={"id": Wording("Atur ulang login portal", "Buka konsol, cari akun, pilih *atur ulang*.")},
)


def furnish(desk: Surroundings) -> tuple[Agent, Facts]:
    """A coordinator, and what the addresses of pages are filled in with."""
    people = add_people(desk, at=NOW - timedelta(days=30))
    with work(desk, at=NOW - timedelta(days=20)) as session:
        _add_a_second_team(session)
        first_setup.make_defaults(session, at=NOW - timedelta(days=20), time_zone="Asia/Jakarta")
        organizations.add_organization(
            session, name="Dinas Pertanian", domain="dinas.example", by=people.citra, at=NOW
        )
        for writing in (EXPORT, RESET):
            knowledge.publish(session, writing, by=None, at=NOW - timedelta(days=20))
    with work(desk, at=NOW - timedelta(days=2)) as session:
        shorter = replace(EXPORT, texts={"id": Wording("Ekspor tabel besar", EXPORT.texts["id"].body)})
        knowledge.revise(session, knowledge.get_article(session, EXPORT.key), shorter, by=None, at=NOW)
    codes = [_opened(desk, *matter) for matter in MATTERS]
    facts = _one_with_everything(desk, people)
    facts |= _deeds(desk, people, codes)
    reason = because("parser_died")
    keep_a_mail(desk, b"x", at=NOW - HOUR, fate=Fate.NEEDS_LOOK, reason=reason)
    return people.citra, facts | {"other": codes[0], "article": EXPORT.key}


def _add_a_second_team(session: Session) -> None:
    it = desk_people.add_team(session, slug="ti", name="Teknologi Informasi", at=NOW)
    dian = desk_people.add_agent(
        session, name="Dian Kusuma", login="dian@meja.example", role=Role.AGENT, language="id", at=NOW
    )
    desk_people.join_team(it, dian)
    add_address(
        session, address="ti@meja.example", team=it, mailbox="bantuan", sending_account="bantuan", at=NOW
    )


def _opened(desk: Surroundings, hours: int, subject: str, name: str, address: str) -> str:
    draft = Draft(subject=subject, reply="Mohon bantuannya.", from_name=name, from_address=address)
    return _open(desk, draft, at=NOW - hours * HOUR)


def _open(desk: Surroundings, draft: Draft, *, at: datetime) -> str:
    with work(desk, at=at) as session:
        asking = desk_people.recognise_requester(
            session, name=draft.from_name, address=draft.from_address, at=at
        )
        ours = find_address(session, "bantuan@meja.example")
        assert ours is not None
        return tickets.open_ticket(session, draft, requester=asking, address=ours, at=at).code


def _one_with_everything(desk: Surroundings, people: People) -> Facts:
    draft = Draft(
        subject="Ekspor tabel berhenti di baris 1000",
        reply="Selamat pagi,\n\nekspor tabel ke CSV berhenti: https://mitra.example/tabel/7\n> Sudah dicoba?\nSudah.",
        html="<p>Selamat pagi, <b>ekspor tabel</b> berhenti.</p>",
        quoted="Pada Senin, 23 November 2026, Ana menulis:\n> Sudah dicoba dengan peramban lain?",
        signature="Rui Santoso\nDinas Statistik",
        why_here=because("new_matter"),
        from_name="Rui Santoso",
        from_address="rui@mitra.example",
        to=("bantuan@meja.example",),
        uploads=(Upload("tagihan.exe", "application/octet-stream", 5, desk.files.keep(b"MZ...")),),
    )
    code = _open(desk, draft, at=NOW - 3 * HOUR)
    with work(desk, at=NOW - HOUR) as session:
        ticket = tickets.get_ticket(session, code)
        offers.offer_in_acknowledgement(session, ticket, at=NOW - HOUR)
        _talk(session, ticket, desk_people.get_agent(session, people.ana.login))
        session.flush()
        key = session.scalars(select(Attachment.key)).one()
        token = session.scalars(select(Suggestion.token)).first() or ""
        ben = desk_people.get_agent(session, people.ben.login)
        link = password_links.link_to(desk, ben, until=NOW + HOUR).rpartition("/")[2]
        sheet = Upload("ekspor penuh 2015-2025.csv", "text/csv", 61_000_000, desk.files.keep(b"a;b"))
        answers_of(session, ticket)[-1].attachments = [attachment_of(sheet)]
    links = _links_to_files(desk, code)
    return {"code": code, "risky": key, "token": token, "link": link, **links}


def _talk(session: Session, ticket: Ticket, ana: Agent) -> None:
    at = NOW - HOUR
    tickets.set_priority(session, ticket, Priority.HIGH, by=ana, at=at)
    followers.follow(session, ticket, address="atasan@mitra.example", name="", at=at)
    note = Draft(reply="Batas baris ada di server lama; tanya tim data.", from_name=ana.name)
    tickets.add_note(session, ticket, note, by=ana, at=at)
    answer = Draft(
        reply="Bapak Rui, ekspor penuh sudah kami siapkan.", from_name=ana.name, from_address=ana.login
    )
    tickets.reply(session, ticket, answer, by=ana, at=at)
    doubtful = Draft(reply="Sudah saya kirim.", from_name=ana.name, from_address="ana@rumah.example")
    reason = because("address_not_confirmed", address="ana@rumah.example")
    held.hold(session, ticket, doubtful, agent=ana, reason=reason, at=at)


def _links_to_files(desk: Surroundings, code: str) -> Facts:
    """Rui may fetch what Ana sent, and send files here."""
    at = NOW - HOUR
    with work(desk, at=at) as session:
        ticket = tickets.get_ticket(session, code)
        bringing.invite(session, ticket, recipient="rui@mitra.example", language="id", at=at)
        session.flush()
        links = [parcels.link_to(session, each) for each in parcels.list_parcels(session, ticket)]
    return {way: token for *_, way, token in (link.split("/") for link in links)}


def _suspect(session: Session) -> None:
    """What the host put into Junk."""
    sender = desk_people.recognise_requester(
        session, name="Hadiah Resmi", address="menang@undian.example", at=NOW
    )
    ours = find_address(session, ADDRESS)
    assert ours is not None
    words = Draft(subject="Selamat, Anda menang printer!", reply="Klik di sini.")
    ticket = tickets.open_ticket(session, words, requester=sender, address=ours, at=NOW, quiet=True)
    reason = because("lay_in_junk", folder="INBOX.spam", mailbox="bantuan")
    junk.suspect(session, ticket, reason=reason, at=NOW)


def _deeds(desk: Surroundings, people: People, codes: list[str]) -> Facts:
    with work(desk, at=NOW) as session:
        named = [
            desk_people.get_agent(session, each.login) for each in (people.ana, people.ben, people.citra)
        ]
        ana, ben, citra = named
        found = [tickets.get_ticket(session, code) for code in codes]
        for ticket, agent in zip(found, (ana, ben, ana, None, None, ben), strict=False):
            tickets.assign(session, ticket, agent, by=citra, at=NOW)
        tickets.set_priority(session, found[2], Priority.URGENT, by=citra, at=NOW)
        tickets.set_priority(session, found[5], Priority.LOW, by=citra, at=NOW)
        holding.hold(session, found[3], reason="Server dipindahkan", by=ana, at=NOW, until=NOW + 48 * HOUR)
        tickets.resolve(session, found[1], by=ben, at=NOW)
        junk.block(session, "@iklan.example", by=citra, at=NOW)
        _suspect(session)
        done = bulk.carry_out(session, codes[4:6], Choice(Deed.ASSIGN, ana), key="a" * 32, by=citra, at=NOW)
        calendar = session.scalars(select(BusinessCalendar.slug)).first()
        policy = session.scalars(select(Policy.slug)).first()
    return {"deed": done.key, "calendar": calendar or "", "policy": policy or ""}
