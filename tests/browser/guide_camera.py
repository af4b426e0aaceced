"""The camera of the officers' guide: pictures of a fixed size, and how far two may differ."""

import re
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops
from playwright.sync_api import Locator, Page, expect

from tests.browser.helpers import settle
from tests.databases import ROOT

GUIDE = ROOT / "docs" / "panduan"
KEPT = GUIDE / "gambar"
TAKEN = ROOT / "build" / "guide"

DESK = 1280
PHONE = 390
BAR = 60
"""What the bar of pages covers at the top of a screen."""

COLOURS = 96
LARGEST = 200_000
CELL = 16
"""Pictures are compared in cells of so many pixels: is there ink in it or not?"""

DARK = 190
"""Up to this grey a pixel is ink."""

INK = 5
"""From so many of 255 parts of ink on, a cell has some: a letter does."""

MOST_CHANGED = 0.35
"""The share of inked cells that may differ. The same screen on the same day differs in none,
with a line more in a list in some; the two screens most alike differ in 0.44."""

TO_TOP = """(element, covered) => {
    element.style.scrollMarginTop = `${covered}px`;
    element.scrollIntoView({block: "start"});
}"""

PICTURE = re.compile(r"!\[[^\]]+\]\(gambar/([a-z0-9-]+)\.png\)")


def pictures_of(chapter: str) -> list[str]:
    """The pictures that a chapter shows, in its order."""
    return PICTURE.findall((GUIDE / f"{chapter}.md").read_text(encoding="utf-8"))


def _inked(picture: Image.Image) -> Image.Image:
    """The cells of a picture, white where there is ink."""
    cells = max(1, picture.width // CELL), max(1, picture.height // CELL)
    dark = picture.convert("L").point(lambda grey: 255 if grey <= DARK else 0)
    return dark.resize(cells, Image.Resampling.BOX).point(lambda ink: 255 if ink >= INK else 0)


def changed(one: Image.Image, other: Image.Image) -> float:
    """The share of the cells with ink in either of two pictures that have it in one alone."""
    first, second = _inked(one), _inked(other)
    either = ImageChops.lighter(first, second).histogram()[255]
    return ImageChops.difference(first, second).histogram()[255] / max(1, either)


def how_it_differs(kept: Path, taken: Path) -> str | None:
    """What is wrong with the picture of the guide beside the one just taken; None if nothing."""
    if not kept.exists():
        return f"{kept.name} is not in {kept.parent}"
    with Image.open(kept) as one, Image.open(taken) as other:
        if one.size != other.size:
            return f"{kept.name} is {one.size}, the screen {other.size}"
        share = changed(one, other)
    if share > MOST_CHANGED:
        return f"{kept.name} differs from the screen in {share:.0%} of what is on it: see {taken}"
    if kept.stat().st_size >= LARGEST:
        return f"{kept.name} has {kept.stat().st_size} bytes, {LARGEST} at most"
    return None


@dataclass
class Camera:
    """Takes the pictures of a chapter."""

    names: list[str] = field(default_factory=list)

    def take(
        self,
        page: Page,
        name: str,
        height: int = 720,
        *,
        top: Locator | None = None,
        left: int = 0,
    ) -> None:
        """Keep what the page shows: `height` pixels, its width from `left` on (then without
        the bar of pages), and `top`, where it is given, scrolled to the top."""
        width = page.viewport_size["width"] if page.viewport_size else 0
        assert width in (DESK, PHONE)
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("document.activeElement?.blur()")
        if page.locator("[data-testid=stApp]").count():
            settle(page)
        if top is not None:
            top.evaluate(TO_TOP, BAR + 12 if width == DESK else 0)
        expect(page.get_by_test_id("stToast")).to_have_count(0)
        page.evaluate("document.fonts.ready.then(() => null)")
        page.wait_for_timeout(300)  # what was drawn for another height settles
        above = BAR if left else 0  # half of the bar of pages says nothing
        part: Any = {"x": left, "y": above, "width": width - left, "height": height - above}
        shot = page.screenshot(animations="disabled", caret="hide", clip=part)
        TAKEN.mkdir(parents=True, exist_ok=True)
        with Image.open(BytesIO(shot)) as picture:
            fewer = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
            fewer.save(TAKEN / f"{name}.png", optimize=True)
        self.names.append(name)
