"""The kecamatan and the units that every save looks at: read once for an act."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.prepared import put_once
from models import SubDistrict, Unit

_SUB_DISTRICTS = select(SubDistrict.code, SubDistrict.name, SubDistrict.police_sector)
_KINDS = select(Unit.code, Unit.kind)


class Place(NamedTuple):
    """A kecamatan: its code, its name, and the sector that answers for it."""

    code: str
    name: str
    sector: str | None


def places(session: Session) -> list[Place]:
    """Every kecamatan."""
    return [Place(*row) for row in put_once(session, _SUB_DISTRICTS)]


def unit_kinds(session: Session) -> Mapping[str, str]:
    """Of every unit its kind, by code."""
    return dict(put_once(session, _KINDS))
