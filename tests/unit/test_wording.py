"""Words: both languages complete, the sentences of the rule, dates and numbers."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from string import Formatter

import pytest

from domain import vocabulary as v
from domain.permissions import PAGE_ROLES
from domain.status import Reason, ReasonCode, Status
from wording import dates, numbers
from wording.sentences import (
    driver_text,
    freshness_text,
    headline,
    headline_counts,
    level_text,
    listed,
    reason_sentence,
    remedy_sentence,
)
from wording.translator import LANGUAGES, Translator, load, texts

ID, EN = Translator("id"), Translator("en")
NAMES = {"17.01.10.2001": "Bunga Mas", "17.01.10.2002": "Suka Maju"}

GROUPS: dict[str, Iterable[object]] = {
    "kind": v.Kind,
    "route": v.Route,
    "category": v.Category,
    "threat": [*v.Threat, None],
    "rubric": v.Rubric,
    "severity": [*v.Severity, None],
    "group": [*v.StakeholderGroup, None],
    "programme": v.Programme,
    "inputs": v.Inputs,
    "report_kind": v.ReportKind,
    "tempo": v.Tempo,
    "phase": v.Phase,
    "unit_kind": v.UnitKind,
    "sector_certainty": v.SectorCertainty,
    "event": v.EventKind,
    "move": [*v.EventKind, "voided"],
    "state": [*v.State, "voided", "open", "closed"],
    "unable_reason": v.UnableReason,
    "level": v.Level,
    "freshness": v.Freshness,
    "driver": v.Driver,
    "role": v.Role,
    "band": v.Mark,
    "page": PAGE_ROLES,
}


def status(level: v.Level, hatched: bool = False) -> Status:
    return Status(
        sub_district="17.01.01",
        level=level,
        hatched=hatched,
        freshness=v.Freshness.STALE,
        reasons=(),
        driver=v.Driver.FOLLOW_UP,
        open_issues=0,
        late=0,
        severe=0,
        longest_late=0,
        last_contact=None,
    )


@pytest.mark.parametrize("t", [ID, EN], ids=LANGUAGES)
@pytest.mark.parametrize("group", GROUPS)
def test_every_code_of_the_vocabulary_has_a_label(t: Translator, group: str) -> None:
    labels = [t.label(group, code) for code in GROUPS[group]]
    assert all(label.strip() for label in labels)
    assert len(set(labels)) == len(labels)


def test_both_languages_name_the_same_values_in_every_form() -> None:
    def fields(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}

    for key, row in texts().items():
        for form in row["en"].split("|") + row["id"].split("|"):
            # A singular may leave its number out ("a year"); nothing else may be missing.
            assert fields(form) | {"n"} == fields(row["id"]) | {"n"}, key


def test_a_missing_key_is_named() -> None:
    with pytest.raises(KeyError, match=r"no text in locale/ for level\.unheard-of"):
        ID.label("level", "unheard-of")


def test_a_missing_value_is_named() -> None:
    with pytest.raises(KeyError, match=r"reason\.A1 needs the value 'n'"):
        ID("reason.A1")


@pytest.mark.parametrize("code", ["A1", "A2", "B1", "B2", "B4", "C1", "C2"])
def test_what_would_lower_a_level_is_said_whole_without_a_ticket_to_name(code: str) -> None:
    reason = Reason(ReasonCode(code), ())
    assert remedy_sentence(ID, reason, {}) == "selesaikan dan verifikasi masukannya"
    assert remedy_sentence(EN, reason, {}) == "resolve and verify its inputs"


def test_english_takes_the_singular_form_for_one_only() -> None:
    assert EN("reason.C4", n=1) == "1 input has no due date yet"
    assert EN("reason.C4", n=0) == "0 inputs have no due date yet"
    assert EN("reason.C4", n=1234) == "1,234 inputs have no due date yet"
    assert ID("reason.C4", n=1234) == "1.234 masukan belum punya tenggat"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("key,id,en\na,satu,one\na,dua,two\n", "b.csv, line 3: the key a stands twice"),
        ("key,id,en\na,satu,\n", "b.csv, line 2: needs a key and a text in both languages"),
        ("key,id,en\na,satu,one,more\n", "b.csv, line 2: needs a key"),
        ("key,id,en\na,satu,one|two|three\n", "b.csv, line 2: a text has two plural forms"),
        ("key,en,id\na,one,satu\n", "b.csv: columns"),
    ],
)
def test_a_faulty_locale_file_is_refused_with_its_line(
    tmp_path: Path, content: str, message: str
) -> None:
    (tmp_path / "b.csv").write_text(content)
    with pytest.raises(ValueError, match=message):
        load(tmp_path)


def test_a_key_of_two_files_is_refused(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("key,id,en\nx,satu,one\n")
    with pytest.raises(ValueError, match=r"b\.csv, line 2: the key x stands twice"):
        load(tmp_path)


R = Reason
REASONS = [
    (R(ReasonCode.A1, ("K-1",)), "1 masukan tingkat kritis belum selesai",
     "selesaikan dan verifikasi K-1"),
    (R(ReasonCode.A2, ("K-1", "K-2"), days=9),
     "2 masukan tingkat tinggi atau kritis terlambat pada masa puncak, paling lama 9 hari",
     "selesaikan dan verifikasi K-1 dan K-2"),
    (R(ReasonCode.A3, ("K-1", "K-2", "K-3"), limit=3),
     "3 masukan tingkat tinggi atau kritis belum selesai",
     "selesaikan hingga tersisa paling banyak 2"),
    (R(ReasonCode.B1, ("K-1",)), "1 masukan tingkat tinggi atau kritis belum selesai",
     "selesaikan dan verifikasi K-1"),
    (R(ReasonCode.B2, ("K-1", "K-2"), days=36, limit=14),
     "2 masukan tingkat sedang ke atas terlambat lebih dari 14 hari, paling lama 36 hari",
     "selesaikan dan verifikasi K-1 dan K-2"),
    (R(ReasonCode.B3, ("1", "2", "3", "4", "5"), limit=5),
     "5 masukan tingkat sedang ke atas belum selesai",
     "selesaikan hingga tersisa paling banyak 4"),
    (R(ReasonCode.B4, ("K-1",)), "1 masukan dibuka kembali setelah dinyatakan selesai",
     "selesaikan dan verifikasi K-1"),
    (R(ReasonCode.C1, ("K-1", "K-2", "K-3", "K-4")),
     "4 masukan tingkat sedang ke atas belum selesai",
     "selesaikan dan verifikasi K-1, K-2, K-3 dan 1 lainnya"),
    (R(ReasonCode.C2, ("K-1",), days=1),
     "1 masukan melewati tenggat atau batas waktu baku, paling lama 1 hari",
     "selesaikan dan verifikasi K-1"),
    (R(ReasonCode.C3, meetings=("P-1",), day=date(2024, 9, 5)),
     "Pertemuan 5 Sep 2024 menjanjikan tindak lanjut, tetapi masukannya belum dirinci",
     "rinci masukan pertemuan itu, tandai nihil, atau nyatakan tidak dapat dipulihkan"),
    (R(ReasonCode.C3, meetings=("P-1", "P-2", "P-3"), day=date(2024, 9, 5)),
     "Pertemuan 5 Sep 2024 dan 2 pertemuan lain menjanjikan tindak lanjut, "
     "tetapi masukannya belum dirinci",
     "rinci masukan pertemuan itu, tandai nihil, atau nyatakan tidak dapat dipulihkan"),
    (R(ReasonCode.C4, ("K-1", "K-2")), "2 masukan belum punya tenggat",
     "tetapkan tenggat dan penanggung jawab"),
    (R(ReasonCode.D1, days=9, day=date(2024, 11, 17), cycle=7),
     "Kontak terakhir 17 Nov 2024, 9 hari lalu; siklus laporan 7 hari",
     "kirim laporan situasi atau adakan pertemuan"),
    (R(ReasonCode.D2, days=82, day=date(2024, 9, 5)),
     "Data kedaluwarsa: kontak terakhir 5 Sep 2024, 82 hari lalu",
     "kirim laporan situasi atau adakan pertemuan"),
    (R(ReasonCode.D3), "Belum pernah ada laporan atau pertemuan tercatat",
     "kirim laporan situasi atau adakan pertemuan"),
    (R(ReasonCode.D4, days=82, day=date(2024, 9, 5)),
     "Pertemuan dengan masyarakat terakhir 5 Sep 2024, 82 hari lalu",
     "adakan pertemuan dengan masyarakat"),
    (R(ReasonCode.D4), "Belum ada pertemuan dengan masyarakat tercatat",
     "adakan pertemuan dengan masyarakat"),
    (R(ReasonCode.D5, named=1, villages=6, needed=2, limit=90,
       missing=("17.01.10.2001", "17.01.10.2002", "17.01.10.2003")),
     "1 dari 6 desa/kelurahan hadir dalam pertemuan 90 hari terakhir",
     "undang 2 desa/kelurahan lagi, misalnya Bunga Mas dan Suka Maju"),
    (R(ReasonCode.D5, named=0, villages=0, limit=90),
     "Desa/kelurahan kecamatan ini belum tercatat, sehingga cakupan pertemuan "
     "tidak dapat dihitung",
     "muat daftar desa/kelurahan kecamatan ini"),
]  # fmt: skip


def test_every_reason_has_a_worked_sentence() -> None:
    assert {reason.code for reason, _, _ in REASONS} == set(ReasonCode)


@pytest.mark.parametrize(("reason", "sentence", "remedy"), REASONS)
def test_a_reason_says_why_and_what_would_lower_it(
    reason: Reason, sentence: str, remedy: str
) -> None:
    assert reason_sentence(ID, reason, NAMES) == sentence
    assert remedy_sentence(ID, reason, NAMES) == remedy


@pytest.mark.parametrize("reason", [row[0] for row in REASONS])
def test_english_has_every_sentence_too(reason: Reason) -> None:
    assert reason_sentence(EN, reason, NAMES) != reason_sentence(ID, reason, NAMES)
    assert remedy_sentence(EN, reason, NAMES) != remedy_sentence(ID, reason, NAMES)


def test_english_counts_one_and_many() -> None:
    one = Reason(ReasonCode.B2, ("K-1",), days=15, limit=14)
    two = Reason(ReasonCode.B2, ("K-1", "K-2"), days=36, limit=14)
    assert reason_sentence(EN, one, {}) == (
        "1 input of medium severity or above is more than 14 days late, by 15 days"
    )
    assert reason_sentence(EN, two, {}) == (
        "2 inputs of medium severity or above are more than 14 days late, the longest by 36 days"
    )


MOCKUP = (
    [status(v.Level.WATCH, hatched=True)] * 3
    + [status(v.Level.HIGH, hatched=True)] * 2
    + [status(v.Level.NO_DATA)] * 5
    + [status(v.Level.STALE)]
)
DAY, LAST = date(2024, 11, 26), date(2024, 11, 17)


def test_the_headline_counts_levels_unknown_and_hatched() -> None:
    assert headline(ID, MOCKUP, DAY, LAST) == (
        "Posisi 26 November 2024. Dari 11 kecamatan: 0 kondusif, 3 perlu perhatian, 2 mendesak, "
        "0 sangat mendesak, 6 belum diketahui; 5 yang berstatus memakai data kedaluwarsa. "
        "Catatan terakhir 17 November 2024."
    )


def test_the_english_headline_has_singular_and_plural() -> None:
    assert headline(EN, MOCKUP, DAY, None) == (
        "As of 26 November 2024. Of 11 sub-districts: 0 calm, 3 need attention, 2 urgent, "
        "0 very urgent, 6 unknown; 5 with a status rest on out-of-date data. No record yet."
    )
    assert headline_counts(EN, [status(v.Level.WATCH, hatched=True)]) == (
        "Of 1 sub-district: 0 calm, 1 needs attention, 0 urgent, 0 very urgent, 0 unknown; "
        "1 with a status rests on out-of-date data."
    )


def test_calm_is_said_of_all_only_when_every_area_is_calm() -> None:
    calm = [status(v.Level.CALM)] * 11
    assert headline(ID, calm, DAY, LAST) == (
        "Posisi 26 November 2024: 11 kecamatan kondusif menurut catatan. "
        "Catatan terakhir 17 November 2024."
    )
    for other in set(v.Level) - {v.Level.CALM}:
        assert "menurut catatan" not in headline(ID, [*calm[1:], status(other)], DAY, LAST)


def test_the_headline_of_no_area_says_so() -> None:
    assert headline(ID, [], DAY, LAST) == (
        "Posisi 26 November 2024: tidak ada kecamatan dalam pilihan ini."
    )


def test_words_beside_a_level() -> None:
    area = status(v.Level.HIGH)
    assert driver_text(ID, area) == "karena tindak lanjut"
    assert freshness_text(ID, area) == "kedaluwarsa"
    assert level_text(ID, "high", hatched=True) == "Mendesak · data kedaluwarsa"
    assert level_text(ID, "high", hatched=False) == "Mendesak"


def test_words_are_listed_with_an_and() -> None:
    assert [listed(ID, words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "", "a", "a dan b", "a, b dan c",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (dates.full(date(2024, 11, 27), "id"), "27 November 2024"),
        (dates.weekday(date(2024, 11, 27), "id"), "Rabu, 27 November 2024"),
        (dates.short(date(2024, 9, 5), "id"), "5 Sep 2024"),
        (dates.short(date(2024, 8, 5), "id"), "5 Agu 2024"),
        (dates.short(date(2024, 9, 5), "en"), "5 Sep 2024"),
        (dates.day_month(date(2024, 12, 1), "id"), "1 Des"),
        (dates.month(date(2024, 5, 1), "id"), "Mei 2024"),
        (dates.period(date(2024, 11, 24), date(2024, 11, 26), "id"), "24–26 Nov 2024"),
        (dates.period(date(2024, 9, 25), date(2024, 11, 23), "id"), "25 Sep – 23 Nov 2024"),
        (dates.period(date(2024, 12, 6), date(2025, 2, 24), "id"), "6 Des 2024 – 24 Feb 2025"),
        (dates.period(date(2024, 11, 27), date(2024, 11, 27), "id"), "27 Nov 2024"),
    ],
)
def test_dates_are_written_day_first(made: str, expected: str) -> None:
    assert made == expected


def test_day_names_start_with_sunday_as_charts_expect() -> None:
    assert dates.day_names("id", "wide")[:2] == ["Minggu", "Senin"]
    assert dates.month_names("en", "abbreviated")[8] == "Sep"


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (numbers.number(1234, "id"), "1.234"),
        (numbers.number(1234.56, "id"), "1.234,6"),
        (numbers.number(-3, "en"), "−3"),
        (numbers.percent(0.125, "id"), "12,5%"),
        (numbers.percent(0.125, "en"), "12.5%"),
        (numbers.signed(3, "id"), "+3"),
        (numbers.signed(0, "id"), "0"),
        (numbers.ratio(ID, 2, 3), "2 dari 3"),
        (numbers.ratio(EN, 2, 4), "2 of 4"),
        (numbers.ratio(ID, 1, 8), "12,5%"),
        (numbers.ratio(ID, 0, 5), "0%"),
        (numbers.ratio(ID, 0, 0), "–"),
        (numbers.ratio(ID, None, None), "–"),
        (numbers.days_to_voting(date(2024, 11, 26), date(2024, 11, 27)), "H−1"),
        (numbers.days_to_voting(date(2024, 11, 27), date(2024, 11, 27)), "H"),
        (numbers.days_to_voting(date(2024, 11, 30), date(2024, 11, 27)), "H+3"),
    ],
)
def test_numbers_are_written_the_way_the_reader_does(made: str, expected: str) -> None:
    assert made == expected


def test_a_day_in_codes_is_told_in_words_and_nothing_else_is_touched() -> None:
    assert dates.told("2024-09-05", "id") == "5 September 2024"
    for other in ("2024-13-05", "20240905", "KDR-240905-03", "claimed 2024-10-12", ""):
        assert dates.told(other, "id") == other
