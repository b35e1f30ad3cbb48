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
TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,30})[^<>]{0,2000}>?")
# Elements HTML closes by itself, or that hold nothing: they cannot pile up.
SELF_CLOSING = frozenset(
    "p li td tr th dt dd tbody thead tfoot option br hr img input meta link col area base wbr param source html head body".split()
)


def safe_html(html: str) -> str:
    """The HTML as it may be shown inside a page; beyond LARGEST characters it is cut."""
    budget = _Styles()
    cleaner = nh3.Cleaner(
        tags=set(TAGS),
        clean_content_tags=set(DROPPED_WITH_CONTENT),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()} | {"img": ATTRIBUTES["img"]},
        attribute_filter=budget.filtered,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
        strip_comments=True,
    )
    return cleaner.clean(_bounded(html))
