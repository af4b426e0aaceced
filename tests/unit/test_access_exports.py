"""Files for one session are bounded in time, number and size."""

import pytest

from access import exports
from access.exports import ExportStore, TooLarge


class Clock:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_only_the_session_that_made_a_file_gets_it() -> None:
    store = ExportStore()
    token = store.put("mine", "isu.csv", "text/csv", b"a,b")

    found = store.get(token, "mine")

    assert found is not None
    assert (found.filename, found.mime, found.content) == ("isu.csv", "text/csv", b"a,b")
    assert store.get(token, "theirs") is None
    assert store.get("another", "mine") is None


def test_a_file_is_gone_after_a_quarter_of_an_hour() -> None:
    clock = Clock()
    store = ExportStore(clock)
    token = store.put("mine", "isu.csv", "text/csv", b"a")

    clock.seconds = 899
    assert store.get(token, "mine") is not None
    clock.seconds = 900
    assert store.get(token, "mine") is None


def test_the_same_file_again_keeps_its_address_and_another_does_not_share_it() -> None:
    store = ExportStore()
    token = store.put("mine", "isu.csv", "text/csv", b"a")

    assert store.put("mine", "isu.csv", "text/csv", b"a") == token
    assert store.put("mine", "isu.csv", "text/csv", b"b") != token
    assert store.put("theirs", "isu.csv", "text/csv", b"a") != token


def test_the_eleventh_file_of_a_session_takes_the_place_of_its_first() -> None:
    store = ExportStore()
    other = store.put("theirs", "x.csv", "text/csv", b"x")
    made = [store.put("mine", f"{n}.csv", "text/csv", b"a") for n in range(11)]

    assert store.get(made[0], "mine") is None
    assert all(store.get(token, "mine") for token in made[1:])
    assert store.get(other, "theirs") is not None


def test_when_the_store_is_full_the_oldest_file_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "LARGEST_TOTAL", 10)
    store = ExportStore()
    first = store.put("a", "1", "text/csv", b"1234")
    second = store.put("b", "2", "text/csv", b"1234")
    third = store.put("c", "3", "text/csv", b"12345")

    assert store.get(first, "a") is None
    assert store.get(second, "b") is not None
    assert store.get(third, "c") is not None
    with pytest.raises(TooLarge):
        store.put("d", "4", "text/csv", b"12345678901")
