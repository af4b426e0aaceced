"""Text files as other systems write them, and as nobody should."""

import base64
from collections.abc import Callable

from tests.corpus.case import Case, Reads, Refuses

HEADER = ("TANGGAL", "URAIAN")
ONE_ROW = ((2, ("29/11/2024", "lampu jalan mati")),)
PLAIN = "TANGGAL,URAIAN\n29/11/2024,lampu jalan mati\n"
ACCENTS = "TANGGAL;URAIAN\n29/11/2024;rapat di Café “Rindu”\n"
ACCENTS_ROW = ((2, ("29/11/2024", "rapat di Café “Rindu”")),)

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJg"
)


def text(content: str, encoding: str = "utf-8") -> Callable[[], bytes]:
    return lambda: content.encode(encoding)


def raw(content: bytes) -> Callable[[], bytes]:
    return lambda: content


def one(cell: str) -> tuple[tuple[int, tuple[str, ...]], ...]:
    return ((2, ("1", cell)),)


def rows_of_csv(count: int) -> bytes:
    return b"A,B\n" + b"".join(b"%d,x\n" % n for n in range(count))


ENCODINGS = (
    Case("utf-8.csv", text(PLAIN), Reads(HEADER, ONE_ROW)),
    Case(
        "utf-8-mark.csv",
        text(ACCENTS, "utf-8-sig"),
        Reads(HEADER, ACCENTS_ROW, encoding="utf-8-sig", separator=";"),
    ),
    Case(
        "utf-16-le-mark.csv",
        raw(b"\xff\xfe" + ACCENTS.encode("utf-16-le")),
        Reads(HEADER, ACCENTS_ROW, encoding="utf-16-le", separator=";"),
    ),
    Case(
        "utf-16-be-mark.csv",
        raw(b"\xfe\xff" + ACCENTS.encode("utf-16-be")),
        Reads(HEADER, ACCENTS_ROW, encoding="utf-16-be", separator=";"),
    ),
    Case(
        "utf-16-le.csv",
        text(ACCENTS, "utf-16-le"),
        Reads(HEADER, ACCENTS_ROW, encoding="utf-16-le", separator=";", guessed=("encoding",)),
    ),
    Case(
        "utf-16-be.csv",
        text(ACCENTS, "utf-16-be"),
        Reads(HEADER, ACCENTS_ROW, encoding="utf-16-be", separator=";", guessed=("encoding",)),
    ),
    Case(
        "utf-32.csv",
        raw(b"\xff\xfe\0\0" + PLAIN.encode("utf-32-le")),
        Reads(HEADER, ONE_ROW, encoding="utf-32-le"),
    ),
    Case(
        "cp1252.csv",
        text(ACCENTS, "cp1252"),
        Reads(HEADER, ACCENTS_ROW, encoding="cp1252", separator=";", guessed=("encoding",)),
    ),
    # "ł" of cp1250 is "³" of cp1252: a guess, and said so.
    Case(
        "cp1250.csv",
        text("NO,NAMA\n1,Paweł\n", "cp1250"),
        Reads(("NO", "NAMA"), one("Pawe³"), encoding="cp1252", guessed=("encoding",)),
    ),
    Case(
        "two-encodings.csv",
        raw("NO,NAMA\n1,Café\n2,René “itu”\n".encode() + b"3,Ren\xe9 \x93x\x94\n"),
        Reads(
            ("NO", "NAMA"),
            ((2, ("1", "Café")), (3, ("2", "René “itu”")), (4, ("3", "René “x”"))),
            encoding="utf-8+cp1252",
            guessed=("encoding",),
        ),
    ),
    Case(
        "mark-and-windows.csv",
        raw(b"\xef\xbb\xbfNO,NAMA\n1,Ren\xe9\n"),
        Reads(("NO", "NAMA"), one("René"), encoding="utf-8+cp1252", guessed=("encoding",)),
    ),
    Case(
        "half-characters.csv",
        raw(b"NO,NAMA\n1,Caf\xc3\xa9\n2,\x81\n"),
        Refuses("encoding_unfit", 3, "81 0a"),
    ),
    Case(
        "half-of-utf-16.csv", raw(b"\xff\xfeA\0,\0B\0\n\0\x00\xd8,\0"), Refuses("encoding_unfit", 2)
    ),
    Case("mark-inside.csv", text("NO,NAMA\n1,a\ufeffb\n"), Reads(("NO", "NAMA"), one("ab"))),
    Case("decomposed.csv", text("NO,NAMA\n1,Cafe\u0301\n"), Reads(("NO", "NAMA"), one("Café"))),
    Case("four-bytes.csv", text("NO,NAMA\n1,🚓 𠮷\n"), Reads(("NO", "NAMA"), one("🚓 𠮷"))),
    Case("nul.csv", raw(b"NO,NAMA\n1,a\0b\n"), Reads(("NO", "NAMA"), one("ab"))),
    Case("control.csv", raw(b"NO,NAMA\n1,a\x07\x1bb\tc\n"), Reads(("NO", "NAMA"), one("ab\tc"))),
    Case("direction.csv", text("NO,NAMA\n1,a\u202ebc\u2069\n"), Reads(("NO", "NAMA"), one("abc"))),
    # Marks of direction (not overrides) belong to the writing of some languages.
    Case(
        "marks.csv", text("NO,NAMA\n1,\u200fa\u200e\n"), Reads(("NO", "NAMA"), one("\u200fa\u200e"))
    ),
)

SHAPES = (
    Case("cr.csv", raw(PLAIN.replace("\n", "\r").encode()), Reads(HEADER, ONE_ROW)),
    Case("crlf.csv", raw(PLAIN.replace("\n", "\r\n").encode()), Reads(HEADER, ONE_ROW)),
    Case(
        "mixed-ends.csv",
        raw(b"A,B\r1,2\r\n3,4\n5,6"),
        Reads(("A", "B"), ((2, ("1", "2")), (3, ("3", "4")), (4, ("5", "6")))),
    ),
    Case(
        "sep-line.csv",
        raw(b"sep=;\r\nA;B\r\n1,2;3,4\r\n"),
        Reads(("A", "B"), ((2, ("1,2", "3,4")),), separator=";"),
    ),
    Case(
        "decimal-comma.csv",
        raw(b"LINTANG;BUJUR\n-4,45;102,90\n-4,46;102,91\n"),
        Reads(
            ("LINTANG", "BUJUR"),
            ((2, ("-4,45", "102,90")), (3, ("-4,46", "102,91"))),
            separator=";",
        ),
    ),
    Case("tab.txt", raw(b"A\tB\n1\t2, 3; 4\n"), Reads(("A", "B"), one("2, 3; 4"), separator="\t")),
    Case("pipe.csv", raw(b"A|B\n1|2, 3\n"), Reads(("A", "B"), one("2, 3"), separator="|")),
    Case(
        "one-column.csv",
        raw(b"URAIAN\nlampu mati\njalan rusak\n"),
        Reads(("URAIAN",), ((2, ("lampu mati",)), (3, ("jalan rusak",))), guessed=("separator",)),
    ),
    # A quoted cell over three lines is one row; row 3 of the spreadsheet is the fifth line.
    Case(
        "breaks.csv",
        raw(b'A,B\n1,"satu\ndua\r\ntiga, empat"\n3,4\n'),
        Reads(("A", "B"), ((2, ("1", "satu\ndua\ntiga, empat")), (3, ("3", "4")))),
    ),
    Case(
        "titles.csv",
        text(
            "\n\nDATA KEJADIAN\nBulan November 2024\n\nNO;TANGGAL;URAIAN;DESA;KET\n"
            "1;2;3;4;5\n1;29/11/2024;a;;\n\n2;;b;Ibul;\n"
        ),
        Reads(
            ("NO", "TANGGAL", "URAIAN", "DESA", "KET"),
            ((8, ("1", "29/11/2024", "a", "", "")), (10, ("2", "", "b", "Ibul", ""))),
            separator=";",
            header_row=6,
            guessed=("header_row",),
        ),
    ),
    # Groups over their columns, merged in the file that this was saved from.
    Case(
        "two-row-header.csv",
        text(
            "REKAP KEJADIAN\nNO;JENIS;WAKTU;;TKP;;KET\n;;TGL;JAM;KEC;DESA;\n"
            "1;curat;29/11/2024;10.00;Manna;Ibul;-\n"
        ),
        Reads(
            ("NO", "JENIS", "TGL", "JAM", "KEC", "DESA", "KET"),
            ((4, ("1", "curat", "29/11/2024", "10.00", "Manna", "Ibul", "-")),),
            separator=";",
            header_row=3,
            guessed=("header_row",),
        ),
    ),
    # A note as wide as the rows of a table whose cells are mostly empty.
    Case(
        "sparse.csv",
        text(
            "Bulan;November;2024\nNO;TANGGAL;KEC;DESA;JENIS;URAIAN;KET\n"
            + "".join(f"{n};29/11/2024;;;;x;\n" for n in range(1, 21))
        ),
        Reads(
            ("NO", "TANGGAL", "KEC", "DESA", "JENIS", "URAIAN", "KET"),
            20,
            separator=";",
            header_row=2,
            guessed=("header_row",),
        ),
    ),
    # Of a narrow table such a row may be a record.
    Case(
        "numbers.csv",
        raw(b"A,B,C\n1,2,3\n4,5,6\n"),
        Reads(("A", "B", "C"), ((2, ("1", "2", "3")), (3, ("4", "5", "6")))),
    ),
    # Too many cells are kept for the check to see, too few are filled up.
    Case(
        "ragged.csv",
        raw(b"A,B,C\n1,2,3\n1,2,3,4\n1\n"),
        Reads(
            ("A", "B", "C"),
            ((2, ("1", "2", "3")), (3, ("1", "2", "3", "4")), (4, ("1", "", ""))),
        ),
    ),
    Case(
        "values.csv",
        text(
            "NAMA,KODE,HARI,RUMUS\nNA,0017,31/02/2026,=1+1\nnull,08123,3/4/2026,@SUM(A1)\n"
            'None,1701234567890123,kemarin,"-2+3"\nnan,1e5,1 Nopember 2024,+62\n'
        ),
        Reads(
            ("NAMA", "KODE", "HARI", "RUMUS"),
            (
                (2, ("NA", "0017", "31/02/2026", "=1+1")),
                (3, ("null", "08123", "3/4/2026", "@SUM(A1)")),
                (4, ("None", "1701234567890123", "kemarin", "-2+3")),
                (5, ("nan", "1e5", "1 Nopember 2024", "+62")),
            ),
        ),
    ),
    Case("twice.csv", raw(b"A,A,B\n1,2,3\n"), Reads(("A", "A", "B"), ((2, ("1", "2", "3")),))),
    Case("no-name.csv", raw(b"A,,B\n1,2,3\n"), Reads(("A", "", "B"), ((2, ("1", "2", "3")),))),
    Case(
        "long-cell.csv",
        raw(b"A,B\n1," + b"x" * 200_000 + b"\n"),
        Reads(("A", "B"), one("x" * 200_000)),
    ),
    # As Excel shows them: the marks around the first part go, the rest stays.
    Case(
        "stray.csv",
        raw(b'A,B\n"1","x" lagi\n2,"kata ""y"" itu"\n3,5" pipa\n'),
        Reads(
            ("A", "B"), ((2, ("1", "x lagi")), (3, ("2", 'kata "y" itu')), (4, ("3", '5" pipa')))
        ),
    ),
    Case("comma-inside.xlsx", text(PLAIN), Reads(HEADER, ONE_ROW)),
    Case("full.csv", lambda: rows_of_csv(50_000), Reads(("A", "B"), 50_000)),
)

REFUSED = (
    Case("empty.csv", raw(b""), Refuses("nothing_in_file")),
    Case("blank.csv", raw(b"\n\r\n  \n;;;\n"), Refuses("nothing_in_file")),
    Case("blank-lines.csv", raw(b"\xef\xbb\xbf\n\n\n"), Refuses("nothing_in_file")),
    Case("header-only.csv", raw(b"A,B,C\n"), Refuses("nothing_under_header", 1)),
    Case("unclosed.csv", raw(b'A,B\n1,x\n2,"y\n3,z\n4,w\n'), Refuses("unclosed_quote", 3)),
    Case(
        "unclosed-large.csv", raw(b'A,B\n1,"y\n' + b"3,z\n" * 400_000), Refuses("unclosed_quote", 2)
    ),
    # Closed by the mark that opens a cell seven lines later.
    Case(
        "unclosed-closed.csv",
        raw(b'A,B\n1,"y\n' + b"3,z\n" * 7 + b'9,"w",x\n'),
        Refuses("unclosed_quote", 2),
    ),
    Case("stray-and-open.csv", raw(b'A,B\n1,"x" lagi,"y\nz"\n'), Refuses("stray_quote", 2)),
    Case("huge-cell.csv", raw(b"A,B\n1," + b"x" * 5_000_000 + b"\n"), Refuses("cell_too_long", 2)),
    Case("wide.csv", raw(b",".join([b"x"] * 1_000_000) + b"\n1\n"), Refuses("too_many_columns", 1)),
    Case("long.csv", lambda: rows_of_csv(50_001), Refuses("too_many_rows", 50_002)),
    Case(
        "large.csv", raw(b"A,B\n" + b"1,2\n" * 5_300_000), Refuses("file_too_large", None, "20 MB")
    ),
    Case("picture.csv", raw(PNG), Refuses("not_a_table", None, "PNG")),
    Case(
        "program.csv",
        raw(b"MZ\x90\0\x03" + bytes(range(256)) * 9),
        Refuses("not_a_table", None, "EXE"),
    ),
    Case("noise.csv", raw(bytes(range(256)) * 40), Refuses("not_a_table", None, "?")),
    Case("page.xls", raw(b"<html><body><table><tr><td>1"), Refuses("not_a_table", None, "HTML")),
    Case(
        "sheet.xml", raw(b'<?xml version="1.0"?><Workbook/>'), Refuses("not_a_table", None, "XML")
    ),
    Case("paper.csv", raw(b"%PDF-1.7\n%\xe2\xe3\n"), Refuses("not_a_table", None, "PDF")),
)

TEXTS = (*ENCODINGS, *SHAPES, *REFUSED)
