"""Workbooks as other systems write them, and as nobody should."""

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping
from datetime import date, datetime, time

import openpyxl
import xlsxwriter

from tests.corpus.case import Case, Reads, Refuses

SHEET = "xl/worksheets/sheet1.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

Fill = Callable[[xlsxwriter.Workbook], None]


def book(fill: Fill, **options: object) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, **options}) as workbook:
        fill(workbook)
    return content.getvalue()


def plain(workbook: xlsxwriter.Workbook) -> None:
    sheet = workbook.add_worksheet("Data")
    sheet.write_row(0, 0, ["NO", "URAIAN"])
    sheet.write_row(1, 0, [1, "lampu jalan mati"])


def changed(content: bytes, parts: Mapping[str, bytes | None], level: int = 6) -> bytes:
    """A workbook with some of its parts replaced, added, or (None) left out."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            if part is not None:
                new.writestr(name, part)
    return out.getvalue()


def with_rows(rows: str) -> bytes:
    """A workbook whose sheet is written by hand."""
    sheet = f'<worksheet xmlns="{NAMESPACE}"><sheetData>{rows}</sheetData></worksheet>'
    return changed(book(plain), {SHEET: sheet.encode()})


def inline(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


HEAD = f'<row r="1">{inline("A1", "NO")}{inline("B1", "URAIAN")}</row>'


def far_cell() -> bytes:
    return with_rows(HEAD + f'<row r="1048576">{inline("XFD1048576", "x")}</row>')


def million_rows() -> bytes:
    """3 million rows: over 200 MB of sheet in less than 2 MB of file."""
    row = b'<row><c t="inlineStr"><is><t>lampu jalan mati</t></is></c><c><v>1</v></c></row>'
    sheet = f'<worksheet xmlns="{NAMESPACE}"><sheetData>'.encode() + row * 3_000_000
    return changed(book(plain), {SHEET: sheet + b"</sheetData></worksheet>"}, level=1)


def billion_laughs() -> bytes:
    entities = '<!ENTITY a0 "haha">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
    )
    sheet = (
        f'<?xml version="1.0"?><!DOCTYPE worksheet [{entities}]>'
        f'<worksheet xmlns="{NAMESPACE}"><sheetData><row r="1">{inline("A1", "&a9;")}'
        "</row></sheetData></worksheet>"
    )
    return changed(book(plain), {SHEET: sheet.encode()})


def outside_entity() -> bytes:
    texts = (
        '<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        f'<sst xmlns="{NAMESPACE}"><si><t>&x;</t></si></sst>'
    )
    return changed(book(plain), {"xl/sharedStrings.xml": texts.encode()})


def many_entries() -> bytes:
    return changed(book(plain), {f"xl/media/{n}.png": b"" for n in range(10_000)}, level=0)


def many_texts() -> bytes:
    """Half a million texts that no cell needs."""
    texts = "".join(f"<si><t>teks {n}</t></si>" for n in range(500_000))
    return changed(
        book(plain),
        {"xl/sharedStrings.xml": f'<sst xmlns="{NAMESPACE}">{texts}</sst>'.encode()},
    )


def wrong_sum() -> bytes:
    """One byte of the sheet's rows is another than its check sum says."""
    content = bytearray(changed(book(plain), {}, level=0))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        start = archive.getinfo(SHEET).header_offset
    place = content.index(b"<v>1</v>", start) + 3
    content[place] = ord("7")
    return bytes(content)


def locked_entry() -> bytes:
    content = bytearray(book(plain))
    place = content.index(b"PK\x01\x02")
    content[place + 8] |= 1
    return bytes(content)


def kinds(workbook: xlsxwriter.Workbook) -> None:
    sheet = workbook.add_worksheet("Data")
    day = workbook.add_format({"num_format": "dd/mm/yyyy"})
    moment = workbook.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    clock = workbook.add_format({"num_format": "hh:mm"})
    zeros = workbook.add_format({"num_format": "00000"})
    sheet.write_row(0, 0, ["ISI", "NILAI"])
    sheet.write_column(1, 0, [f"baris {n}" for n in range(2, 15)])
    sheet.write_datetime(1, 1, date(2024, 11, 27), day)
    sheet.write_datetime(2, 1, datetime.fromisoformat("2024-11-27T14:05"), moment)
    sheet.write_datetime(3, 1, time(14, 5, 30), clock)
    sheet.write_number(4, 1, 1701234567890123)
    sheet.write_number(5, 1, -4.4501)
    sheet.write_number(6, 1, 0.000001)
    sheet.write_number(7, 1, 7.0)
    sheet.write_number(8, 1, 17, zeros)
    sheet.write_boolean(9, 1, True)
    sheet.write_formula(10, 1, "=SUM(A1:A3)")
    sheet.write_string(11, 1, "0017")
    sheet.write_string(12, 1, "=HYPERLINK(1)")
    sheet.write_string(13, 1, "1\n2\x02 _x0041_")


KINDS = (
    "2024-11-27",
    "2024-11-27T14:05:00",
    "14:05:30",
    "1701234567890123",
    "-4.4501",
    "0.000001",
    "7",
    "00017",
    "TRUE",
    "=SUM(A1:A3)",
    "0017",
    "=HYPERLINK(1)",
    "1\n2 _x0041_",
)


def since_1904(workbook: xlsxwriter.Workbook) -> None:
    sheet = workbook.add_worksheet()
    sheet.write_row(0, 0, ["HARI", "URAIAN"])
    sheet.write_datetime(1, 0, date(2024, 11, 27), workbook.add_format({"num_format": "d mmm yy"}))
    sheet.write_string(1, 1, "x")


def merged(workbook: xlsxwriter.Workbook) -> None:
    sheet = workbook.add_worksheet()
    sheet.merge_range("A1:C1", "REKAP KEJADIAN")
    sheet.write_row(1, 0, ["KECAMATAN", "URAIAN", "JUMLAH"])
    sheet.merge_range("A3:A4", "Kedurang")
    sheet.write_row(2, 1, ["a", 1])
    sheet.write_row(3, 1, ["b", 2])


def several(workbook: xlsxwriter.Workbook) -> None:
    cover = workbook.add_worksheet("Sampul")
    cover.write_column(0, 0, ["POLRES", "Laporan"])
    hidden = workbook.add_worksheet("Rahasia")
    hidden.write_row(0, 0, list("ABCDEF"))
    hidden.write_row(1, 0, list("abcdef"))
    hidden.hide()
    data = workbook.add_worksheet("O'Brien & «Data» 1234567890 ✓✓")
    data.write_row(0, 0, ["NO", "URAIAN", "HARI"])
    data.write_row(1, 0, ["1", "x", "y"])


def picture(workbook: xlsxwriter.Workbook) -> None:
    from tests.corpus.texts import PNG

    plain(workbook)
    sheet = workbook.get_worksheet_by_name("Data")
    sheet.embed_image(5, 5, "x.png", {"image_data": io.BytesIO(_whole_png(PNG))})


def _whole_png(_: bytes) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        sum_ = zlib.crc32(kind + data).to_bytes(4, "big")
        return len(data).to_bytes(4, "big") + kind + data + sum_

    head = chunk(b"IHDR", b"\0\0\0\1\0\0\0\1\x08\0\0\0\0")
    return (
        b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    )


def wide(workbook: xlsxwriter.Workbook) -> None:
    workbook.add_worksheet().write_row(0, 0, ["x"] * 16_384)


def by_openpyxl() -> bytes:
    workbook = openpyxl.Workbook()
    workbook.active.append(["NO", "URAIAN"])
    workbook.active.append([1, "=1+1"])
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def linked() -> bytes:
    """Links to another file and to the net, in the cells and in the parts."""
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" TargetMode="External" Target="http://127.0.0.1:9/x.xlsx" Type='
        '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath"/>'
        "</Relationships>"
    )
    return changed(
        with_rows(HEAD + '<row r="2"><c r="A2"><f>[1]Data!A1</f><v>5</v></c></row>'),
        {"xl/externalLinks/_rels/externalLink1.xml.rels": rels.encode()},
    )


def archive_of(**parts: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def reads(
    rows: tuple[tuple[int, tuple[str, ...]], ...],
    header: tuple[str, ...] = ("NO", "URAIAN"),
    **more: object,
) -> Reads:
    return Reads(header, rows, **{"format": "xlsx", "encoding": None, "separator": None, **more})


ONE_ROW = ((2, ("1", "lampu jalan mati")),)
XLSX_AS_CSV = Case("called.csv", lambda: book(plain), reads(ONE_ROW))

BOOKS = (
    XLSX_AS_CSV,
    Case(
        "kinds.xlsx",
        lambda: book(kinds),
        reads(
            tuple((n + 2, (f"baris {n + 2}", text)) for n, text in enumerate(KINDS)),
            ("ISI", "NILAI"),
        ),
    ),
    Case(
        "since-1904.xlsx",
        lambda: book(since_1904, date_1904=True),
        reads(((2, ("2024-11-27", "x")),), ("HARI", "URAIAN")),
    ),
    Case(
        "merged.xlsx",
        lambda: book(merged),
        reads(
            ((3, ("Kedurang", "a", "1")), (4, ("", "b", "2"))),
            ("KECAMATAN", "URAIAN", "JUMLAH"),
            header_row=2,
            guessed=("header_row",),
        ),
    ),
    Case(
        "several.xlsx",
        lambda: book(several),
        reads(((2, ("1", "x", "y")),), ("NO", "URAIAN", "HARI"), guessed=("sheet",)),
    ),
    Case(
        "picture.xlsx",
        lambda: book(picture),
        reads((*ONE_ROW, (6, ("", "", "", "", "", "#VALUE!")))),
    ),
    Case("no-value.xlsx", by_openpyxl, reads(((2, ("1", "=1+1")),))),
    Case(
        "errors.xlsx",
        lambda: with_rows(
            HEAD
            + '<row r="2"><c r="A2" t="e"><v>#REF!</v></c><c r="B2" t="e"><v>#N/A</v></c></row>'
        ),
        reads(((2, ("#REF!", "#N/A")),)),
    ),
    Case("linked.xlsx", linked, reads(((2, ("=[1]Data!A1", "")),))),
    Case(
        "number-as-float.xlsx",
        lambda: with_rows(HEAD + '<row r="2"><c r="A2"><v>1.701234567890123E+15</v></c></row>'),
        reads(((2, ("1701234567890123", "")),)),
    ),
    Case(
        "no-references.xlsx",
        lambda: with_rows(
            "<row><c><v>1</v></c></row>".replace("<c><v>1</v></c>", inline("A1", "NO"))
            + "<row><c/><c><v>5</v></c></row>"
        ),
        reads(((2, ("", "5")),), ("NO",)),
    ),
    Case(
        "gap.xlsx",
        lambda: with_rows(HEAD + f'<row r="40">{inline("B40", "x")}</row>'),
        reads(((40, ("", "x")),)),
    ),
    Case(
        "macro.xlsm",
        lambda: changed(book(plain), {"xl/vbaProject.bin": b"\0"}),
        reads(ONE_ROW, format="xlsm"),
    ),
    Case("names-outside.xlsx", lambda: changed(book(plain), {"../../x.txt": b"x"}), reads(ONE_ROW)),
    Case("many-texts.xlsx", many_texts, reads(((2, ("1", "teks 2")),), ("teks 0", "teks 1"))),
    Case("half.xlsx", lambda: book(plain)[:3_000], Refuses("damaged_workbook")),
    Case("empty.xlsx", lambda: b"", Refuses("nothing_in_file")),
    Case("no-rows.xlsx", lambda: with_rows(HEAD), Refuses("nothing_under_header", 1)),
    Case(
        "blank.xlsx",
        lambda: with_rows('<row r="1"><c r="A1" s="0"/></row>'),
        Refuses("nothing_in_file"),
    ),
    Case("wrong-sum.xlsx", wrong_sum, Refuses("damaged_workbook")),
    Case(
        "no-texts.xlsx",
        lambda: changed(book(plain), {"xl/sharedStrings.xml": None}),
        Refuses("damaged_workbook"),
    ),
    Case("no-sheet.xlsx", lambda: changed(book(plain), {SHEET: None}), Refuses("damaged_workbook")),
    Case(
        "no-book.xlsx",
        lambda: changed(book(plain), {"xl/workbook.xml": None}),
        Refuses("damaged_workbook"),
    ),
    Case("other.zip", lambda: archive_of(x=b"x"), Refuses("not_a_table", None, "ZIP")),
    Case("empty.zip", lambda: archive_of(), Refuses("not_a_table", None, "ZIP")),
    Case(
        "table.ods",
        lambda: archive_of(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
        Refuses("not_a_table", None, "ODS"),
    ),
    Case(
        "binary.xlsb",
        lambda: archive_of(**{"[Content_Types].xml": b"", "xl/workbook.bin": b""}),
        Refuses("not_a_table", None, "XLSB"),
    ),
    Case(
        "letter.xlsx",
        lambda: archive_of(**{"[Content_Types].xml": b"", "word/document.xml": b""}),
        Refuses("not_a_table", None, "DOCX"),
    ),
    Case(
        "old.xls", lambda: OLE + "Workbook".encode("utf-16-le"), Refuses("not_a_table", None, "XLS")
    ),
    Case(
        "locked.xlsx",
        lambda: OLE + "EncryptedPackage".encode("utf-16-le"),
        Refuses("password_protected"),
    ),
    Case("locked-part.xlsx", locked_entry, Refuses("password_protected")),
    Case("far-cell.xlsx", far_cell, Refuses("too_many_columns", 1_048_576, "16384")),
    Case("wide.xlsx", lambda: book(wide), Refuses("too_many_columns", 1, "16384")),
    Case("million-rows.xlsx", million_rows, Refuses("unpacked_too_large")),
    Case("laughs.xlsx", billion_laughs, Refuses("workbook_entities", None, SHEET)),
    Case(
        "outside-entity.xlsx",
        outside_entity,
        Refuses("workbook_entities", None, "xl/sharedStrings.xml"),
    ),
    Case("many-entries.xlsx", many_entries, Refuses("too_many_entries")),
)
