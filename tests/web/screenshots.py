"""Pictures of every page, for looking at: `python -m tests.web.screenshots FOLDER [ENDPOINT...]`.

Each page on a phone and on a desk, light and dark, in both languages, as a coordinator sees it:
FOLDER/tickets.show-360-dark-id.png.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser

from tests.servers.browser import driven, running_chromium
from tests.servers.process import short_folder
from tests.web.every_page import Shown, furnished
from tests.web.watching import served, watched

PHONE = {"width": 360, "height": 740}
SIZES = (PHONE, {"width": 1440, "height": 900})
SCHEMES = ("light", "dark")
LANGUAGES = ("id", "en")  # the last is the one whose sign-in page the next visit reads


def take(shown: Shown, browser: Browser, folder: Path, wanted: list[str]) -> Iterator[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    with served(shown.app) as root:
        for size, scheme in product(SIZES, SCHEMES):
            looks = {"viewport": size, "color_scheme": scheme, "is_mobile": size is PHONE}
            with watched(browser, root, **looks) as inside, watched(browser, root, **looks) as outside:
                inside.signs_in(shown.coordinator)
                for language, name in product(LANGUAGES, wanted or shown.paths):
                    visit = outside if shown.is_open(name) else inside
                    visit.chooses(language)
                    visit.opens(shown.paths[name])
                    picture = folder / f"{name}-{size['width']}-{scheme}-{language}.png"
                    visit.page.screenshot(path=picture, full_page=True)
                    yield picture


def main(arguments: list[str]) -> None:
    if not arguments:
        sys.exit(__doc__)
    with (
        short_folder("look") as data,
        furnished(data) as shown,
        running_chromium() as address,
        driven(address) as browser,
    ):
        for picture in take(shown, browser, Path(arguments[0]), arguments[1:]):
            sys.stdout.write(f"{picture}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
