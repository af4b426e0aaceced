"""What is said of a meeting in words: who came, what became of its inputs. Plain text."""

from collections.abc import Mapping
from datetime import date

from db.queries.meetings import FollowUp, MeetingPage, MeetingRow
from domain.permissions import Reader
from domain.privacy import HELD
from domain.vocabulary import Inputs
from wording import dates
from wording.translator import Translator


def meetings_headline(
    t: Translator, page: MeetingPage, as_of: date, reader: Reader, *, filtered: bool
) -> str:
    """How many meetings there are, and at how many something is promised or still open."""
    day = dates.full(as_of, t.language)
    if page.last_on is None:
        return t("meetings.none", day=day)
    whose = "filtered" if filtered else "all" if reader.sees_every_record else "own"
    said = t(
        "meetings.headline",
        count=t(f"meetings.count.{whose}", n=page.total),
        day=day,
        last=dates.full(page.last_on, t.language),
        promised=page.promised,
        open=page.not_recorded,
    )
    return f"{said} {t('meetings.voided', n=page.voided)}" if page.voided else said


def written(t: Translator, text: str | None, missing: str) -> str:
    """A free text; or the words that nobody wrote it, or that it is held back."""
    if text is None:
        return t(missing)
    return t("issues.held") if text == HELD else text


def title_text(t: Translator, day: str, programme: str) -> str:
    """ "Minggu, 17 November 2024 · Minggu Kasih"; the day is given as it is written."""
    return f"{day} · {t.label('programme', programme)}"


def present_text(t: Translator, row: MeetingRow) -> str:
    """ "41 orang", "sedikitnya 8 orang", "jumlah tidak dicatat"; never 0 for unknown."""
    if not row.attendance:
        return t("meetings.present.none")
    if row.headcount is None:
        return t("unknown.headcount")
    return t("meetings.present" if row.all_counted else "meetings.present.least", n=row.headcount)


def areas_text(t: Translator, row: MeetingRow, names: Mapping[str, str]) -> str:
    """The kecamatan that a meeting covers, by name."""
    if not row.sub_districts:
        return t("meetings.area.none")
    return ", ".join(names.get(code, code) for code in row.sub_districts)


def villages_text(t: Translator, row: MeetingRow) -> str:
    """How many villages were named, or that nobody wrote it down."""
    return (
        t("meetings.villages", n=len(row.villages)) if row.villages else t("meetings.villages.none")
    )


def host_text(t: Translator, row: MeetingRow, names: Mapping[str, str]) -> str:
    """Who held the meeting."""
    if row.host_unit is None:
        return t("meetings.host.none")
    return t("meetings.host", unit=names.get(row.host_unit, row.host_unit))


def inputs_text(t: Translator, row: MeetingRow, as_of: date, reader: Reader) -> str:
    """What was known of the inputs on the day: how many, nil, to follow, or lost.

    A reader who does not see every input is not told whether none was recorded or none
    is open: of one or two that would tell who spoke.
    """
    if row.inputs == Inputs.NOT_RECORDED:
        days = (as_of - row.held_on).days
        if not days:
            return t("meetings.inputs.not_recorded_yet")
        return t("meetings.inputs.not_recorded", days=t("unit.days", n=days))
    if row.inputs != Inputs.ITEMISED:
        return t(f"meetings.inputs.{row.inputs}")
    return listed_text(t, row.follow_up, reader)


def listed_text(t: Translator, follow_up: FollowUp, reader: Reader) -> str:
    """How many inputs a reader sees, and how many not, where three or more."""
    if follow_up.withheld is not None:
        withheld = t("meetings.inputs.withheld", n=follow_up.withheld)
        return f"{t('meetings.inputs.itemised', n=follow_up.issues)} {withheld}"
    if follow_up.issues:
        return t("meetings.inputs.itemised", n=follow_up.issues)
    return t("meetings.inputs.empty" if sees_all(reader) else "meetings.inputs.closed")


def sees_all(reader: Reader) -> bool:
    """Whether no input of any meeting is withheld from a reader."""
    return reader.sees_restricted and reader.sees_every_record


def follow_up_text(t: Translator, row: MeetingRow) -> str:
    """ "1 selesai, 2 belum selesai (1 terlambat)"; nothing is said to be 0 if unknown."""
    found = row.follow_up
    late = f" ({t('meetings.late', n=found.late)})" if found.late else ""
    parts = [
        t(f"meetings.{name}", n=count) + more
        for name, count, more in (
            ("done", found.done, ""),
            ("open", found.open, late),
            ("otherwise", found.otherwise, ""),
            ("appreciations", found.appreciations, ""),
        )
        if count
    ]
    if parts:
        return ", ".join(parts)
    known = row.inputs == Inputs.NIL or found.issues
    return t("meetings.no_follow_up" if known else "meetings.unknown_follow_up")
