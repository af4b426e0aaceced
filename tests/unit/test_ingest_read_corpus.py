"""Every file of the corpus gives the answer that it must give.

Most are read here, which is quick; those made to harm by the process that reads.
"""

import csv
import io
import re
from collections.abc import Callable

import pytest

from domain.faults import Fault, Refused
from ingest import child
from ingest.limits import Limits
from ingest.recognise import read_sheet
from ingest.sheet import Recognised, Sheet, Told
from tests.corpus.books import BOOKS
from tests.corpus.case import Case, Reads, Refuses
from tests.corpus.texts import TEXTS
from tests.databases import ROOT

HARMFUL = {
    "far-cell.xlsx",
    "million-rows.xlsx",
    "laughs.xlsx",
    "outside-entity.xlsx",
    "many-entries.xlsx",
    "many-texts.xlsx",
    "wrong-sum.xlsx",
    "half.xlsx",
    "linked.xlsx",
    "program.csv",
    "wide.csv",
    "huge-cell.csv",
    "unclosed-large.csv",
    "large.csv",
    "full.csv",
    "long.csv",
}
ALL = {case.name: case for case in (*TEXTS, *BOOKS)}

Read = Callable[[bytes], tuple[Recognised, Sheet]]


def read_here(content: bytes) -> tuple[Recognised, Sheet]:
    """The same as the process that reads would say, said here."""
    return child._taken(io.BytesIO(b"".join(child._answer(content, Told(), Limits()))), Limits())


def answer_of(case: Case, read: Read) -> Reads | Refuses:
    """What reading gives, in the form and with as much detail as the case asks for."""
    right = case.answer
    try:
        recognised, sheet = read(case.make())
    except Refused as refused:
        (fault,) = refused.faults
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


@pytest.mark.parametrize("name", [name for name in ALL if name not in HARMFUL])
def test_a_foreign_file_gives_its_right_answer(name: str) -> None:
    assert answer_of(ALL[name], read_here) == ALL[name].answer


@pytest.mark.parametrize("name", sorted(HARMFUL))
def test_a_harmful_file_gives_its_right_answer_by_the_process_that_reads(name: str) -> None:
    def read(content: bytes) -> tuple[Recognised, Sheet]:
        return read_sheet(content, Told(), Limits())

    assert answer_of(ALL[name], read) == ALL[name].answer


def test_a_fault_names_the_file() -> None:
    with pytest.raises(Refused) as refused:
        read_sheet(b"", Told(), Limits(), name="data.xlsx")

    assert refused.value.faults == (Fault("nothing_in_file", "data.xlsx"),)


def test_every_file_of_the_corpus_has_a_name_of_its_own() -> None:
    names = [case.name for case in (*TEXTS, *BOOKS)]

    assert len(set(names)) == len(names)


def test_every_fault_of_reading_has_a_sentence_and_every_sentence_a_fault() -> None:
    names = ("child", "reading", "records", "text_file", "workbook", "workbook_cells")
    sources = [(ROOT / "ingest" / f"{name}.py").read_text() for name in names]
    raised = {code for source in sources for code in re.findall(r'Fault\(\s*"(\w+)"', source)}
    raised.add("damaged_workbook")  # by its name alone, in child.py
    with (ROOT / "locale" / "import_read.csv").open(encoding="utf-8") as file:
        told = {row["key"].removeprefix("fault.") for row in csv.DictReader(file)}

    assert raised == told
