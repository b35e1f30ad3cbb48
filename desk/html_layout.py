"""The words of an HTML tree as a browser would lay them out in plain text.

Walks the tree once, without recursion: a line per block, an empty one around paragraphs, marks before list
items, cells of a table apart, white space as HTML reads it. Takes a lexbor node, gives lines.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

SPACES = re.compile(r"[ \t\r\n\f]+")
PILED_SPACES = re.compile(r" {2,}")
# fmt: off
UNREAD = frozenset((
    "-comment", "applet", "head", "iframe", "math", "noscript", "object", "script", "select", "style",
    "svg", "template", "textarea", "title",
))
LISTS = frozenset(("dir", "menu", "ol", "ul"))
PARAGRAPHS = frozenset((
    "blockquote", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "table", "ul",
))
BLOCKS = PARAGRAPHS | LISTS | frozenset((
    "address", "article", "aside", "body", "caption", "center", "dd", "details", "div", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "header", "hr", "html", "legend", "li", "main", "nav",
    "section", "summary", "tbody", "tfoot", "thead", "tr",
))
CELLS = frozenset(("td", "th"))
# fmt: on


class Layout:
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
        words = words.rstrip() if self.preformatted else PILED_SPACES.sub(" ", words).strip(" ")
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
