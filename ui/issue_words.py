"""An issue in words, for the list, the opened issue and the export."""

from collections.abc import Mapping

from db.queries.issue_detail import IssueRecord
from db.queries.issues import IssueRow
from domain.privacy import HELD
from domain.vocabulary import Kind
from wording import dates
from wording.translator import Translator


def text_words(text: str | None, t: Translator) -> str:
    """What was said; or that nobody wrote it down, or that it is held back for checking."""
    if text is None:
        return t("unknown.text")
    return t("issues.held") if text == HELD else text


def due_words(row: IssueRow, t: Translator) -> str:
    """When an issue is due, and how late it is; a closed one is due no more."""
    if not row.is_open:
        appreciated = row.kind == Kind.APPRECIATION
        return t("issues.no_due_appreciation" if appreciated else "issues.closed_due")
    due = dates.short(row.due, t.language)
    if row.without_due:
        words = t("issues.due.without", day=due)
    elif row.due_on is None:
        words = t("issues.due.referral", day=due)
    elif row.due_on != row.due:
        words = t("issues.due.moved", day=due, set=dates.short(row.due_on, t.language))
    else:
        words = due
    if row.late_days:
        words += " · " + t("issues.late", days=t("unit.days", n=row.late_days))
    return words


def said_words(record: IssueRecord, names: Mapping[str, str], t: Translator) -> str:
    """When, by which group and where an input was said."""
    day = dates.full(record.reported_on, t.language)
    place = _place(record, names, t)
    if record.shielded:
        return t("issues.said_at", day=day, place=place)
    group = t.label("group", record.raised_by)
    return t("issues.said_by", day=day, group=group, place=place)


def _place(record: IssueRecord, names: Mapping[str, str], t: Translator) -> str:
    if record.sub_district is None:
        return t("unknown.district")
    area = names.get(record.sub_district, record.sub_district)
    if record.shielded:
        return t("issues.place.sub_district", sub_district=area)
    if record.village is None:
        return t("issues.place.no_village", sub_district=area)
    village = names.get(record.village, record.village)
    return t("issues.place", village=village, sub_district=area)
