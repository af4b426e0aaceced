"""The form of a meeting's minutes, to print and fill by hand where there is no power."""

from typing import Any

from db.session import Session
from documents.letterhead import columns, sheet_for, short, signature
from documents.paper import render
from domain.permissions import Reader
from domain.station import today
from domain.vocabulary import Programme, Rubric, StakeholderGroup, UnableReason
from wording.translator import Translator

LINES = (
    "day",
    "time",
    "place",
    "host",
    "sub_district",
    "villages",
    "stage",
    "to_voting",
)
"""What the head of the blank form asks for, two a line. Stage and H−n are filled in later."""

BLANK_ROWS = {"told": 5, "inputs": 8, "answers": 2, "promises": 5, "unable": 2}
"""How many lines each part of the blank form has."""

ASKED = (Rubric.VIOLENCE, Rubric.PERSONS, Rubric.STAGE)
"""The three questions whose answers severity is worked out from."""


def blank_minutes(
    session: Session, reader: Reader, t: Translator, unit: str | None = None
) -> bytes:
    """The form of a meeting's minutes for places without power: one sheet, both sides.

    Under the letterhead of `unit`, by default the reader's own, else the district
    command's. It holds no record and asks for no name.
    """
    sheet = sheet_for(session, reader, t, today(), unit)
    data: dict[str, Any] = sheet.data(t("paper.blank.title"))
    data |= {
        "how": t("paper.blank.how"),
        # Kept for years in a drawer: the day and the state of the records say nothing here.
        "issued": None,
        "foot": t("paper.blank.foot", unit=short(sheet.unit.name) if sheet.unit else ""),
        "lines": columns(t, "paper.blank.line", LINES),
        "programme": t("paper.blank.programme"),
        "programmes": [t.label("programme", programme) for programme in Programme],
        "attendance": t("paper.blank.attendance"),
        "attendance_note": t("paper.blank.attendance_note"),
        "groups": [t.label("group", group) for group in StakeholderGroup],
        "group_heads": columns(t, "paper.blank.group", ("present", "group", "count")),
        "told": _part(t, "told", ("number", "ticket", "result", "received")),
        "inputs": _part(
            t,
            "inputs",
            ("number", "group", "village", "category", "text", *ASKED),
            ticks=[t("paper.nil"), t("paper.to_follow")],
        ),
        "answers": _part(t, "answers", ("input", "answer", "by")),
        "promises": _part(t, "promises", ("input", "act", "owner", "due")),
        "unable": _part(
            t,
            "unable",
            ("input", "reason", "explained"),
            note=t(
                "paper.unable.reasons",
                reasons="; ".join(t(f"unable_reason.{reason}") for reason in UnableReason),
            ),
        ),
        "signatures": [
            signature(t, "chair", t("paper.sign.by_post")),
            signature(t, "writer", t("paper.sign.by_post")),
            signature(t, "people", t("paper.sign.by_group")),
        ],
    }
    return render("minutes_blank", data)


def _part(
    t: Translator, name: str, heads: tuple[str, ...], note: str | None = None, **more: Any
) -> dict[str, Any]:
    """One lettered part of the blank form: title, headings, and empty numbered rows."""
    given = f"paper.{name}.note"
    numbered = heads[0] == "number"
    return {
        "title": t(f"paper.{name}.title"),
        "note": note or (t(given) if t.has(given) else None),
        "heads": columns(t, "paper.head", heads),
        "rows": [
            [str(row + 1) if numbered else "", *[""] * (len(heads) - 1)]
            for row in range(BLANK_ROWS[name])
        ],
        **more,
    }
