"""The audit trail as a table, in the reader's words."""

from collections.abc import Mapping, Sequence

import pandas as pd

from db.queries.trail import EntryRow
from domain.permissions import STATION
from wording import dates
from wording.translator import Translator


def action_text(t: Translator, action: str) -> str:
    """An action in words; the code itself where there are none yet."""
    kind, _, what = action.partition(".")
    if kind == "move" and t.has(f"event.{what}"):
        return t("trail.action.move", event=t.label("event", what))
    for key in (f"trail.action.{action}", f"trail.action.{kind}"):
        if key != "trail.action.move" and t.has(key):
            return t(key)
    return action


def account_text(t: Translator, account: str) -> str:
    """Who acted: an account, the station's command line, or somebody at the door."""
    if account == STATION.account:
        return t("trail.station")
    return account or t("trail.nobody")


def trail_frame(rows: Sequence[EntryRow], units: Mapping[str, str], t: Translator) -> pd.DataFrame:
    """The entries as a table of texts, one row each, in the order given."""
    columns = ("seq", "at", "account", "unit", "action", "subject", "said")
    return pd.DataFrame(
        [
            (
                row.seq,
                f"{dates.short(row.at.date(), t.language)} {row.at:%H.%M.%S}",
                account_text(t, row.account),
                units.get(row.unit or "", row.unit or "–"),
                action_text(t, row.action),
                row.subject or "–",
                said_text(t, row),
            )
            for row in rows
        ],
        columns=[t(f"trail.column.{name}") for name in columns],
    )


def said_text(t: Translator, row: EntryRow) -> str:
    """The coded fields of an entry, and how long its free texts were."""
    parts = [f"{name}: {_value(value)}" for name, value in row.fields.items() if _value(value)]
    parts += [f"{name}: {t('trail.length', n=length)}" for name, length in row.texts.items()]
    return "; ".join(parts)


def _value(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(_value(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{name}={_value(item)}" for name, item in value.items())
    return str(value)
