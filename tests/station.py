"""A small station with its people, for tests of the ledger's commands.

Three kecamatan: one of each of two sectors, and one whose sector is unknown. Everybody
acts as `Actor`; accounts are numbers alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from db.commands.moves import MoveForm, last_sequence, move_issue
from db.commands.record import record_input
from db.commands.trail import Actor, chained
from db.engine import writing
from db.tables.trail import AuditEntry, AuditHead
from db.trail_key import trail_key
from domain.forms import InputForm
from domain.permissions import Reader
from domain.station import station_zone
from domain.vocabulary import EventKind, Role
from ingest.dataset import load_folder
from models import Base
from tests.reference import ledger as folders
from tests.reference.ledger import Ledger

A, B, NOBODYS = "17.01.01", "17.01.02", "17.01.03"
AREAS = (A, B, NOBODYS)
VILLAGES = {area: (f"{area}.2001", f"{area}.2002") for area in AREAS}
SECTOR_OF = {A: "polsek-a", B: "polsek-b", NOBODYS: ""}
COMMAND = "polres"
UNITS = {
    "bag-ops": "function",
    "bawaslu": "agency",
    "kpu": "agency",
    "polres": "district",
    "polsek-a": "sector",
    "polsek-b": "sector",
    "sat-binmas": "function",
    "siwas": "function",
}
FIRST_STAGE = date(2024, 8, 24)
NOON = datetime(2024, 9, 5, 12, tzinfo=station_zone())
TODAY = NOON.date()


@dataclass(frozen=True)
class Person:
    """Somebody with an account."""

    account: int
    name: str
    unit: str
    roles: frozenset[Role]
    areas: frozenset[str]

    def at(self, now: datetime = NOON) -> Actor:
        """As an actor at a moment."""
        return Actor(Reader(self.name, self.roles, self.unit, self.areas), self.account, now)


def _person(account: int, name: str, unit: str, *roles: Role) -> Person:
    areas = {
        "polsek-a": {A},
        "polsek-b": {B},
    }.get(unit, {NOBODYS})
    return Person(account, name, unit, frozenset(roles), frozenset(areas))


RECORDER = _person(1, "recorder.a", "polsek-a", Role.RECORDER)
HEAD = _person(2, "head.a", "polsek-a", Role.SECTOR_HEAD)
DEPUTY = _person(3, "deputy.a", "polsek-a", Role.SECTOR_HEAD)
OTHER_RECORDER = _person(4, "recorder.b", "polsek-b", Role.RECORDER)
OTHER_HEAD = _person(5, "head.b", "polsek-b", Role.SECTOR_HEAD)
UNIT_HEAD = _person(6, "kasat.binmas", "sat-binmas", Role.UNIT_HEAD)
OTHER_UNIT_HEAD = _person(7, "kabag.ops", "bag-ops", Role.UNIT_HEAD)
ANALYST = _person(8, "analyst", "bag-ops", Role.ANALYST)
COMMANDER = _person(9, "commander", "polres", Role.COMMANDER)
INSPECTOR = _person(10, "inspector", "siwas", Role.INSPECTOR)
PRESENTER = _person(11, "presenter", "polres", Role.PRESENTER)
ADMINISTRATOR = _person(12, "administrator", "polres", Role.ADMINISTRATOR)
DISTRICT_HEAD = _person(13, "head.polres", "polres", Role.SECTOR_HEAD)
PEOPLE = (
    RECORDER,
    HEAD,
    DEPUTY,
    OTHER_RECORDER,
    OTHER_HEAD,
    UNIT_HEAD,
    OTHER_UNIT_HEAD,
    ANALYST,
    COMMANDER,
    INSPECTOR,
    PRESENTER,
    ADMINISTRATOR,
    DISTRICT_HEAD,
)


def reference_ledger() -> Ledger:
    """The station's reference data, and no records."""
    ledger = Ledger()
    ledger.districts = [{"code": "17.01", "name": "Bengkulu Selatan", "province": "Bengkulu"}]
    ledger.elections = [
        {
            "code": "pilkada",
            "name_id": "Pilkada",
            "name_en": "Pilkada",
            "voting_day": date(2024, 11, 27),
            "district_code": "17.01",
            "parent": "",
        }
    ]
    ledger.stages = [
        {
            "code": code,
            "election": "pilkada",
            "phase": "preparation",
            "tempo": tempo,
            "name_id": code,
            "name_en": code,
            "starts_on": starts_on,
            "ends_on": ends_on,
            "basis": "",
        }
        for code, tempo, starts_on, ends_on in (
            ("campaign", "alert", FIRST_STAGE, date(2024, 9, 24)),
            ("voting", "critical", date(2024, 9, 28), date(2024, 9, 30)),
        )
    ]
    ledger.units = [
        {
            "code": code,
            "name": code,
            "kind": kind,
            "parent": "" if kind in ("agency", "district") else "polres",
            "investigates": "",
        }
        for code, kind in UNITS.items()
    ]
    ledger.sub_districts = [
        {
            **dict.fromkeys(folders.COLUMNS["sub_districts"].split(","), ""),
            "code": code,
            "name": name,
            "district_code": "17.01",
            "police_sector": SECTOR_OF[code],
        }
        for code, name in ((A, "Kedurang"), (B, "Seginim"), (NOBODYS, "Pasar Manna"))
    ]
    ledger.villages = [
        {
            **dict.fromkeys(folders.COLUMNS["villages"].split(","), ""),
            "code": code,
            "name": code,
            "sub_district_code": area,
        }
        for area in AREAS
        for code in VILLAGES[area]
    ]
    return ledger


def found_station(engine: Engine, folder: Path) -> None:
    """Load the station's reference data into a database that has its tables."""
    folders.write(reference_ledger(), folder)
    load_folder(engine, folder)


_forms = count()


def form_key() -> str:
    """The key of a form that was drawn just now."""
    return f"form-{next(_forms)}"


def told(
    engine: Engine,
    area: str = A,
    *,
    by: Person = COMMANDER,
    now: datetime = NOON,
    on: date | None = None,
    **cells: Any,
) -> str:
    """An input that was told directly: a complaint about patrols, unless said otherwise."""
    given = {"kind": "complaint", "category": "patrol", "text": "Ronda malam sepi", **cells}
    item = InputForm(sub_district=area, **given)
    with writing(engine) as session:
        return record_input(session, by.at(now), item, on or now.date(), "telepon", form_key())


def move(
    engine: Engine, by: Person, key: str, event: EventKind, now: datetime = NOON, **cells: Any
) -> None:
    """A move by somebody who has the issue as it stands before the eyes."""
    cells.setdefault("occurred_on", now.date())
    with writing(engine) as session:
        seen = last_seen(session, key)
        form = MoveForm(event, **cells)
        move_issue(session, by.at(now), key, form, seen=seen, form_key=form_key())


def last_seen(session: Session, key: str) -> int:
    """The sequence of the last event of an issue."""
    return last_sequence(session, key)


def assigned(engine: Engine, unit: str = "polsek-a", area: str = A, **cells: Any) -> str:
    """An issue that a commander assigned, due in ten days."""
    key = told(engine, area, **cells)
    due_on = TODAY + timedelta(days=10)
    move(engine, COMMANDER, key, EventKind.ASSIGNED, unit=unit, due_on=due_on, note="Patroli")
    return key


def claimed(engine: Engine, by: Person = HEAD, area: str = A, **cells: Any) -> str:
    """An issue that its owner says is done."""
    key = assigned(engine, by.unit, area, **cells)
    move(engine, by, key, EventKind.CLAIMED, note="Sudah dipatroli")
    return key


def entries(session: Session) -> list[AuditEntry]:
    """The whole trail, in order."""
    return list(session.scalars(select(AuditEntry).order_by(AuditEntry.seq)))


def chain_is_whole(session: Session) -> bool:
    """Whether every entry follows from the one before, and the head is the last."""
    mac, seq = "", 0
    for entry in entries(session):
        mac, seq = chained(trail_key(), mac, entry.payload), seq + 1
        if (entry.seq, entry.mac) != (seq, mac):
            return False
    head = session.execute(select(AuditHead.seq, AuditHead.mac)).one()
    return tuple(head) == (seq, mac)


@contextmanager
def nothing_kept(engine: Engine) -> Iterator[None]:
    """What is done within leaves every row of the ledger and of the trail as it was."""
    before = everything(engine)
    yield
    assert everything(engine) == before


def everything(engine: Engine) -> dict[str, list[Any]]:
    """Every row of every table but the installation's."""
    with engine.connect() as connection:
        return {
            name: sorted(map(repr, connection.execute(table.select()).all()))
            for name, table in Base.metadata.tables.items()
        }
