"""Which of Streamlit's scripts a page will need, so that the browser fetches them at once.

Streamlit's own page names the scripts that every app starts with. Those that draw an element
are asked for when the first of its kind arrives, each after the other has come, while the
browser is busy; named beforehand they are there by then.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

FRAME = ("Html", "DateInput", "Checkbox")
"""What every page with a scope begins with, as the files of Streamlit's elements are named."""

ELEMENTS: Mapping[str, tuple[str, ...]] = {
    "/": ("PlotlyChart", *FRAME, "PageLink"),
    "/sub_district": ("PlotlyChart", *FRAME, "Selectbox", "PageLink"),
    "/timeline": ("PlotlyChart", *FRAME, "Selectbox", "Multiselect", "ButtonGroup"),
    "/issues": ("PlotlyChart", *FRAME, "Multiselect", "TextInput", "DataFrame"),
    "/meetings": (*FRAME, "Multiselect", "PageLink"),
    "/follow_up": (*FRAME, "Selectbox", "ButtonGroup"),
}
"""By the path of a page, what it draws first, the largest first."""

_IMPORT = re.compile(r'(?:from|import)"\./([\w.~-]+\.js)"')


def page_scripts(static: Path) -> dict[str, tuple[str, ...]]:
    """The addresses of the scripts of each page, from Streamlit's folder `static`.

    An element of which there is no script is left out: it is asked for when it is needed.
    """
    folder = static / "static" / "js"
    begun = set(re.findall(r"[\w.~-]+\.js", (static / "index.html").read_text(encoding="utf-8")))
    return {
        page: tuple(f"/static/js/{name}" for name in _needed(folder, elements, begun))
        for page, elements in ELEMENTS.items()
    }


def _needed(folder: Path, elements: Iterable[str], begun: set[str]) -> Iterator[str]:
    """The files of elements and what they import, in turn, without those that are begun with."""
    seen = set(begun)
    waiting = [path.name for element in elements for path in sorted(folder.glob(f"{element}.*.js"))]
    while waiting:
        name = waiting.pop(0)
        if name in seen or not (folder / name).is_file():
            continue
        seen.add(name)
        yield name
        waiting += _IMPORT.findall((folder / name).read_text(encoding="utf-8"))
