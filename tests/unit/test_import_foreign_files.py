"""Look-alikes of files that other systems write, each with what must come of it.

Every place, day and text is made up. What is expected was worked out from the file by hand,
the kecamatan of a point by a reckoning of its own below.
"""

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain, pairwise
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from domain.shipped import SHIPPED_DATASET
from ingest.check import check
from ingest.checked import MOST_FAULTS, Checked
from ingest.limits import Limits
from ingest.mapping import Mapping
from ingest.mapping_file import load_mapping
from ingest.reading import open_file
from ingest.sheet import Sheet
from tests.unit.import_known import SHA, known

Cells = Sequence[Any]


def separated(rows: Sequence[Cells], separator: str = ",", end: str = "\r\n") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=end).writerows(rows)
    return text.getvalue()


def workbook(fill: Callable[[Any], None], *, mac: bool = False) -> bytes:
    book = openpyxl.Workbook()
    if mac:
        book.epoch = CALENDAR_MAC_1904
    fill(book.active)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def looked_into(content: bytes, given: dict[str, Any]) -> Checked:
    """As the command does it: the mapping from its JSON, the file from its bytes."""
    mapping: Mapping = load_mapping(json.dumps(given))
    reading = open_file(content, mapping.told, Limits())
    sheet = Sheet(reading.header, tuple(reading.rows))
    return check(sheet, mapping, mapping.target, known(), SHA)


def area_of(latitude: float, longitude: float) -> str | None:
    """The kecamatan of a point, by counting the borders to the east of it."""
    path = SHIPPED_DATASET / "boundaries" / "kecamatan.geojson"
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        shape, inside = feature["geometry"], False
        parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        for (x1, y1), (x2, y2) in chain.from_iterable(
            pairwise(ring) for part in parts for ring in part
        ):
            if (y1 > latitude) != (y2 > latitude):
                crossing = x1 + (latitude - y1) / (y2 - y1) * (x2 - x1)
                inside ^= longitude < crossing
        if inside:
            return str(feature["properties"]["code"])
    return None


@dataclass(frozen=True)
class File:
    """A file, its mapping, and what must come of it.

    `refused` are row, column and code of every fault, `records` the cells of `columns` of
    every record that may be written, `flags` row and code.
    """

    content: bytes
    mapping: dict[str, Any]
    read: int
    columns: tuple[str, ...]
    records: list[tuple[Any, ...]]
    refused: list[tuple[int, str, str]] = field(default_factory=list)
    flags: list[tuple[int, str]] = field(default_factory=list)


def _map_export() -> File:
    rows = [
        ("Serial", "INCIDENT DATE", "DESCRIPTION", "CATEGORY", "LATITUDE", "LONGITUDE"),
        ("4052", "05/07/2024 17:26", "Butuh air.\n \nTerima kasih", "1. A | B, ", "18.2", "-72.5"),
        ("4051", "28/06/2024 23:06", "Pohon tumbang,\njalan putus", "1. A | B, ", "-4.4", "103.0"),
        ("4050", "20/06/2024 21:59", "Listrik padam", "1. A | B, 2. C, ", "224", "103.0"),
        ("4049", "18/05/2024 16:26", "Gudang\n\nroboh", "2. C, ", "-4.462639", "102.948798"),
    ]
    return File(
        separated(rows, end="\n").encode(),
        {
            "target": "issues",
            "date_order": "dmy",
            "columns": {
                "issue": "Serial",
                "reported_on": "INCIDENT DATE",
                "text": "DESCRIPTION",
                "category": "CATEGORY",
            },
            "coordinates": {"latitude": "LATITUDE", "longitude": "LONGITUDE"},
            "constants": {"kind": "information"},
            "values": {"category": {"1. A | B": "disaster", "*": "other"}},
        },
        read=4,
        columns=("issue", "reported_on", "sub_district_code", "category", "text"),
        records=[
            (
                "4051",
                date(2024, 6, 28),
                area_of(-4.4, 103.0),
                "disaster",
                "Pohon tumbang,\njalan putus",
            ),
            (
                "4049",
                date(2024, 5, 18),
                area_of(-4.462639, 102.948798),
                "other",
                "Gudang\n\nroboh",
            ),
        ],
        refused=[(2, "LATITUDE", "outside_district"), (4, "LATITUDE", "latitude_range")],
    )


def _campus_police() -> File:
    rows = [
        ("_id", "Reported", "Type"),
        ("2024-00000358", "Mar  1 2024 02:14:43:000AM", "Theft"),
        ("2024-00000509", "April 01, 2024 at 12:41:10 AM", "Theft"),
        ("2024-00000510", "4/2/2024 9:00", "Noise"),
        ("2024-00000511", "23/4/2024 9:00", "Noise"),
    ]
    return File(
        separated(rows).encode("utf-8-sig"),
        {
            "target": "issues",
            "date_order": "mdy",
            "columns": {"issue": "_id", "reported_on": "Reported", "category": "Type"},
            "constants": {"kind": "information", "sub_district": "17.01.05"},
            "values": {"category": {"Theft": "crime", "*": "other"}},
        },
        read=4,
        columns=("issue", "reported_on", "category"),
        records=[
            ("2024-00000358", date(2024, 3, 1), "crime"),
            ("2024-00000509", date(2024, 4, 1), "crime"),
            ("2024-00000510", date(2024, 4, 2), "other"),
        ],
        refused=[(5, "Reported", "impossible_day")],
    )


def _events_with_tags() -> File:
    rows = [
        ("EVENT_ID_CNTY", "EVENT_DATE", "EVENT_TYPE", "LATITUDE", "LONGITUDE", "NOTES"),
        ("#event+code", "#date+occurred", "#event+type", "#geo+lat", "#geo+lon", "#description"),
        ("IDN101", "18 November 2024", "Riots", "-4.440211", "103.015972", "Ribut di pasar"),
        ("IDN102", "02-Oct-2024", "Protests", "-6.2", "106.8", "Unjuk rasa"),
    ]
    return File(
        separated(rows).encode(),
        {
            "target": "issues",
            "columns": {
                "issue": "EVENT_ID_CNTY",
                "reported_on": "EVENT_DATE",
                "category": "EVENT_TYPE",
                "text": "NOTES",
            },
            "coordinates": {"latitude": "LATITUDE", "longitude": "LONGITUDE"},
            "constants": {"kind": "information"},
            "values": {"category": {"Riots": "community-conflict", "*": "other"}},
        },
        read=2,
        columns=("issue", "reported_on", "sub_district_code", "category"),
        records=[
            ("IDN101", date(2024, 11, 18), area_of(-4.440211, 103.015972), "community-conflict")
        ],
        refused=[(4, "LATITUDE", "outside_district")],
    )


def _form_with_repeats() -> File:
    one, two = "b31c6ac2-b8ca-4180-914f-c844fa10ed3b", "f3d8dc65-91a6-4d0f-9e97-802128083390"
    rows = [
        ("_uuid", "tanggal", "kegiatan", "kec", "desa", "hadir/unsur", "hadir/jumlah"),
        (one, "2024-10-05", "Jumat Curhat", "17.01.01", "Batu Ampar", "Camat", "1"),
        (one, "2024-10-05", "Jumat Curhat", "17.01.01", "Rantau Sialang", "Warga", "n/a"),
        (two, "2024-10-12T09:00:00.000+07:00", "Sambang", "170102", "n/a", "Warga", "12"),
    ]
    return File(
        separated(rows).encode(),
        {
            "target": "meetings",
            "columns": {
                "meeting": "_uuid",
                "held_on": "tanggal",
                "programme": "kegiatan",
                "sub_district": "kec",
                "village": "desa",
                "attendance_group": "hadir/unsur",
                "attendance_count": "hadir/jumlah",
            },
        },
        read=3,
        columns=("meeting", "held_on", "programme", "village_codes", "attendance"),
        records=[
            (
                one,
                date(2024, 10, 5),
                "jumat-curhat",
                ("17.01.01.2001", "17.01.01.2002"),
                (("camat", 1), ("residents", None)),
            ),
            (two, date(2024, 10, 12), "sambang", (), (("residents", 12),)),
        ],
    )


def _form_of_issues() -> File:
    rows = [
        ("_id", "today", "gps", "uraian", "foto"),
        ("901", "2024-10-05", "-4.462639 102.948798 0.0 20.0", "Jalan putus", "a.jpg"),
        ("901", "", "", "", "b.jpg"),
        ("902", "2024-10-06", "n/a", "Ternak hilang", "c.jpg"),
    ]
    return File(
        separated(rows).encode(),
        {
            "target": "issues",
            "columns": {"issue": "_id", "reported_on": "today", "text": "uraian"},
            "coordinates": {"latitude": "gps", "longitude": "gps"},
            "constants": {"kind": "complaint", "category": "other"},
        },
        read=3,
        columns=("issue", "reported_on", "sub_district_code"),
        records=[("901", date(2024, 10, 5), area_of(-4.462639, 102.948798))],
        refused=[(4, "sub_district", "empty_cell")],
    )


def _training_events() -> File:
    rows = [
        ("Program", "Target", "Date", "", "", ""),
        ("Pelatihan A ", "90", "February 5, 2025", "", "", ""),
        ("Pelatihan B", "96", "March 23-27, 2025", "", "", ""),
        ("Pelatihan C", "", "03/06/2025", "", "", ""),
        ("Pelatihan D", "", "March 19,2025", "", "", ""),
        ("Pelatihan E", "", "", "", "", ""),
    ]
    return File(
        separated(rows).encode(),
        {
            "target": "meetings",
            "date_order": "mdy",
            "columns": {"held_on": "Date", "venue": "Program", "attendance.school": "Target"},
            "constants": {"programme": "discussion", "sub_district": "17.01.11"},
        },
        read=5,
        columns=("held_on", "venue", "attendance"),
        records=[
            (date(2025, 2, 5), "Pelatihan A", (("school", 90),)),
            (date(2025, 3, 6), "Pelatihan C", ()),
            (date(2025, 3, 19), "Pelatihan D", ()),
        ],
        refused=[(3, "Date", "not_a_date"), (6, "Date", "empty_cell")],
    )


POLICE: dict[str, Any] = {
    "target": "issues",
    "sheet": None,
    "header_row": None,
    "encoding": None,
    "separator": None,
    "date_order": "dmy",
    "list_separator": ";",
    "columns": {
        "reported_on": "TANGGAL",
        "text": "URAIAN",
        "sub_district": "KECAMATAN",
        "category": "JENIS",
    },
    "constants": {"kind": "complaint"},
    "values": {
        "category": {"Curanmor": "crime", "Curnak": "livestock-theft", "*": "other"},
        "sub_district": {"Kota": "17.01.05"},
    },
}


def _police_table() -> File:
    text = "\r\n".join(
        [
            "DATA GANGGUAN KAMTIBMAS;;;;;",
            "BULAN OKTOBER 2024;;;;;",
            ";;;;;",
            "NO;TANGGAL;URAIAN;KECAMATAN;JENIS;",
            "1;2;3;4;5;",
            "1;01/10/2024;Motor hilang – di pasar;Kota;Curanmor;",
            '2;Senin, 7 Okt 2024 pkl 14.30 WIB;"Sapi hilang;\nmalam hari";KEDURANG ILIR;Curnak;',
            "3;12-10-2024;=SUM(A1);Kec. Pino Raya;Miras;",
            "4;31/10/24;Jembatan rusak;17.01.04;Lain;",
            ";;;;;",
            "JUMLAH;4;;;;",
        ]
    )
    return File(
        text.encode("cp1252"),
        POLICE,
        read=5,
        columns=("reported_on", "sub_district_code", "category", "text"),
        records=[
            (date(2024, 10, 1), "17.01.05", "crime", "Motor hilang – di pasar"),
            (date(2024, 10, 7), "17.01.07", "livestock-theft", "Sapi hilang;\nmalam hari"),
            (date(2024, 10, 31), "17.01.04", "other", "Jembatan rusak"),
        ],
        refused=[
            (8, "URAIAN", "formula_cell"),
            (11, "TANGGAL", "not_a_date"),
            (11, "JENIS", "empty_cell"),
            (11, "KECAMATAN", "empty_cell"),
        ],
    )


def _chat_export() -> File:
    rows = [
        ("TANGGAL", "URAIAN", "KECAMATAN", "JENIS"),
        ("01/10/2024", "Hubungi 0812-3456-7890", "Manna", "x"),
        ("02/10/2024", "y" * 2001, "Manna", "x"),
        ("02/10/2019", "Lampu mati", "Manna", "x"),
    ]
    return File(
        b"\xff\xfe" + ("sep=\t\r\n" + separated(rows, "\t")).encode("utf-16-le"),
        POLICE,
        read=3,
        columns=("reported_on",),
        records=[(date(2024, 10, 1),), (date(2024, 10, 2),), (date(2019, 10, 2),)],
        flags=[(2, "personal_data"), (3, "text_long"), (4, "outside_election")],
    )


def _titled(sheet: Any) -> None:
    sheet["A1"] = "REKAPITULASI"
    sheet.merge_cells("A1:E1")
    for column, name in enumerate(("NO", "WAKTU", "KEJADIAN", "TKP"), start=1):
        sheet.cell(3, column, name)
    sheet.merge_cells("D3:E3")
    sheet["D4"], sheet["E4"] = "KECAMATAN", "DESA"
    days = (date(2024, 10, 3), "4/10/2024", datetime(2024, 10, 5, 14), 45570)  # noqa: DTZ001
    for row, day in enumerate(days, start=5):
        cells = (row - 4, day, "Lampu mati", "Seginim", "Gunung Ayu")
        for column, value in enumerate(cells, start=1):
            sheet.cell(row, column, value)


def _titled_workbook(*, mac: bool) -> File:
    return File(
        workbook(_titled, mac=mac),
        {
            "target": "issues",
            "date_order": "dmy",
            "columns": {
                "reported_on": "WAKTU",
                "text": "KEJADIAN",
                "sub_district": "KECAMATAN",
                "village": "DESA",
            },
            "constants": {"kind": "complaint", "category": "other"},
        },
        read=4,
        columns=("reported_on", "village_code"),
        records=[(date(2024, 10, day), "17.01.02.2011") for day in (3, 4, 5)],
        refused=[(8, "WAKTU", "excel_serial")],
    )


FILES: dict[str, Callable[[], File]] = {
    "an emergency map, texts over many lines": _map_export,
    "a campus police, month first": _campus_police,
    "an event list with a row of tags": _events_with_tags,
    "a form with repeated groups": _form_with_repeats,
    "a form with photographs and points in one cell": _form_of_issues,
    "training events": _training_events,
    "a police table of a Windows office": _police_table,
    "UTF-16 with tabs and what is flagged": _chat_export,
    "a workbook with titles and a merged head": lambda: _titled_workbook(mac=False),
    "the same from 1904": lambda: _titled_workbook(mac=True),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_another_system_comes_to_what_was_worked_out_from_it(name: str):
    file = FILES[name]()
    found = looked_into(file.content, file.mapping)
    assert [(f.row, f.column, f.code) for f in found.faults] == file.refused
    rows_refused = {row for row, _, _ in file.refused}
    assert (found.read, found.refused) == (file.read, len(rows_refused))
    assert found.accepted == file.read - len(rows_refused)
    cells = [tuple(r.values[column] for column in file.columns) for r in found.records]
    assert cells == file.records
    if file.flags:
        assert [(flag.row, flag.code) for flag in found.flags] == file.flags


def test_what_is_flagged_in_one_row_is_all_that_is_flagged():
    found = looked_into(_map_export().content, _map_export().mapping)
    assert found.flags == ()


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("x")', "= SUM(A1)", "#REF!", "#n/a"])
def test_what_a_spreadsheet_would_compute_is_a_fault_in_a_text_file_too(text: str):
    rows = [("TANGGAL", "URAIAN", "KECAMATAN", "JENIS"), ("1/10/2024", text, "Manna", "x")]
    found = looked_into(separated(rows, ";").encode(), POLICE)
    assert [(f.column, f.code) for f in found.faults] == [
        ("URAIAN", "error_cell" if text.startswith("#") else "formula_cell")
    ]


@pytest.mark.parametrize("text", ["=> lihat lampiran", "===", "- lampu mati", "#drainase", "+62"])
def test_signs_that_nothing_computes_are_text(text: str):
    rows = [("TANGGAL", "URAIAN", "KECAMATAN", "JENIS"), ("1/10/2024", text, "Manna", "x")]
    found = looked_into(separated(rows, ";").encode(), POLICE)
    assert [record.values["text"] for record in found.records] == [text]


def test_a_word_that_the_value_table_names_is_asked_there_first():
    given = {**POLICE, "values": {"category": {"#N/A": "other"}}}
    rows = [("TANGGAL", "URAIAN", "KECAMATAN", "JENIS"), ("1/10/2024", "a", "Manna", "#N/A")]
    found = looked_into(separated(rows, ";").encode(), given)
    assert [record.values["category"] for record in found.records] == ["other"]


def test_tags_are_left_out_under_the_header_alone():
    rows = [
        ("TANGGAL", "URAIAN", "KECAMATAN", "JENIS"),
        ("1/10/2024", "a", "Manna", "x"),
        ("#date", "#description", "#adm3+name", "#event +type"),
    ]
    found = looked_into(separated(rows, ";").encode(), POLICE)
    assert (found.read, found.refused_rows) == (2, {3})


def test_nulls_in_a_mapping_say_that_there_is_none():
    mapping = load_mapping(json.dumps({**POLICE, "constants": None, "values": None}))
    assert (mapping.constants, mapping.values) == ({}, {})


CELL = st.sampled_from(
    [
        *("", "1/10/2024", "31/02/2024", "2024-10-05", "Manna", "Kota", "Gunung Ayu", "17.01.01"),
        *("Curanmor", "n/a", "=1", "#REF!", "JUMLAH", "0812-3456-7890", "A-1", "A-2", "x y"),
        *("-4.4", "103", "224", "1/10/2031"),
    ]
)


@given(st.lists(st.tuples(CELL, CELL, CELL, CELL, CELL, CELL, CELL), min_size=1, max_size=12))
def test_every_row_is_either_accepted_or_refused_and_a_refused_one_is_named(
    rows: list[tuple[str, ...]],
):
    header = ("NO", "TANGGAL", "URAIAN", "KECAMATAN", "JENIS", "LAT", "LON")
    filled = [row for row in rows if any(row)]
    if not filled:
        return
    mapping = {
        **POLICE,
        "columns": {**POLICE["columns"], "issue": "NO"},
        "coordinates": {"latitude": "LAT", "longitude": "LON"},
        "header_row": 1,
    }
    found = looked_into(separated([header, *rows], ";").encode(), mapping)
    written = [row for record in found.records for row in record.rows]
    assert found.read == len(filled) == found.accepted + found.refused
    assert found.accepted == len(written) == len(set(written))
    assert set(written).isdisjoint(found.refused_rows)
    assert {fault.row for fault in found.faults} == set(found.refused_rows)
    assert len(found.faults) == found.fault_total <= MOST_FAULTS
