"""Random histories of one kecamatan, such as a load would take, for properties of the rule."""

from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from domain.area import AreaFacts, Rules
from domain.calendar import StageCalendar, StageFacts
from domain.lifecycle import breaches
from domain.records import EventFacts, IssueFacts, MeetingFacts
from domain.vocabulary import Category, EventKind, Inputs, Kind, Tempo

FIRST = date(2024, 9, 1)
SPAN = 150
VILLAGES = ("v1", "v2", "v3", "v4", "v5")

days = st.integers(0, SPAN).map(lambda n: FIRST + timedelta(days=n))
severities = st.sampled_from([None, 1, 2, 3, 4])
units = st.sampled_from([None, "polsek-kedurang", "sat-binmas", "siwas", "bawaslu"])
groups = st.sampled_from([None, "residents"])
happenings = st.lists(
    st.tuples(
        st.sampled_from([0, 0, 1, 3, 8, 15, 40]),
        st.sampled_from(EventKind),
        st.sampled_from([None, None, 0, 5, 14, 20, 45]),
        st.sampled_from([None, None, None, 1, 2, 3, 4]),
        units,
        groups,
    ),
    max_size=6,
)
kinds = st.sampled_from(["complaint", "complaint", *Kind])
categories = st.sampled_from(["crime", "crime", *Category])

stages = st.builds(
    lambda tempo, start, length, dated: StageFacts(
        "s", "e", tempo, start if dated else None, start + timedelta(days=length)
    ),
    st.sampled_from([Tempo.ALERT, Tempo.CRITICAL]),
    days,
    st.integers(0, 40),
    st.booleans() | st.just(True),
)
rules = st.lists(stages, max_size=4).map(lambda found: Rules(StageCalendar(tuple(found))))


@st.composite
def chains(draw: DrawFn, told: IssueFacts, earlier: dict[str, IssueFacts]) -> IssueFacts:
    """The issue with up to six events, each of a sort that is allowed after those before."""
    day = told.reported_on
    for gap, kind, due_in, severity, unit, group in draw(happenings):
        day += timedelta(days=gap)
        happened = EventFacts(
            day,
            kind,
            unit=unit,
            due_on=None if due_in is None else day + timedelta(days=due_in),
            severity=severity,
            by_group=group,
            into=next(iter(earlier), None),
        )
        further = extended(told, happened)
        if not list(breaches(further, {**earlier, told.issue: further})):
            told = further
    return told


def extended(told: IssueFacts, *events: EventFacts) -> IssueFacts:
    """The issue with more events at its end."""
    return IssueFacts(
        told.issue,
        told.reported_on,
        told.kind,
        told.category,
        told.sub_district,
        told.village,
        told.severity,
        told.meeting,
        (*told.events, *events),
    )


@st.composite
def issues(
    draw: DrawFn, key: str, earlier: dict[str, IssueFacts], until: date | None = None
) -> IssueFacts:
    """An issue of any day, or of one by `until`."""
    day = draw(days)
    told = IssueFacts(
        key,
        min(day, until or day),
        draw(kinds),
        draw(categories),
        "a",
        None,
        draw(severities),
        None,
    )
    return draw(chains(told, earlier))


@st.composite
def meetings(draw: DrawFn, key: str) -> MeetingFacts:
    held_on = draw(days)
    later = st.none() | st.sampled_from([0, 1, 3, 4, 12, 40])
    inputs_after, named_after = draw(later), draw(later)
    return MeetingFacts(
        key,
        held_on,
        draw(st.booleans()),
        draw(st.none() | st.sampled_from(Inputs)),
        None if inputs_after is None else held_on + timedelta(days=inputs_after),
        frozenset(draw(st.sets(st.sampled_from(VILLAGES)) | st.just(set(VILLAGES)))),
        None if named_after is None else held_on + timedelta(days=named_after),
    )


@st.composite
def areas(draw: DrawFn) -> AreaFacts:
    """A kecamatan with up to three issues, three community meetings, and reports."""
    told: dict[str, IssueFacts] = {}
    for number in range(draw(st.integers(0, 3))):
        key = f"I-{number}"
        told[key] = draw(issues(key, told))
    held = [draw(meetings(f"M-{number}")) for number in range(draw(st.integers(0, 3)))]
    daily_from, daily_until = draw(days), draw(days)
    daily = [daily_from + timedelta(days=n) for n in range((daily_until - daily_from).days)]
    return AreaFacts(
        "a",
        frozenset(VILLAGES[: draw(st.integers(0, 5))]),
        tuple(held),
        (*draw(st.lists(days, max_size=3)), *(daily if draw(st.booleans()) else ())),
        tuple(told.values()),
    )


def record_days(facts: AreaFacts) -> set[date]:
    """Every day on which something was recorded of a kecamatan."""
    found = set(facts.report_days)
    for held in facts.meetings:
        found |= {held.held_on, *filter(None, (held.inputs_on, held.first_named_on))}
    for told in facts.issues:
        found |= {told.reported_on, *(event.occurred_on for event in told.events)}
    return found
