"""One sheet on its way onto our fields: the records of a file, or the inputs beneath them."""

from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from html import escape

import streamlit as st

from ingest.dates import DateOrder
from ingest.headers import ATTENDANCE_PREFIX, FIELDS, KEYS, Reads, Target, TargetField, field_of
from ingest.known import Known
from ingest.mapping import INPUTS, Coordinates, Layout
from ingest.mapping_proposal import NEEDED
from ui.import_draft import Draft
from ui.import_look import Columns, Look, Origin
from ui.pieces import chip
from wording.translator import Translator

EXAMPLES = 3
LONGEST_EXAMPLE = 60
POINT = ("latitude", "longitude")
ASKED_FIRST: Table[Target, tuple[str, ...]] = {
    "issues": ("text", "village"),
    "meetings": ("sub_districts", "attendance", "promised"),
    "reports": ("unit", "sub_districts"),
}
"""Fields that are seldom meant to stay empty, whether a column was found or not."""

INPUTS_FIRST = ("text", "kind", "category", "raised_by")
INPUTS_NEEDED = ("kind", "category")


@dataclass
class Laid:
    """How the columns of a sheet are laid onto our fields, as the widgets say it."""

    columns: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    coordinates: Coordinates | None = None
    orders: dict[str, DateOrder] = field(default_factory=dict)
    open_orders: list[str] = field(default_factory=list)
    list_separator: str | None = ";"
    inputs: "Laid | None" = None

    @property
    def unanswered(self) -> list[str]:
        """The columns whose days still lack an order, those of the inputs included."""
        return self.open_orders + (self.inputs.open_orders if self.inputs else [])


@dataclass(frozen=True)
class Side:
    """What is laid out: the fields of a target, the columns of a sheet, and what to begin with.

    `first` are the fields drawn first, `rest` those that are folded away; `prefix` parts
    the widgets of inputs from those of their records.
    """

    target: Target
    columns: Columns
    base: Layout
    origin: Origin
    needed: tuple[str, ...]
    first: tuple[str, ...]
    rest: tuple[str, ...]
    prefix: str = ""


def records_side(draft: Draft, look: Look) -> Side:
    """The records of a file."""
    asked = (*NEEDED[draft.target], *ASKED_FIRST[draft.target])
    first, rest = _fields(draft.target, look.mapping, asked, frozenset({"voided_on"}))
    needed = NEEDED[draft.target]
    return Side(draft.target, look.columns, look.mapping, look.origin, needed, first, rest)


def inputs_side(draft: Draft, look: Look) -> Side | None:
    """The inputs of its records, where they have any; in another sheet each names its record."""
    base = look.mapping.inputs
    if base is None or look.inputs is None:
        return None
    link = KEYS[draft.target]
    beside = look.inputs_at.sheet is None
    left_out = {"voided_on", *KEYS.values()} - {"issue"} - (set() if beside else {link})
    needed = INPUTS_NEEDED if beside else (link, *INPUTS_NEEDED)
    first, rest = _fields("issues", base, (*needed, *INPUTS_FIRST), frozenset(left_out))
    prefix = f"{INPUTS}{look.inputs_at.sheet or ''}."
    return Side("issues", look.inputs, base, look.origin, needed, first, rest, prefix)


def _fields(
    target: Target, base: Layout, asked: tuple[str, ...], left_out: frozenset[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The fields that are asked for first, and the others."""
    fields = [name for name in FIELDS[target] if name not in left_out]
    fields += [name for name in base.columns if name not in fields and name not in left_out]
    wanted = {*asked, *base.columns, *base.constants}
    first = tuple(name for name in fields if name in wanted)
    return first, tuple(name for name in fields if name not in first)


def label_of(target: Target, name: str, t: Translator) -> str:
    """The name of a field of ours, as people read it; that of an input says so."""
    if name.startswith(INPUTS):
        return t("importing.of_input", label=label_of("issues", name.removeprefix(INPUTS), t))
    if name.startswith(ATTENDANCE_PREFIX):
        group = t.label("group", name.removeprefix(ATTENDANCE_PREFIX))
        return f"{t('import_field.meetings.attendance')}: {group}"
    return t(f"import_field.{target}.{name}")


def words_of(field_: TargetField, known: Known, t: Translator) -> dict[str, str]:
    """The values that a field may take, code -> label; empty where it has no vocabulary."""
    if field_.reads is Reads.SUB_DISTRICT:
        return dict(known.sub_districts)
    if field_.reads is Reads.UNIT:
        return {code: unit.name for code, unit in known.units.items()}
    if field_.reads is Reads.YES_NO:
        return {code: t(f"importing.{code}") for code in ("yes", "no")}
    if field_.reads in (Reads.WORD, Reads.GROUP):
        return {code: t.label(field_.group, code) for code in field_.codes}
    return {}


def draw_field(
    draft: Draft, side: Side, name: str, laid: Laid, known: Known, t: Translator
) -> None:
    """A field: its column, how that was found, and what stands in it."""
    label = label_of(side.target, name, t)
    proposed = side.base.columns.get(name)
    names = side.columns.names
    left, middle, right = st.columns([3, 4, 5], vertical_alignment="center")
    with middle:
        chosen = st.selectbox(
            label,
            names,
            index=names.index(proposed) if proposed in names else None,
            placeholder=t("importing.no_column"),
            label_visibility="collapsed",
            key=draft.widget(f"{side.prefix}column_{name}"),
        )
        constant = side.base.constants.get(name)
        if chosen is None:
            constant = _constant(draft, side, name, constant, known, t)
    if chosen is not None:
        laid.columns[name] = chosen
    if constant is not None:
        laid.constants[name] = constant
    star = " *" if name in side.needed else ""
    with left:
        st.html(f"<b>{escape(label + star)}</b> {_mark(side, name, chosen, t)}")
    with right:
        if chosen is None and constant is not None:
            st.html(_soft(t("importing.same_for_all")))
        else:
            st.html(_examples(side, chosen, t, lacking=name in side.needed))


def _constant(
    draft: Draft, side: Side, name: str, constant: str | None, known: Known, t: Translator
) -> str | None:
    """One value for all rows, of a field that has words; any other as the mapping has it."""
    field_ = field_of(name, side.target)
    words = words_of(field_, known, t) if field_ is not None else {}
    if not words:
        return constant
    return st.selectbox(
        t("importing.constant"),
        list(words),
        index=list(words).index(constant) if constant in words else None,
        format_func=lambda code: words[code],
        placeholder=t("importing.constant"),
        label_visibility="collapsed",
        key=draft.widget(f"{side.prefix}constant_{name}"),
    )


def _mark(side: Side, name: str, chosen: str | None, t: Translator) -> str:
    """How a column was found; a guess stands out."""
    if chosen is None:
        return ""
    if chosen != side.base.columns.get(name):
        return chip(t("importing.mark.chosen"), plain=True)
    if side.origin is not Origin.PROPOSED:
        return chip(t(f"importing.mark.{side.origin}"), plain=True)
    guess = name in side.columns.guessed
    return chip(t(f"importing.mark.{'guess' if guess else 'exact'}"), strong=guess, plain=not guess)


def _examples(side: Side, column: str | None, t: Translator, *, lacking: bool) -> str:
    if column is None and lacking:
        return chip(t("importing.pick_column"), strong=True)
    if column is None:
        return _soft(t("importing.stays_empty"))
    cells = list(dict.fromkeys(side.columns.samples.get(column, ())))[:EXAMPLES]
    said = " · ".join(c if len(c) <= LONGEST_EXAMPLE else c[:LONGEST_EXAMPLE] + "…" for c in cells)
    return _soft(said or t("importing.column_empty"))


def _soft(text: str) -> str:
    """A soft text without the air of a paragraph, beside a choice."""
    return f'<div class="k-soft">{escape(text)}</div>'


def draw_point(draft: Draft, side: Side, t: Translator) -> Coordinates | None:
    """The two columns of a point; one alone is none."""
    point = side.base.coordinates
    proposed = point.model_dump() if point else {}
    names = side.columns.names
    with st.container(horizontal=True):
        chosen = [
            st.selectbox(
                t(f"importing.{name}"),
                names,
                index=names.index(proposed[name]) if name in proposed else None,
                placeholder=t("importing.no_column"),
                key=draft.widget(f"{side.prefix}{name}"),
                width=320,
            )
            for name in POINT
        ]
    if chosen[0] is None or chosen[1] is None:
        return None
    return Coordinates(latitude=chosen[0], longitude=chosen[1])
