"""Write a believable made-up year of a district, for training and for measurements."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from domain.faults import Fault, Refused
from domain.shipped import SHIPPED_DATASET as SHIPPED_DATASET
from domain.vocabulary import Category, Level, Mark
from training.areas import Area, Habit, Target, made_up_areas, shipped_areas
from training.assessment import Assessment, draw_deck
from training.calendar import entered
from training.contacts import Meeting, Report, make_meetings
from training.issues import Made, Maker
from training.life import Event
from training.reference import write_reference
from training.reporting import make_reports
from training.slots import DISTRICT, Slots, make_slots
from training.write import Cells, Sink, codes, table, write_rows

DEFAULT_MEETINGS = 90
SHIPPED_AREAS = 11
ISSUES_A_MEETING = 12
"""Of a big dataset: one meeting for as many issues."""


def write(
    folder: Path,
    source: Path = SHIPPED_DATASET,
    *,
    sub_districts: int | None = None,
    issues: int = 400,
    meetings: int | None = None,
    seed: int = 1,
) -> None:
    """Write a training dataset into a folder that is new or empty.

    `source` is the dataset folder whose districts, areas, units and stages are taken;
    further kecamatan are made up beyond those it has. The records run from 17 April
    2024 to 31 May 2025, and on the days of the voting every level of status occurs (with
    the eleven kecamatan of the shipped district). The same arguments give the same
    bytes. Raises ValueError for a count below 1, and Refused for a folder that holds
    something; nothing is written then.
    """
    if issues < 1 or (sub_districts is not None and sub_districts < 1):
        raise ValueError("counts begin at 1")
    if folder.exists() and any(folder.iterdir()):
        raise Refused([Fault("folder_not_empty", str(folder))])
    rng = Random(seed)  # noqa: S311 - a repeatable drawing, no secret
    shipped = shipped_areas(source, sub_districts)
    made_up = list(made_up_areas(rng, max(0, (sub_districts or 0) - len(shipped))))
    areas = [*shipped, *made_up]
    if meetings is None:
        by_areas = DEFAULT_MEETINGS * max(1, len(areas) // SHIPPED_AREAS)
        meetings = max(by_areas, issues // ISSUES_A_MEETING)
    folder.mkdir(parents=True, exist_ok=True)
    write_reference(folder, source, shipped, made_up)
    held = make_meetings(rng, areas, meetings)
    reports = make_reports(rng, areas)
    slots = make_slots(rng, areas, held, reports, issues)
    _write_issues(rng, folder, areas, held, slots, draw_deck(rng, issues))
    write_rows(folder, "meetings", map(_meeting_row, held + _entered_twice(rng, held)))
    write_rows(folder, "reports", map(_report_row, reports + _sent_twice(rng, reports)))
    write_rows(folder, "raises", _raises(rng, areas))
    (folder / Mark.TRAINING.value).touch()


def _write_issues(
    rng: Random,
    folder: Path,
    areas: Sequence[Area],
    meetings: Sequence[Meeting],
    slots: Slots,
    deck: list[Category],
) -> None:
    """Issues and events, kecamatan after kecamatan in the order of their tickets."""
    heard: defaultdict[str, list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        for area in meeting.areas if not meeting.officials else ():
            heard[area.code].append(meeting)
    makers = [Maker(rng, area, heard[area.code]) for area in areas]
    makers.append(Maker(rng, areas[0], (), district=True))
    makers.sort(key=lambda maker: "RES" if maker.district else maker.area.prefix)
    cards = iter(deck)
    with table(folder, "issues") as issue_sink, table(folder, "events") as event_sink:
        for maker in makers:
            own = slots[DISTRICT if maker.district else maker.area.code]
            for made in sorted(maker.make(own, cards), key=lambda made: made.life.key):
                issue_sink(_issue_row(made, None if maker.district else maker.area))
                _write_events(rng, event_sink, made)


def _write_events(rng: Random, sink: Sink, made: Made) -> None:
    """The events of a life; what is entered later is entered after what came before."""
    last = made.recorded_at
    for event in made.life.events:
        last = max(last, entered(rng, event.day, late=0.07, most=8))
        sink(_event_row(made.life.key, event, last))


def _assessment(assessment: Assessment | None) -> dict[str, str]:
    if assessment is None:
        return {}
    return {
        "threat": assessment.threat.value,
        "rubric": codes([answer.value for answer in assessment.rubric]),
        "severity": str(assessment.severity),
    }


def _issue_row(made: Made, area: Area | None) -> Cells:
    life, slot = made.life, made.slot
    return {
        "issue": life.key,
        "reported_on": life.reported_on,
        "meeting": slot.meeting.key if slot.meeting else None,
        "report": slot.report.key if slot.report else None,
        "sub_district_code": area.code if area else None,
        "village_code": life.village,
        "kind": life.kind.value,
        "category": life.category.value,
        **_assessment(made.proposal),
        "text": made.text,
        "raised_by": life.raised_by.value if life.raised_by else None,
        "source": made.source,
        "recorded_at": made.recorded_at,
        "voided_on": made.voided_on,
    }


def _event_row(key: str, event: Event, recorded_at: datetime) -> Cells:
    return {
        "issue": key,
        "occurred_on": event.day,
        "event": event.event.value,
        "unit": event.unit,
        "due_on": event.due_on,
        **_assessment(event.assessment),
        "by_group": event.by_group.value if event.by_group else None,
        "meeting": event.meeting,
        "into": event.into,
        "reason": event.reason,
        "evidence": event.evidence,
        "note": event.note,
        "recorded_at": recorded_at,
        "voided_on": event.voided_on,
    }


def _meeting_row(meeting: Meeting) -> Cells:
    return {
        "meeting": meeting.key,
        "held_on": meeting.held_on,
        "programme": meeting.programme.value,
        "host_unit": meeting.host,
        "venue": meeting.venue,
        "sub_district_codes": codes([area.code for area in meeting.areas]),
        "village_codes": codes(meeting.villages),
        "attendance": codes(
            [f"{group}:{'' if n is None else n}" for group, n in meeting.attendance]
        ),
        "promised": "yes" if meeting.promised else "no",
        "inputs": meeting.inputs.value,
        "inputs_on": meeting.inputs_on,
        "source": meeting.source,
        "recorded_at": meeting.recorded_at,
        "voided_on": meeting.voided_on,
    }


def _report_row(report: Report) -> Cells:
    return {
        "report": report.key,
        "reported_on": report.reported_on,
        "kind": report.kind.value,
        "unit": report.unit,
        "sub_district_codes": codes([area.code for area in report.areas]),
        "nil": "yes" if report.nil else "no",
        "recorded_at": report.recorded_at,
        "voided_on": report.voided_on,
    }


def _entered_twice(rng: Random, meetings: Sequence[Meeting]) -> list[Meeting]:
    """A meeting that was entered a second time by mistake, and voided the day after."""
    community = [meeting for meeting in meetings if not meeting.officials]
    if not community:
        return []
    first = rng.choice(community)
    return [
        replace(
            first,
            key=f"{first.key}-GANDA",
            promised=False,
            voided_on=first.recorded_at.date() + timedelta(days=1),
        )
    ]


def _sent_twice(rng: Random, reports: Sequence[Report]) -> list[Report]:
    """A nil report that was sent a second time, and voided on the day of entry."""
    nil = [report for report in reports if report.nil]
    if not nil:
        return []
    first = rng.choice(nil)
    voided_on = first.recorded_at.date()
    return [replace(first, key=f"{first.key}-GANDA", voided_on=voided_on)]


RAISES = (
    (Target.WATCH, 0, date(2024, 11, 25), "Keramaian diperkirakan saat logistik berangkat"),
    (
        Target.WATCH,
        1,
        date(2025, 4, 17),
        "Antrean panjang diperkirakan saat pemungutan ulang",
    ),
)
"""For which target of which window, when and why a commander raised a status to high."""


def _raises(rng: Random, areas: Sequence[Area]) -> Iterator[Cells]:
    found = [
        (area, day, reason)
        for target, window, day, reason in RAISES
        for area in areas
        if area.targets[window] is target and area.habit is Habit.DILIGENT
    ][:2]
    for area, day, reason in sorted(found, key=lambda item: (item[0].code, item[1])):
        yield {
            "sub_district_code": area.code,
            "raised_on": day,
            "level": Level.HIGH.value,
            "unit": area.command,
            "reason": reason,
            "recorded_at": entered(rng, day),
        }
