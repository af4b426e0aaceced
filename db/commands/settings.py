"""Change the settings of the rule from a day on, and what documents say of the unit."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from db.commands.held import denied_words
from db.commands.saving import NotPermitted, begin_save, end_save
from db.commands.trail import Actor, enter
from db.queries.settings import own_letterhead, stored_changes
from db.tables.settings import LetterheadRow, SettingChangeRow
from domain.faults import Fault, Refused
from domain.form_faults import code_faults, fault, text_faults
from domain.forms import tidy
from domain.letterhead import LONGEST_LINE, MOST_COPIES, TEXTS, Classification, OwnLetterhead
from domain.moves import acting_as
from domain.privacy import flags
from domain.thresholds import (
    SETTINGS,
    SettingChange,
    ThresholdHistory,
    out_of_order,
    value_of,
)
from domain.vocabulary import Role

SETS_LETTERHEAD = frozenset({Role.ADMINISTRATOR, Role.COMMANDER})


def change_setting(
    session: Session,
    actor: Actor,
    setting: str,
    value: int | None,
    in_force_from: date | None,
    reason: str,
    form_key: str,
) -> None:
    """Give a setting of the rule another value from a day on, with a reason.

    By the commander. The day is today or later: what a board of a past day said stays
    said. A change that stands for the same day is replaced, one for a later day stays.
    Raises NotPermitted, Refused with what would be right, AlreadySaved.
    """
    begin_save(session, actor, form_key)
    if not acting_as(actor.reader, {Role.COMMANDER}).roles:
        raise NotPermitted
    words = tidy(reason)
    faults = [
        *code_faults("setting", setting, SETTINGS),
        *_day_faults(in_force_from, actor.now.date()),
        *_reason_faults(session, words),
    ]
    if faults or in_force_from is None or words is None:
        raise Refused(faults)
    changes = stored_changes(session)
    before = value_of(ThresholdHistory.of(changes).on(in_force_from), setting)
    faults += _value_faults(setting, value, before)
    if faults or value is None:
        raise Refused(faults)
    change = SettingChange(setting, value, in_force_from)
    if faults := list(_order_faults([*changes, change], change)):
        raise Refused(faults)
    session.execute(
        insert(SettingChangeRow).values(
            setting=setting,
            value=value,
            in_force_from=in_force_from,
            reason=words,
            account=actor.reader.account,
            recorded_at=actor.now,
        )
    )
    fields = {"value": value, "before": before, "in_force_from": in_force_from}
    enter(session, actor, "change_settings", setting, fields, {"reason": words})
    end_save(session, actor, form_key, "change_settings", setting)


def _day_faults(day: date | None, today: date) -> Iterator[Fault]:
    if day is None:
        yield fault("in_force_from", "empty_cell")
    elif day < today:
        yield fault("in_force_from", "setting_in_the_past", day.isoformat(), today.isoformat())


def _reason_faults(session: Session, words: str | None) -> Iterator[Fault]:
    if words is None:
        yield fault("reason", "reason_needed")
        return
    yield from text_faults("reason", words)
    yield from _flag_faults(session, "reason", words)


def _flag_faults(session: Session, field: str, words: str) -> Iterator[Fault]:
    """Refused rather than held back: nobody else is there to clear a setting's text."""
    if found := flags(words, denied_words(session)):
        yield fault(field, "text_names", words[found[0].start : found[0].end])


def _value_faults(setting: str, value: int | None, before: int) -> Iterator[Fault]:
    known = SETTINGS[setting]
    if value is None:
        yield fault("value", "empty_cell")
    elif not known.least <= value <= known.most:
        yield fault("value", "setting_out_of_bounds", value, f"{known.least} … {known.most}")
    elif value == before:
        yield fault("value", "setting_unchanged", value)


def _order_faults(changes: Sequence[SettingChange], new: SettingChange) -> Iterator[Fault]:
    """A graver issue or a faster tempo may on no day from then on be given more time."""
    for first, thresholds in ThresholdHistory.of(changes).periods:
        if first < new.in_force_from:
            continue
        for shorter, longer in out_of_order(thresholds):
            other = longer if shorter == new.setting else shorter
            code = "setting_too_long" if shorter == new.setting else "setting_too_short"
            yield fault("value", code, new.value, str(value_of(thresholds, other)))
            return


def set_letterhead(
    session: Session, actor: Actor, letterhead: OwnLetterhead, form_key: str
) -> None:
    """Put what documents say of the unit in place of what they said.

    By the administrator or the commander. Raises NotPermitted, AlreadySaved, and Refused
    for a line that is too long or names somebody: who signs is a post.
    """
    begin_save(session, actor, form_key)
    if not acting_as(actor.reader, SETS_LETTERHEAD).roles:
        raise NotPermitted
    new = _tidied(letterhead)
    if faults := list(_letterhead_faults(session, new)):
        raise Refused(faults)
    before = own_letterhead(session, actor.reader)
    texts = {name: getattr(new, name) for name in TEXTS}
    copies = "\n".join(new.copies) or None
    values = {**texts, "classification": new.classification.value, "copies": copies}
    session.merge(LetterheadRow(id=1, **values))
    session.flush()
    changed = [name for name, value in asdict(new).items() if value != getattr(before, name)]
    fields = {"classification": new.classification.value, "changed": sorted(changed)}
    enter(session, actor, "change_letterhead", None, fields, {**texts, "copies": copies})
    end_save(session, actor, form_key, "change_letterhead", "letterhead")


def _tidied(letterhead: OwnLetterhead) -> OwnLetterhead:
    one_line: dict[str, Any] = {
        name: " ".join((getattr(letterhead, name) or "").split()) or None for name in TEXTS
    }
    copies = tuple(" ".join(line.split()) for line in letterhead.copies if line.strip())
    return replace(letterhead, **one_line, copies=copies)


def _letterhead_faults(session: Session, letterhead: OwnLetterhead) -> Iterator[Fault]:
    yield from code_faults("classification", letterhead.classification, Classification)
    lines = [(name, getattr(letterhead, name)) for name in TEXTS]
    if len(letterhead.copies) > MOST_COPIES:
        yield fault("copies", "too_many_lines", len(letterhead.copies), str(MOST_COPIES))
    for field, line in [*lines, *(("copies", line) for line in letterhead.copies)]:
        if line is None:
            continue
        if len(line) > LONGEST_LINE:
            yield fault(field, "text_too_long", len(line), str(LONGEST_LINE))
        yield from _flag_faults(session, field, line)
