"""Sixty megabytes in and out, through Postfix, Dovecot and the pages: each ends with somebody holding the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from models.mail import Delivery, DeliveryKind, DeliveryState
from models.message import Attachment, Message
from models.ticket import Ticket
from ops.clock import now
from ops.serving import wait_until_it_answers
from tests.end_to_end.conftest import DOMAIN, Road
from tests.end_to_end.desk_process import DeskProcess, eventually, set_up_desk
from tests.end_to_end.generated import Letter, Partners
from tests.end_to_end.ledger import read
from tests.end_to_end.visitor import Browser
from tests.servers import or_skipped

if TYPE_CHECKING:
    from tests.servers.dovecot import Dovecot
    from tests.servers.postfix import Postfix
    from tests.servers.sink import Sink

FILM = Random(60).randbytes(44_000_000)
"""Sixty megabytes on its way."""
DIGEST = sha256(FILM).hexdigest()
WORDS = "Rekaman rapat kami lampirkan. Mohon ditelaah."
FEW_BYTES = 40_000_000
"""Less than one such file: it passes through the pages piece by piece."""


@pytest.fixture(scope="module")
def wide_relay(dovecot: Dovecot, postfix_sink: Sink) -> Iterator[Postfix]:
    """A host that takes a hundred megabytes."""
    from tests.servers.postfix import running_postfix
    from tests.servers.process import short_folder

    ports = {"lmtp_port": dovecot.lmtp_port, "sink_port": postfix_sink.port}
    with (
        or_skipped(),
        short_folder("lf") as folder,
        running_postfix(
            folder,
            **ports,
            domains=[DOMAIN],
            addresses=[f"large{number}@{DOMAIN}" for number in range(5)],
            extra="message_size_limit = 104857600\n",
        ) as server,
    ):
        yield server


@pytest.fixture
def wide_road(wide_relay: Postfix, dovecot: Dovecot, postfix_sink: Sink) -> Road:
    return Road(wide_relay, dovecot, postfix_sink, dovecot.add_user("large1"))


@pytest.fixture
def wide_desk(wide_road: Road) -> Iterator[DeskProcess]:
    with set_up_desk(wide_road.hosts()) as desk:
        desk.run()
        assert wait_until_it_answers("127.0.0.1", desk.web_port, "/sign-in")
        yield desk


def test_60_megabytes_that_come_by_mail_reach_the_agent(wide_desk: DeskProcess, wide_road: Road) -> None:
    sender = f"dewi@{wide_road.partners}"
    wide_road.submit(large_mail(sender, wide_road.address), sender=sender)
    assert eventually(lambda: links(wide_road, sender, "give")), wide_desk.log()[-3000:]
    link = links(wide_road, sender, "give")[0]
    partner, agent = Browser(wide_desk.web_port), Browser(wide_desk.web_port)
    agent.signs_in(wide_road.admin)
    ticket = f"/tickets/{the_ticket(wide_desk).code}"
    agent.reads(ticket)
    before = most_memory(wide_desk)

    thanks = partner.posts(link, {"words": "Ini rekamannya."}, page=link, files={"rapat.mp4": FILM})
    by_link = held(wide_desk)
    name = re.findall(r'action="(/mails/\w+/whole)"', agent.reads(ticket))[0]
    agent.posts(name, page=ticket)

    assert "Berkas Anda sudah kami terima" in thanks.decode()
    assert by_link == [DIGEST]
    assert eventually(lambda: held(wide_desk) == [DIGEST, DIGEST]), wide_desk.log()[-3000:]
    assert "rapat.mp4" in agent.reads(ticket)
    assert WORDS in agent.reads(ticket)
    assert most_memory(wide_desk) - before < FEW_BYTES


def test_60_megabytes_of_answer_reach_the_partner(wide_desk: DeskProcess, wide_road: Road) -> None:
    letter, agent, ticket = an_open_matter(wide_desk, wide_road)
    agent.reads(ticket)
    before = most_memory(wide_desk)
    agent.posts(f"{ticket}/replies", {"reply": "Terlampir."}, page=ticket, files={"rapat.mp4": FILM})
    assert eventually(lambda: links(wide_road, letter.sender, "get")), wide_desk.log()[-3000:]

    partner, link = Browser(wide_desk.web_port), links(wide_road, letter.sender, "get")[0]
    page = partner.reads(link)
    got = partner.posts(f"{link}/1", page=link)

    assert "44,0 MB" in page or "44.0 MB" in page
    assert sha256(got).hexdigest() == DIGEST
    assert f"{letter.sender} " in agent.reads(ticket)
    assert most_memory(wide_desk) - before < FEW_BYTES


def test_answer_that_the_sending_host_finds_too_large_goes_as_a_link(desk: DeskProcess, road: Road) -> None:
    """Settings that promise more than Postfix takes (RFC 1870)."""
    desk.edit_settings(lambda text: text.replace("[[sending]]", "[[sending]]\nmax_megabytes = 90"))
    desk.run()
    assert wait_until_it_answers("127.0.0.1", desk.web_port, "/sign-in")
    letter, agent, ticket = an_open_matter(desk, road)
    agent.posts(f"{ticket}/replies", {"reply": "Terlampir."}, page=ticket, files={"rapat.mp4": FILM})
    assert eventually(lambda: links(road, letter.sender, "get")), desk.log()[-3000:]

    link = links(road, letter.sender, "get")[0]
    got = Browser(desk.web_port).posts(f"{link}/1", page=link)

    assert sha256(got).hexdigest() == DIGEST
    with desk.reading() as session:
        replies = session.scalars(select(Delivery).where(Delivery.kind == DeliveryKind.REPLY)).all()
        refused = [each.reason for each in replies if each.state is DeliveryState.BOUNCED]
        assert [reason and reason.code for reason in refused] == ["went_as_parcel"]


def large_mail(sender: str, to: str) -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = sender, to, "Rekaman rapat"
    mail["Date"], mail["Message-ID"] = format_datetime(now()), f"<rapat@{sender.partition('@')[2]}>"
    mail.set_content(WORDS)
    mail.add_attachment(FILM, "video", "mp4", filename="rapat.mp4")
    return mail.as_bytes()


def an_open_matter(desk: DeskProcess, road: Road) -> tuple[Letter, Browser, str]:
    """Who asked, the agent's browser, and the ticket's page."""
    letter = Partners(seed=60, domain=road.partners, to=road.address).new_matters(1, with_files=0)[0]
    road.send([letter])
    assert eventually(lambda: road.is_quiet(desk, mails=1))
    agent = Browser(desk.web_port)
    agent.signs_in(road.admin)
    return letter, agent, f"/tickets/{the_ticket(desk).code}"


def links(road: Road, recipient: str, way: str) -> list[str]:
    """To files, out of the mails this partner got."""
    texts = [text_of(read(mail)) for mail in road.received() if mail.recipient == recipient]
    return [link for text in texts for link in re.findall(rf"https?://[^/\s]+(/{way}/[a-z2-7]+)", text)]


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    return str(part.get_content()) if part else ""


def the_ticket(desk: DeskProcess) -> Ticket:
    with desk.reading() as session:
        return session.scalars(select(Ticket)).one()


def held(desk: DeskProcess) -> list[str]:
    """What the requester's messages brought, by its digest."""
    with desk.reading() as session:
        brought = select(Attachment.sha256).join(Message).where(Message.agent_id.is_(None))
        return list(session.scalars(brought))


def most_memory(desk: DeskProcess) -> int:
    """The most bytes that the process of the pages has ever held."""
    status = Path(f"/proc/{desk.pid('web')}/status").read_text()
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) * 1024
