"""The letterhead and the posts that sign, drawn from the records or set by the unit."""

from dataclasses import replace
from datetime import date

import pytest

from db.queries.letterhead import Letterhead, UnitRow
from documents.letterhead import Sheet, kop
from domain.letterhead import OwnLetterhead
from wording.translator import Translator

T = Translator("id")
COMMAND = UnitRow("polres", "Polres Bengkulu Selatan", "district", None)
SECTOR = UnitRow("polsek-kedurang", "Polsek Kedurang", "sector", "polres")
UNIT = UnitRow("satlantas", "Satlantas", "function", "polres")
HEAD = Letterhead(
    units={unit.code: unit for unit in (COMMAND, SECTOR, UNIT)},
    command="polres",
    district="Bengkulu Selatan",
    province="Bengkulu",
    mark=None,
    own=OwnLetterhead(),
    last_change=3,
)
OWN = replace(
    HEAD,
    own=OwnLetterhead(
        line_1="Polri", line_2="Daerah Bengkulu", line_3="Resor BS", signatory="Wakapolres"
    ),
)


def sheet(head: Letterhead, unit: UnitRow | None = COMMAND) -> Sheet:
    return Sheet(head, T, date(2024, 11, 26), unit, 7)


@pytest.mark.parametrize("unit", [COMMAND, UNIT, None])
def test_the_command_and_its_functions_stand_under_the_lines_of_the_command(
    unit: UnitRow | None,
) -> None:
    assert kop(HEAD, unit, T) == [
        "KEPOLISIAN NEGARA REPUBLIK INDONESIA",
        "DAERAH BENGKULU",
        "RESOR BENGKULU SELATAN",
    ]


def test_a_sector_stands_under_its_own_name_on_three_lines() -> None:
    assert kop(HEAD, SECTOR, T) == [
        "KEPOLISIAN NEGARA REPUBLIK INDONESIA",
        "DAERAH BENGKULU RESOR BENGKULU SELATAN",
        "SEKTOR KEDURANG",
    ]


def test_the_lines_that_the_unit_set_go_before_those_of_the_records() -> None:
    assert kop(OWN, COMMAND, T) == ["POLRI", "DAERAH BENGKULU", "RESOR BS"]
    assert kop(OWN, SECTOR, T) == ["POLRI", "DAERAH BENGKULU RESOR BS", "SEKTOR KEDURANG"]


def test_a_city_command_is_a_resor_kota() -> None:
    city = replace(COMMAND, name="Polresta Bengkulu")

    assert kop(replace(HEAD, units={"polres": city}), city, T)[2] == "RESOR KOTA BENGKULU"


@pytest.mark.parametrize(
    ("name", "post"),
    [
        ("Polres Bengkulu Selatan", "Kapolres Bengkulu Selatan"),
        ("Polsek Kedurang", "Kapolsek Kedurang"),
        ("Satlantas", "Kasatlantas"),
        ("Sat Binmas", "Kasat Binmas"),
        ("Bag Ops", "Kabag Ops"),
        ("Sie Humas", "Kasi Humas"),
        ("Sipropam", "Kasipropam"),
        ("Dinas PUPR", "Kepala Dinas PUPR"),
    ],
)
def test_a_unit_signs_by_the_post_that_heads_it(name: str, post: str) -> None:
    unit = UnitRow("u", name, "function", None)

    assert sheet(replace(HEAD, units={"u": unit})).post_of("u") == post


def test_the_signatory_that_the_unit_set_signs_for_the_command_alone() -> None:
    assert sheet(OWN).post_of("polres") == "Wakapolres"
    assert sheet(OWN).post_of("polsek-kedurang") == "Kapolsek Kedurang"


def test_the_foot_says_unit_day_and_number_in_the_trail() -> None:
    foot = sheet(HEAD, SECTOR).foot()

    assert foot == "Polsek Kedurang · posisi 26 November 2024 · jejak audit nomor 7"
