"""An error shows its reference number and nothing else; the log has the rest."""

import logging
import re

import pytest
from streamlit.testing.v1 import AppTest


def failing() -> None:
    from ui.errors import show_reference

    try:
        raise ValueError("the password is rahasia")
    except ValueError as error:
        show_reference(error)


def test_a_reader_sees_the_number_under_which_the_log_has_the_error(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR, logger="kondusif"):
        shown = AppTest.from_function(failing).run()

    (error,) = shown.error
    number = re.search(r"nomor ([0-9A-F]{8}) ", error.value)
    assert number is not None
    assert "rahasia" not in error.value
    assert len(shown.main) == 1
    (record,) = caplog.records
    assert number[1] in record.getMessage()
    assert record.exc_info is not None
    assert "rahasia" in str(record.exc_info[1])
