"""What is safe in public: counts of three or more."""

import pytest

from documents.public import Coarse, count_text, is_public, ratio_text
from domain.permissions import Reader
from domain.vocabulary import Role
from wording.translator import Translator

T = Translator("id")


@pytest.mark.parametrize(("count", "text"), [(0, "<3"), (2, "<3"), (3, "3"), (1234, "1.234")])
def test_a_count_under_three_is_not_told_in_public(count: int, text: str) -> None:
    assert count_text(T, count, public=True) == text


def test_outside_the_public_every_count_is_told() -> None:
    assert [count_text(T, n, public=False) for n in (0, 2)] == ["0", "2"]


def test_a_share_of_less_than_three_is_not_told_in_public() -> None:
    assert ratio_text(T, 2, 40, public=True) == "<3"
    assert ratio_text(T, 3, 40, public=True) == "7,5%"
    assert ratio_text(T, 0, 0, public=True) == "–"


def test_a_sentence_of_a_small_count_says_less_than_three() -> None:
    assert Coarse("id")("reason.B1", n=2) == "<3 masukan tingkat tinggi atau kritis belum selesai"
    assert Coarse("id")("reason.B1", n=3) == "3 masukan tingkat tinggi atau kritis belum selesai"
    assert Coarse("en")("reason.B1", n=1).startswith("<3 inputs of high or critical severity are")


@pytest.mark.parametrize("role", [Role.PRESENTER, Role.ADMINISTRATOR])
def test_who_sees_no_records_gets_what_is_safe_in_public_unasked(role: Role) -> None:
    assert is_public(Reader("x", frozenset({role})), asked=False)


def test_who_also_holds_a_role_that_sees_records_gets_them_unless_asked() -> None:
    both = Reader("x", frozenset({Role.PRESENTER, Role.COMMANDER}))

    assert not is_public(both, asked=False)
    assert is_public(both, asked=True)


def test_how_late_fewer_than_three_inputs_are_is_not_told() -> None:
    late = {"days": "35 hari", "limit": "14 hari"}

    assert Coarse("id")("reason.C2", n=2, **late) == (
        "<3 masukan melewati tenggat atau batas waktu baku"
    )
    assert "35 hari" in Coarse("id")("reason.C2", n=3, **late)
    assert "35 hari" not in Coarse("id")("reason.A2", n=1, **late)
    assert "35 hari" not in Coarse("en")("reason.B2", n=2, **late)
