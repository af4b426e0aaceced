"""Every file of the corpus gives the answer that it must give, through the process that reads."""

import pytest

from domain.faults import Refused
from ingest.limits import Limits
from ingest.recognise import read_sheet
from ingest.sheet import Told
from tests.corpus.books import BOOKS
from tests.corpus.case import Case, Reads, Refuses
from tests.corpus.texts import TEXTS


def answer_of(case: Case) -> Reads | Refuses:
    """What reading gives, in the form and with as much detail as the case asks for."""
    right = case.answer
    try:
        recognised, sheet = read_sheet(case.make(), Told(), Limits(), name=case.name)
    except Refused as refused:
        (fault,) = refused.faults
        assert fault.file == case.name
        value = right.value if isinstance(right, Refuses) and right.value is None else fault.value
        return Refuses(fault.code, fault.row, value)
    rows = tuple((row.number, row.cells) for row in sheet.rows)
    return Reads(
        header=sheet.header,
        rows=len(rows) if isinstance(right, Reads) and isinstance(right.rows, int) else rows,
        format=recognised.format,
        encoding=recognised.encoding,
        separator=recognised.separator,
        header_row=recognised.header_row,
        guessed=recognised.guessed,
    )


@pytest.mark.parametrize("case", [*TEXTS, *BOOKS], ids=lambda case: case.name)
def test_a_foreign_file_gives_its_right_answer(case: Case) -> None:
    assert answer_of(case) == case.answer


def test_every_file_of_the_corpus_has_a_name_of_its_own() -> None:
    names = [case.name for case in (*TEXTS, *BOOKS)]

    assert len(set(names)) == len(names)
