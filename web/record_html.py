"""The recording forms as plain HTML: one column, a phone, a poor line, no chart.

They work without any script; `record.js` keeps drafts as one types.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from db.queries.issues import IssueRow
from db.queries.recording import Choices
from domain.vocabulary import (
    Category,
    Inputs,
    Kind,
    Programme,
    ReportKind,
    Rubric,
    StakeholderGroup,
    Threat,
)
from web.record_fields import Fields, item_count, one
from wording import dates
from wording.translator import Translator

Option = tuple[str, str]


@dataclass
class Form:
    """A form being drawn: its fields, and what is to be put right at which field."""

    t: Translator
    fields: Fields
    choices: Choices
    faults: Mapping[str, Sequence[str]] = field(default_factory=dict)
    placed: set[str] = field(default_factory=set)
    """The fields that were drawn, at which their faults stand."""

    def label(self, group: str, codes: Iterable[str]) -> list[Option]:
        """Codes with their labels."""
        return [(str(code), self.t.label(group, code)) for code in codes]

    def wrong(self, name: str) -> str:
        """What is to be put right at a field."""
        self.placed.add(name)
        found = self.faults.get(name, ())
        return "".join(f'<p class="wrong" role="alert">{escape(text)}</p>' for text in found)

    def select(
        self, name: str, label: str, options: Sequence[Option], *, empty: str | None = ""
    ) -> str:
        """A list to pick one of; nothing is picked beforehand."""
        chosen = one(self.fields, name)
        first = f'<option value="">{escape(empty)}</option>' if empty is not None else ""
        body = "".join(
            f'<option value="{escape(code)}"{" selected" if code == chosen else ""}>'
            f"{escape(text)}</option>"
            for code, text in options
        )
        return self._labelled(
            name, label, f'<select id="{name}" name="{name}">{first}{body}</select>'
        )

    def line(self, name: str, label: str, kind: str = "text", **more: str) -> str:
        """One line of text, a day or a number."""
        value = escape(one(self.fields, name))
        extra = "".join(f' {key}="{escape(text)}"' for key, text in more.items())
        return self._labelled(
            name, label, f'<input id="{name}" name="{name}" type="{kind}" value="{value}"{extra}>'
        )

    def text(self, name: str, label: str) -> str:
        """Several lines of text."""
        value = escape(one(self.fields, name))
        return self._labelled(
            name,
            label,
            f'<textarea id="{name}" name="{name}" rows="3" maxlength="2000">{value}</textarea>',
        )

    def _labelled(self, name: str, label: str, widget: str) -> str:
        return f'<label for="{name}">{escape(label)}</label>{widget}{self.wrong(name)}'

    def boxes(self, name: str, title: str, options: Sequence[Option]) -> str:
        """Boxes to tick."""
        return self._group(name, title, options, "checkbox")

    def radios(self, name: str, title: str, options: Sequence[Option]) -> str:
        """One of several, none picked beforehand."""
        return self._group(name, title, options, "radio")

    def _group(self, name: str, title: str, options: Sequence[Option], kind: str) -> str:
        ticked = set(self.fields.get(name, ()))
        body = "".join(self._box(name, code, text, kind, ticked) for code, text in options)
        return f"<fieldset><legend>{escape(title)}</legend>{body}{self.wrong(name)}</fieldset>"

    def _box(self, name: str, code: str, text: str, kind: str, ticked: set[str]) -> str:
        on = " checked" if code in ticked else ""
        # A long name of two or three breaks at its strokes, beside its number box as well.
        words = escape(text).replace("/", "/<wbr>")
        return (
            f'<label class="box"><input type="{kind}" name="{name}" value="{escape(code)}"{on}> '
            f"<span>{words}</span></label>"
        )


def meeting_form(form: Form, promises: Sequence[IssueRow], names: Mapping[str, str]) -> str:
    """The fields of "Record a meeting"."""
    t = form.t
    parts = [
        form.select("programme", t("record.programme"), form.label("programme", Programme)),
        form.line("held_on", t("record.held_on"), "date"),
        form.line("venue", t("record.venue"), maxlength="200"),
        form.boxes("area", t("record.areas"), form.choices.areas),
        *villages(form),
        attendance(form),
        form.radios(
            "promised", t("record.promised"), [("yes", t("record.yes")), ("no", t("record.no"))]
        ),
        items(form),
        form.radios(
            "inputs",
            t("record.inputs"),
            [
                (Inputs.ITEMISED.value, t("record.inputs.itemised")),
                (Inputs.NIL.value, t("record.inputs.nil")),
                (Inputs.NOT_RECORDED.value, t("record.inputs.not_recorded")),
            ],
        ),
        report_backs(form, promises, names),
    ]
    return "".join(parts)


def report_form(form: Form) -> str:
    """The fields of a situation report; nihil is one touch."""
    t = form.t
    return "".join(
        (
            form.select("kind", t("record.report_kind"), form.label("report_kind", ReportKind)),
            form.line("reported_on", t("record.reported_on"), "date"),
            form.boxes("area", t("record.areas"), form.choices.areas),
            form.boxes("nil", t("record.content"), [("yes", t("record.nil"))]),
            *villages(form),
            items(form),
        )
    )


def villages(form: Form) -> Iterable[str]:
    """The villages of the own areas, folded away, none ticked beforehand."""
    for code, name in form.choices.areas:
        options = form.choices.villages[code]
        ticked = set(form.fields.get("village", ()))
        opened = " open" if ticked & {village for village, _ in options} else ""
        title = form.t("record.villages", name=name)
        boxes = "".join(
            form._box("village", village, text, "checkbox", ticked) for village, text in options
        )
        yield f"<details{opened}><summary>{escape(title)}</summary>{boxes}</details>"
    yield form.wrong("village")


def attendance(form: Form) -> str:
    """The groups: present or not, and how many; an empty number is unknown, never 0."""
    t = form.t
    ticked = set(form.fields.get("group", ()))
    rows = []
    for group in StakeholderGroup:
        name = f"count_{group.value}"
        box = form._box("group", group.value, t.label("group", group), "checkbox", ticked)
        value = escape(one(form.fields, name))
        rows.append(
            f'<div class="pair">{box}<input name="{name}" value="{value}" inputmode="numeric" '
            f'size="5" aria-label="{escape(t("record.count"))}" '
            f'placeholder="{escape(t("record.count"))}"></div>{form.wrong(name)}'
        )
    return (
        f"<fieldset><legend>{escape(t('record.attendance'))}</legend>"
        f'<p class="hint">{escape(t("record.attendance_hint"))}</p>{"".join(rows)}</fieldset>'
    )


def items(form: Form) -> str:
    """The inputs, one block after another, and the way to one more."""
    count = item_count(form.fields)
    blocks = "".join(_item(form, index) for index in range(count))
    return (
        f'<h2>{escape(form.t("record.items"))}</h2><input type="hidden" name="items" '
        f'value="{count}">{blocks}<button class="second" name="do" value="add">'
        f"{escape(form.t('record.add_item'))}</button>{form.wrong('items')}"
    )


def _item(form: Form, index: int) -> str:
    t = form.t
    at = f"item_{index}_"
    owners = [
        (code, f"{name} ({t.label('unit_kind', 'agency')})" if agency else name)
        for code, name, agency in form.choices.units
    ]
    places = [place for code, _ in form.choices.areas for place in form.choices.villages[code]]
    area = (
        form.select(f"{at}area", t("record.item.area"), form.choices.areas)
        if len(form.choices.areas) > 1
        else ""
    )
    promise = "".join(
        (
            form.text(f"{at}answer", t("record.item.answer")),
            form.text(f"{at}act", t("record.item.act")),
            form.select(f"{at}owner", t("record.item.owner"), owners),
            form.line(f"{at}due_on", t("record.item.due_on"), "date"),
        )
    )
    assessment = form.select(
        f"{at}threat", t("record.item.threat"), form.label("threat", Threat)
    ) + form.boxes(
        f"{at}rubric",
        t("record.item.rubric"),
        form.label("rubric", (Rubric.VIOLENCE, Rubric.PERSONS, Rubric.STAGE)),
    )
    return (
        f'<section class="item"><h3>{escape(t("record.item", n=index + 1))}</h3>'
        + form.text(f"{at}text", t("record.item.text"))
        + form.select(f"{at}category", t("record.item.category"), form.label("category", Category))
        + form.select(f"{at}kind", t("record.item.kind"), form.label("kind", Kind))
        + form.select(
            f"{at}raised_by", t("record.item.raised_by"), form.label("group", StakeholderGroup)
        )
        + area
        + form.select(f"{at}village", t("record.item.village"), places)
        + f"<details><summary>{escape(t('record.item.assessment'))}</summary>{assessment}</details>"
        + f"<details open><summary>{escape(t('record.item.promise'))}</summary>{promise}</details>"
        + "</section>"
    )


def report_backs(form: Form, promises: Sequence[IssueRow], names: Mapping[str, str]) -> str:
    """The open promises of the own areas, to report back on at this meeting."""
    t = form.t
    if not promises:
        return ""
    ticked = set(form.fields.get("told", ()))
    groups = form.label("group", StakeholderGroup)
    rows = []
    for row in promises:
        day = dates.short(row.reported_on, t.language)
        owner = names.get(row.unit or "", t("unknown.owner"))
        title = f"{row.issue} · {day} · {t.label('category', row.category)} · {owner}"
        opened = " open" if row.issue in ticked else ""
        rows.append(
            f"<details{opened}><summary>{escape(title)}</summary>"
            f'<p class="hint">{escape(row.text or t("unknown.text"))}</p>'
            + form._box("told", row.issue, t("record.told"), "checkbox", ticked)
            + form.select(f"told_group_{row.issue}", t("record.told_group"), groups)
            + form.text(f"told_note_{row.issue}", t("record.told_note"))
            + "</details>"
        )
    return (
        f"<h2>{escape(t('record.tell'))}</h2>"
        f'<p class="hint">{escape(t("record.tell_hint"))}</p>{"".join(rows)}{form.wrong("told")}'
    )
