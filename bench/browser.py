"""The browser that measurements look through."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bench.measure import NotMeasured

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


@contextmanager
def opened() -> Iterator["Browser"]:
    """Chromium without a window; NotMeasured where there is none."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise NotMeasured("playwright is not installed (requirements-dev.txt)") from None
    if not os.access(CHROMIUM, os.X_OK):
        raise NotMeasured(f"there is no {CHROMIUM}; CHROMIUM names another one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()
