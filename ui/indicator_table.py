"""The figures of follow-up, each with what it is made of or why there is none."""

from html import escape

from domain.figures import Indicators
from domain.measures import Ratio
from ui.sheet_parts import table
from wording.numbers import number, ratio
from wording.translator import Translator


def indicator_table(found: Indicators, t: Translator) -> str:
    """Every figure as a row: what it is, its value, numerator and denominator or reason."""
    promises = found.promises
    rows = [
        _ratio("promises_kept", promises.kept, t),
        *(
            _count(name, getattr(promises, name), t)
            for name in (
                "kept_late",
                "awaiting",
                "unable_told",
                "not_kept",
                "withdrawn",
                "settled",
            )
        ),
        _count("closed_without_outcome", found.closed_without_outcome, t),
        _count("severity_lowered", found.severity_lowered, t),
        _overdue(found, t),
        _count("no_due_date", found.no_due_date, t),
        _first_action(found, t),
        _ratio("reported_back", found.reported_back, t),
        _count("waiting_for_meeting", found.waiting_for_meeting, t),
        *(
            _ratio(name, getattr(found, name), t)
            for name in (
                "inputs_itemised",
                "villages_covered",
                "days_current",
                "reopened",
                "referrals_answered",
            )
        ),
    ]
    heads = (t("indicator.head.figure"), t("indicator.head.value"), t("indicator.head.made_of"))
    return table(heads, rows)


def _label(name: str, t: Translator) -> str:
    return escape(t(f"indicator.{name}"))


def _count(name: str, value: int, t: Translator) -> tuple[str, str, str]:
    return _label(name, t), number(value, t.language), ""


def _ratio(name: str, found: Ratio, t: Translator) -> tuple[str, str, str]:
    made_of = t("figure.of", n=found.numerator, m=found.denominator)
    if not found.denominator:
        made_of = t("figure.no_cases")
    elif found.upper is not None and found.upper != found.value:
        upper = ratio(t, found.numerator + (found.awaiting or 0), found.denominator)
        made_of += "; " + t("indicator.upper", upper=upper)
    return _label(name, t), escape(ratio(t, found.numerator, found.denominator)), escape(made_of)


def _overdue(found: Indicators, t: Translator) -> tuple[str, str, str]:
    late = found.overdue
    made_of = ""
    if late.median_days is not None and late.longest_days is not None:
        made_of = t("indicator.days_late", median=late.median_days, longest=late.longest_days)
    return _label("overdue", t), number(late.count, t.language), escape(made_of)


def _first_action(found: Indicators, t: Translator) -> tuple[str, str, str]:
    first = found.first_action
    made_of = t("indicator.first_action_of", n=first.n, without=first.without)
    if first.days is not None:
        value = t("unit.days", n=first.days)
    else:
        value = "–"
        made_of = t("figure.not_reached") if first.n else t("figure.no_cases")
    return _label("first_action_days", t), escape(value), escape(made_of)
