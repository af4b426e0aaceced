"""In which kecamatan each village lies, for places where two villages share a name."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.scoped import visible
from domain.permissions import Reader
from models import Village


def village_areas(session: Session, reader: Reader) -> dict[str, str]:
    """The kecamatan of every village that the reader may see, by code."""
    rows = session.execute(
        select(Village.code, Village.sub_district_code).where(visible(Village, reader))
    )
    return {code: sub_district for code, sub_district in rows}
