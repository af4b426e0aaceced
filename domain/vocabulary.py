"""The codes of the field, as they stand in the database, the files and the addresses.

Labels are not here: they live in `locale/`, keyed by these codes.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Kind(StrEnum):
    """What sort of input somebody gave."""

    COMPLAINT = "complaint"
    REQUEST = "request"
    INFORMATION = "information"
    SUGGESTION = "suggestion"
    QUESTION = "question"
    APPRECIATION = "appreciation"
    AGREEMENT = "agreement"


class Route(StrEnum):
    """Who acts on a category: the police, the police with others, or somebody else."""

    OWN = "own"
    JOINT = "joint"
    REFER = "refer"


class Category(StrEnum):
    """What an issue is about."""

    PATROL = "patrol"
    CRIME = "crime"
    LIQUOR_DRUGS = "liquor-drugs"
    YOUTH = "youth"
    TRAFFIC = "traffic"
    LIVESTOCK_THEFT = "livestock-theft"
    LAND_CONFLICT = "land-conflict"
    COMMUNITY_CONFLICT = "community-conflict"
    HOAX_HATE = "hoax-hate"
    INTIMIDATION = "intimidation"
    ELECTION_VIOLATION = "election-violation"
    NEUTRALITY = "neutrality"
    VOTER_LIST = "voter-list"
    LOGISTICS = "logistics"
    POLL_STATION = "poll-station"
    CAMPAIGN = "campaign"
    NETWORK = "network"
    DISASTER = "disaster"
    INFRASTRUCTURE = "infrastructure"
    POLICE_SERVICE = "police-service"
    VILLAGE = "village"
    OTHER = "other"


@dataclass(frozen=True)
class CategoryRule:
    """Where a category goes by default. `owner` None means the kecamatan's own sector."""

    owner: str | None
    route: Route


CATEGORY_RULES: dict[Category, CategoryRule] = {
    Category.PATROL: CategoryRule("sat-samapta", Route.OWN),
    Category.CRIME: CategoryRule("sat-reskrim", Route.OWN),
    Category.LIQUOR_DRUGS: CategoryRule("sat-resnarkoba", Route.OWN),
    Category.YOUTH: CategoryRule("sat-binmas", Route.OWN),
    Category.TRAFFIC: CategoryRule("satlantas", Route.OWN),
    Category.LIVESTOCK_THEFT: CategoryRule("sat-reskrim", Route.OWN),
    Category.LAND_CONFLICT: CategoryRule("bag-ops", Route.JOINT),
    Category.COMMUNITY_CONFLICT: CategoryRule("sat-intelkam", Route.JOINT),
    Category.HOAX_HATE: CategoryRule("sie-humas", Route.OWN),
    Category.INTIMIDATION: CategoryRule("sat-reskrim", Route.OWN),
    Category.ELECTION_VIOLATION: CategoryRule("bawaslu", Route.REFER),
    Category.NEUTRALITY: CategoryRule("bawaslu", Route.REFER),
    Category.VOTER_LIST: CategoryRule("kpu", Route.REFER),
    Category.LOGISTICS: CategoryRule("bag-ops", Route.JOINT),
    Category.POLL_STATION: CategoryRule("bag-ops", Route.JOINT),
    Category.CAMPAIGN: CategoryRule("sat-intelkam", Route.JOINT),
    Category.NETWORK: CategoryRule("diskominfo", Route.REFER),
    Category.DISASTER: CategoryRule("sat-samapta", Route.JOINT),
    Category.INFRASTRUCTURE: CategoryRule("pemkab", Route.REFER),
    Category.POLICE_SERVICE: CategoryRule("siwas", Route.REFER),
    Category.VILLAGE: CategoryRule("camat", Route.REFER),
    Category.OTHER: CategoryRule(None, Route.OWN),
}

ELECTION_VIOLATION_TEXT = "Dugaan pelanggaran pemilihan, dirujuk ke Bawaslu"
"""The only text an election-violation issue carries."""


class Threat(StrEnum):
    """Hakikat ancaman; absent means not assessed."""

    POTENTIAL = "potential"
    THRESHOLD = "threshold"
    ACTUAL = "actual"


class Rubric(StrEnum):
    """The answers severity is worked out from, and `recurring` beside them."""

    VIOLENCE = "violence"
    PERSONS = "persons"
    STAGE = "stage"
    RECURRING = "recurring"


class Severity(IntEnum):
    """1 rendah, 2 sedang, 3 tinggi, 4 kritis; absent means not assessed."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4


class StakeholderGroup(StrEnum):
    """A group present at a meeting, or that raised an issue."""

    CAMAT = "camat"
    VILLAGE_HEAD = "village-head"
    VILLAGE_STAFF = "village-staff"
    COMMUNITY_LEADER = "community-leader"
    RELIGIOUS_LEADER = "religious-leader"
    CUSTOMARY_LEADER = "customary-leader"
    YOUTH_LEADER = "youth-leader"
    WOMEN_LEADER = "women-leader"
    ARMY = "army"
    ORGANISER = "organiser"
    SUPERVISOR = "supervisor"
    SATPOLPP_LINMAS = "satpolpp-linmas"
    AGENCY = "agency"
    BUSINESS = "business"
    SCHOOL = "school"
    MEDIA = "media"
    RESIDENTS = "residents"
    OTHER_GUEST = "other-guest"


class Programme(StrEnum):
    """The programme a meeting was held under."""

    STAKEHOLDER_MEETING = "stakeholder-meeting"
    CROSS_SECTOR = "cross-sector"
    FORKOPIMCAM = "forkopimcam"
    JUMAT_CURHAT = "jumat-curhat"
    MINGGU_KASIH = "minggu-kasih"
    SAMBANG = "sambang"
    DISCUSSION = "discussion"
    VILLAGE_MEETING = "village-meeting"
    MEDIATION = "mediation"
    DECLARATION = "declaration"
    ANEV = "anev"


OFFICIALS_PROGRAMMES = frozenset({Programme.CROSS_SECTOR, Programme.FORKOPIMCAM, Programme.ANEV})
"""Meetings of officials; every other programme is a community meeting."""

COMMUNITY_PROGRAMMES = frozenset(Programme) - OFFICIALS_PROGRAMMES


class Inputs(StrEnum):
    """What became of the inputs of a meeting."""

    ITEMISED = "itemised"
    NIL = "nil"
    NOT_RECORDED = "not_recorded"
    LOST = "lost"


class ReportKind(StrEnum):
    """The rhythm of a situation report."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    INCIDENT = "incident"


class Tempo(IntEnum):
    """How fast the election moves on a day; the highest of the running stages holds."""

    ROUTINE = 1
    ALERT = 2
    CRITICAL = 3

    @property
    def code(self) -> str:
        """The code in files and tables: routine, alert, critical."""
        return self.name.lower()

    @classmethod
    def from_code(cls, code: str) -> "Tempo":
        """The tempo of a code; raises KeyError for any other word."""
        return cls[code.upper()]


class Phase(StrEnum):
    """The part of an election a stage belongs to."""

    PREPARATION = "preparation"
    CONDUCT = "conduct"
    AFTERMATH = "aftermath"


class UnitKind(StrEnum):
    """What a unit is: the district command, a sector, a function of the district, an agency."""

    DISTRICT = "district"
    SECTOR = "sector"
    FUNCTION = "function"
    AGENCY = "agency"


class SectorCertainty(StrEnum):
    """How sure it is that a sector answers for a kecamatan."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    UNKNOWN = "unknown"


class EventKind(StrEnum):
    """What happened to an issue."""

    TRIAGED = "triaged"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    REFERRED = "referred"
    RECEIPT = "receipt"
    ANSWERED = "answered"
    SETTLED = "settled"
    CLAIMED = "claimed"
    VERIFIED = "verified"
    REJECTED = "rejected"
    REOPENED = "reopened"
    UNABLE = "unable"
    TOLD_BACK = "told_back"
    REPORTED_BACK = "reported_back"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class State(StrEnum):
    """Where an issue stands, as its last event that sets a state says."""

    RECORDED = "recorded"
    TRIAGED = "triaged"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    REFERRED = "referred"
    ANSWERED = "answered"
    CLAIMED = "claimed"
    VERIFIED = "verified"
    SETTLED = "settled"
    UNABLE = "unable"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class UnableReason(StrEnum):
    """Why nothing can be done."""

    LEGAL_PROCESS = "legal-process"
    NO_AUTHORITY = "no-authority"
    INSUFFICIENT = "insufficient"
    NOT_FOUND = "not-found"
    NO_MEANS = "no-means"


class Level(StrEnum):
    """The status of a kecamatan on a day."""

    VERY_HIGH = "very_high"
    HIGH = "high"
    WATCH = "watch"
    CALM = "calm"
    NO_DATA = "no_data"
    STALE = "stale"


UNKNOWN_LEVELS = frozenset({Level.NO_DATA, Level.STALE})
"""Levels that a headline counts as "belum diketahui"."""


class Freshness(StrEnum):
    """How old the latest contact with a kecamatan is, measured in report cycles."""

    NONE = "none"
    CURRENT = "current"
    AGEING = "ageing"
    STALE = "stale"


class Driver(StrEnum):
    """What the worst reasons of a status are about."""

    PROBLEM = "problem"
    FOLLOW_UP = "follow_up"
    DATA = "data"


class Role(StrEnum):
    """What an account may see and do; an account may hold several."""

    RECORDER = "recorder"
    SECTOR_HEAD = "sector_head"
    UNIT_HEAD = "unit_head"
    ANALYST = "analyst"
    COMMANDER = "commander"
    INSPECTOR = "inspector"
    PRESENTER = "presenter"
    ADMINISTRATOR = "administrator"


class Mark(StrEnum):
    """What a database holds beside real records; set when it is created, never changed."""

    TRAINING = "TRAINING"
    SAMPLE = "SAMPLE"
