"""HTML from strangers: whatever comes in, nothing that runs, loads or escapes comes out (T048-T054)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from desk.html_policy import ATTRIBUTES, TAGS
from desk.text import safe_html

ADDED = {"data-blocked", "rel", "target"}
ALLOWED = {name for names in ATTRIBUTES.values() for name in names} | ADDED
HARMFUL_STYLE = re.compile(
    r"url|expression|import|behavio|@|\\|position|javascript|var\(|image|content", re.IGNORECASE
)
ATTACKS = (
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img/src='x'/onerror=alert(1)>",
    "<img src=`javascript:alert(1)`>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--><img src=x onerror=alert(1)>'>",
    "<math><annotation-xml encoding='text/html'><style><img src=x onerror=alert(1)></style>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='jav&#x09;ascript:alert(1)'>x</a>",
    "<a href=' &#14; javascript:alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='//evil.example'>x</a>",
    "<iframe src='https://evil.example'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='https://evil.example/x.swf'></object>",
    "<embed src='https://evil.example/x.swf'>",
    "<form action='https://evil.example'><input name=password><button>Go</button></form>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<link rel=stylesheet href='https://evil.example/x.css'>",
    "<base href='https://evil.example/'>",
    "<style>@import url(https://evil.example/x.css)</style>",
    "<p style='background:url(https://evil.example/x.png)'>x</p>",
    "<p style='background-color:url(https://evil.example/x.png)'>x</p>",
    "<p style='background-color:\\75rl(https://evil.example/x.png)'>x</p>",
    "<p style='width:expression(alert(1))'>x</p>",
    "<p style='color:var(--x);position:fixed;top:0'>x</p>",
    "<p style='font-family:x;behavior:url(#x)'>x</p>",
    "<p style='/*' onclick=alert(1) title='*/'>x</p>",
    "<img srcset='https://evil.example/x.png 2x'>",
    "<table background='https://evil.example/x.png'><td background='https://evil.example/x.png'>x",
    "<video poster='https://evil.example/x.png'><source src='https://evil.example/x.mp4'></video>",
    "<img src='data:image/svg+xml;base64,PHN2Zz4='>",
    "<img src='data:text/html,x'>",
    "<p id=login class=overlay name=forms>x</p>",
    "<textarea></textarea><script>alert(1)</script>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<xss onclick=alert(1) style='color:red'>x</xss>",
    "<a href=x ping=https://evil.example>x</a>",
    "<details ontoggle=alert(1) open>x</details>",
    '<img alt="` src=x onerror=alert(1)//">',
    "</div></body></html><script>alert(1)</script>",
)


def harm_in(html: str) -> list[str]:
    """What a browser would find in this HTML that may not be shown."""
    root = LexborHTMLParser(html).body
    nodes = [] if root is None else [node for node in root.traverse() if node.tag != "body"]
    harm = [f"<{node.tag}>" for node in nodes if node.tag not in TAGS]
    for node in nodes:
        harm += [
            f"{node.tag}[{name}={value}]"
            for name, value in node.attributes.items()
            if is_harmful(name, value or "")
        ]
    return harm


def is_harmful(name: str, value: str) -> bool:
    match name:
        case "src":
            return not value.startswith(
                ("cid:", "data:image/png", "data:image/gif", "data:image/jpeg", "data:image/webp")
            )
        case "href":
            return not value.lower().startswith(("http:", "https:", "mailto:", "tel:"))
        case "style":
            return HARMFUL_STYLE.search(value) is not None
    return name not in ALLOWED


@pytest.mark.parametrize("attack", ATTACKS)
def test_attack_comes_out_harmless(attack: str) -> None:
    assert harm_in(safe_html(f"<div>before{attack}after")) == []


@given(
    st.lists(st.sampled_from([*ATTACKS, "<", ">", '"', "'", "<p>", "</p>", "&lt;", "--", "\0"]), max_size=8)
)
def test_attacks_together_come_out_harmless(attacks: list[str]) -> None:
    assert harm_in(safe_html("".join(attacks))) == []


@given(st.text(alphabet="<>/='\"` ascriptonmgle:;&#()!-\n", max_size=200))
def test_any_text_comes_out_harmless(html: str) -> None:
    assert harm_in(safe_html(html)) == []


def test_formatting_is_kept() -> None:
    table = '<table border="1"><tbody><tr><td colspan="2">x</td></tr></tbody></table>'
    html = f"<h1>Kabar</h1><ul><li><b>satu</b></li></ul>{table}"

    assert safe_html(html) == html


def test_styles_that_only_say_how_words_look_are_kept() -> None:
    """T049"""
    assert safe_html('<p style="COLOR: red; position: fixed; margin: 0 auto">x</p>') == (
        '<p style="color: red; margin: 0 auto">x</p>'
    )


def test_links_are_kept_and_open_apart() -> None:
    link = LexborHTMLParser(
        safe_html('<a href="https://x.example/a?b=1&amp;c=2" onclick="x()">x</a>')
    ).css_first("a")

    assert link is not None
    assert link.attributes == {
        "href": "https://x.example/a?b=1&c=2",
        "rel": "noopener noreferrer nofollow",
        "target": "_blank",
    }


def test_address_of_a_blocked_picture_survives_a_second_cleaning() -> None:
    """T050: stored clean, it is cleaned again when it is shown."""
    once = safe_html('<img src="https://x.example/a.png?b=1&amp;c=2">')

    assert safe_html(once) == once
    assert safe_html('<img data-blocked="javascript:x">') == "<img>"


def test_remote_picture_is_blocked_and_its_address_kept() -> None:
    """T050"""
    assert safe_html('<img src="https://x.example/a.png" alt="A">') == (
        '<img data-blocked="https://x.example/a.png" alt="A">'
    )


def test_pictures_of_the_mail_itself_stay() -> None:
    picture = '<img src="data:image/png;base64,AAAA">'

    assert safe_html('<img src="cid:shot@x">') == '<img src="cid:shot@x">'
    assert safe_html(picture) == picture


def test_words_that_look_like_the_mark_of_a_blocked_picture_do_no_harm() -> None:
    assert (
        harm_in(safe_html('<img src="meja-remote:x"><p title=\' src="meja-remote:y\'> src="meja-remote:z'))
        == []
    )


def test_words_survive_what_is_taken_away() -> None:
    html = safe_html("<form><center>One</center><custom>two</custom> <button>three</button></form>")

    assert re.sub("<[^>]+>", " ", html).split() == ["One", "two", "three"]


def test_too_long_html_is_cut() -> None:
    assert len(safe_html("<p>word</p>" * 1_000_000)) <= 1_100_000
