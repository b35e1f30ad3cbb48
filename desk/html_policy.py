"""What of a stranger's HTML may be shown: elements, attributes, addresses and styles, as lists to read.

Everything not named here goes. No element that runs, submits, plays, frames or fetches; no attribute that
names an id or a class of the page around; no style that moves words out of their place.
"""

from __future__ import annotations

# fmt: off
TAGS = frozenset((
    "a", "abbr", "acronym", "address", "b", "big", "blockquote", "br", "caption", "center", "cite",
    "code", "col", "colgroup", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption",
    "figure", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark",
    "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub",
    "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul",
    "var", "wbr",
))
DROPPED_WITH_CONTENT = frozenset((
    "applet", "audio", "frame", "frameset", "head", "iframe", "math", "noscript", "object", "script",
    "select", "style", "svg", "template", "textarea", "title", "video",
))
ATTRIBUTES = {
    "*": frozenset(("align", "bgcolor", "dir", "height", "lang", "style", "title", "valign", "width")),
    "a": frozenset(("href", "name")),
    "col": frozenset(("span",)),
    "colgroup": frozenset(("span",)),
    "font": frozenset(("color", "face", "size")),
    "img": frozenset(("alt", "border", "data-blocked", "src")),
    "li": frozenset(("value",)),
    "ol": frozenset(("start", "type")),
    "table": frozenset(("border", "cellpadding", "cellspacing")),
    "td": frozenset(("colspan", "nowrap", "rowspan")),
    "th": frozenset(("colspan", "nowrap", "rowspan")),
}
SCHEMES = frozenset(("cid", "data", "http", "https", "mailto", "tel"))
STYLES = frozenset((
    "background-color", "border", "border-bottom", "border-collapse", "border-color", "border-left",
    "border-radius", "border-right", "border-spacing", "border-style", "border-top", "border-width",
    "color", "font", "font-family", "font-size", "font-style", "font-variant", "font-weight", "height",
    "letter-spacing", "line-height", "list-style-type", "margin", "margin-bottom", "margin-left",
    "margin-right", "margin-top", "max-width", "min-width", "padding", "padding-bottom", "padding-left",
    "padding-right", "padding-top", "table-layout", "text-align", "text-decoration", "text-indent",
    "text-transform", "vertical-align", "white-space", "width", "word-break", "word-spacing", "word-wrap",
))
STYLE_FUNCTIONS = frozenset(("hsl", "hsla", "rgb", "rgba"))
STYLE_VALUES = frozenset((
    "dimension", "hash", "ident", "literal", "number", "percentage", "string", "whitespace",
))
# fmt: on
