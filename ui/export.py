"""The inputs of a selection as a file, made when somebody asks for it."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from access.exports import TooLarge
from db.queries.accounts import SignedIn
from db.queries.issues import IssueRow, issue_page
from documents.table import Cell, Table, as_csv, as_xlsx
from domain.scope import Scope, to_params
from ui import cached
from ui.downloads import offer_download
from ui.filter_words import FilterWords
from ui.issue_words import text_words
from ui.keys import Key
from wording import dates
from wording.translator import Translator

CSV_MIME = "text/csv; charset=utf-8"
XLSX_MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

EXPORT_COLUMNS = (
    ("ticket", 16),
    ("day", 12),
    ("sub_district", 18),
    ("village", 20),
    ("kind", 14),
    ("category", 26),
    ("severity", 14),
    ("state", 24),
    ("owner", 20),
    ("due_on", 14),
    ("due_day", 14),
    ("late", 10),
    ("stages", 36),
    ("source", 18),
    ("raised_by", 20),
    ("meeting", 18),
    ("text", 70),
)
"""The columns of an export, in order, with their widths in characters."""


def export_table(
    rows: Sequence[IssueRow],
    scope: Scope,
    w: FilterWords,
    band: str | None,
    reader: str,
    withheld: int | None,
) -> Table:
    """The rows in the reader's words, with what they hold said beside them.

    `reader` is the account it is made for; `withheld` counts what it may not hold.
    """
    t = w.t
    stages = {stage.code: stage.name(t.language) for stage in w.stages}
    chosen = "; ".join(f"{label}: {words}" for label, words in w.chosen(scope))
    notes = [
        (t("issues.export.as_of"), dates.full(scope.as_of, t.language)),
        (t("issues.export.filters"), chosen or t("issues.export.no_filter")),
        (t("issues.export.count"), str(len(rows))),
        (t("issues.export.reader"), reader),
        (t("issues.export.meaning"), t("issues.said")),
    ]
    if scope.known:
        notes.insert(1, (t("issues.export.known"), t("issues.export.known_then")))
    if withheld is not None:
        notes.append((t("issues.export.withheld"), t("issues.withheld", n=withheld)))
    return Table(
        columns=tuple((t(f"issues.head.{name}"), width) for name, width in EXPORT_COLUMNS),
        rows=[_cells(row, w.names, stages, t) for row in rows],
        notes=tuple(notes),
        band=band,
        sheets=(t("issues.export.sheet"), t("issues.export.notes")),
    )


def _cells(
    row: IssueRow, names: Mapping[str, str], stages: Mapping[str, str], t: Translator
) -> tuple[Cell, ...]:
    hidden = t("issues.shielded_short")
    cells: dict[str, Cell] = {
        "ticket": row.issue,
        "day": row.reported_on,
        "sub_district": names.get(row.sub_district or "", t("unknown.district")),
        "village": hidden if row.shielded else names.get(row.village or "", t("unknown.village")),
        "kind": t.label("kind", row.kind),
        "category": t.label("category", row.category),
        "severity": t.label("severity", row.severity),
        "state": t.label("state", row.state),
        "owner": names.get(row.unit or "", t("unknown.owner")),
        "due_on": row.due_on,
        "due_day": row.due if row.is_open else None,
        "late": row.late_days,
        "stages": "; ".join(stages[code] for code in row.stages) or t("issues.no_stage"),
        "source": t.label("source", row.source),
        "raised_by": hidden if row.shielded else t.label("group", row.raised_by),
        "meeting": hidden if row.shielded else row.meeting,
        "text": text_words(row.text, t),
    }
    return tuple(cells[name] for name, _width in EXPORT_COLUMNS)


def export_offer(
    who: SignedIn, scope: Scope, total: int, w: FilterWords, band: str | None, withheld: int | None
) -> None:
    """Draw the two buttons; a click makes the file and shows the link to it."""
    t = w.t
    st.caption(t("issues.export.what", n=total))
    made: dict[str, tuple[str, Callable[[Table], bytes]]] = {
        "csv": (CSV_MIME, as_csv),
        "xlsx": (XLSX_MIME, as_xlsx),
    }
    with st.container(horizontal=True):
        clicked = [
            name for name in made if st.button(t(f"issues.export.{name}"), key=f"export_{name}")
        ]
    for name in clicked:
        mime, write = made[name]
        rows = cached.ask(issue_page, who.reader, scope)
        file = f"{t('issues.export.file', day=scope.as_of.isoformat())}.{name}"
        content = write(export_table(rows, scope, w, band, who.name, withheld))
        try:
            held = {"rows": len(rows), "scope": to_params(scope)}
            url = offer_download(who, file, mime, content, held)
        except TooLarge:
            st.warning(t("issues.export.too_large"))
        else:
            st.link_button(
                t("issues.export.get", file=file), url, key=Key.EXPORT_LINK, type="primary"
            )
            st.caption(t("issues.export.kept"))
