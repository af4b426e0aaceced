"""Paper is made from data alone: no text is read as markup, none runs off the page."""

import io
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from documents.paper import FONTS, TEMPLATES, printable, render

HOSTILE = (
    '#read("/etc/passwd") #panic("x") *tebal* _miring_ `kode` $x^2$ @rujuk <label> '
    "= Judul // komentar https://contoh.id \\ \\u{41} ~ --- 'kutip' \"dua\""
)


def form(**texts: Any) -> dict[str, Any]:
    """Data for the blank form, with a text in every place that a unit or a label fills."""
    word = texts.get("word", "kata")
    part = {"title": word, "note": word, "heads": [word] * 8, "rows": [[word] * 8]}

    def columns(n: int) -> dict[str, Any]:
        return {**part, "heads": [word] * n, "rows": [[word] * n] * 2}

    return {
        "lang": "id",
        "issued": "2024-11-26",
        "title": word,
        "kop": [word, word, word],
        "band": word,
        "foot": word,
        "page": "Halaman",
        "how": word,
        "lines": [word] * 4,
        "programme": word,
        "programmes": [word] * 3,
        "attendance": word,
        "attendance_note": word,
        "groups": [word] * 4,
        "group_heads": [word] * 3,
        "told": columns(4),
        "inputs": {**columns(8), "ticks": [word]},
        "answers": columns(3),
        "promises": columns(4),
        "unable": columns(3),
        "signatures": [{"role": word, "post": word}],
        **{name: text for name, text in texts.items() if name != "word"},
    }


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_markup_in_a_text_is_printed_as_it_was_written() -> None:
    said = re.sub(r"\s+", "", text_of(render("minutes_blank", form(how=HOSTILE))))

    for piece in ('#read("/etc/passwd")', '#panic("x")', "*tebal*", "$x^2$", "<label>", "\\u{41}"):
        assert piece in said.replace("\u200b", "")


def test_a_text_of_ten_thousand_letters_ends_with_the_mark_of_a_cut() -> None:
    said = printable("panjang " * 1_250)

    assert len(said) == 1_000
    assert said.endswith("…")


def test_a_word_without_an_end_is_broken_before_it_leaves_the_page() -> None:
    pdf = render("minutes_blank", form(how="x" * 950))
    first = PdfReader(io.BytesIO(pdf)).pages[0]
    right_edges: list[float] = []
    first.extract_text(
        visitor_text=lambda text, _cm, tm, _font, _size: (
            right_edges.append(tm[4]) if "x" in text else None
        )
    )

    assert text_of(pdf).count("x") == 950
    assert max(right_edges) < float(first.mediabox.width)
    assert len(right_edges) > 10


def test_groups_that_share_a_cell_are_parted_after_a_stroke_and_not_within_a_word() -> None:
    pieces = printable("Panwascam/PKD/Pengawas TPS").split("\u200b")

    assert pieces == ["Panwascam/", "PKD/", "Pengawas TPS"]


def test_hidden_characters_and_marks_of_direction_do_not_reach_the_paper() -> None:
    assert printable("a\x00b\u202ec\u2066d\x07e\ud800f") == "abcdef"


def test_the_same_data_and_day_give_the_same_bytes_and_another_day_others() -> None:
    first = render("minutes_blank", form())

    assert render("minutes_blank", form()) == first
    assert render("minutes_blank", form(issued="2024-11-27")) != first


def test_documents_are_made_side_by_side() -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda n: render("minutes_blank", form(how=f"nomor {n}")), range(8)))

    assert [f"nomor {n}" in text_of(pdf) for n, pdf in enumerate(made)] == [True] * 8


def test_every_font_of_a_document_is_one_of_ours() -> None:
    pdf = PdfReader(io.BytesIO(render("minutes_blank", form(how="雪 🙂 ابجد"))))
    fonts = {
        str(font.get_object()["/BaseFont"]).split("+")[-1]
        for page in pdf.pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    }

    assert fonts <= {path.stem.removesuffix("-Regular") for path in FONTS.glob("*.ttf")} | {
        path.stem for path in FONTS.glob("*.ttf")
    }


def test_no_template_reads_a_file_or_takes_a_package() -> None:
    named = {
        match
        for path in TEMPLATES.glob("*.typ")
        for match in re.findall(
            r'(?:import|include|read|image|json|csv)\s*\(?\s*"([^"]+)"', path.read_text()
        )
    }

    assert named == {"common.typ"}


def test_twenty_documents_take_no_more_memory_than_a_few() -> None:
    def resident() -> int:
        status = Path("/proc/self/status").read_text()
        return int(re.findall(r"VmRSS:\s+(\d+)", status)[0])

    for n in range(3):
        render(
            "minutes_blank", form(how=f"pertama {n} " * 100, groups=[f"{n}-{m}" for m in range(99)])
        )
    before = resident()
    for n in range(20):
        render(
            "minutes_blank", form(how=f"lagi {n} " * 100, groups=[f"{n}:{m}" for m in range(99)])
        )

    assert resident() - before < 40_000
