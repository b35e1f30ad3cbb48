"""Pictures of other hosts: loaded on a click alone, by us, from the open internet alone (T050, T115)."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desk.drafts import Draft
from desk.surroundings import Surroundings
from desk.text import safe_html
from tests.servers.certificate import self_signed
from tests.web.conftest import NOW
from tests.web.elsewhere import DRIPPING, PNG, PUBLIC, Elsewhere, elsewhere
from tests.web.people import People, open_a_ticket
from tests.web.test_hostile_content import frame_in
from tests.web.visitor import Visitor
from web import create_app
from web.remote_pictures import LARGEST, NotFetched, is_public

HTML = '<p>News <img alt="A" src="http://shop.example/shot.png"><img src="http://shop.example/gone.png"></p>'


@pytest.fixture
def host() -> Iterator[Elsewhere]:
    with elsewhere() as host:
        yield host


@pytest.fixture
def reader(desk: Surroundings, people: People, host: Elsewhere) -> Visitor:
    app = create_app(desk, now=lambda: NOW, pictures=host.pictures)
    return Visitor(app.test_client()).signed_in(people.ana)


def test_pictures_are_loaded_when_the_agent_asks_and_not_before(
    reader: Visitor, desk: Surroundings, host: Elsewhere
) -> None:
    """T050"""
    code = open_a_ticket(desk, at=NOW, draft=Draft(subject="News", reply="x", html=safe_html(HTML))).code
    frame = frame_in(reader.reads(f"/tickets/{code}"))
    before = reader.gets(frame).text
    asked_before = list(host.asked)
    after = reader.posts(frame, form_of=f"/tickets/{code}")

    assert asked_before == []
    assert ' src="' not in before
    assert after.text.count('src="data:image/png;base64,') == 1
    assert 'data-blocked="http://shop.example/gone.png"' in after.text
    assert "http" not in after.headers["Content-Security-Policy"]


def test_button_stands_only_where_there_is_something_to_load(reader: Visitor, desk: Surroundings) -> None:
    plain = open_a_ticket(desk, at=NOW, draft=Draft(subject="x", reply="x", html="<p>x</p>")).code
    news = open_a_ticket(desk, at=NOW, draft=Draft(subject="x", reply="x", html=safe_html(HTML))).code

    assert "Load pictures" not in reader.reads(f"/tickets/{plain}")
    assert "Load pictures" in reader.reads(f"/tickets/{news}")


def test_asking_tells_the_host_nothing_about_us(host: Elsewhere) -> None:
    host.pictures.fetch("http://shop.example/shot.png#part")

    assert host.connected == [(PUBLIC, 80)]
    assert host.asked[0].keys() <= {"path", "host", "accept", "accept-encoding", "user-agent"}
    assert host.asked[0]["host"] == "shop.example"


@pytest.mark.parametrize(
    "url",
    [
        "ftp://shop.example/shot.png",
        "file:///etc/passwd",
        "gopher://shop.example/x",
        "http://shop.example:25/shot.png",
        "http://shop.example:443/shot.png",
        "https://shop.example:6379/shot.png",
        "http://user@shop.example/shot.png",
        "http://:@shop.example/shot.png",
        "http:///shot.png",
        "http://[::1/shot.png",
        "http://a b.example/shot.png\r\nX: y",
        "http://" + "a" * 70 + ".example/shot.png",
    ],
)
def test_odd_address_is_never_asked(host: Elsewhere, url: str) -> None:
    """T115"""
    with pytest.raises(NotFetched):
        host.pictures.fetch(url)

    assert host.connected == []


@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.1"], [PUBLIC, "10.0.0.8"], ["::1"], ["169.254.169.254"], []],
    ids=["here", "one of two inside", "here, IPv6", "the cloud's own", "none"],
)
def test_name_that_leads_inside_is_never_asked(host: Elsewhere, addresses: list[str]) -> None:
    """T115"""
    host.names["shop.example"] = addresses
    with pytest.raises(NotFetched):
        host.pictures.fetch("http://shop.example/shot.png")

    assert host.connected == []


@pytest.mark.parametrize(
    "written", ["127.1", "0x7f000001", "2130706433", "localhost.", "[::ffff:127.0.0.1]", "0"]
)
def test_inside_is_known_however_it_is_written(host: Elsewhere, written: str) -> None:
    """T115"""
    name = written.strip("[]").rstrip(".")
    host.names[name] = [str(found[4][0]) for found in socket.getaddrinfo(name, 80, type=socket.SOCK_STREAM)]
    with pytest.raises(NotFetched):
        host.pictures.fetch(f"http://{written}/shot.png")

    assert host.connected == []


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.1.1", "172.16.0.1", "192.168.0.1", "198.18.0.1",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "64:ff9b::a00:1",
        "fc00::1", "fe80::1%eth0", "fec0::1", "ff02::1", "2002:a00:1::1", "2001:0:a00:1::1", "2001:db8::1",
    ],
)  # fmt: skip
def test_address_that_is_not_on_the_open_internet_is_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:2800:220:1::1"])
def test_address_on_the_open_internet_is_allowed(address: str) -> None:
    assert is_public(address)


def test_redirect_is_followed_and_looked_at_again(host: Elsewhere) -> None:
    host.answers["/a"] = (302, {"Location": "//other.example/shot.png"}, b"")
    found = host.pictures.fetch("http://shop.example/a")

    assert found == PNG
    assert [each["host"] for each in host.asked] == ["shop.example", "other.example"]


@pytest.mark.parametrize("goal", ["http://inside.example/shot.png", "file:///etc/passwd", "/a"])
def test_redirect_inside_elsewhere_or_in_a_circle_ends(host: Elsewhere, goal: str) -> None:
    """T115"""
    host.names["inside.example"] = ["192.168.0.1"]
    host.answers["/a"] = (301, {"Location": goal}, b"")
    with pytest.raises(NotFetched):
        host.pictures.fetch("http://shop.example/a")

    assert {address for address, _ in host.connected} == {PUBLIC}


@pytest.mark.parametrize(
    "answer",
    [
        (500, {}, PNG),
        (200, {}, b""),
        (200, {}, PNG + b"\0" * LARGEST),
        (200, {"Content-Length": str(10**12)}, b""),
    ],
    ids=["an error", "nothing", "too much", "less than was promised"],
)
def test_answer_of_no_use_is_none(host: Elsewhere, answer: tuple[int, dict[str, str], bytes]) -> None:
    host.answers["/b"] = answer
    with pytest.raises(NotFetched):
        host.pictures.fetch("http://shop.example/b")


def test_host_that_drips_its_answer_is_left(host: Elsewhere) -> None:
    """The answer takes ten seconds, a byte at a time, so that no wait for a byte is long."""
    host.answers[DRIPPING] = (200, {}, PNG + b"\0" * 150)
    with pytest.raises(NotFetched):
        replace(host.pictures, seconds=0.2).fetch(f"http://shop.example{DRIPPING}")


def test_certificate_is_that_of_the_name_though_the_address_is_connected_to(tmp_path: Path) -> None:
    certificate, tls = self_signed(tmp_path, "DNS:shop.example")
    with elsewhere(tls) as host:
        pictures = replace(host.pictures, tls=ssl.create_default_context(cafile=str(certificate)))
        found = pictures.fetch("https://shop.example/shot.png")
        with pytest.raises(NotFetched):
            pictures.fetch("https://other.example/shot.png")

    assert found == PNG
    assert host.connected == [(PUBLIC, 443), (PUBLIC, 443)]


@pytest.mark.parametrize(
    "content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html><script>1</script>"]
)
def test_drawing_or_page_that_calls_itself_a_picture_is_not_shown(host: Elsewhere, content: bytes) -> None:
    """T051, T056"""
    host.answers["/c.png"] = (200, {"Content-Type": "image/png"}, content)
    html = '<img data-blocked="http://shop.example/c.png">'

    assert host.pictures.put_into(html) == html
