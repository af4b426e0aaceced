"""What must not be stored: each pattern, what comes near it, and what no text may do."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.privacy import _PATTERNS, POSTS, Flag, FlagKind, _names, flags

K = FlagKind


def kinds(text: str, *denied: str) -> set[str]:
    return {flag.kind.value for flag in flags(text, denied)}


FLAGGED: list[tuple[str, FlagKind]] = [
    # sixteen digits: NIK, KK
    ("NIK 1701010101900001 tercatat", K.LONG_NUMBER),
    ("1701 0101 0190 0001", K.LONG_NUMBER),
    ("17.01.01.010190.0001", K.LONG_NUMBER),
    ("170101-010190-0001", K.LONG_NUMBER),
    ("17/01/01/01/01/90/00/01", K.LONG_NUMBER),
    # telephones
    ("hubungi 081234567890", K.PHONE),
    ("hubungi 0812-3456-7890", K.PHONE),
    ("+62 812 3456 7890", K.PHONE),
    ("wa 6281234567890", K.PHONE),
    ("0062 812 3456 789", K.PHONE),
    ("telepon (0739) 21234", K.PHONE),
    ("telepon 0739-21234", K.PHONE),
    # number plates
    ("motor BD 1234 XY lewat", K.PLATE),
    ("BD1234XY", K.PLATE),
    ("mobil B-12-ABC", K.PLATE),
    # addresses
    ("di RT 03 ribut", K.ADDRESS),
    ("rt.3/rw.5", K.ADDRESS),
    ("RW: 07", K.ADDRESS),
    ("Jalan Sudirman no. 12", K.ADDRESS),
    ("jl. Merdeka No 5", K.ADDRESS),
    ("gang buntu nomor 3", K.ADDRESS),
    ("rumah nomor 8", K.ADDRESS),
    ("no rumah 14", K.ADDRESS),
    # names of the net
    ("lihat @budi_manna", K.HANDLE),
    ("surat ke budi@contoh.desa", K.HANDLE),
    ("https://contoh.example/x", K.WEB),
    ("www.contoh", K.WEB),
    ("buka info-manna.id", K.WEB),
    ("t.me/grup", K.WEB),
    # candidates
    ("dukung paslon 2", K.CANDIDATE),
    ("Paslon nomor urut 3", K.CANDIDATE),
    ("nomor urut 1", K.CANDIDATE),
    ("No. urut dua", K.CANDIDATE),
    ("pasangan calon nomor satu", K.CANDIDATE),
    # names of people
    ("Sdr. Budi marah", K.NAME),
    ("Sdri Siti", K.NAME),
    ("kata Bapak Sukardi", K.NAME),
    ("IBU Ratna", K.NAME),
    ("kata bapak Sukardi", K.NAME),
]


@pytest.mark.parametrize(("text", "kind"), FLAGGED)
def test_what_looks_like_personal_data_is_flagged(text: str, kind: FlagKind):
    assert kind in {flag.kind for flag in flags(text)}


UNFLAGGED = [
    "",
    "Ronda malam sepi di simpang tiga",
    "123456789012345",  # fifteen digits
    "12345678901234567",  # seventeen
    "tanggal 27-11-2024 pukul 08.30",
    "harga 08 juta",
    "anggaran 0812345",  # too short for a telephone
    "pemilih 1.234 orang, TPS 012",
    "KDR-240905-03",
    "Pasal 12 ayat 3",
    "B 20 karung beras",
    "artinya tidak ada",  # no RT in a word
    "kurt 5",
    "rumah warga tidak ada nomor",
    "surel belum ada @",
    "dan/atau, s.d. besok",
    "calon pemilih belum terdata",
    "paslon belum ditetapkan",
    "urutan nomor antre",
    "Bapak Kapolsek hadir",
    "Ibu Camat hadir",
    "Bapak KAPOLRES hadir",
    "Bapak PPK hadir",
    "bapak-bapak Desa Sukaraja",
    "ibu rumah tangga",
    "seribu Rupiah",
]


@pytest.mark.parametrize("text", UNFLAGGED)
def test_what_merely_comes_near_is_not_flagged(text: str):
    assert kinds(text) == set()


@pytest.mark.parametrize("post", sorted(POSTS))
def test_a_post_is_no_name(post: str):
    assert kinds(f"Bapak {post} hadir") == set()


def test_a_flag_says_where_its_piece_stands():
    text = "Kata Bapak Sukardi, telepon 081234567890."
    assert [(flag.kind, text[flag.start : flag.end]) for flag in flags(text)] == [
        (K.NAME, "Bapak Sukardi"),
        (K.PHONE, "081234567890"),
    ]


def test_every_piece_is_flagged_in_the_order_of_the_text():
    text = "Sdr. Ali dan Sdr. Budi di RT 3"
    assert [flag.kind for flag in flags(text)] == [K.NAME, K.NAME, K.ADDRESS]


@pytest.mark.parametrize("text", ["Coblos merah", "coblos MERAH!", "merah, katanya", "(merah)"])
def test_a_denied_word_is_found_as_a_whole_word_in_any_case(text: str):
    assert kinds(text, "Merah") == {"denied"}


@pytest.mark.parametrize("text", ["memerah", "merahan", "merah_tua", "mera h"])
def test_a_denied_word_is_not_found_inside_another(text: str):
    assert kinds(text, "merah") == set()


def test_denied_words_are_words_and_no_patterns():
    assert kinds("partai a.b menang", "a.b") == {"denied"}
    assert kinds("partai axb menang", "a.b") == set()
    assert kinds("apa saja", "", "   ", ".*") == set()
    assert kinds("dua kata disebut", "dua kata") == {"denied"}


# Any text at all

ANY_TEXT = st.text(max_size=300)
HARD_TEXT = st.text(alphabet="0123456789 .-/+()@Bb RTrtwW:no,Jjalan\n_", max_size=300)


@given(st.one_of(ANY_TEXT, HARD_TEXT), st.lists(st.text(max_size=20), max_size=5))
def test_no_text_and_no_word_breaks_the_check(text: str, denied: list[str]):
    found = flags(text, denied)

    assert all(0 <= flag.start < flag.end <= len(text) for flag in found)
    assert found == sorted(found, key=lambda flag: (flag.start, flag.end))


SEPARATORS = st.sampled_from(["", " ", ".", "-", "/", "  ", ". ", " -", "--"])


@given(
    st.lists(st.integers(0, 9), min_size=16, max_size=16),
    st.lists(SEPARATORS, min_size=15, max_size=15),
    st.text(alphabet="abc ,;\n", max_size=20),
    st.text(alphabet="abc ,;\n", max_size=20),
)
def test_sixteen_digits_are_found_whatever_stands_between_them(
    digits: list[int], between: list[str], before: str, behind: str
):
    number = "".join(f"{digit}{sep}" for digit, sep in zip(digits, [*between, ""], strict=True))
    text = f"{before}{number}{behind}"

    longest = [flag for flag in flags(text) if flag.kind is K.LONG_NUMBER]
    assert [re.sub(r"\D", "", text[flag.start : flag.end]) for flag in longest] == [
        "".join(map(str, digits))
    ]


@given(
    st.sampled_from(["08", "+628", "628", "+62 8", "0062-8"]),
    st.lists(st.integers(0, 9), min_size=8, max_size=10),
    st.sampled_from(["", " ", "-", "."]),
)
def test_a_mobile_number_is_found_in_every_way_of_writing_it(
    beginning: str, digits: list[int], between: str
):
    text = f"hubungi {beginning}{between.join(map(str, digits))} segera"
    assert K.PHONE in {flag.kind for flag in flags(text)}


@given(st.from_regex(r"[A-Z][a-z]{2,12}", fullmatch=True).filter(lambda word: word not in POSTS))
def test_every_capitalised_word_behind_a_title_that_is_no_post_is_held_back(word: str):
    assert kinds(f"kata Bapak {word} tadi") == {"name"}


@pytest.mark.parametrize("piece", ["1 ", "a.", "a-", "b.-", "@", "a@", "0", "jalan ", "rumah no "])
def test_a_long_text_takes_no_longer_a_letter_than_a_short_one(piece: str):
    """A pattern that walks back and forth takes the square of it: half a minute for "a."."""
    short, long = piece * 500, piece * 8000
    assert best_of_three(long) < 40 * best_of_three(short) + 0.05  # sixteen times the length


def best_of_three(text: str) -> float:
    times = []
    for _ in range(3):
        begun = time.process_time()
        flags(text)
        times.append(time.process_time() - begun)
    return min(times)


@given(st.one_of(ANY_TEXT, HARD_TEXT))
def test_no_text_is_passed_over_that_a_pattern_would_find(text: str):
    found = {
        Flag(kind, match.start(), match.end())
        for kind, pattern in _PATTERNS
        for match in pattern.finditer(text)
    }
    assert found | set(_names(text)) == set(flags(text))
