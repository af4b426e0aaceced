"""The parts of the kecamatan sheet, as HTML tables that a projector can read."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from db.queries.issues import IssueRow
from db.queries.reference import AreaIdentity
from db.queries.sheet import AttendanceRow, PromiseRow
from wording import dates
from wording.numbers import NOTHING, number
from wording.sentences import listed
from wording.translator import Translator


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table of cells that are HTML already; heads are escaped here."""
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return (
        f'<div class="k-scroll"><table class="k-table"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def soft(text: str) -> str:
    """A soft line of text."""
    return f'<p class="k-soft">{escape(text)}</p>'


def identity(area: AreaIdentity, names: Mapping[str, str], t: Translator) -> str:
    """Sector, villages, electoral roll and polling stations; what is unknown says so."""
    sector = names.get(area.police_sector or "", t("unknown.sector"))
    if area.police_sector and area.sector_certainty in ("low", "medium"):
        sector += f" ({t('sheet.sector_unsure')})"
    facts = (
        (t("sheet.sector"), sector),
        (t("sheet.villages"), _known(len(area.villages) or None, t)),
        (t("sheet.voters"), _known(area.registered_voters, t)),
        (t("sheet.stations"), _known(area.polling_stations, t)),
    )
    return (
        '<div class="k-facts">'
        + "".join(f"<span>{escape(k)}: <b>{escape(v)}</b></span>" for k, v in facts)
        + "</div>"
    )


def _known(value: int | None, t: Translator) -> str:
    return t("sheet.unknown") if value is None else number(value, t.language)


def severity_word(t: Translator, severity: int | None) -> str:
    """The word of a severity, or that nobody assessed it."""
    return t("unknown.severity") if severity is None else t.label("severity", severity)


def due_words(row: IssueRow, t: Translator) -> str:
    """When an issue is due, and how late it is."""
    if not row.is_open:
        return ""
    due = (
        dates.short(row.due_on, t.language)
        if row.due_on is not None
        else f"{t('unknown.due')} ({t('sheet.default_due', day=dates.short(row.due, t.language))})"
    )
    if row.late_days:
        due += " · " + t("sheet.late", days=t("unit.days", n=row.late_days))
    return due


def open_issues(rows: Sequence[IssueRow], names: Mapping[str, str], t: Translator) -> str:
    """The open issues, the latest due first."""
    heads = ("ticket", "day", "category", "severity", "state", "owner", "due", "text")
    ordered = sorted(rows, key=lambda row: (-(row.late_days or 0), row.due, row.issue))
    return table(
        (t(f"sheet.head.{head}") for head in heads),
        (
            (
                f'<span class="k-nowrap">{escape(row.issue)}</span>',
                escape(dates.short(row.reported_on, t.language)),
                escape(t.label("category", row.category)),
                escape(severity_word(t, row.severity)),
                escape(t.label("state", row.state)),
                escape(names.get(row.unit or "", t("unknown.owner"))),
                escape(due_words(row, t)),
                escape(row.text or t("unknown.text")),
            )
            for row in ordered
        ),
    )


def promise_table(rows: Sequence[PromiseRow], names: Mapping[str, str], t: Translator) -> str:
    """What was promised here, newest first."""
    heads = (
        "promised_on",
        "ticket",
        "raised_by",
        "act",
        "owner",
        "first_due",
        "outcome",
        "witness",
    )
    return table(
        (t(f"sheet.head.{head}") for head in heads),
        (
            (
                escape(dates.short(row.promised_on, t.language)),
                f'<span class="k-nowrap">{escape(row.issue.issue)}</span>'
                f'<div class="k-soft">{escape(t.label("category", row.issue.category))}</div>',
                escape(_raised_by(row.issue, names, t)),
                escape(row.act or t("sheet.no_act")),
                escape(names.get(row.issue.unit or "", t("unknown.owner"))),
                escape(
                    dates.short(row.first_due_on, t.language)
                    if row.first_due_on is not None
                    else t("unknown.due")
                ),
                escape(_outcome(row, t)),
                escape(_witness(row, names, t)),
            )
            for row in rows
        ),
    )


def _raised_by(row: IssueRow, names: Mapping[str, str], t: Translator) -> str:
    if row.shielded:
        return t("sheet.shielded")
    group = t.label("group", row.raised_by) if row.raised_by else t("unknown.group")
    village = names.get(row.village or "")
    return f"{group}, {village}" if village else group


def _outcome(row: PromiseRow, t: Translator) -> str:
    word = t.label("state", row.issue.state)
    if row.outcome_on is not None:
        return f"{word}, {dates.short(row.outcome_on, t.language)}"
    if row.issue.late_days:
        return f"{word} · {t('sheet.late', days=t('unit.days', n=row.issue.late_days))}"
    return word


def _witness(row: PromiseRow, names: Mapping[str, str], t: Translator) -> str:
    if row.outcome_on is None or row.issue.state == "claimed":
        return NOTHING
    words = [names[row.witness_unit]] if row.witness_unit else []
    if row.witness_group:
        words.append(t.label("group", row.witness_group))
    return listed(t, words) or NOTHING


def attendance_table(rows: Sequence[AttendanceRow], t: Translator) -> str:
    """Group × meeting: the headcount, that it was not recorded, or nothing."""
    groups = sorted({group for row in rows for group in row.groups})
    heads = [t("sheet.head.group")]
    heads += [dates.short(row.held_on, t.language) for row in rows]
    return table(
        heads,
        (
            (
                escape(t.label("group", group)),
                *(_headcount(row, group, t) for row in rows),
            )
            for group in groups
        ),
    )


def _headcount(row: AttendanceRow, group: str, t: Translator) -> str:
    if group not in row.groups:
        return '<span class="k-soft">–</span>'
    count = row.groups[group]
    if count is None:
        return f'<span class="k-soft">{escape(t("sheet.present"))}</span>'
    return escape(number(count, t.language))
