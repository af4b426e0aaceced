"""Sentences about a status: why it is so, what would lower it, and the headline.

The words are those of `locale/status.csv`. Village names come from outside: `names` maps
a code to the name people use; a code without a name is shown as it is.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from domain.status import Reason, ReasonCode, Status
from domain.vocabulary import UNKNOWN_LEVELS, Level
from wording import dates
from wording.translator import Translator

MOST_NAMED = 3
"""So many tickets or villages are named; the rest is counted."""

COUNTED_LEVELS = (Level.CALM, Level.WATCH, Level.HIGH, Level.VERY_HIGH)
"""The levels of a headline, in its order; every other level is "belum diketahui"."""

_RESOLVE = frozenset({"A1", "A2", "B1", "B2", "B4", "C1", "C2"})
_CONTACT = frozenset({"D1", "D2", "D3"})


def reason_sentence(
    t: Translator,
    reason: Reason,
    names: Mapping[str, str],
) -> str:
    """Why a status is so: "3 masukan tingkat sedang ke atas belum selesai".

    Plain text: whoever shows it escapes it for the place where it stands.
    """
    return t(_reason_key(reason), **_values(t, reason, names))


def remedy_sentence(
    t: Translator,
    reason: Reason,
    names: Mapping[str, str],
) -> str:
    """The one thing that would remove a reason: "selesaikan dan verifikasi KDR-240905-03".

    Where no ticket may be named, the sentence is whole without one.
    """
    code = reason.code
    values = _values(t, reason, names)
    if code in _RESOLVE:
        if not reason.issues:
            return t("remedy.resolve.unnamed")
        rest = len(reason.issues) - MOST_NAMED
        tickets = ", ".join(reason.issues[:MOST_NAMED])
        if rest > 0:
            return t("remedy.resolve.more", tickets=tickets, n=rest)
        return t("remedy.resolve", tickets=listed(t, reason.issues))
    if code in _CONTACT:
        return t("remedy.contact")
    if code in (ReasonCode.A3, ReasonCode.B3):
        return t("remedy.reduce", most=(reason.limit or 1) - 1)
    if code is ReasonCode.D5:
        return t("remedy.D5", **values) if reason.villages else t("remedy.D5.unknown")
    return t(f"remedy.{code}")


def headline(
    t: Translator, statuses: Collection[Status], as_of: date, last_record: date | None
) -> str:
    """The first sentences of home, annex and brief.

    "Posisi 26 November 2024. Dari 11 kecamatan: … Catatan terakhir 17 November 2024."
    The word kondusif stands alone only when every area of the scope is calm.
    """
    day = dates.full(as_of, t.language)
    if not statuses:
        return t("headline.no_area", day=day)
    if _all_calm(statuses):
        counts = t("headline.all_calm", day=day, n=len(statuses))
    else:
        counts = f"{t('headline.as_of', day=day)} {headline_counts(t, statuses)}"
    return f"{counts} {last_record_sentence(t, last_record)}"


def headline_counts(t: Translator, statuses: Collection[Status]) -> str:
    """The counted part of the headline, without the day and the latest record."""
    levels = Counter(status.level for status in statuses)
    parts = [t(f"headline.part.{level}", n=levels[level]) for level in COUNTED_LEVELS]
    unknown = sum(levels[level] for level in UNKNOWN_LEVELS)
    parts.append(t("headline.part.unknown", n=unknown))
    text = t("headline.areas", n=len(statuses), parts=", ".join(parts))
    if hatched := sum(status.hatched for status in statuses):
        text += "; " + t("headline.hatched", n=hatched)
    return text + "."


def last_record_sentence(t: Translator, last_record: date | None) -> str:
    """ "Catatan terakhir 17 November 2024."; None: no record yet."""
    if last_record is None:
        return t("headline.no_record")
    return t("headline.last_record", day=dates.full(last_record, t.language))


def level_text(t: Translator, level: str, hatched: bool) -> str:
    """The word of a level, and that its data are out of date where they are."""
    word = t.label("level", level)
    return t("level.with_hatch", level=word) if hatched else word


def driver_text(t: Translator, status: Status) -> str:
    """ "karena tindak lanjut", or an empty text when no reason holds."""
    return t.label("driver", status.driver) if status.driver else ""


def freshness_text(t: Translator, status: Status) -> str:
    """ "mutakhir", "perlu diperbarui", "kedaluwarsa" or "belum ada"."""
    return t.label("freshness", status.freshness)


def listed(t: Translator, words: Sequence[str]) -> str:
    """ "A", "A dan B", "A, B dan C"."""
    if len(words) < 2:
        return "".join(words)
    return t("list.and", first=", ".join(words[:-1]), last=words[-1])


def _all_calm(statuses: Iterable[Status]) -> bool:
    return all(status.level is Level.CALM and not status.hatched for status in statuses)


def _reason_key(reason: Reason) -> str:
    match reason.code:
        case ReasonCode.C3 if len(reason.meetings) > 1:
            return "reason.C3.more"
        case ReasonCode.D4 if reason.day is None:
            return "reason.D4.never"
        case ReasonCode.D5 if not reason.villages:
            return "reason.D5.unknown"
    return f"reason.{reason.code}"


def _values(t: Translator, reason: Reason, names: Mapping[str, str]) -> dict[str, object]:
    """What the sentences of a reason may name; a figure it lacks is left out."""
    count = len(reason.issues)
    if reason.code is ReasonCode.C3:
        count = len(reason.meetings) - 1
    elif reason.code is ReasonCode.D5:
        count = reason.needed or 0
    examples = [names.get(code, code) for code in reason.missing[: min(MOST_NAMED, count)]]
    values: dict[str, object] = {
        "n": count,
        "names": listed(t, examples),
    }
    if reason.day is not None:
        values["day"] = dates.short(reason.day, t.language)
    if reason.days is not None:
        values["days"] = t("unit.days", n=reason.days)
    if reason.limit is not None:
        values["limit"] = values["window"] = t("unit.days", n=reason.limit)
    if reason.cycle is not None:
        values["cycle"] = t("unit.days", n=reason.cycle)
    if reason.villages is not None:
        values |= {"named": reason.named or 0, "villages": reason.villages}
    return values
