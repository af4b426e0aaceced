"""Which course a life takes: the order of its events, before their days are known."""

from random import Random

from domain.vocabulary import Category, EventKind, Kind
from training.assessment import is_referred

E = EventKind
HOLD = None
"""A place in a course that is not passed before a given day."""

Step = EventKind | None
Course = tuple[Step, ...]

WORKED: Course = (E.TRIAGED, E.ASSIGNED, E.IN_PROGRESS, E.CLAIMED, E.VERIFIED)
UNTOUCHED_BY_TRIAGE: Course = (E.ASSIGNED, E.IN_PROGRESS, E.CLAIMED, E.VERIFIED)
REJECTED_ONCE: Course = (*WORKED[:-1], E.REJECTED, E.IN_PROGRESS, E.CLAIMED, E.VERIFIED)
REOPENED: Course = (*WORKED, E.REOPENED, E.IN_PROGRESS, E.CLAIMED, E.VERIFIED)
JOINT: Course = (E.TRIAGED, E.ASSIGNED, E.REFERRED, E.RECEIPT, E.ANSWERED, E.CLAIMED, E.VERIFIED)
CANNOT: Course = (E.TRIAGED, E.ASSIGNED, E.UNABLE, E.TOLD_BACK)
CANNOT_REOPENED: Course = (*CANNOT, E.REOPENED, E.IN_PROGRESS, E.CLAIMED, E.VERIFIED)
WITHDRAWN: Course = (E.TRIAGED, E.WITHDRAWN)
MERGED: Course = (E.TRIAGED, E.MERGED)
SETTLED: Course = (E.SETTLED,)
ASKED: Course = (E.TRIAGED, E.REFERRED, E.RECEIPT, E.ANSWERED, E.CLAIMED, E.VERIFIED)
ASKED_THEN_DONE: Course = (
    *(E.TRIAGED, E.REFERRED, E.RECEIPT, E.ANSWERED),
    *(E.ASSIGNED, E.IN_PROGRESS, E.CLAIMED, E.VERIFIED),
)
HANDED_OVER: Course = (E.REFERRED, E.RECEIPT)
HANDED_OVER_ANSWERED: Course = (E.REFERRED, E.RECEIPT, E.ANSWERED)
COMPLAINT_ABOUT_POLICE: Course = (
    *(E.TRIAGED, E.REFERRED, E.RECEIPT, E.ANSWERED, E.CLAIMED, E.VERIFIED),
)

WORK_COURSES = {
    WORKED: 48,
    UNTOUCHED_BY_TRIAGE: 8,
    REJECTED_ONCE: 10,
    REOPENED: 8,
    JOINT: 10,
    CANNOT: 9,
    CANNOT_REOPENED: 2,
    WITHDRAWN: 5,
}
REFER_COURSES = {ASKED: 50, ASKED_THEN_DONE: 25, CANNOT: 15, WITHDRAWN: 10}

OFTEN_SETTLED = frozenset({Kind.QUESTION, Kind.SUGGESTION})
HANDED_ON = frozenset({Category.ELECTION_VIOLATION, Category.NEUTRALITY})


def draw_course(
    rng: Random, category: Category, kind: Kind, severity: int, mergeable: bool
) -> Course:
    """The whole course of a life, to its end."""
    if kind is Kind.APPRECIATION:
        return ()
    if kind is Kind.AGREEMENT:
        return UNTOUCHED_BY_TRIAGE
    if category in HANDED_ON:
        course = rng.choice((HANDED_OVER, HANDED_OVER, HANDED_OVER_ANSWERED))
        return course if category is Category.ELECTION_VIOLATION else (E.TRIAGED, *course)
    if category is Category.POLICE_SERVICE:
        return COMPLAINT_ABOUT_POLICE
    if may_be_settled(category, kind, severity):
        chance = 0.7 if kind in OFTEN_SETTLED else 0.25
        if rng.random() < chance:
            return SETTLED
    if mergeable and rng.random() < 0.6:
        return MERGED
    courses = REFER_COURSES if is_referred(category) else WORK_COURSES
    return rng.choices(list(courses), list(courses.values()))[0]


def may_be_settled(category: Category, kind: Kind, severity: int) -> bool:
    """Whether the issue may be answered on the spot."""
    return (
        kind in (Kind.QUESTION, Kind.SUGGESTION, Kind.INFORMATION)
        and severity <= 2
        and category not in (Category.INTIMIDATION, Category.POLICE_SERVICE, *HANDED_ON)
    )


def cut(rng: Random, course: Course, chance: float) -> Course:
    """The course, with a chance that nobody follows up after some point of it."""
    if course and rng.random() < chance:
        return course[: rng.randrange(len(course))]
    return course


def held(category: Category) -> Course:
    """A course that stays harmless until its hold is over."""
    if category is Category.ELECTION_VIOLATION:
        return HANDED_OVER
    if category in (Category.NEUTRALITY, Category.POLICE_SERVICE):
        return (E.TRIAGED, *HANDED_OVER)
    if is_referred(category):
        return (*WORKED[:2], HOLD, *JOINT[2:])
    return (*WORKED[:3], HOLD, *WORKED[3:])
