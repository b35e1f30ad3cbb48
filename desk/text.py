"""HTML from strangers: made safe to show, or read as plain text.

`safe_html` is an allow-list (nh3) with styles checked value by value (tinycss2): no script, no form, nothing
that loads from another host. Remote pictures keep their address in `data-blocked`, pictures of the mail
itself stay `cid:` for the page to resolve. `plain_from_html` reads the words off the tree a browser would
build (lexbor). Both cap size and nesting first, so that time stays linear.
"""

from __future__ import annotations

import re
from functools import lru_cache

import nh3
import tinycss2
from selectolax.lexbor import LexborHTMLParser, LexborNode

LARGEST = 1024 * 1024
DEEPEST = 200
STYLES = 5000

TAGS = frozenset(
    "a abbr acronym address b big blockquote br caption center cite code col colgroup dd del details dfn div dl dt em"
    " figcaption figure font h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strike"
    " strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr".split()
)
DROPPED_WITH_CONTENT = frozenset(
    "script style title head template noscript object applet audio video iframe frame frameset math svg select textarea".split()
)
ATTRIBUTES = {
    "*": {"align", "dir", "lang", "style", "title", "valign", "width", "height", "bgcolor"},
    "a": {"href", "name"},
    "col": {"span"},
    "colgroup": {"span"},
    "font": {"color", "face", "size"},
    "img": {"alt", "src", "border"},
    "li": {"value"},
    "ol": {"start", "type"},
    "table": {"border", "cellpadding", "cellspacing"},
    "td": {"colspan", "rowspan", "nowrap"},
    "th": {"colspan", "rowspan", "nowrap"},
}
SCHEMES = {"http", "https", "mailto", "tel", "cid", "data"}
PROPERTIES = frozenset(
    "background-color border border-bottom border-collapse border-color border-left border-radius border-right"
    " border-spacing border-style border-top border-width color font font-family font-size font-style font-variant"
    " font-weight height letter-spacing line-height list-style-type margin margin-bottom margin-left margin-right"
    " margin-top max-width min-width padding padding-bottom padding-left padding-right padding-top table-layout"
    " text-align text-decoration text-indent text-transform vertical-align white-space width word-break word-spacing"
    " word-wrap".split()
)
FUNCTIONS = frozenset(("rgb", "rgba", "hsl", "hsla"))
VALUES = frozenset(("ident", "number", "percentage", "dimension", "hash", "whitespace", "literal", "string"))
PICTURE_DATA = re.compile(r"data:image/(?:png|gif|jpeg|webp);base64,[A-Za-z0-9+/=\s]*\Z", re.IGNORECASE)
REMOTE = "meja-remote:"
LONGEST_STYLE = 10_000
SPACES = re.compile(r"[ \t\r\n\f]+")
SPACES_IN_LINE = re.compile(r" {2,}")
UNREAD = frozenset(
    "-comment head title style script template noscript object applet svg math textarea select iframe".split()
)
LISTS = frozenset(("ul", "ol", "menu", "dir"))
PARAGRAPHS = frozenset("p ul ol dl table blockquote pre h1 h2 h3 h4 h5 h6".split())
BLOCKS = (
    PARAGRAPHS
    | LISTS
    | frozenset(
        "address article aside body caption center dd details dir div dt fieldset figcaption figure footer form header"
        " hr html legend li main nav section summary tbody tfoot thead tr".split()
    )
)
CELLS = frozenset(("td", "th"))
TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,30})[^<>]{0,2000}>?")
# Elements HTML closes by itself, or that hold nothing: they cannot pile up.
SELF_CLOSING = frozenset(
    "p li td tr th dt dd tbody thead tfoot option br hr img input meta link col area base wbr param source html head body".split()
)




def safe_html(html: str) -> str:
    """The HTML as it may be shown inside a page; beyond LARGEST characters it is cut."""
    cleaned = _CLEANER.clean(_bounded(html))
    # Every quote inside an attribute value is escaped by now: this can only be the attribute itself.
    return cleaned.replace(f' src="{REMOTE}', ' data-blocked="')


def plain_from_html(html: str) -> str:
    """The words as a browser would lay them out: a line per block, list marks, table cells apart."""
    tree = LexborHTMLParser(_bounded(html))
    return _Layout().read(tree.body or tree.root)


def _bounded(html: str) -> str:
    """The HTML cut to size, without the start tags that nest too deep; their words stay."""
    html = html[:LARGEST].replace("\0", "")
    return _flattened(html) if html.count("<") > DEEPEST else html


def _flattened(html: str) -> str:
    depth = 0

    def keep(tag: re.Match[str]) -> str:
        nonlocal depth
        if tag[2].lower() in SELF_CLOSING:
            return tag[0]
        depth = max(0, depth - 1) if tag[1] else depth + 1
        return tag[0] if depth <= DEEPEST else ""

    return TAG.sub(keep, html)


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "style":
        return _style(value) or None
    if name == "src":
        return _picture(value)
    if name == "href" and value[:5].lower() in ("data:", "cid:"):
        return None
    return value


def _picture(address: str) -> str | None:
    kind = address.strip()[:5].lower()
    if kind.startswith("cid:"):
        return address.strip()
    if kind == "data:":
        return address if PICTURE_DATA.match(address) else None
    return REMOTE + address if kind.startswith("http") else None


@lru_cache(maxsize=STYLES)
def _style(style: str) -> str:
    """The declarations that only say how words look; a value with url(), var() or the like is left out whole."""
    declarations = tinycss2.parse_blocks_contents(style[:LONGEST_STYLE], skip_comments=True, skip_whitespace=True)
    kept = (found for found in declarations if found.type == "declaration" and _is_harmless(found))
    return "; ".join(f"{found.lower_name}: {tinycss2.serialize(found.value).strip()}" for found in kept)


def _is_harmless(declaration: tinycss2.ast.Declaration) -> bool:
    return declaration.lower_name in PROPERTIES and all(_is_plain(token) for token in declaration.value)


def _is_plain(token: tinycss2.ast.Node) -> bool:
    if token.type == "function":
        return token.lower_name in FUNCTIONS and all(inner.type in VALUES for inner in token.arguments)
    return token.type in VALUES


_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags=set(DROPPED_WITH_CONTENT),
    attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
    attribute_filter=_attribute,
    url_schemes=SCHEMES,
    url_relative="deny",
    link_rel="noopener noreferrer nofollow",
    set_tag_attribute_values={"a": {"target": "_blank"}},
)


class _Layout:
    """Collects words while walking the tree once, without recursion."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.counters: list[int | None] = []
        self.preformatted = 0

    def read(self, root: LexborNode | None) -> str:
        stack: list[tuple[LexborNode, bool]] = [(root, False)] if root is not None else []
        while stack:
            node, is_left = stack.pop()
            if is_left:
                self._leave(node.tag or "")
            elif node.is_text_node:
                self._say(node.text_content or "")
            elif node.tag not in UNREAD:
                self._enter(node)
                stack.append((node, True))
                stack.extend((child, False) for child in reversed(_children(node)))
        self._break()
        return "\n".join(_without_piled_blanks(self.lines)).strip("\n")

    def _say(self, text: str) -> None:
        if not self.preformatted:
            self.line.append(SPACES.sub(" ", text))
            return
        first, *rest = text.split("\n")
        self.line.append(first)
        for line in rest:
            self._break(is_hard=True)
            self.line.append(line)

    def _enter(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag == "br":
            self._break(is_hard=True)
        elif tag in BLOCKS:
            self._break()
            self._open(tag)
        elif tag in CELLS and "".join(self.line).strip():
            self.line.append("\t")

    def _open(self, tag: str) -> None:
        if tag in PARAGRAPHS:
            self.lines.append("")
        if tag in LISTS:
            self.counters.append(0 if tag == "ol" else None)
        elif tag == "li":
            self._mark()
        elif tag == "pre":
            self.preformatted += 1

    def _mark(self) -> None:
        counter = self.counters[-1] if self.counters else None
        if counter is not None:
            self.counters[-1] = counter + 1
            self.line.append(f"{counter + 1}. ")
        else:
            self.line.append("- ")

    def _leave(self, tag: str) -> None:
        if tag not in BLOCKS:
            return
        self._break()
        if tag in PARAGRAPHS:
            self.lines.append("")
        if tag in LISTS and self.counters:
            self.counters.pop()
        elif tag == "pre":
            self.preformatted -= 1

    def _break(self, *, is_hard: bool = False) -> None:
        """Ends the line; an empty one counts only when it was asked for."""
        words = "".join(self.line)
        words = words.rstrip() if self.preformatted else SPACES_IN_LINE.sub(" ", words).strip(" ")
        if words or is_hard:
            self.lines.append(words)
        self.line = []


def _children(node: LexborNode) -> list[LexborNode]:
    children: list[LexborNode] = []
    child = node.first_child
    while child is not None:
        children.append(child)
        child = child.next
    return children


def _without_piled_blanks(lines: list[str]) -> list[str]:
    return [line for line, before in zip(lines, ["", *lines], strict=False) if line or before]
