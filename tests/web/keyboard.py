"""A page used by its keyboard alone: Tab, keys and words, and after each Tab a look at where one is.

Who presses Tab must come to something, and see it: with a ring around it, within the window, below nothing else
(WCAG 2.1.1, 2.1.2, 2.4.7, 2.4.11). Pages are to be opened with reduced motion, so that they scroll at once.
"""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page, expect

WHERE = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const style = getComputedStyle(here);
  const isRinged = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const mine = [here, ...(here.labels ?? [])];
  const isMine = (found) => found && mine.some((each) => each.contains(found));
  const parts = [0.1, 0.5, 0.9];
  const isSeen = [...here.getClientRects()].some((box) => parts.some((x) => parts.some((y) =>
    isMine(document.elementFromPoint(box.left + box.width * x, box.top + box.height * y)))));
  const name = here.outerHTML.slice(0, here.outerHTML.indexOf(">") + 1);
  return {name, doubt: isRinged ? (isSeen ? "" : "out of sight: ") : "without a ring: "};
}"""
IS_AT = "wanted => document.activeElement?.matches(wanted) ?? false"
LONG = 200


@dataclass
class Keyboard:
    page: Page

    def presses(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def types(self, words: str) -> None:
        self.page.keyboard.type(words)

    def goes(self, *keys: str) -> None:
        """The last of the keys leads to another page."""
        with self.page.expect_navigation():
            self.presses(*(keys or ("Enter",)))

    def tabs_to(self, wanted: str, *, within: int = 40, key: str = "Tab") -> None:
        """No further than that many stops; the page's end is no way."""
        met: list[str] = []
        while not self.is_at(wanted):
            assert len(met) < within, f"{wanted} is further away than {met}"
            met.append(self._steps(key))
            assert met[-1], f"the page ends before {wanted}: {met}"
        self.lands_on(wanted)

    def lands_on(self, wanted: str) -> None:
        """Wherever the focus came from, it is there, and seen."""
        expect(self.page.locator(f":focus:is({wanted})")).to_have_count(1)
        self._sees()

    def is_at(self, wanted: str) -> bool:
        return bool(self.page.evaluate(IS_AT, wanted))

    def walks(self, key: str = "Tab") -> list[str]:
        """Every stop from here to the end of the page; a page that keeps the focus for ever has none."""
        met: list[str] = []
        while step := self._steps(key):
            met.append(step)
            assert len(met) < LONG, f"no way out: {met[-5:]}"
        return met

    def _steps(self, key: str) -> str:
        self.presses(key)
        return self._sees()

    def _sees(self) -> str:
        """What has the focus; nothing behind the end of the page."""
        where = self.page.evaluate(WHERE)
        assert not (where and where["doubt"]), where["doubt"] + where["name"]
        return str(where["name"]) if where else ""
