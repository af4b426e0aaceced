"""Kecamatan and villages of the shipped district, by code, by name and by point."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cells import BadCell
from ingest.known import Known
from ingest.places import Places, PointFault, Spot, code_of, read_degrees, read_point
from tests.unit.import_known import TODAY, known, rows_of

PLACES = Places(known())
VILLAGES = rows_of("villages")
AREAS = rows_of("sub_districts")
NAMES = Counter(row["name"] for row in VILLAGES)
TWICE = sorted(name for name, count in NAMES.items() if count == 2)


def spellings(code: str) -> list[str]:
    parts = code.split(".")
    return [code, "".join(parts), "-".join(parts), "/".join(parts), " ".join(parts), f" {code} "]


def test_the_district_has_158_villages_and_ten_names_twice():
    assert (len(VILLAGES), len(AREAS)) == (158, 11)
    assert TWICE == [
        "Batu Kuning",
        "Gunung Ayu",
        "Keban Jati",
        "Nanjungan",
        "Padang Lebar",
        "Pajar Bulan",
        "Pasar Baru",
        "Suka Bandung",
        "Sukaraja",
        "Tanjung Besar",
    ]


@given(st.sampled_from(VILLAGES), st.integers(0, 5))
def test_every_village_is_found_by_its_code_in_each_spelling(village: dict[str, str], way: int):
    assert PLACES.village(spellings(village["code"])[way]) == village["code"]


@given(st.sampled_from(AREAS), st.integers(0, 5))
def test_every_kecamatan_is_found_by_its_code_in_each_spelling(area: dict[str, str], way: int):
    assert PLACES.sub_district(spellings(area["code"])[way]) == area["code"]


@pytest.mark.parametrize("village", VILLAGES, ids=lambda row: row["code"])
def test_a_village_is_found_by_its_name_if_and_only_if_it_is_the_only_one(village: dict[str, str]):
    if NAMES[village["name"]] == 1:
        assert PLACES.village(village["name"]) == village["code"]
    else:
        with pytest.raises(BadCell) as refused:
            PLACES.village(village["name"])
        assert refused.value.code == "ambiguous_place"
    within = [village["sub_district_code"]]
    assert PLACES.village(village["name"], within) == village["code"]


@pytest.mark.parametrize("village", VILLAGES, ids=lambda row: row["code"])
def test_a_village_is_found_by_a_point_in_its_area(village: dict[str, str]):
    point = known().polygons[village["code"]].representative_point()
    assert PLACES.spot(point.y, point.x) == Spot(village["sub_district_code"], village["code"])


def test_many_points_are_looked_up_as_one_by_one():
    points = [known().polygons[row["code"]].representative_point() for row in VILLAGES]
    places = Places(known())
    places.locate((point.y, point.x) for point in points)
    found = [places.spot(point.y, point.x) for point in points]
    assert [spot.village if spot else None for spot in found] == [r["code"] for r in VILLAGES]


def test_two_names_that_differ_by_a_blank_are_two_villages():
    assert PLACES.village("suka rami") == "17.01.07.2005"
    assert PLACES.village("Desa Sukarami") == "17.01.08.2004"
    with pytest.raises(BadCell) as refused:
        PLACES.village("Suka-rami")
    assert refused.value.code == "ambiguous_place"


def test_a_point_outside_every_area_is_nowhere():
    assert PLACES.spot(-3.79, 102.26) is None  # the town of Bengkulu
    assert PLACES.spot(0, 0) is None


def test_a_name_that_stands_twice_is_refused_with_both_places():
    with pytest.raises(BadCell) as refused:
        PLACES.village("Gunung Ayu")
    told = [row for row in VILLAGES if row["name"] == "Gunung Ayu"]
    assert all(row["code"] in refused.value.expected for row in told)
    assert len(told) == 2


@pytest.mark.parametrize(
    "text",
    [
        "KOTA MANNA",
        "kota  manna",
        "Kotamanna",
        "Kec. Kota Manna",
        "KECAMATAN KOTA MANNA",
        "Kota-Manna",
        "17.01.05",
        "170105",
        "17.01.05.1009",
        "1701051009",
    ],
)
def test_a_kecamatan_is_known_whatever_case_blanks_and_prefix(text: str):
    assert PLACES.sub_district(text) == "17.01.05"


@pytest.mark.parametrize("text", ["Desa Rantau Sialang", "Ds. rantau sialang", "RANTAUSIALANG"])
def test_a_village_is_known_whatever_case_blanks_and_prefix(text: str):
    assert PLACES.village(text) == "17.01.01.2002"


@pytest.mark.parametrize(
    "text", ["Kota", "Manna Kota", "17.02.01", "170199", "1701010", "Bengkulu Selatan", "Mana"]
)
def test_what_is_not_exactly_a_kecamatan_is_refused(text: str):
    with pytest.raises(BadCell) as refused:
        PLACES.sub_district(text)
    assert refused.value.code == "unknown_place"


@pytest.mark.parametrize(
    "text",
    [
        "Nanjungan, Pino Raya",
        "Desa Nanjungan, Kec. Pino Raya",
        "NANJUNGAN (KEC PINO RAYA)",
        "Nanjungan; Kecamatan Pino Raya",
    ],
)
def test_a_village_may_say_its_kecamatan_itself(text: str):
    assert PLACES.village(text) == "17.01.06.2017"


def test_a_village_that_says_another_kecamatan_than_its_row_keeps_its_own():
    # Whether the two agree is for the rules of the row.
    assert PLACES.village("Nanjungan, Kec. Pino Raya", ["17.01.07"]) == "17.01.06.2017"


def test_a_village_of_another_kecamatan_is_refused_with_where_it_is():
    with pytest.raises(BadCell) as refused:
        PLACES.village("Rantau Sialang", ["17.01.02"])
    assert refused.value.code == "village_elsewhere"
    assert refused.value.expected == "Rantau Sialang, Kedurang (17.01.01.2002)"


def test_a_village_that_is_misspelt_is_refused_with_what_is_alike():
    with pytest.raises(BadCell) as refused:
        PLACES.village("Rantau Sialan")
    assert refused.value.code == "unknown_place"
    assert "17.01.01.2002" in refused.value.expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("17.01.01", "17.01.01"),
        ("1701012001", "17.01.01.2001"),
        ("17012001", None),
        ("Kedurang", None),
        ("", None),
        ("17.01", None),
        ("17.01.01.2001.1", None),
    ],
)
def test_a_code_is_told_from_a_name(text: str, code: str | None):
    assert code_of(text) == code


@pytest.mark.parametrize("text", ["-4.371743", "-4,371743", " −4.371743 ", "-4.371743°"])
def test_degrees_are_read_with_a_point_or_a_comma(text: str):
    assert read_degrees(text, 90, "latitude_range") == -4.371743


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("224", "latitude_range"),
        ("-90.1", "latitude_range"),
        ("nan", "not_a_number"),
        ("1e3", "not_a_number"),
        ("103.157.841", "not_a_number"),
        ("4°22'18\" S", "not_a_number"),
    ],
)
def test_degrees_out_of_range_or_in_other_forms_are_refused(text: str, code: str):
    with pytest.raises(BadCell) as refused:
        read_degrees(text, 90, "latitude_range")
    assert refused.value.code == code


def test_exchanged_coordinates_are_recognised_and_never_turned_round():
    assert read_point(PLACES, "-4.371743", "103.157841") == (-4.371743, 103.157841)
    with pytest.raises(PointFault) as refused:
        read_point(PLACES, "103.157841", "-4.371743")
    assert [(name, bad.code) for name, bad in refused.value.faults] == [
        ("latitude", "coordinates_swapped")
    ]


def test_both_cells_of_a_point_may_be_wrong():
    with pytest.raises(PointFault) as refused:
        read_point(PLACES, "224", "x")
    assert [(name, bad.code) for name, bad in refused.value.faults] == [
        ("latitude", "latitude_range"),
        ("longitude", "not_a_number"),
    ]


def test_without_boundaries_no_point_can_be_placed():
    places = Places(Known(TODAY, {"17.01.01": "Kedurang"}))
    assert not places.has_areas
    assert places.spot(-4.371743, 103.157841) is None


@given(st.text(max_size=30))
def test_any_text_is_a_place_or_a_refusal(text: str):
    for ask in (PLACES.sub_district, PLACES.village):
        try:
            assert ask(text)
        except BadCell as refused:
            code = refused.code
            assert code in {"unknown_place", "ambiguous_place"}
