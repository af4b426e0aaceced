"""The administrator keeps the calendar: the days of a stage, and stages that were not foreseen."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.commands.dataset import insert_rows, update_rows
from db.commands.saving import NotPermitted, begin_save, end_save
from db.commands.trail import Actor, enter
from domain.faults import Fault, Refused
from domain.form_faults import code_faults, fault, text_faults
from domain.forms import tidy
from domain.moves import acting_as
from domain.vocabulary import Phase, Role, Tempo
from models import Election, Stage

TEMPOS = tuple(tempo.code for tempo in Tempo)
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")


@dataclass(frozen=True)
class StageForm:
    """A stage as it was filled in. A day None: not known; the stage then counts nowhere."""

    code: str
    election: str
    phase: str
    tempo: str
    name_id: str
    name_en: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    basis: str | None = None


def change_stage(
    session: Session,
    actor: Actor,
    code: str,
    *,
    tempo: str,
    starts_on: date | None,
    ends_on: date | None,
    basis: str | None,
    form_key: str,
) -> None:
    """Give a stage other days, another tempo or another legal basis.

    By the administrator. Every board whose day or whose past lies in the stage is worked
    out anew by it, as after a load of a corrected calendar. Raises NotPermitted, Refused
    with what would be right, AlreadySaved.
    """
    _begin(session, actor, form_key)
    stored = session.get(Stage, code)
    if stored is None:
        raise NotPermitted
    before = {name: getattr(stored, name) for name in ("tempo", "starts_on", "ends_on", "basis")}
    after: dict[str, Any] = {
        "tempo": tempo,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "basis": tidy(basis),
    }
    changed = [name for name, value in after.items() if value != before[name]]
    faults = [*code_faults("tempo", tempo, TEMPOS), *_day_faults(starts_on, ends_on)]
    faults += text_faults("basis", after["basis"])
    if not changed:
        faults.append(fault("stage", "stage_unchanged", code))
    if faults:
        raise Refused(faults)
    update_rows(session, "stages", [{"code": code, **after}])
    said = {name: after[name] for name in changed if name != "basis"}
    fields = {"before": {name: _plain(before[name]) for name in said}, **said}
    texts = {"basis": after["basis"]} if "basis" in changed else {}
    enter(session, actor, "change_stage", code, fields, texts)
    end_save(session, actor, form_key, "change_stage", code)


def add_stage(session: Session, actor: Actor, form: StageForm, form_key: str) -> None:
    """Add a stage to an election. By the administrator; raises as `change_stage` does."""
    _begin(session, actor, form_key)
    form = replace(
        form,
        name_id=tidy(form.name_id) or "",
        name_en=tidy(form.name_en),
        basis=tidy(form.basis),
    )
    if faults := list(_stage_faults(session, form)):
        raise Refused(faults)
    insert_rows(session, "stages", [asdict(form)])
    texts = {name: getattr(form, name) for name in ("name_id", "name_en", "basis")}
    fields = {name: value for name, value in asdict(form).items() if name not in texts}
    enter(session, actor, "add_stage", form.code, fields, texts)
    end_save(session, actor, form_key, "add_stage", form.code)


def _begin(session: Session, actor: Actor, form_key: str) -> None:
    begin_save(session, actor, form_key)
    if not acting_as(actor.reader, {Role.ADMINISTRATOR}).roles:
        raise NotPermitted


def _stage_faults(session: Session, form: StageForm) -> Iterator[Fault]:
    if not _CODE.fullmatch(form.code):
        yield fault("code", "stage_code" if form.code else "empty_cell", form.code)
    elif session.get(Stage, form.code) is not None:
        yield fault("code", "key_twice", form.code)
    yield from code_faults("election", form.election, session.scalars(select(Election.code)))
    yield from code_faults("phase", form.phase, Phase)
    yield from code_faults("tempo", form.tempo, TEMPOS)
    if not form.name_id:
        yield fault("name_id", "empty_cell")
    for field in ("name_id", "name_en", "basis"):
        yield from text_faults(field, getattr(form, field))
    yield from _day_faults(form.starts_on, form.ends_on)


def _day_faults(starts_on: date | None, ends_on: date | None) -> Iterator[Fault]:
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        yield fault("ends_on", "ends_before_start", ends_on.isoformat(), starts_on.isoformat())


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
