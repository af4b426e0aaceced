"""The situation reports beside the meetings: who reported what, and putting one right."""

from collections.abc import Mapping
from html import escape

import streamlit as st

from db.queries.accounts import SignedIn
from db.queries.reports import ReportRow, report_rows
from domain.scope import Scope
from ui import cached
from ui.keys import Key
from ui.mend_records import mend_record
from ui.sheet_parts import table
from wording import dates
from wording.translator import Translator

SHOWN = 30


def report_list(who: SignedIn, scope: Scope, t: Translator) -> None:
    """Draw the newest reports of the scope, folded away, and the one that was chosen."""
    rows, total = cached.ask(report_rows, who.reader, scope, SHOWN)
    with st.expander(t("reports.title", n=total), key="report_list"):
        if not rows:
            st.text(t("reports.none"))
            return
        names = cached.names(who.reader)
        st.html(_table(rows, names, t))
        if total > len(rows):
            st.caption(t("reports.more", n=total - len(rows)))
        titles = {row.report: _title(row, t) for row in rows if row.voided_on is None}
        chosen = st.selectbox(
            t("reports.choose"),
            list(titles),
            index=None,
            placeholder=t("field.pick"),
            format_func=lambda key: titles.get(key, key),
            key=Key.REPORT_CHOSEN,
        )
    if chosen is not None:
        mend_record(who, t, "reports", chosen)


def _title(row: ReportRow, t: Translator) -> str:
    return f"{dates.short(row.reported_on, t.language)} · {row.report}"


def _table(rows: list[ReportRow], names: Mapping[str, str], t: Translator) -> str:
    heads = ("day", "content", "kind", "areas", "unit", "report")
    return table((t(f"reports.head.{head}") for head in heads), (_cells(r, names, t) for r in rows))


def _cells(row: ReportRow, names: Mapping[str, str], t: Translator) -> tuple[str, ...]:
    content = t("unknown.text")
    if row.nil is not None:
        content = t("record.reported_nil" if row.nil else "record.reported_inputs")
    cells = [
        dates.short(row.reported_on, t.language),
        content,
        t.label("report_kind", row.kind),
        ", ".join(names.get(code, code) for code in row.sub_districts),
        names.get(row.unit or "", t("unknown.owner")),
        row.report,
    ]
    if row.voided_on is None:
        day, *rest = (escape(cell) for cell in cells)
        return f'<span class="k-nowrap">{day}</span>', *rest
    words = t("reports.voided", day=dates.short(row.voided_on, t.language))
    day, said, *rest = (f'<span class="k-void">{escape(cell)}</span>' for cell in cells)
    return day, f'{said} <span class="k-soft">{escape(words)}</span>', *rest
