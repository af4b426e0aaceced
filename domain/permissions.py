"""Who may see what: the reader, and the table of pages and roles."""

from dataclasses import dataclass, field

from domain.vocabulary import Category, Role

SEES_EVERY_AREA = frozenset(
    {Role.ANALYST, Role.COMMANDER, Role.INSPECTOR, Role.PRESENTER, Role.UNIT_HEAD}
)
"""Roles that see the status of every kecamatan. Which records they see is narrower."""

SEES_EVERY_RECORD = frozenset({Role.ANALYST, Role.COMMANDER, Role.INSPECTOR})
SEES_OWN_SECTOR = frozenset({Role.RECORDER, Role.SECTOR_HEAD})
SEES_POLICE_COMPLAINTS = frozenset({Role.COMMANDER, Role.INSPECTOR})

RESTRICTED_CATEGORIES = frozenset({Category.POLICE_SERVICE, Category.NEUTRALITY})
"""Seen by commander and inspector alone; others see them in counts of 3 or more."""

SHIELDED_CATEGORIES = frozenset({Category.INTIMIDATION})
"""Group and village are seen by commander, inspector and owner alone."""

SMALLEST_COUNT = 3
"""A count of restricted issues below this is not shown to those who may not see them."""


@dataclass(frozen=True)
class Reader:
    """Somebody who reads, or the command line on the station's own machine.

    `unit` is the code of the account's unit; `areas` the kecamatan of the account's own
    sector (a kecamatan whose sector is unknown belongs to the district command).
    """

    account: str
    roles: frozenset[Role]
    unit: str | None = None
    areas: frozenset[str] = field(default_factory=frozenset)

    @property
    def sees_every_area(self) -> bool:
        """Whether the status of every kecamatan is open to this reader."""
        return bool(self.roles & SEES_EVERY_AREA)

    @property
    def sees_every_record(self) -> bool:
        """Whether records of every kecamatan are open, restricted categories aside."""
        return bool(self.roles & SEES_EVERY_RECORD)

    @property
    def sees_restricted(self) -> bool:
        """Whether complaints about police and neutrality issues are open."""
        return bool(self.roles & SEES_POLICE_COMPLAINTS)

    def may_open(self, page: str) -> bool:
        """Whether one of the reader's roles opens the page; an unlisted page stays shut."""
        return bool(self.roles & PAGE_ROLES.get(page, frozenset()))


STATION = Reader(account="station", roles=frozenset({Role.COMMANDER}))
"""The reader behind the command line: whoever runs it already holds the database."""

_RECORDS = frozenset(
    {
        Role.RECORDER,
        Role.SECTOR_HEAD,
        Role.UNIT_HEAD,
        Role.ANALYST,
        Role.COMMANDER,
        Role.INSPECTOR,
    }
)

PAGE_ROLES: dict[str, frozenset[Role]] = {
    "status": _RECORDS | {Role.PRESENTER},
    "sub_district": _RECORDS,
    "timeline": _RECORDS | {Role.PRESENTER},
    "present": _RECORDS | {Role.PRESENTER},
    "issues": _RECORDS,
    "meetings": _RECORDS,
    "follow_up": _RECORDS,
    "compare": _RECORDS | {Role.PRESENTER},
    "import": frozenset({Role.ANALYST}),
    "held": frozenset({Role.SECTOR_HEAD, Role.COMMANDER}),
    "trail": frozenset({Role.INSPECTOR}),
    "administration": frozenset({Role.ADMINISTRATOR, Role.COMMANDER, Role.INSPECTOR}),
    "account": frozenset(Role),
}
"""Which roles open which page. A page without an entry does not run."""
