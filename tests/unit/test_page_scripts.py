"""The scripts that a page names beforehand."""

from pathlib import Path

import streamlit as st
from starlette.responses import PlainTextResponse

from tests.asgi import Client
from web.headers import Headers
from web.page_scripts import ELEMENTS, page_scripts

STATIC = Path(st.__file__).parent / "static"


def streamlit_of(folder: Path, **scripts: str) -> Path:
    """A folder as Streamlit ships it: a page that begins with start.1.js, and some scripts."""
    (folder / "static" / "js").mkdir(parents=True)
    begun = '<script type="module" src="./static/js/start.1.js"></script>'
    (folder / "index.html").write_text(begun)
    for name, text in scripts.items():
        (folder / "static" / "js" / f"{name}.1.js").write_text(text)
    return folder


def test_what_an_element_imports_is_named_too_but_not_what_every_page_begins_with(
    tmp_path: Path,
) -> None:
    static = streamlit_of(
        tmp_path,
        start="",
        Html='import{a}from"./start.1.js";import"./clean.1.js";import("./later.1.js")',
        clean='import{b as c}from"./deep.1.js";',
        deep='import"./Html.1.js"',
        later="",
        HtmlOther="",
    )

    assert page_scripts(static)["/follow_up"] == (
        "/static/js/Html.1.js",
        "/static/js/clean.1.js",
        "/static/js/deep.1.js",
    )


def test_the_installed_streamlit_has_a_script_of_every_element() -> None:
    named = page_scripts(STATIC)

    missing = [
        (page, element)
        for page, elements in ELEMENTS.items()
        for element in elements
        if not any(path.startswith(f"/static/js/{element}.") for path in named[page])
    ]
    assert missing == []
    assert all((STATIC / path.lstrip("/")).is_file() for paths in named.values() for path in paths)


def test_the_answer_to_a_page_names_its_scripts_and_that_to_others_none() -> None:
    inner = PlainTextResponse("a page")
    client = Client(Headers(inner, tuple, {"/issues": ("/static/js/a.js", "/static/js/b.js")}))

    assert client.get("/issues?as_of=2024-11-26").headers["link"] == (
        "</static/js/a.js>; rel=modulepreload, </static/js/b.js>; rel=modulepreload"
    )
    assert "link" not in client.get("/account").headers
