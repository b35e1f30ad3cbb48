"""What axe-core finds wrong with a page: WCAG 2.2 up to AA, and what its authors hold to be good practice.

The script comes from an installed package and is evaluated in the page, which the page's own policy does not
forbid. What stands in frames is a stranger's mail, and left out.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
OPTIONS = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    "iframes": False,
}


def violations(page: Page) -> list[str]:
    """One line each: the rule, what it wants, and where it is broken."""
    page.evaluate(AXE)
    found = page.evaluate("options => axe.run(document, options)", OPTIONS)
    return [_line(broken, node) for broken in found["violations"] for node in broken["nodes"]]


def _line(broken: dict[str, Any], node: dict[str, Any]) -> str:
    where = " ".join(str(each) for each in node["target"])
    checks = [check["message"] for kind in ("any", "all", "none") for check in node[kind]]
    return f"{broken['id']}: {where}: {'; '.join(checks) or broken['help']}"
