"""What people fill in, as it is kept and as it is checked; each fault at its own field."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.form_faults import meeting_faults, report_faults
from domain.forms import (
    LONGEST_TEXT,
    InputForm,
    MeetingForm,
    ReportForm,
    tidy,
    tidy_input,
    tidy_meeting,
)

TODAY = date(2024, 9, 5)
FIRST = date(2024, 8, 1)
AREA = "17.01.01"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (None, None),
        ("", None),
        (" \n\t ", None),
        ("  Ronda  sepi ", "Ronda  sepi"),
        ("satu\r\ndua\rtiga\u2028empat", "satu\ndua\ntiga\nempat"),
        ("a\x00b\x1b[31m\x7f\x85c", "ab[31mc"),
        ("surrogate \ud800 lone", "surrogate  lone"),
        ("kolom\tdua", "kolom\tdua"),
        ("=1+1", "=1+1"),
        ("Pino Raya – “kutipan” 😀", "Pino Raya – “kutipan” 😀"),
    ],
)
def test_a_text_is_kept_without_what_no_database_or_file_can_hold(
    typed: str | None, kept: str | None
) -> None:
    assert tidy(typed) == kept


def item(**cells: Any) -> InputForm:
    given = {"kind": "complaint", "category": "patrol", "text": "Sepi", "sub_district": AREA}
    return InputForm(**{**given, **cells})


def faults(*items: InputForm, **cells: Any) -> list[tuple[str | None, str]]:
    inputs = "itemised" if items else "nil"
    form = MeetingForm("sambang", TODAY, (AREA,), inputs=inputs, items=items)
    found = meeting_faults(tidy_meeting(replace(form, **cells)), TODAY, FIRST)
    return [(fault.column, fault.code) for fault in found]


def test_a_sound_meeting_has_no_fault() -> None:
    promise = item(act="Patroli", owner="polsek-a", due_on=TODAY)
    agreed = item(kind="agreement", sub_district=None, act="x", owner="kpu", due_on=TODAY)
    answered = item(kind="question", answer="Ya", raised_by="residents", threat="actual")

    assert faults() == []
    assert faults(promise, agreed, answered) == []
    assert faults(inputs="not_recorded", promised=True) == []
    assert faults(attendance=(("residents", 0), ("media", None), ("army", 99_999))) == []


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (item(kind=""), [("kind", "empty_cell")]),
        (item(category="sihir"), [("category", "unknown_code")]),
        (item(text="  "), [("text", "empty_cell")]),
        (item(text="", category="election-violation"), []),
        (item(text="x" * LONGEST_TEXT), []),
        (item(text="x" * (LONGEST_TEXT + 1)), [("text", "text_too_long")]),
        (item(raised_by="warga"), [("raised_by", "unknown_code")]),
        (item(raised_by=""), []),
        (item(threat="besar"), [("threat", "unknown_code")]),
        (item(rubric=("violence", "x")), [("rubric", "unknown_code")]),
        (item(sub_district="17.01.02"), [("sub_district", "not_covered")]),
        (item(sub_district=None), [("sub_district", "not_covered")]),
        (
            item(kind="agreement", sub_district="17.01.02", act="x", owner="kpu", due_on=TODAY),
            [("sub_district", "not_covered")],
        ),
        (item(kind="agreement"), [("act", "empty_cell")]),
        (item(owner="polsek-a"), [("act", "empty_cell")]),
        (item(act="x"), [("owner", "empty_cell"), ("due_on", "empty_cell")]),
        (
            item(act="x", owner="a", due_on=date(2024, 9, 4)),
            [("due_on", "due_before_event")],
        ),
        (item(answer="Ya", raised_by="media"), [("answer", "settled_kind")]),
        (
            item(kind="question", category="neutrality", answer="Ya", raised_by="media"),
            [("answer", "settled_category")],
        ),
        (
            item(kind="information", threat="actual", answer="Ya", raised_by="media"),
            [("answer", "settled_severity")],
        ),
        (item(kind="question", answer="Ya"), [("raised_by", "empty_cell")]),
    ],
)
def test_a_fault_of_an_input_stands_at_its_field(
    given: InputForm, found: list[tuple[str, str]]
) -> None:
    assert faults(item(), given) == [(f"items.1.{field}", code) for field, code in found]


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"programme": ""}, [("programme", "empty_cell")]),
        ({"held_on": None}, [("held_on", "empty_cell")]),
        ({"held_on": date(2024, 9, 6)}, [("held_on", "in_the_future")]),
        ({"held_on": date(2024, 7, 31)}, [("held_on", "before_first_stage")]),
        ({"sub_districts": ()}, [("sub_districts", "empty_cell")]),
        ({"attendance": (("media", 100_000),)}, [("attendance.media", "not_a_count")]),
        ({"inputs": None}, [("inputs", "inputs_unsaid")]),
        ({"inputs": "lost"}, [("inputs", "inputs_unsaid")]),
        ({"inputs": "itemised"}, [("inputs", "inputs_unsaid")]),
        ({"inputs": "not_recorded", "items": (item(),)}, [("inputs", "nil_with_inputs")]),
        ({"venue": "x" * 2001}, [("venue", "text_too_long")]),
    ],
)
def test_a_fault_of_a_meeting_stands_at_its_field(
    cells: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    assert faults(**cells) == found


def test_an_attendance_left_empty_stays_unknown() -> None:
    form = MeetingForm("sambang", TODAY, (AREA, AREA), attendance=(("residents", None),))

    assert tidy_meeting(form).attendance == (("residents", None),)
    assert tidy_meeting(form).sub_districts == (AREA,)


def test_what_was_left_empty_is_none_and_not_an_empty_word() -> None:
    kept = tidy_input(item(text=" a ", village="", raised_by="", threat="", owner="", act=" "))

    assert (kept.text, kept.village, kept.raised_by, kept.threat, kept.owner, kept.act) == (
        "a", None, None, None, None, None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("nil", "items", "found"),
    [
        (True, (), []),
        (False, (item(),), []),
        (False, (), [("nil", "inputs_unsaid")]),
        (True, (item(),), [("nil", "nil_with_inputs")]),
    ],
)
def test_a_report_lists_inputs_or_says_nihil(
    nil: bool, items: tuple[InputForm, ...], found: list[tuple[str, str]]
) -> None:
    form = ReportForm("daily", TODAY, "polsek-a", (AREA,), nil=nil, items=items)

    assert [(f.column, f.code) for f in report_faults(form, TODAY, FIRST)] == found
    nobody = replace(form, unit=None, kind="yearly", reported_on=None, sub_districts=())
    assert {f.column for f in report_faults(nobody, TODAY, FIRST)} >= {
        "unit", "kind", "reported_on", "sub_districts",
    }  # fmt: skip
