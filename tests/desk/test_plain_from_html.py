"""The words of HTML as plain text."""

from __future__ import annotations

import pytest

from desk.text import plain_from_html


@pytest.mark.parametrize(
    ("html", "text"),
    [
        pytest.param("<p>One</p><p>Two</p>", "One\n\nTwo", id="paragraphs"),
        pytest.param("<div>One</div><div>Two</div>", "One\nTwo", id="blocks"),
        pytest.param("One<br>Two<br><br>Three", "One\nTwo\n\nThree", id="line breaks"),
        pytest.param("One\n  two <b>three</b>", "One two three", id="white space"),
        pytest.param("a<span>b</span>c", "abc", id="inline elements hold together"),
        pytest.param("<ul><li>One<li>Two</ul>", "- One\n- Two", id="list"),
        pytest.param(
            "<ol><li>One<li>Two<ul><li>x</ul><li>Three</ol>",
            "1. One\n2. Two\n\n- x\n\n3. Three",
            id="numbers",
        ),
        pytest.param("<table><tr><td>a<td>b<tr><td>c</table>", "a\tb\nc", id="table"),
        pytest.param("<pre>a\n  b</pre>", "a\n  b", id="preformatted"),
        pytest.param("Fish &amp; chips &lt;b&gt;", "Fish & chips <b>", id="entities"),
        pytest.param("a&nbsp;b", "a\u00a0b", id="no-break space"),
        pytest.param(
            "<head><title>T</title></head><style>x{}</style><script>y</script>Z<!-- c -->", "Z", id="unseen"
        ),
        pytest.param("<p>unclosed <b>words", "unclosed words", id="unclosed"),
        pytest.param("plain words", "plain words", id="no tags"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_html_is_read_as_it_is_laid_out(html: str, text: str) -> None:
    assert plain_from_html(html) == text


def test_words_below_any_depth_are_read() -> None:
    assert plain_from_html("<div>" * 50_000 + "deep") == "deep"
