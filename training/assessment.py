"""What an issue is about and how grave it is: kind, category, threat, rubric, severity."""

from dataclasses import dataclass
from datetime import date
from random import Random

from domain.vocabulary import CATEGORY_RULES, Category, Kind, Route, Rubric, Threat

CATEGORY_WEIGHTS: dict[Category, int] = {
    Category.PATROL: 11,
    Category.CRIME: 9,
    Category.LIQUOR_DRUGS: 8,
    Category.YOUTH: 8,
    Category.TRAFFIC: 8,
    Category.LIVESTOCK_THEFT: 6,
    Category.LAND_CONFLICT: 4,
    Category.COMMUNITY_CONFLICT: 4,
    Category.HOAX_HATE: 4,
    Category.INTIMIDATION: 3,
    Category.ELECTION_VIOLATION: 3,
    Category.NEUTRALITY: 3,
    Category.VOTER_LIST: 4,
    Category.LOGISTICS: 3,
    Category.POLL_STATION: 5,
    Category.CAMPAIGN: 4,
    Category.NETWORK: 4,
    Category.DISASTER: 4,
    Category.INFRASTRUCTURE: 6,
    Category.POLICE_SERVICE: 3,
    Category.VILLAGE: 3,
    Category.OTHER: 3,
}
KIND_WEIGHTS: dict[Kind, int] = {
    Kind.COMPLAINT: 44,
    Kind.REQUEST: 24,
    Kind.INFORMATION: 11,
    Kind.SUGGESTION: 8,
    Kind.QUESTION: 8,
    Kind.APPRECIATION: 5,
}
AGREEMENT_CATEGORIES = (
    Category.POLL_STATION,
    Category.LOGISTICS,
    Category.CAMPAIGN,
    Category.PATROL,
    Category.DISASTER,
)
GRAVE = frozenset(
    {
        Category.CRIME,
        Category.LIQUOR_DRUGS,
        Category.LIVESTOCK_THEFT,
        Category.LAND_CONFLICT,
        Category.COMMUNITY_CONFLICT,
        Category.HOAX_HATE,
        Category.LOGISTICS,
        Category.POLL_STATION,
        Category.CAMPAIGN,
        Category.DISASTER,
    }
)
"""Categories of which some issues are grave; intimidation always is."""

VIOLENT = frozenset({Category.CRIME, Category.COMMUNITY_CONFLICT, Category.INTIMIDATION})
OF_A_STAGE = frozenset(
    {
        Category.LOGISTICS,
        Category.POLL_STATION,
        Category.CAMPAIGN,
        Category.DISASTER,
        Category.HOAX_HATE,
    }
)
DEFAULT_DUE = {1: 30, 2: 14, 3: 7, 4: 3}
"""Days until an issue of a severity is due, as the settings have it unless changed."""


@dataclass(frozen=True)
class Assessment:
    """The three answers of the rubric, the threat, and the severity they lead to."""

    threat: Threat
    rubric: tuple[Rubric, ...]
    severity: int

    def recurring(self) -> "Assessment":
        """The same when an earlier issue of category and kecamatan is still open."""
        return Assessment(self.threat, (*self.rubric, Rubric.RECURRING), max(2, self.severity))


def severity_of(threat: Threat, rubric: tuple[Rubric, ...]) -> int:
    """The severity that the rubric leads to."""
    grave_stage = Rubric.PERSONS in rubric and Rubric.STAGE in rubric
    if (threat is Threat.ACTUAL and Rubric.VIOLENCE in rubric) or grave_stage:
        return 4
    if threat is Threat.ACTUAL or Rubric.PERSONS in rubric or Rubric.STAGE in rubric:
        return 3
    return 2 if threat is Threat.THRESHOLD or Rubric.RECURRING in rubric else 1


def assess(rng: Random, category: Category, severity: int) -> Assessment:
    """Answers that lead to the severity and suit the category."""
    threat, rubric = Threat.POTENTIAL, tuple[Rubric, ...]()
    if severity == 2:
        threat = Threat.THRESHOLD
    elif severity == 3 and category in OF_A_STAGE:
        threat, rubric = Threat.THRESHOLD, (Rubric.STAGE,)
    elif severity == 3:
        options = ((Threat.ACTUAL, ()), (Threat.THRESHOLD, (Rubric.PERSONS,)))
        threat, rubric = options[1] if category is Category.INTIMIDATION else rng.choice(options)
    elif severity == 4 and category in VIOLENT and category is not Category.INTIMIDATION:
        threat, rubric = Threat.ACTUAL, (Rubric.VIOLENCE, Rubric.PERSONS)
    elif severity == 4:
        threat, rubric = Threat.THRESHOLD, (Rubric.PERSONS, Rubric.STAGE)
    return Assessment(threat, rubric, severity_of(threat, rubric))


def draw_severity(rng: Random, category: Category, kind: Kind) -> int:
    """A severity as often as it is met with in the category."""
    if category is Category.INTIMIDATION:
        return rng.choices((3, 4), (85, 15))[0]
    if kind in (Kind.SUGGESTION, Kind.QUESTION):
        return rng.choices((1, 2), (85, 15))[0]
    if category in GRAVE and kind is Kind.COMPLAINT:
        return rng.choices((1, 2, 3, 4), (30, 40, 24, 6))[0]
    return rng.choices((1, 2), (62, 38))[0]


SEASONS: dict[Category, tuple[tuple[date, date], ...]] = {
    Category.CAMPAIGN: (
        (date(2024, 9, 25), date(2024, 11, 27)),
        (date(2025, 3, 23), date(2025, 4, 19)),
    ),
    Category.POLL_STATION: (
        (date(2024, 9, 1), date(2024, 12, 16)),
        (date(2025, 3, 8), date(2025, 4, 24)),
    ),
    Category.LOGISTICS: (
        (date(2024, 10, 1), date(2024, 12, 16)),
        (date(2025, 3, 8), date(2025, 4, 24)),
    ),
    Category.VOTER_LIST: (
        (date(2024, 5, 31), date(2024, 11, 27)),
        (date(2025, 3, 8), date(2025, 4, 19)),
    ),
}
"""When people speak of what comes and goes with the election."""

EVERYDAY = (Category.PATROL, Category.CRIME, Category.YOUTH, Category.TRAFFIC, Category.NETWORK)


def in_season(rng: Random, category: Category, day: date) -> Category:
    """The category, or an everyday one while nobody speaks of it yet or any more."""
    seasons = SEASONS.get(category)
    if seasons is None or any(first <= day <= last for first, last in seasons):
        return category
    return rng.choice(EVERYDAY)


def is_referred(category: Category) -> bool:
    """Whether somebody other than the police acts on the category."""
    return CATEGORY_RULES[category].route is Route.REFER


def draw_deck(rng: Random, count: int) -> list[Category]:
    """`count` categories in their shares, shuffled; every one occurs if there is room."""
    total = sum(CATEGORY_WEIGHTS.values())
    deck = list(Category)[:count]
    for category, weight in CATEGORY_WEIGHTS.items():
        deck += [category] * max(0, round((count - len(Category)) * weight / total))
    spare = rng.choices(list(CATEGORY_WEIGHTS), list(CATEGORY_WEIGHTS.values()), k=count)
    deck = (deck + spare)[:count]
    rng.shuffle(deck)
    return deck
