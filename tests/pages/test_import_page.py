"""The Import screen: who may open it, and the way of a file from upload to records."""

import io
import json
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from openpyxl import Workbook
from sqlalchemy import func
from sqlalchemy import select as select_
from streamlit.testing.v1 import AppTest

from access.exports import EXPORTS
from db.commands.accounts import DEMO_ACCOUNTS
from domain.vocabulary import Role
from ingest.dates import DateOrder
from ingest.mapping_file import load_mapping
from models import Issue
from tests.pages.conftest import OpenPage, texts
from ui.import_draft import DRAFT
from ui.import_look import BESIDE, InputsAt
from ui.keys import Key
from wording.translator import Translator

ID = Translator("id")
PAGE = "import_file"
HEADER = "TANGGAL;URAIAN;KECAMATAN;KATEGORI;JENIS MASUKAN"
ROWS = (
    "3/4/2024;Jembatan di dusun atas retak – dua papan lepas;Kedurang;Jalan rusak;keluhan",
    "5/4/2024;Warga meminta ronda malam di pasar lama;Manna;Jalan rusak;permintaan",
)

ReaderOf = Callable[[str], SimpleNamespace]


def file_of(*rows: str) -> bytes:
    """A table as Indonesian Excel writes it: semicolons, and the dash of cp1252."""
    return "\r\n".join((HEADER, *rows)).encode("cp1252")


def uploaded(test: AppTest, content: bytes, name: str = "data.csv") -> AppTest:
    test.file_uploader[0].set_value((name, content, "text/csv")).run()
    assert not test.exception
    return test


def ending(widgets: object, end: str) -> object:
    [found] = [widget for widget in widgets if str(widget.key).endswith(end)]  # type: ignore[attr-defined]
    return found


def press(test: AppTest, key: str) -> AppTest:
    test.button(key=key).click().run()
    assert not test.exception
    return test


def answered(test: AppTest) -> AppTest:
    """With the order of days and the meaning of the unknown word chosen."""
    ending(test.radio, "_order_reported_on").set_value(DateOrder.DMY)  # type: ignore[attr-defined]
    ending(test.selectbox, "_word_category_Jalan rusak").set_value("infrastructure")  # type: ignore[attr-defined]
    return test.run()


def offered(test: AppTest) -> str:
    """The labels of the links to files."""
    return " ".join(link.proto.label for link in test.get("link_button")).replace("\\", "")


def stored(reader_of: ReaderOf) -> int:
    with reader_of("analis").session() as session:
        return int(session.scalars(select_(func.count()).select_from(Issue)).one())


@pytest.mark.parametrize(
    "account", [name for name, _unit, role in DEMO_ACCOUNTS if role != Role.ANALYST]
)
def test_the_page_is_for_analysts_alone(open_page: OpenPage, account: str) -> None:
    with pytest.raises(ValueError, match="import_file"):
        open_page(PAGE, account)


def test_a_file_becomes_records_once_every_question_is_answered(
    open_page: OpenPage, reader_of: ReaderOf
) -> None:
    before = stored(reader_of)
    test = uploaded(open_page(PAGE, "analis"), file_of(*ROWS))
    said = texts(test)
    assert "Penyandian: cp1252 (perkiraan)" in said
    assert "Pemisah: ;" in said
    assert "dua papan lepas" in said
    order = ending(test.radio, "_order_reported_on")
    assert [option.replace("\\", "") for option in order.options] == [  # type: ignore[attr-defined]
        "3/4/2024 = 3 April 2024 (hari/bulan/tahun)",
        "3/4/2024 = 4 Maret 2024 (bulan/hari/tahun)",
    ]
    assert test.button(key=Key.IMPORT_CHECK).disabled

    test = press(answered(test), Key.IMPORT_CHECK)
    assert stored(reader_of) == before
    assert test.button(key=Key.IMPORT_WRITE).label == "Impor 2 catatan"

    test = press(test, Key.IMPORT_WRITE)
    assert [message.value for message in test.success] == ["2 catatan tersimpan."]
    assert stored(reader_of) == before + 2
    with reader_of("pengawas").session() as session:
        from db.queries.trail import TrailFilter, trail_page

        page = trail_page(session, reader_of("pengawas").reader, TrailFilter(action="import"))
    assert f"Nomor di jejak audit: {page.rows[0].seq}" in texts(test).replace(".", "")
    days = [day.isoformat() for day in _days(reader_of)]
    assert days == ["2024-04-03", "2024-04-05"]


def _days(reader_of: ReaderOf) -> list:  # type: ignore[type-arg]
    with reader_of("analis").session() as session:
        asked = (
            select_(Issue.reported_on).where(Issue.issue.like("I-%")).order_by(Issue.reported_on)
        )
        return list(session.scalars(asked))


def test_nothing_of_the_file_stays_in_the_session_after_use(open_page: OpenPage) -> None:
    test = press(answered(uploaded(open_page(PAGE, "analis"), file_of(*ROWS))), Key.IMPORT_CHECK)
    assert test.session_state[DRAFT].content
    test = press(test, Key.IMPORT_WRITE)
    draft = test.session_state[DRAFT]
    assert (draft.content, draft.looking, draft.checking) == (b"", None, None)


def test_the_same_file_again_is_refused_with_the_day(
    open_page: OpenPage, reader_of: ReaderOf
) -> None:
    test = press(answered(uploaded(open_page(PAGE, "analis"), file_of(*ROWS))), Key.IMPORT_CHECK)
    test = press(press(test, Key.IMPORT_WRITE), Key.IMPORT_CHANGE)
    kept = stored(reader_of)
    test = uploaded(test, file_of(*ROWS), "nama lain.csv")
    assert "berkas ini sudah diimpor pada" in texts(test)
    assert stored(reader_of) == kept
    assert Key.IMPORT_WRITE not in {button.key for button in test.button}


def test_the_columns_are_remembered_for_the_next_file(open_page: OpenPage) -> None:
    test = press(answered(uploaded(open_page(PAGE, "analis"), file_of(*ROWS))), Key.IMPORT_CHECK)
    test = press(press(test, Key.IMPORT_WRITE), Key.IMPORT_CHANGE)
    other = "7/4/2024;Pagar sekolah roboh di dusun hulu;Pino;Jalan rusak;keluhan"
    test = press(uploaded(test, file_of(other)), Key.IMPORT_CHECK)
    assert "diingat" in texts(test)
    assert test.button(key=Key.IMPORT_WRITE).label == "Impor 1 catatan"


def test_three_wrong_rows_are_named_and_nothing_is_written(
    open_page: OpenPage, reader_of: ReaderOf
) -> None:
    before = stored(reader_of)
    wrong = (
        "31/2/2024;Hari yang tidak ada;Kedurang;Jalan rusak;keluhan",
        "6/4/2024;Kecamatan yang tidak ada;Atlantis;Jalan rusak;keluhan",
        "7/4/2024;Rumus di sel;Manna;Jalan rusak;=1+1",
    )
    test = uploaded(open_page(PAGE, "analis"), file_of(*ROWS, *wrong))
    test = press(answered(test), Key.IMPORT_CHECK)
    said = texts(test)
    assert "3 kesalahan" in said
    for row, column, value in (
        (4, "TANGGAL", "31/2/2024"),
        (5, "KECAMATAN", "Atlantis"),
        (6, "JENIS MASUKAN", "=1+1"),
    ):
        assert f"<tr><td>{row}</td><td>{column}</td><td>{value}</td>" in said
    assert Key.IMPORT_WRITE not in {button.key for button in test.button}
    assert stored(reader_of) == before
    assert "laporan-impor.xlsx" in offered(press(test, Key.IMPORT_WORKBOOK))


def test_a_word_the_check_did_not_know_is_asked_for(open_page: OpenPage) -> None:
    wrong = "6/4/2024;Kecamatan menurut nama lama;Atlantis;Jalan rusak;keluhan"
    test = press(
        answered(uploaded(open_page(PAGE, "analis"), file_of(*ROWS, wrong))), Key.IMPORT_CHECK
    )
    ending(test.selectbox, "_word_sub_district_Atlantis").set_value("17.01.05")  # type: ignore[attr-defined]
    test = test.run()
    assert ID("importing.check_again") in texts(test)
    test = press(test, Key.IMPORT_CHECK)
    assert test.button(key=Key.IMPORT_WRITE).label == "Impor 3 catatan"


def test_a_likely_duplicate_is_shown_beside_its_likeness_and_can_be_skipped(
    open_page: OpenPage, reader_of: ReaderOf
) -> None:
    before = stored(reader_of)
    again = "6/4/2024;Warga meminta ronda malam di pasar lama;Manna;Jalan rusak;permintaan"
    test = press(
        answered(uploaded(open_page(PAGE, "analis"), file_of(*ROWS, again))), Key.IMPORT_CHECK
    )
    assert texts(test).count("Warga meminta ronda malam di pasar lama") >= 2
    assert test.button(key=Key.IMPORT_WRITE).label == "Impor 3 catatan"
    pair = [radio for radio in test.radio if "_pair_" in str(radio.key)]
    assert len(pair) == 1
    pair[0].set_value("skip").run()
    assert test.button(key=Key.IMPORT_WRITE).label == "Impor 2 catatan"
    test = press(test, Key.IMPORT_WRITE)
    assert stored(reader_of) == before + 2


def test_what_is_no_table_is_refused_in_a_sentence(open_page: OpenPage) -> None:
    test = uploaded(open_page(PAGE, "analis"), b"%PDF-1.7\n%junk", "surat.pdf")
    assert ID("importing.refused") in texts(test)


def test_another_separator_reads_the_file_again(open_page: OpenPage) -> None:
    test = uploaded(open_page(PAGE, "analis"), file_of(*ROWS))
    ending(test.selectbox, "_separator").set_value("|")  # type: ignore[attr-defined]
    test = test.run()
    assert not test.exception
    assert "Pemisah: |" in texts(test)


def test_the_three_templates_are_offered(open_page: OpenPage) -> None:
    test = open_page(PAGE, "analis")
    for target in ("issues", "meetings", "reports"):
        test = press(test, f"{Key.IMPORT_TEMPLATE}_{target}")
        assert ID(f"importing.template_file.{target}") in offered(test)


MEETINGS_HEADER = "TANGGAL RAPAT;ACARA;WILAYAH;ISI USULAN;GOLONGAN;SIFAT"
MEETING_ROWS = (
    "2024-09-05;Jumat Curhat;Kedurang;Jalan tani putus di dusun hulu;Jalan rusak;keluhan",
    "2024-09-05;Jumat Curhat;Kedurang;Minta ronda malam di pasar lama;Jalan rusak;permintaan",
    "2024-09-06;Sambang;Manna;;;",
)


def meetings_file(*rows: str) -> bytes:
    return "\r\n".join((MEETINGS_HEADER, *(rows or MEETING_ROWS))).encode()


def of_meetings(test: AppTest) -> AppTest:
    """The page with a table of meetings, whose own columns are chosen."""
    test.radio(key=Key.IMPORT_TARGET).set_value("meetings").run()
    test = uploaded(test, meetings_file())
    for field, column in (
        ("held_on", "TANGGAL RAPAT"),
        ("programme", "ACARA"),
        ("sub_districts", "WILAYAH"),
    ):
        select(test, f"_0_column_{field}", column)
    return test.run()


def select(test: AppTest, end: str, value: object) -> None:
    ending(test.selectbox, end).set_value(value)  # type: ignore[attr-defined]


def given_mapping(test: AppTest, content: bytes, name: str = "pemetaan.json") -> AppTest:
    test.file_uploader[0].set_value((name, content, "application/json")).run()
    assert not test.exception
    return test


def test_inputs_beside_their_meetings_are_laid_out_by_hand_and_come_in_with_them(
    open_page: OpenPage, reader_of: ReaderOf
) -> None:
    test = of_meetings(open_page(PAGE, "analis"))
    assert ID("importing.unused", names="ISI USULAN, GOLONGAN, SIFAT") in texts(test)
    select(test, "_0_inputs_at", BESIDE)
    test = test.run()
    for field, column in (("text", "ISI USULAN"), ("category", "GOLONGAN"), ("kind", "SIFAT")):
        select(test, f"_0_inputs..column_{field}", column)
    test = test.run()
    assert not test.exception
    # What was chosen of the meetings before stays as it was.
    assert ending(test.selectbox, "_0_column_programme").value == "ACARA"  # type: ignore[attr-defined]
    select(test, "_word_inputs.category_Jalan rusak", "infrastructure")
    before = stored(reader_of)
    test = press(test.run(), Key.IMPORT_CHECK)
    # Two meetings, one with two inputs.
    assert test.button(key=Key.IMPORT_WRITE).label == "Impor 4 catatan"
    test = press(test, Key.IMPORT_WRITE)
    assert ID("importing.records.meetings", n=2) in texts(test)
    assert stored(reader_of) == before + 2


def workbook_of_two_sheets() -> bytes:
    book = Workbook()
    rapat, usulan = book.active, book.create_sheet("USULAN WARGA")
    rapat.title = "RAPAT"
    for row in (
        ("Nomor pertemuan", "Tanggal pertemuan", "Program", "Kecamatan"),
        ("P-1", "2024-09-05", "Jumat Curhat", "Kedurang"),
        ("P-2", "2024-09-06", "Sambang", "Manna"),
    ):
        rapat.append(row)
    for row in (
        ("RAPAT KE", "ISI USULAN", "Kategori", "Jenis masukan"),
        ("P-1", "Jalan tani putus di dusun hulu", "Infrastruktur", "Keluhan"),
        ("P-2", "Lampu jalan padam di simpang tiga", "Gangguan setrum", "Keluhan"),
        ("P-1", "Minta ronda malam di pasar lama", "Infrastruktur", "Permintaan"),
    ):
        usulan.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def test_inputs_in_another_sheet_are_found_there_and_name_their_meeting(
    open_page: OpenPage, reader_of: ReaderOf
) -> None:
    test = open_page(PAGE, "analis")
    test.radio(key=Key.IMPORT_TARGET).set_value("meetings").run()
    test = uploaded(test, workbook_of_two_sheets(), "rapat.xlsx")
    select(test, "_0_inputs_at", InputsAt(sheet="USULAN WARGA"))
    test = test.run()
    select(test, "inputs.USULAN WARGA.column_meeting", "RAPAT KE")
    select(test, "inputs.USULAN WARGA.column_text", "ISI USULAN")
    test = press(test.run(), Key.IMPORT_CHECK)
    said = texts(test)
    assert "USULAN WARGA: 3" in said
    assert "Gangguan setrum" in said
    # The word of the second sheet is asked for, and then understood.
    select(test, "_word_inputs.category_Gangguan setrum", "network")
    test = press(test.run(), Key.IMPORT_CHECK)
    assert test.button(key=Key.IMPORT_WRITE).label == "Impor 5 catatan"
    test = press(test, Key.IMPORT_WRITE)
    with reader_of("analis").session() as session:
        asked = select_(Issue.meeting, Issue.category).where(Issue.meeting.in_(("P-1", "P-2")))
        found = sorted(session.execute(asked).all())
    assert [tuple(row) for row in found] == [
        ("P-1", "infrastructure"),
        ("P-1", "infrastructure"),
        ("P-2", "network"),
    ]


def test_a_mapping_is_loaded_and_every_choice_begins_with_it(open_page: OpenPage) -> None:
    test = uploaded(open_page(PAGE, "analis"), file_of(*ROWS))
    mapping = {
        "target": "issues",
        "date_order": "mdy",
        "columns": {
            "reported_on": "tanggal",
            "text": "URAIAN",
            "sub_district": "KECAMATAN",
            "category": "KATEGORI",
        },
        "constants": {"kind": "Informasi"},
        "values": {"category": {"Jalan rusak": "infrastructure"}},
    }
    test = given_mapping(test, json.dumps(mapping).encode())
    assert ID("importing.columns_loaded", file="pemetaan.json") in texts(test)
    assert ending(test.selectbox, "_column_reported_on").value == "TANGGAL"  # type: ignore[attr-defined]
    assert ending(test.selectbox, "_column_kind").value is None  # type: ignore[attr-defined]
    assert ending(test.selectbox, "_constant_kind").value == "information"  # type: ignore[attr-defined]
    assert ending(test.radio, "_order_reported_on").value is DateOrder.MDY  # type: ignore[attr-defined]
    test = press(test, Key.IMPORT_CHECK)
    assert test.button(key=Key.IMPORT_WRITE).label == "Impor 2 catatan"
    assert "pemetaan-issues.json" in offered(press(test, Key.IMPORT_MAPPING_GET))


def test_the_mapping_that_is_kept_reads_back_as_it_was_chosen(open_page: OpenPage) -> None:
    test = of_meetings(open_page(PAGE, "analis"))
    select(test, "_0_inputs_at", BESIDE)
    test = test.run()
    for field, column in (("text", "ISI USULAN"), ("category", "GOLONGAN")):
        select(test, f"_0_inputs..column_{field}", column)
    select(test, "_0_inputs..constant_kind", "complaint")
    test = press(test.run(), Key.IMPORT_MAPPING_GET)
    [link] = test.get("link_button")
    kept = EXPORTS._files[link.proto.url.rsplit("/", 1)[-1]]
    mapping = load_mapping(kept.content.decode())
    assert mapping.columns == {
        "held_on": "TANGGAL RAPAT",
        "programme": "ACARA",
        "sub_districts": "WILAYAH",
    }
    assert mapping.inputs is not None
    assert mapping.inputs.sheet is None
    assert mapping.inputs.columns == {"category": "GOLONGAN", "text": "ISI USULAN"}
    assert mapping.inputs.constants == {"kind": "complaint"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"target": "issues",\n "columns": {,}}', "pemetaan.json, baris 2: bukan JSON"),
        (b'{"target": "meetings"}', "pemetaan.json, bagian target: pemetaan ini untuk meetings"),
        (b'{"target": "issues", "colums": {}}', "bagian colums: bagian ini tidak dikenal"),
        (b"\xff\xfe{", "pemetaan.json: bukan UTF-8 (bita ff)"),
        (
            b'{"target": "issues", "columns": {"text": "ISI"}}',
            "bagian text: kolom ISI tidak ada di berkas; yang ada: TANGGAL, URAIAN",
        ),
        (
            b'{"target": "issues", "constants": {"kind": "omelan"}}',
            "bagian constants.kind: omelan tidak dikenal",
        ),
        (b" " * (1 << 20) + b"{}", "berkas pemetaan 1.0 MB; paling besar 1 MB"),
    ],
)
def test_a_bad_mapping_is_refused_saying_where_and_what_would_be_right(
    open_page: OpenPage, content: bytes, said: str
) -> None:
    test = given_mapping(uploaded(open_page(PAGE, "analis"), file_of(*ROWS)), content)
    assert said in texts(test).replace("&quot;", '"')
    # The file is laid out as it was proposed, and may be checked.
    assert ending(test.selectbox, "_column_sub_district").value == "KECAMATAN"  # type: ignore[attr-defined]


def test_a_mapping_of_a_sheet_that_is_not_there_can_be_left_out_again(open_page: OpenPage) -> None:
    test = open_page(PAGE, "analis")
    test.radio(key=Key.IMPORT_TARGET).set_value("meetings").run()
    test = uploaded(test, workbook_of_two_sheets(), "rapat.xlsx")
    test = given_mapping(test, b'{"target": "meetings", "sheet": "LAIN"}')
    assert "lembar LAIN tidak ada; yang ada: RAPAT, USULAN WARGA" in texts(test)
    test = press(test, Key.IMPORT_MAPPING_DROP)
    assert ending(test.selectbox, "_column_held_on").value == "Tanggal pertemuan"  # type: ignore[attr-defined]


def test_every_pair_can_be_decided_singly_page_by_page(
    open_page: OpenPage, reader_of: ReaderOf
) -> None:
    before = stored(reader_of)
    again = [
        f"{day}/4/2024;Warga meminta ronda malam di pasar lama;Manna;Jalan rusak;permintaan"
        for day in [*range(6, 31)]
    ]
    test = press(
        answered(uploaded(open_page(PAGE, "analis"), file_of(*ROWS, *again))), Key.IMPORT_CHECK
    )
    assert ID("importing.pairs_shown", first=1, last=20, n=25) in texts(test)
    pairs(test)[0].set_value("skip").run()
    test = press(test, Key.IMPORT_PAIRS_ON)
    assert len(pairs(test)) == 5
    pairs(test)[4].set_value("skip").run()
    assert test.button(key=Key.IMPORT_WRITE).label == "Impor 25 catatan"
    test = press(test, Key.IMPORT_PAIRS_BACK)
    assert [pair.value for pair in pairs(test)] == ["skip"] + [None] * 19
    test = press(test, Key.IMPORT_WRITE)
    assert stored(reader_of) == before + 25


def pairs(test: AppTest) -> list:  # type: ignore[type-arg]
    return [radio for radio in test.radio if "_pair_" in str(radio.key)]


def test_an_input_of_a_meeting_in_two_kecamatan_is_asked_for_its_own(open_page: OpenPage) -> None:
    test = open_page(PAGE, "analis")
    test.radio(key=Key.IMPORT_TARGET).set_value("meetings").run()
    row = "2024-09-05;Jumat Curhat;Kedurang|Manna;Jalan tani putus;Infrastruktur;keluhan"
    test = uploaded(test, meetings_file(row))
    mapping = {
        "target": "meetings",
        "list_separator": "|",
        "columns": {"held_on": "TANGGAL RAPAT", "programme": "ACARA", "sub_districts": "WILAYAH"},
        "inputs": {"columns": {"text": "ISI USULAN", "category": "GOLONGAN", "kind": "SIFAT"}},
    }
    test = press(given_mapping(test, json.dumps(mapping).encode()), Key.IMPORT_CHECK)
    assert "<td>2</td><td>Masukan: Kecamatan</td>" in texts(test)


def test_the_order_of_the_day_of_entry_is_asked_for_too(open_page: OpenPage) -> None:
    table = (
        b"Tanggal disampaikan;Isi masukan;Kecamatan;Kategori;Jenis masukan;Dicatat pada\n"
        b"2024-04-03;Lampu padam di simpang;Kedurang;crime;complaint;3/4/2024 10:00\n"
    )
    test = uploaded(open_page(PAGE, "analis"), table)
    assert test.button(key=Key.IMPORT_CHECK).disabled
    ending(test.radio, "_order_recorded_at").set_value(DateOrder.DMY)  # type: ignore[attr-defined]
    test = press(test.run(), Key.IMPORT_CHECK)
    assert test.button(key=Key.IMPORT_WRITE).label == "Impor 1 catatan"
