"""All days, roles and scopes: every document is made, fits, agrees, and keeps what it has to.

By default every two values come together (`planned`); `KONDUSIF_SWEEP=everything` walks the
product, like `python -m tests.documents_sweep --everything`.
"""

import os
from collections import defaultdict
from dataclasses import replace
from datetime import date
from itertools import combinations, groupby, product

import pytest
from sqlalchemy import func, select

from db.engine import reading
from domain.vocabulary import Role
from models import District, Stage, SubDistrict
from tests.documents_cases import (
    DATASETS,
    DRAWN,
    EVERYBODY,
    MANY,
    OF_ONE_THING,
    ROLES,
    SCOPES,
    Case,
    content_of,
    database,
    every,
    planned,
)
from tests.documents_checks import CHECKS, Faults
from tests.documents_kit import DAYS, EVE
from tests.documents_sweep import Swept

EVERYTHING = os.environ.get("KONDUSIF_SWEEP") == "everything"
WALKED = list(every() if EVERYTHING else planned())


def day_of(case: Case) -> tuple[str, date]:
    return case.dataset, case.day


DAYS_WALKED = [
    (f"{dataset} {day}", tuple(cases))
    for (dataset, day), cases in groupby(sorted(WALKED, key=day_of), key=day_of)
]


@pytest.mark.parametrize("cases", [pytest.param(cases, id=name) for name, cases in DAYS_WALKED])
def test_nothing_is_wrong_with_any_document_of_the_day(cases: tuple[Case, ...]) -> None:
    swept = Swept(once=EVERYTHING)
    for case in cases:
        swept.walk(case)

    assert swept.faults == []
    assert swept.documents["message"] == len(cases)
    assert EVERYTHING or sum(swept.drawn.values()) == 2 * len(cases)


def test_every_two_values_of_what_is_asked_come_together_for_each_dataset() -> None:
    values = {
        "day": DAYS,
        "role": ROLES,
        "scope": SCOPES,
        "public": (False, True),
        "kind": DRAWN,
    }
    for dataset in DATASETS:
        met = defaultdict(set)
        for case in planned((dataset,)):
            asked = {**vars(case), "kind": case.kinds[0]}
            for pair in combinations(values, 2):
                met[pair].add(tuple(asked[name] for name in pair))
        for one, other in combinations(values, 2):
            assert met[one, other] == set(product(values[one], values[other])), (one, other)


def test_the_product_has_every_combination_and_every_document() -> None:
    cases = list(every())

    # Nine readers on ten days, internal and public: of four scopes for two datasets, and of
    # three for the station without records, which has no kecamatan at all.
    assert len(cases) == len(set(cases)) == 9 * 10 * 2 * (2 * 4 + 3)
    assert {kind for case in cases for kind in case.kinds} == {*CHECKS, *OF_ONE_THING}
    asked = {replace(case, kinds=()) for case in cases}
    assert {replace(case, kinds=()) for case in planned()} <= asked


def test_the_days_begin_before_the_first_stage_and_end_after_the_last() -> None:
    for name in DATASETS:
        with reading(database(name)) as session:
            bounds = select(func.min(Stage.starts_on), func.max(Stage.ends_on))
            first, last = session.execute(bounds).one()
        assert DAYS[0] < first
        assert DAYS[-1] > last


@pytest.mark.parametrize("dataset", DATASETS)
def test_the_scopes_hold_no_kecamatan_one_a_district_and_129(dataset: str) -> None:
    found = {}
    for scope in SCOPES:
        with content_of(Case(dataset, EVE, "commander", scope, False, ())) as made:
            found[scope] = len(made.known.board)
            if scope == "129":
                cut = [t.cut_text for s in made.deck.sections for t in s.tables if t.cut]
                assert "dan 117 lainnya, lihat buku kerja" in cut
                assert made.deck.section("status").map.shapes == {}
    assert found == {"none": 0, "one": 1, "district": 11, "129": MANY}
    with reading(database(f"{dataset} 129")) as session:
        assert session.scalar(select(func.count()).select_from(SubDistrict)) == MANY


def test_a_stage_that_ten_districts_have_alike_stands_once() -> None:
    # On 17 November 2024 the campaign runs, in each of the ten districts that the 129 make up.
    with content_of(Case("training", date(2024, 11, 17), "commander", "129", False, ())) as made:
        section = made.deck.section("stages")
    with reading(database("training 129")) as session:
        assert session.scalar(select(func.count()).select_from(District)) == 10

    assert "Sedang berjalan: Pelaksanaan kampanye." in [s.text for s in section.sentences]
    names = [row[1] for row in section.table("stages").rows]
    assert len(names) == len(set(names)) == 3


def test_there_is_a_reader_of_every_role() -> None:
    assert {role for name in ROLES for role in EVERYBODY[name].roles} == set(Role)


# The checks find what they look for


def faults_of(kind: str, *, public: bool = False, **wrong: object) -> Faults:
    """What a check finds once something that is known is another than the document says."""
    case = Case("training", EVE, "commander", "district", public, ())
    with content_of(case) as made:
        known = replace(made.known, **wrong) if wrong else made.known
        return CHECKS[kind](replace(made, known=known))


@pytest.mark.parametrize("kind", CHECKS)
def test_a_figure_that_is_another_one_is_a_fault_in_every_document(kind: str) -> None:
    with content_of(Case("training", EVE, "commander", "district", False, ())) as made:
        known = made.known
    one_more = known.figures | {"overdue": str(int(known.figures["overdue"]) + 1)}

    assert faults_of(kind) == []
    assert faults_of(kind, figures=one_more)


@pytest.mark.parametrize("kind", ["deck", "deck 4:3", "brief", "message", "workbook"])
def test_a_kecamatan_or_input_too_many_is_a_fault_in_every_file(kind: str) -> None:
    with content_of(Case("training", EVE, "commander", "district", False, ())) as made:
        known = made.known
    label, (earlier, later) = next(iter(known.categories.items()))

    assert faults_of(kind, board=known.board[1:])
    assert faults_of(
        kind,
        came_in=(known.came_in[0], known.came_in[1] + 1),
        categories={**known.categories, label: (earlier, later + 1)},
    )


@pytest.mark.parametrize("kind", ["deck", "brief", "workbook"])
def test_an_internal_file_that_is_taken_for_a_public_one_is_full_of_faults(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.documents_cases.Made.public", True)

    assert [fault for fault in faults_of(kind) if fault.startswith("holds '")]
