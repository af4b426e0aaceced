"""The pictures of the officers' guide, taken anew from the training data at every run.

Each chapter of docs/panduan has a walk that takes its pictures. The pictures kept in
docs/panduan/gambar may differ from those just taken in small things (a day, a font), and
in no more; `make guide` writes them anew.
"""

import os
from collections.abc import Iterator

import pytest
from PIL import Image

from tests.browser.conftest import MakePage, Serve
from tests.browser.guide_camera import (
    GUIDE,
    KEPT,
    MOST_CHANGED,
    TAKEN,
    Camera,
    changed,
    how_it_differs,
    pictures_of,
)
from tests.browser.guide_walks import WALKS, Round
from tests.browser.helpers import Server, manage, start, stop

RENEW = "RENEW_GUIDE"
"""Set by `make guide`: the pictures just taken become those of the guide."""


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A training station of its own: the walks record in it."""
    home = tmp_path_factory.mktemp("guide")
    url = f"sqlite:///{home / 'kondusif.db'}"
    manage("init", "--training", home=home, database_url=url)
    server = start(home, url)
    yield server
    stop(server)


@pytest.mark.parametrize("chapter", WALKS)
def test_the_pictures_of_a_chapter_show_the_screens_as_they_are(
    chapter: str, station: Server, make_page: MakePage, serve: Serve
) -> None:
    camera = Camera()
    WALKS[chapter](Round(camera, make_page, station, serve))

    if os.environ.get(RENEW):
        for name in camera.names:
            (KEPT / f"{name}.png").write_bytes((TAKEN / f"{name}.png").read_bytes())
    assert sorted(pictures_of(chapter)) == sorted(camera.names)
    differing = [how_it_differs(KEPT / f"{n}.png", TAKEN / f"{n}.png") for n in camera.names]
    assert [words for words in differing if words] == [], (
        "The guide shows screens that are no more. Look at build/guide, then `make guide`."
    )


def test_every_chapter_with_pictures_has_its_walk_and_no_picture_is_left_over() -> None:
    chapters = {file.stem: pictures_of(file.stem) for file in GUIDE.glob("*.md")}

    assert {chapter for chapter, names in chapters.items() if names} == set(WALKS)
    named = [name for names in chapters.values() for name in names]
    assert sorted(named) == sorted({file.stem for file in KEPT.iterdir()})


def test_another_screen_of_the_same_size_is_no_picture_of_this_one() -> None:
    with Image.open(KEPT / "ambang.png") as ours, Image.open(KEPT / "impor-unggah.png") as other:
        assert ours.size == other.size
        assert changed(ours, other) > MOST_CHANGED
        assert changed(ours, ours) == 0
