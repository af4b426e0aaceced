"""What documents say of single records: who raised it, what was promised, what came of it."""

from collections.abc import Mapping, Sequence
from datetime import date

from db.queries.issues import IssueRow
from db.queries.minutes import Input, Minutes, Told
from db.queries.sheet import PromiseRow
from documents.letterhead import short
from domain.permissions import Reader
from domain.privacy import HELD
from domain.vocabulary import EventKind, Inputs, State
from wording import dates
from wording.numbers import NOTHING
from wording.sentences import listed
from wording.translator import Translator

Names = Mapping[str, str]


def written(t: Translator, text: str | None, missing: str) -> str:
    """A free text; or the words that nobody wrote it, or that it is held back."""
    if text is None:
        return t(missing)
    return t("issues.held") if text == HELD else text


def name_in(names: Names, code: str | None, none: str) -> str:
    """The name of a code, the code of an unnamed one, or the words for none."""
    return short(names.get(code, code)) if code else none


def raised_by(t: Translator, row: IssueRow, names: Names) -> str:
    """ "Warga, Tanjung Raman"; or that neither is for this reader."""
    if row.shielded:
        return t("sheet.shielded")
    group = t.label("group", row.raised_by)
    return f"{group}, {name_in(names, row.village, '')}" if row.village else group


def kind_and_category(t: Translator, row: IssueRow) -> str:
    """ "Keluhan · Lalu lintas"."""
    return f"{t.label('kind', row.kind)} · {t.label('category', row.category)}"


def state_now(t: Translator, row: IssueRow) -> str:
    """ "ditugaskan", "ditugaskan · terlambat 12 hari"."""
    word = t.label("state", row.state)
    if row.late_days is None:
        return word
    return f"{word} · {t('sheet.late', days=t('unit.days', n=row.late_days))}"


def outcome_of(t: Translator, row: PromiseRow) -> str:
    """What came of a promise: the state, and its day; or how late it is."""
    if row.outcome_on is None:
        return state_now(t, row.issue)
    word = t.label("state", row.issue.state)
    return t("minutes.since", state=word, day=dates.short(row.outcome_on, t.language))


def witness_of(t: Translator, row: PromiseRow, names: Names) -> str:
    """The unit and the group that confirmed an outcome from outside; nothing without one."""
    if row.outcome_on is None or row.issue.state == State.CLAIMED:
        return NOTHING
    words = [name_in(names, row.witness_unit, "")] if row.witness_unit else []
    if row.witness_group:
        words.append(t.label("group", row.witness_group))
    return listed(t, words) or NOTHING


def promised_to(t: Translator, row: Input, names: Names) -> tuple[str, str, str]:
    """Of a promise at a meeting: the measurable act, who owns it, the first due date."""
    promise = row.promise
    if promise is None:
        return t("minutes.promise.none"), t("unknown.owner"), t("unknown.due")
    unit = name_in(names, promise.unit or row.issue.unit, t("unknown.owner"))
    referred = promise.event == EventKind.REFERRED
    if promise.due_on is None:
        due = t("minutes.reply_due.none" if referred else "unknown.due")
    else:
        due = dates.short(promise.due_on, t.language)
    act = written(t, promise.act, "minutes.act.none")
    return act, t("paper.referred_to", unit=unit) if referred else unit, due


def unable_reason(t: Translator, row: Input) -> tuple[str, str]:
    """Why something cannot be done, and what was explained."""
    outcome = row.outcome
    if outcome is None:
        return t("unknown.text"), NOTHING
    key = f"unable_reason.{outcome.reason}"
    reason = t(key) if t.has(key) else written(t, outcome.reason, "unknown.text")
    return reason, written(t, outcome.note, "unknown.text")


def told_words(t: Translator, told: Told) -> str:
    """How an outcome was told: "disampaikan hasilnya, kepada Warga: diterima baik"."""
    event = t.label("event", told.event)
    if told.by_group and told.event != EventKind.VERIFIED:
        event = t("minutes.told_line", event=event, group=t.label("group", told.by_group))
    return f"{event}: {written(t, told.note, 'unknown.text')}" if told.note else event


def several(words: Sequence[str], none: str) -> str:
    """Words with commas between them; or the words for none."""
    return ", ".join(words) or none


def inputs_said(t: Translator, found: Minutes, as_of: date, reader: Reader) -> list[str]:
    """What is plainly said where inputs are not listed, or not all of them are open."""
    head = found.head
    said: list[str] = []
    if head.voided_on is not None:
        return said
    if head.inputs == Inputs.NOT_RECORDED:
        days = (as_of - head.held_on).days
        key = "minutes.not_recorded" if days else "minutes.not_recorded_yet"
        said.append(t(key, days=t("unit.days", n=days)))
        if head.promised:
            said.append(t("minutes.not_recorded.promised"))
    elif head.inputs in (Inputs.NIL, Inputs.LOST):
        said.append(t(f"minutes.{head.inputs}"))
    elif not found.inputs and head.follow_up.withheld is None:
        sees_all = reader.sees_restricted and reader.sees_every_record
        said.append(t("minutes.empty" if sees_all else "minutes.closed"))
    if head.follow_up.withheld is not None:
        said.append(t("minutes.withheld", n=head.follow_up.withheld))
    return said
