"""What a view is asked to show: a day, and filters. Every view is a link."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date


@dataclass(frozen=True)
class Scope:
    """A day and filters; several values of one filter mean any of them.

    `as_of` is the day that every figure holds for. `known` leaves out what was entered
    later. `since` and `until` bound reported_on or held_on. `text` never stands in an
    address.
    """

    as_of: date
    known: bool = False
    stage: tuple[str, ...] = ()
    sub_district: tuple[str, ...] = ()
    village: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    severity: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    unit: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    issue: str | None = None
    meeting: str | None = None
    text: str = ""

    def narrowed(self, **changes: object) -> "Scope":
        """A copy with some fields changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


FILTERS = (
    "stage",
    "sub_district",
    "village",
    "kind",
    "category",
    "severity",
    "state",
    "unit",
    "source",
)
"""The filters of an address that take codes, in the order they are written."""

DAYS = ("since", "until")
RECORDS = ("issue", "meeting")
SWITCH = ("yes", "no")
"""What `known` may be in an address; no is the default, and never written."""


@dataclass(frozen=True)
class Dropped:
    """A value of an address that was left out: unknown, or not for this reader."""

    name: str
    value: str


def parse(
    params: Mapping[str, Sequence[str]],
    choices: Mapping[str, Collection[str]],
    default_day: date,
) -> tuple[Scope, tuple[Dropped, ...]]:
    """The scope of an address, and what was dropped from it.

    `params` maps each name to its values. `choices` holds, for every name of FILTERS and
    RECORDS, the codes that exist and that the reader may see; whether a code is unknown
    or forbidden makes no difference.
    """
    dropped: list[Dropped] = []
    days: dict[str, date] = {}
    for name in ("as_of", *DAYS):
        for value in params.get(name, ())[:1]:
            try:
                days[name] = date.fromisoformat(value)
            except ValueError:
                dropped.append(Dropped(name, value))
    known = params.get("known", ())[:1]
    dropped += [Dropped("known", value) for value in known if value not in SWITCH]
    found: dict[str, tuple[str, ...]] = {}
    for name in FILTERS:
        values = dict.fromkeys(params.get(name, ()))
        found[name] = tuple(value for value in values if value in choices[name])
        dropped += [Dropped(name, value) for value in values if value not in choices[name]]
    records: dict[str, str | None] = {}
    for name in RECORDS:
        for value in params.get(name, ())[:1]:
            if value in choices[name]:
                records[name] = value
            else:
                dropped.append(Dropped(name, value))
    scope = Scope(
        as_of=days.get("as_of", default_day),
        known=list(known) == ["yes"],
        since=days.get("since"),
        until=days.get("until"),
        issue=records.get("issue"),
        meeting=records.get("meeting"),
        **found,  # type: ignore[arg-type]
    )
    return scope, tuple(dropped)


def to_params(scope: Scope, default_day: date | None = None) -> dict[str, list[str]]:
    """The address of a scope: what `parse` reads back; defaults are left out."""
    params: dict[str, list[str]] = {}
    if scope.as_of != default_day:
        params["as_of"] = [scope.as_of.isoformat()]
    if scope.known:
        params["known"] = ["yes"]
    for name in FILTERS:
        if values := getattr(scope, name):
            params[name] = list(values)
    for name in DAYS:
        if (day := getattr(scope, name)) is not None:
            params[name] = [day.isoformat()]
    for name in RECORDS:
        if value := getattr(scope, name):
            params[name] = [value]
    return params


NAMES = tuple(f.name for f in fields(Scope) if f.name != "text")
"""Every name that may stand in an address."""
