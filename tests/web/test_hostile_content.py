"""What came from outside is shown where it can do nothing: words escaped, HTML framed, files handed out blindly."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest

from desk.drafts import Draft, Upload
from desk.surroundings import Surroundings
from models.mail import Fate
from models.ticket import Ticket
from tests.web.conftest import NOW
from tests.web.people import People, keep_a_mail, open_a_ticket
from tests.web.visitor import Visitor

POLYGLOT = (
    "\"'><img src=x onerror=alert(1)></title></textarea></script><script>alert(2)</script>{{7*7}}${7*7}"
)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
PAGE = b"<html><script>alert(1)</script></html>"


def test_words_of_strangers_are_never_markup(ana: Visitor, desk: Surroundings, people: People) -> None:
    ticket = open_with_files(desk, {POLYGLOT: PAGE}, said=POLYGLOT)
    pages = (
        ana.reads(f"/tickets/{ticket.code}")
        + ana.reads("/tickets")
        + ana.reads("/tickets?words=" + quote(POLYGLOT))
    )

    assert "alert(1)" in pages
    own = re.sub(r'<script src="/static/[a-z]+\.js" defer>', "", pages)
    assert not re.findall(r"<img|<script|</textarea></script>|\$49|}49", own)


def test_refused_words_are_shown_as_words(ana: Visitor, desk: Surroundings, people: People) -> None:
    answer = ana.client.post("/tickets/MJ-7K3QX2/replies", data={"reply": POLYGLOT})

    assert "alert(2)" in answer.text
    assert "<script>" not in answer.text


def test_formatted_mail_comes_in_a_frame_that_may_do_nothing(
    ana: Visitor, desk: Surroundings, people: People
) -> None:
    answer = ana.gets(
        f"/messages/{open_with_html(ana, desk, '<p onclick=x()>Hi<script>alert(1)</script></p>')}/html"
    )
    policy = answer.headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert re.search(r"sandbox(?! [^;]*allow-(scripts|same-origin|forms))", policy)
    assert "<p>Hi</p>" in answer.text
    assert "alert" not in answer.text


def test_page_puts_the_frame_in_a_sandbox(ana: Visitor, desk: Surroundings, people: People) -> None:
    ticket = open_a_ticket(desk, at=NOW, draft=Draft(subject="Hi", reply="x", html="<p>x</p>"))
    frame = re.search(r"<iframe[^>]*>", ana.reads(f"/tickets/{ticket.code}"))

    assert frame is not None
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in frame[0]


def test_remote_picture_is_not_asked_for(ana: Visitor, desk: Surroundings, people: People) -> None:
    message = open_with_html(ana, desk, '<p>Hi<img src="http://evil.example/x.png"></p>')

    assert ' src="http' not in ana.gets(f"/messages/{message}/html").text


@pytest.mark.parametrize(
    ("cid", "content", "is_shown"),
    [
        ("shot@mail", PNG, True),
        ("shot%40mail", PNG, True),
        ("other@mail", PNG, False),
        ("../shot@mail", PNG, False),
        ("shot@mail", PAGE, False),
        ("shot@mail", b"<svg xmlns='http://www.w3.org/2000/svg'/>", False),
    ],
    ids=["its own", "escaped", "nobody's", "a path", "a page that calls itself a picture", "a drawing"],
)
def test_picture_of_the_mail_is_shown_when_it_is_its_own_and_a_picture(
    ana: Visitor, desk: Surroundings, people: People, cid: str, content: bytes, *, is_shown: bool
) -> None:
    """T052"""
    html = f'<p>Look: <img alt="shot" src="cid:{cid}"></p>'
    draft = Draft(
        subject="Hi",
        reply="x",
        html=html,
        uploads=(upload(desk, "shot.png", content, content_id="shot@mail"),),
    )
    code = open_a_ticket(desk, at=NOW, draft=draft).code
    page = ana.gets(frame_in(ana.reads(f"/tickets/{code}"))).text

    assert ('src="data:image/png;base64,' in page) is is_shown
    assert "cid:" not in page


def test_picture_of_another_mail_is_not_shown(ana: Visitor, desk: Surroundings, people: People) -> None:
    open_with_files(desk, {"shot.png": PNG})
    message = open_with_html(ana, desk, '<p>Look: <img src="cid:shot.png"></p>')

    assert "data:" not in ana.gets(f"/messages/{message}/html").text


@pytest.mark.parametrize(
    "name",
    [
        "report.html",
        "drawing.svg",
        'quo"te;x=.png',
        "line\r\nSet-Cookie: a=b.txt",
        "../../etc/passwd",
        "résumé .pdf",
        "x" * 5000,
    ],
)
def test_file_is_handed_out_without_a_type_and_never_opened(
    ana: Visitor, desk: Surroundings, people: People, name: str
) -> None:
    """T051, T056, T057, T058"""
    code = open_with_files(desk, {name: PAGE}).code
    answer = ana.gets(file_in(ana.reads(f"/tickets/{code}")) + "?anyway=yes")

    assert answer.data == PAGE
    assert answer.content_type == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_file_that_acts_when_opened_is_marked(ana: Visitor, desk: Surroundings, people: People) -> None:
    code = open_with_files(desk, {"invoice\u202efdp.exe": b"MZ"}).code

    """T059, T060"""
    assert '<bdi>invoicefdp</bdi><strong class="ending">.exe</strong>' in ana.reads(f"/tickets/{code}")
    assert "Can run as a program" in ana.reads(f"/tickets/{code}")


@pytest.mark.parametrize(
    ("name", "content"), [("x.lnk", b"x"), ("photo.jpg", b"MZ\x90"), ("photo.png", PAGE)]
)
def test_file_that_may_do_harm_says_so_before_it_is_handed_out(
    ana: Visitor, desk: Surroundings, people: People, name: str, content: bytes
) -> None:
    """T056, T060"""
    path = file_in(ana.reads(f"/tickets/{open_with_files(desk, {name: content}).code}"))
    warning = ana.gets(path)

    assert "Can run as a program" in warning.text
    assert "Content-Disposition" not in warning.headers
    assert ana.gets(f"{path}?anyway=yes").data == content


def test_harmless_file_is_handed_out_at_once(ana: Visitor, desk: Surroundings, people: People) -> None:
    path = file_in(ana.reads(f"/tickets/{open_with_files(desk, {'shot.png': PNG}).code}"))

    assert ana.gets(path).data == PNG


def test_an_address_with_a_nul_in_it_leads_nowhere(ana: Visitor, desk: Surroundings, people: People) -> None:
    path = file_in(ana.reads(f"/tickets/{open_with_files(desk, {'a.txt': b'x'}).code}"))

    assert (ana.gets(path).status_code, ana.gets(f"{path}%00").status_code) == (200, 404)


def test_file_is_found_by_its_key_alone(ana: Visitor, desk: Surroundings, people: People) -> None:
    path = file_in(ana.reads(f"/tickets/{open_with_files(desk, {'a.txt': b'x'}).code}"))
    key = path.split("/")[2]

    assert ana.gets(f"/attachments/{key}/anything").status_code == 200
    assert ana.gets(f"/attachments/{key[:-1]}/a.txt").status_code == 404


def test_raw_mail_is_a_download_of_plain_text(ana: Visitor, desk: Surroundings, people: People) -> None:
    mail = keep_a_mail(desk, PAGE, at=NOW, fate=Fate.FILED)
    answer = ana.gets(f"/mails/{mail.short_name}/raw")

    assert answer.data == PAGE
    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={mail.short_name}.eml"


def open_with_html(ana: Visitor, desk: Surroundings, html: str) -> int:
    """The number of the message, as its page names it."""
    code = open_a_ticket(desk, at=NOW, draft=Draft(subject="Hi", reply="x", html=html)).code
    return int(frame_in(ana.reads(f"/tickets/{code}")).split("/")[2])


def open_with_files(desk: Surroundings, files: dict[str, bytes], *, said: str = "See the file") -> Ticket:
    uploads = tuple(upload(desk, name, content, content_id=name) for name, content in files.items())
    draft = Draft(
        subject=said,
        reply=said,
        from_name=said,
        from_address=said,
        signature=said,
        quoted=said,
        uploads=uploads,
    )
    return open_a_ticket(desk, at=NOW, draft=draft, name=said)


def upload(desk: Surroundings, name: str, content: bytes, *, content_id: str = "") -> Upload:
    return Upload(name, "image/png", len(content), desk.files.keep(content), content_id=content_id)


def frame_in(page: str) -> str:
    return "/messages/" + page.partition(' src="/messages/')[2].partition('"')[0]


def file_in(page: str) -> str:
    return "/attachments/" + page.partition('"/attachments/')[2].partition('"')[0]
