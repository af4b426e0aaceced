"""The figures of a day as documents show them, with the records behind them."""

from documents.content.material import Material
from documents.content.model import Figure, Note
from documents.public import count_text, few, ratio_text
from domain.figures import Indicators
from domain.measures import Ratio
from domain.promises import PromiseFigures
from wording.numbers import NOTHING

COMPLETENESS = ("days_current", "inputs_itemised", "villages_covered")
"""How complete the records are."""

OF_INPUTS = ("promises_kept", "reported_back", "reopened", "referrals_answered")
"""Shares of inputs, which in public say "<3" for less; the other shares count no inputs."""

REST_OF_INPUTS = ("reported_back", "reopened", "referrals_answered")
"""Of these the rest is a group of inputs too: in public not told where it could be worked out."""

DUE_PARTS = ("kept_late", "awaiting", "unable_told", "not_kept")
"""With those kept they are all that fell due."""

PARTS = ("kept_late", "awaiting", "unable_told", "not_kept", "withdrawn", "settled")


def figures(m: Material) -> tuple[Figure, ...]:
    """Every figure of the day, in the order of `indicators`."""
    return figures_of(m, m.now)


def figures_of(m: Material, found: Indicators) -> tuple[Figure, ...]:
    """The figures as documents show them; `found` are those of a day of the material."""
    promises = found.promises
    refs = m.behind if found is m.now else {}
    left_out = _left_out(m, promises)

    def count(key: str, value: int) -> Figure:
        return _count(m, key, value, refs.get(key, ()))

    def share(key: str, value: Ratio) -> Figure:
        return _share(m, key, value, refs.get(key, ()))

    return (
        share("promises_kept", promises.kept),
        *(
            _untold(m, name) if name == left_out else count(name, getattr(promises, name))
            for name in PARTS
        ),
        count("closed_without_outcome", found.closed_without_outcome),
        count("severity_lowered", found.severity_lowered),
        _overdue(m, found, refs.get("overdue", ())),
        count("no_due_date", found.no_due_date),
        _first_action(m, found, refs.get("first_action_days", ())),
        share("reported_back", found.reported_back),
        count("waiting_for_meeting", found.waiting_for_meeting),
        *(
            share(name, getattr(found, name))
            for name in (
                "inputs_itemised",
                "villages_covered",
                "days_current",
                "reopened",
                "referrals_answered",
            )
        ),
    )


def chosen(m: Material, *keys: str) -> tuple[Figure, ...]:
    """Some of the figures of the day, in the order of the keys."""
    by_key = {figure.key: figure for figure in figures(m)}
    return tuple(by_key[key] for key in keys)


def notes_of(m: Material, figures: tuple[Figure, ...]) -> tuple[Note, ...]:
    """For each figure what it is made of, and the tickets behind it that may be named."""
    made = []
    for figure in figures:
        text = figure.text + (f" ({figure.why_text})" if figure.why_text else "")
        if figure.refs:
            text = m.t("doc.note.records", figure=text, records=", ".join(figure.refs))
        made.append(Note(figure.label, text))
    return tuple(made)


def _label(m: Material, key: str) -> str:
    return m.t(f"indicator.{key}")


def _left_out(m: Material, promises: PromiseFigures) -> str | None:
    """The part of the due promises not told in public: with it a single small one could be."""
    parts = {name: getattr(promises, name) for name in DUE_PARTS}
    small = [n for n in (promises.kept.numerator, *parts.values()) if few(n)]
    told = {name: n for name, n in parts.items() if not few(n)}
    if not m.public or not promises.kept.denominator or len(small) != 1 or not told:
        return None
    return min(told, key=lambda name: told[name])


def _untold(m: Material, key: str) -> Figure:
    """A figure that public documents leave out beside others."""
    return Figure(key, _label(m, key), NOTHING, None, why_text=m.t("doc.not_public"))


def _count(m: Material, key: str, value: int, refs: tuple[str, ...]) -> Figure:
    hidden = m.public and few(value)
    text = count_text(m.t, value, public=m.public)
    return Figure(key, _label(m, key), text, None if hidden else value, refs=refs)


def _share(m: Material, key: str, found: Ratio, refs: tuple[str, ...]) -> Figure:
    t = m.t
    rest = found.denominator - found.numerator
    if m.public and key in REST_OF_INPUTS and rest and few(rest) and not few(found.numerator):
        return _untold(m, key)
    hidden = m.public and key in OF_INPUTS and bool(found.denominator) and few(found.numerator)
    public = m.public and key in OF_INPUTS
    made_of = t("figure.of", n=found.numerator, m=found.denominator)
    if not found.denominator:
        made_of = t("figure.no_cases")
    elif hidden:
        made_of = ""
    elif found.upper is not None and found.upper != found.value and not m.public:
        upper = ratio_text(
            t, found.numerator + (found.awaiting or 0), found.denominator, public=False
        )
        made_of += "; " + t("indicator.upper", upper=upper)
    return Figure(
        key=key,
        label=_label(m, key),
        text=ratio_text(t, found.numerator, found.denominator, public=public),
        value=None if hidden else found.value,
        numerator=None if hidden else found.numerator,
        denominator=None if hidden else found.denominator,
        why=found.why,
        why_text=made_of,
        refs=refs,
    )


def _overdue(m: Material, found: Indicators, refs: tuple[str, ...]) -> Figure:
    late, t = found.overdue, m.t
    why = t("figure.no_cases") if not late.count else ""
    if late.median_days is not None and late.longest_days is not None:
        why = t("indicator.days_late", median=late.median_days, longest=late.longest_days)
    hidden = m.public and few(late.count)
    return Figure(
        key="overdue",
        label=_label(m, "overdue"),
        text=count_text(t, late.count, public=m.public),
        value=None if hidden else late.count,
        why_text="" if hidden else why,
        refs=refs,
    )


def _first_action(m: Material, found: Indicators, refs: tuple[str, ...]) -> Figure:
    first, t = found.first_action, m.t
    made_of = t("indicator.first_action_of", n=first.n, without=first.without)
    if first.days is None:
        made_of = t("figure.not_reached") if first.n else t("figure.no_cases")
    hidden = m.public and few(first.n)
    text = NOTHING if first.days is None or hidden else t("unit.days", n=first.days)
    return Figure(
        key="first_action_days",
        label=_label(m, "first_action_days"),
        text=text,
        value=None if hidden else first.days,
        denominator=None if hidden else first.n,
        why=first.why,
        why_text="" if hidden or m.public else made_of,
        refs=refs,
    )
