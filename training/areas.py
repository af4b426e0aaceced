"""The ground of a training dataset: the shipped kecamatan, and made-up ones beside them.

Every kecamatan has a habit of reporting and a target for each of the days that are
shown; the rest of the package makes records that lead there.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import product
from pathlib import Path
from random import Random
from string import ascii_uppercase
from typing import TypeAlias

STARTS_ON = date(2024, 4, 17)
ENDS_ON = date(2025, 5, 31)
VOTING_DAY = date(2024, 11, 27)

PER_DISTRICT = 14
"""Kecamatan in a made-up district, as many as an Indonesian kabupaten has on average."""

NAMES = (
    "Air Dingin",
    "Tanjung Harapan",
    "Bukit Lama",
    "Padang Luas",
    "Muara Tenang",
    "Talang Jauh",
    "Lubuk Hijau",
    "Pematang Rata",
    "Sungai Bening",
    "Ulu Selatan",
    "Tebing Teduh",
    "Rawa Sari",
    "Simpang Kopi",
    "Karang Pasir",
    "Gunung Landai",
    "Kebun Rimbun",
    "Pulau Kecil",
    "Batu Datar",
    "Teluk Damai",
    "Rantau Sepi",
    "Lembah Subur",
    "Ujung Jalan",
    "Padang Ilalang",
    "Tepi Danau",
)
"""Made-up names; a number is added when they are used up."""

Row: TypeAlias = dict[str, str]


class Habit(StrEnum):
    """How a kecamatan is reported from."""

    DILIGENT = "diligent"
    LAZY = "lazy"
    SILENT = "silent"


class Target(StrEnum):
    """What the records of a kecamatan should show on a day that is shown."""

    CALM = "calm"
    STALE = "stale"
    WATCH = "watch"
    HIGH = "high"
    VERY_HIGH = "very_high"
    HATCHED = "hatched"


CLEAN = frozenset({Target.CALM, Target.STALE})
"""Targets that suffer neither an open problem nor an unlisted meeting."""

FREE = frozenset({Target.VERY_HIGH, Target.HATCHED})
"""Targets at which lives may run as they like."""


@dataclass(frozen=True)
class Window:
    """Days that are shown: the levels hold from `first` to `last`.

    New issues from `mild_from` on are light ones; what came before is finished in time.
    Lazy kecamatan have no contact from `quiet_from` on, so that their data are stale.
    """

    quiet_from: date
    mild_from: date
    first: date
    last: date


WINDOWS = (
    Window(date(2024, 11, 8), date(2024, 11, 15), date(2024, 11, 24), date(2024, 11, 28)),
    Window(date(2025, 4, 4), date(2025, 4, 9), date(2025, 4, 18), date(2025, 4, 21)),
)


@dataclass(frozen=True)
class Area:
    """A kecamatan, with what the generator needs to know about it."""

    code: str
    name: str
    district: str
    prefix: str
    sector: str
    investigates: bool
    command: str
    villages: tuple[tuple[str, str], ...]
    habit: Habit
    targets: tuple[Target, ...]
    weight: int

    @property
    def clean(self) -> bool:
        """Whether one of its targets allows no unlisted meeting."""
        return bool(CLEAN.intersection(self.targets))

    def constraint(self, day: date) -> tuple[Target, Window] | None:
        """The next target that binds what is reported on the day, with its window."""
        for target, window in zip(self.targets, WINDOWS, strict=True):
            if day <= window.last and target not in FREE:
                return target, window
        return None


D, L, S = Habit.DILIGENT, Habit.LAZY, Habit.SILENT
SHIPPED: dict[str, tuple[str, Habit, tuple[Target, Target], int]] = {
    "17.01.01": ("KDR", D, (Target.HIGH, Target.WATCH), 10),
    "17.01.02": ("SGN", D, (Target.HIGH, Target.VERY_HIGH), 13),
    "17.01.03": ("PNO", L, (Target.HATCHED, Target.HATCHED), 8),
    "17.01.04": ("MNA", D, (Target.WATCH, Target.HIGH), 12),
    "17.01.05": ("KTM", D, (Target.VERY_HIGH, Target.WATCH), 20),
    "17.01.06": ("PNR", L, (Target.VERY_HIGH, Target.VERY_HIGH), 11),
    "17.01.07": ("KDI", D, (Target.CALM, Target.CALM), 7),
    "17.01.08": ("ANP", D, (Target.CALM, Target.CALM), 8),
    "17.01.09": ("ULM", L, (Target.HATCHED, Target.HATCHED), 6),
    "17.01.10": ("BGM", S, (Target.STALE, Target.STALE), 0),
    "17.01.11": ("PSM", L, (Target.STALE, Target.STALE), 5),
}
"""Ticket prefix, habit, targets and share of issues of the shipped kecamatan."""


def read(path: Path) -> list[Row]:
    """The rows of a CSV file of a dataset folder."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def shipped_areas(source: Path, limit: int | None) -> list[Area]:
    """The kecamatan of a dataset folder in code order, at most `limit` of them."""
    units = {row["code"]: row for row in read(source / "units.csv")}
    commands = [code for code, row in units.items() if row["kind"] == "district"]
    villages = read(source / "villages.csv")
    areas = []
    for position, row in enumerate(read(source / "sub_districts.csv")[:limit]):
        prefix, habit, targets, weight = SHIPPED.get(
            row["code"], (f"X{position:02d}", D, (Target.WATCH, Target.WATCH), 8)
        )
        sector = row["police_sector"] or commands[0]
        areas.append(
            Area(
                code=row["code"],
                name=row["name"],
                district=row["district_code"],
                prefix=prefix,
                sector=sector,
                investigates=units[sector]["investigates"] != "no",
                command=commands[0],
                villages=tuple(
                    (village["code"], f"{village['kind'].capitalize()} {village['name']}")
                    for village in villages
                    if village["sub_district_code"] == row["code"]
                ),
                habit=habit,
                targets=targets,
                weight=weight,
            )
        )
    return areas


def made_up_areas(rng: Random, count: int) -> Iterator[Area]:
    """`count` made-up kecamatan in made-up districts, in code order."""
    names: Counter[str] = Counter()
    prefixes = _prefixes()
    provinces = -(-count // (PER_DISTRICT * 99))
    for number in range(count):
        district, place = divmod(number, PER_DISTRICT)
        province = 100 - provinces + district // 99
        code = f"{province:02d}.{district % 99 + 1:02d}.{place + 1:02d}"
        base = rng.choice(NAMES)
        names[base] += 1
        habit = S if number % 40 == 39 else rng.choice((D, D, D, L, L))
        targets = tuple(rng.choice(MADE_UP_TARGETS[habit]) for _ in WINDOWS)
        yield Area(
            code=code,
            name=base if names[base] == 1 else f"{base} {names[base]}",
            district=code[:5],
            prefix=next(prefixes),
            sector=f"polsek-{code.replace('.', '-')}",
            investigates=True,
            command=f"polres-{code[:5].replace('.', '-')}",
            villages=tuple(
                (f"{code}.{2001 + position}", f"Desa {name}")
                for position, name in enumerate(rng.sample(NAMES, 10))
            ),
            habit=habit,
            targets=targets,
            weight=0 if habit is S else rng.randint(5, 12),
        )


MADE_UP_TARGETS: dict[Habit, tuple[Target, ...]] = {
    D: (Target.CALM, Target.WATCH, Target.HIGH, Target.VERY_HIGH),
    L: (Target.HATCHED, Target.STALE, Target.VERY_HIGH),
    S: (Target.STALE,),
}
"""What a made-up kecamatan of each habit may aim at."""


def _prefixes() -> Iterator[str]:
    """Three-letter prefixes of tickets in order, but those of shipped kecamatan."""
    taken = {prefix for prefix, *_ in SHIPPED.values()} | {"RES"}
    for letters in product(ascii_uppercase, repeat=3):
        if (prefix := "".join(letters)) not in taken:
            yield prefix
