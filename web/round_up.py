"""The daily round-up of the duty desk: one row a kecamatan, by keyboard alone."""

import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from html import escape

from db.queries.recording import Choices
from domain.forms import InputForm, ReportForm
from domain.vocabulary import Category, Kind
from web.record_fields import Fields, one
from wording import dates
from wording.translator import Translator

NIL_WORDS = re.compile(r"\b(nihil|aman|kondusif|tidak ada)\b", re.IGNORECASE)


def reports(fields: Fields, day: date, unit: str | None) -> Iterator[tuple[str, ReportForm, str]]:
    """The reports that the rows make: kecamatan, report and the key of its row."""
    for area in fields.get("row", ()):
        said = one(fields, f"said_{area}")
        typed = any(one(fields, f"{name}_{area}").strip() for name in ("text", "category"))
        if said not in ("nil", "inputs") and not typed:
            continue
        items: tuple[InputForm, ...] = ()
        if said == "inputs" or typed:
            # What was typed is never dropped: beside nihil it is a fault.
            items = (
                InputForm(
                    kind=one(fields, f"kind_{area}") or Kind.INFORMATION,
                    category=one(fields, f"category_{area}"),
                    text=one(fields, f"text_{area}"),
                    sub_district=area,
                ),
            )
        report = ReportForm("daily", day, unit, (area,), (), said == "nil", items)
        yield area, report, one(fields, f"key_{area}") or str(uuid.uuid4())


def of_area(fields: Fields, area: str) -> dict[str, list[str]]:
    """What was typed in one row."""
    return {name: list(values) for name, values in fields.items() if name.endswith(f"_{area}")}


def pasted(fields: Fields, choices: Choices, names: Mapping[str, str]) -> dict[str, list[str]]:
    """Rows filled from a chat message, for checking: area, nihil and text; nothing is saved.

    A line that names a kecamatan speaks for it; of all `names` the longest counts, so that
    Kedurang Ilir is not taken for Kedurang, whether or not it is the recorder's.
    """
    filled = {name: list(values) for name, values in fields.items() if name != "do"}
    own = {code for code, _ in choices.areas}
    by_length = sorted(names.items(), key=lambda area: -len(area[1]))
    for line in re.split(r"\n+", one(fields, "paste")):
        rest = line
        for code, name in by_length:
            pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
            if not pattern.search(rest):
                continue
            rest = pattern.sub("", rest)
            if code not in own:
                continue
            nil = bool(NIL_WORDS.search(line))
            filled[f"said_{code}"] = ["nil" if nil else "inputs"]
            if not nil:
                filled[f"text_{code}"] = [line.strip()]
    return filled


def said(
    t: Translator,
    choices: Choices,
    kept: Mapping[str, Sequence[str]],
    faults: Mapping[str, Sequence[str]],
) -> str:
    """What became of the rows that were sent: saved now or before, and how many are to mend.

    `kept` maps the text that says so to the kecamatan it is said of.
    """
    names = dict(choices.areas)
    notes = [
        f'<p class="note" role="status">{escape(t(key))} '
        f"<b>{escape(', '.join(names.get(code, code) for code in codes))}</b></p>"
        for key, codes in kept.items()
        if codes
    ]
    if faults:
        words = t("record.to_mend", n=sum(map(len, faults.values())))
        notes.append(f'<p class="message" role="alert">{escape(words)}</p>')
    return "".join(notes)


def table(
    t: Translator,
    choices: Choices,
    reported: Mapping[str, bool],
    fields: Fields,
    faults: Mapping[str, Sequence[str]],
    day: date,
) -> str:
    """The form of the day: each kecamatan not reported, nihil or with an input."""
    rows = "".join(_row(t, code, name, reported, fields, faults) for code, name in choices.areas)
    silent = [name for code, name in choices.areas if code not in reported]
    reminder = (
        t("record.reminder", day=dates.full(day, t.language), names=", ".join(silent))
        if silent
        else t("record.none_silent")
    )
    return (
        f"<p><b>{escape(dates.weekday(day, t.language))}</b></p>"
        '<form method="post" action="/record/round-up">'
        f'<label for="paste">{escape(t("record.paste"))}</label>'
        f'<textarea id="paste" name="paste" rows="3">{escape(one(fields, "paste"))}</textarea>'
        f'<button class="second" name="do" value="paste">{escape(t("record.fill"))}</button>'
        f'{rows}<button name="do" value="save">{escape(t("record.save"))}</button></form>'
        f"<h2>{escape(t('record.remind'))}</h2>"
        f'<textarea rows="4" readonly>{escape(reminder)}</textarea>'
        f'<p><a href="/record">{escape(t("record.title"))}</a></p>'
    )


def _row(
    t: Translator,
    code: str,
    name: str,
    reported: Mapping[str, bool],
    fields: Fields,
    faults: Mapping[str, Sequence[str]],
) -> str:
    state = t("record.not_reported")
    if code in reported:
        state = t("record.reported_nil" if reported[code] else "record.reported_inputs")
    said = one(fields, f"said_{code}")
    options = "".join(
        f'<option value="{value}"{" selected" if value == said else ""}>{escape(t(key))}</option>'
        for value, key in (
            ("", "record.row.none"),
            ("nil", "record.row.nil"),
            ("inputs", "record.row.inputs"),
        )
    )
    chosen = one(fields, f"category_{code}")
    categories = "".join(
        f'<option value="{c.value}"{" selected" if c.value == chosen else ""}>'
        f"{escape(t.label('category', c))}</option>"
        for c in Category
    )
    wrong = "".join(f'<p class="wrong">{escape(text)}</p>' for text in faults.get(code, ()))
    if one(fields, f"doubt_{code}"):
        wrong += (
            f'<label class="box"><input type="checkbox" name="confirm_{code}" value="yes"> '
            f"{escape(t('record.confirm'))}</label>"
        )
    return (
        f'<fieldset class="row"><legend>{escape(name)} · {escape(state)}</legend>'
        f'<input type="hidden" name="row" value="{code}">'
        f'<input type="hidden" name="key_{code}" value="{uuid.uuid4()}">'
        f'<select name="said_{code}" aria-label="{escape(name)}">{options}</select>'
        f'<select name="category_{code}" aria-label="{escape(t("record.item.category"))}">'
        f'<option value="">{escape(t("record.item.category"))}</option>{categories}</select>'
        f'<input name="text_{code}" value="{escape(one(fields, f"text_{code}"))}" '
        f'maxlength="2000" placeholder="{escape(t("record.item.text"))}">{wrong}</fieldset>'
    )
