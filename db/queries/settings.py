"""What is set: the settings of the rule and their changes, the deny-list, the letterhead."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.tables.settings import LetterheadRow, SettingChangeRow
from db.tables.trail import DeniedWord
from domain.letterhead import TEXTS, Classification, OwnLetterhead
from domain.permissions import Reader
from domain.thresholds import (
    UNCHANGED,
    SettingChange,
    ThresholdHistory,
    Thresholds,
    value_of,
)


def stored_changes(session: Session) -> list[SettingChange]:
    """Every change of a setting, in the order of entry."""
    row = SettingChangeRow
    rows = session.execute(select(row.setting, row.value, row.in_force_from).order_by(row.id))
    return [SettingChange(*found) for found in rows]


def threshold_history(session: Session) -> ThresholdHistory:
    """Which settings of the rule were in force when; UNCHANGED where nobody changed one."""
    changes = stored_changes(session)
    return ThresholdHistory.of(changes) if changes else UNCHANGED


def thresholds_on(session: Session, _reader: Reader, day: date) -> Thresholds:
    """The settings of the rule in force on a day."""
    return threshold_history(session).on(day)


@dataclass(frozen=True)
class ChangeRow:
    """A change of a setting as it is listed; `before` is what it replaced when it was made."""

    setting: str
    before: int
    value: int
    in_force_from: date
    reason: str
    account: str
    recorded_at: datetime


def setting_changes(
    session: Session, _reader: Reader, until: date | None = None
) -> list[ChangeRow]:
    """The changes of the settings, the latest entered first; `until`: in force by that day."""
    rows = session.scalars(select(SettingChangeRow).order_by(SettingChangeRow.id)).all()
    changes = [SettingChange(r.setting, r.value, r.in_force_from) for r in rows]
    found = []
    for place, row in enumerate(rows):
        before = ThresholdHistory.of(changes[:place]).on(row.in_force_from)
        found.append(
            ChangeRow(
                setting=row.setting,
                before=value_of(before, row.setting),
                value=row.value,
                in_force_from=row.in_force_from,
                reason=row.reason,
                account=row.account,
                recorded_at=row.recorded_at,
            )
        )
    return [row for row in reversed(found) if until is None or row.in_force_from <= until]


@dataclass(frozen=True)
class DeniedRow:
    """A word on the deny-list; kind, who and when are None for words older than those columns."""

    word: str
    kind: str | None
    added_by: str | None
    added_on: date | None


def deny_list(session: Session, _reader: Reader) -> list[DeniedRow]:
    """The unit's own words of candidates and parties, in order, with who added them."""
    row = DeniedWord
    rows = session.execute(
        select(row.word, row.kind, row.added_by, row.added_on).order_by(row.word)
    )
    return [DeniedRow(*found) for found in rows]


def own_letterhead(session: Session, _reader: Reader) -> OwnLetterhead:
    """What the unit set for its documents; empty until somebody does."""
    row = session.get(LetterheadRow, 1)
    if row is None:
        return OwnLetterhead()
    return OwnLetterhead(
        **{name: getattr(row, name) for name in TEXTS},
        classification=Classification(row.classification or Classification.ORDINARY),
        copies=tuple((row.copies or "").splitlines()),
    )
