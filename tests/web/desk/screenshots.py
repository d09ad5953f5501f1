"""Pictures of the desk at three widths, light and dark: ``python -m tests.web.desk.screenshots FOLDER``.

With ``--readme`` behind it the two that the READMEs show: ``… docs/images --readme``.
"""

from __future__ import annotations

import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal
from urllib.parse import quote

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.web.desk.conftest import CHROMIUM, EDITIONS
from tests.web.test_serve import run, serving

WIDTHS = {"phone": (390, 844), "tablet": (820, 1180), "wide": (1440, 900)}
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
PAGES = {
    "home": "/",
    "answer": f"/search?q={quote('朝阳区转贷期限多久')}",
    "found": f"/search?q={quote('朝阳区')}&order=newest&page=1",
    "mentions": f"/mentions?q={quote('朝阳区')}",
    "none": f"/search?q={quote('火星基地几号启用')}",
    "article": "/articles/1",
    "citation": "/citations/p5:44-174",
    "source": "/articles/1/source",
    "editions": "/editions",
    "edition": "/editions/2025-03-11",
    "missing": "/nothing-here",
    "sign-in": "/sign-in",
    "status": "/status",
}

README: dict[str, tuple[str, Literal["light", "dark"]]] = {
    "web-answer": ("answer", "light"),
    "web-mentions": ("mentions", "dark"),
}
"""The pictures of the READMEs, each with its page and theme."""
README_SIZE = ViewportSize(width=1180, height=720)
README_COLOURS = 48
"""Colours of such a picture: print on paper needs few, and a file of all is three times as large."""


@contextmanager
def desk(token: str) -> Iterator[str]:
    """The address of a desk over the sample editions, open to all."""
    with TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        run("index", str(EDITIONS), "--data", str(data)).check_returncode()
        with serving(data, BAOWEN_WEB_TOKEN=token, BAOWEN_WEB_OPEN="true") as address:
            yield address


def take(browser: Browser, address: str, token: str, folder: Path) -> None:
    """One picture of each page, width and theme."""
    for width, (across, down) in WIDTHS.items():
        for theme in THEMES:
            size = ViewportSize(width=across, height=down)
            context = browser.new_context(base_url=address, locale="zh-CN", viewport=size, color_scheme=theme)
            page = context.new_page()
            for name, path in PAGES.items():
                page.set_extra_http_headers({"authorization": f"Bearer {token}"} if name == "status" else {})
                page.goto(path)
                shown(page).screenshot(path=folder / f"{name}-{width}-{theme}.png", full_page=width != "wide")
            context.close()


def take_for_readme(browser: Browser, address: str, folder: Path) -> None:
    """The pictures that the READMEs show, in few colours."""
    for name, (shows, theme) in README.items():
        context = browser.new_context(base_url=address, locale="zh-CN", viewport=README_SIZE, color_scheme=theme)
        page = context.new_page()
        page.goto(PAGES[shows])
        taken = Image.open(BytesIO(shown(page).screenshot())).convert("RGB")
        taken.quantize(README_COLOURS, dither=Image.Dither.NONE).save(folder / f"{name}.png", optimize=True)
        context.close()


def shown(page: Page) -> Page:
    """The page when its fonts are there."""
    page.evaluate("document.fonts.ready")
    return page


def main(folder: Path, *, readme: bool) -> None:
    """Take all pictures into a folder, or those of the READMEs."""
    folder.mkdir(parents=True, exist_ok=True)
    token = secrets.token_urlsafe()
    with desk(token) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        if readme:
            take_for_readme(browser, address, folder)
        else:
            take(browser, address, token, folder)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), readme="--readme" in sys.argv[2:])
