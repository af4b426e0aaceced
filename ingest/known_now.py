"""What the database knows at this moment that a foreign sheet is checked against."""

from sqlalchemy.orm import Session

from db.commands.held import denied_words
from db.commands.trail import Actor
from db.queries import imports as stored
from db.queries.dataset import boundary_features
from ingest.known import Known, KnownUnit, KnownVillage, polygons_of


def known_now(session: Session, actor: Actor) -> Known:
    """What the rows of a sheet are checked against."""
    return Known(
        today=actor.now.date(),
        sub_districts=stored.sub_district_names(session),
        villages={
            code: KnownVillage(*village) for code, village in stored.village_names(session).items()
        },
        units={code: KnownUnit(*unit) for code, unit in stored.unit_names(session).items()},
        meetings=stored.keys_of(session, "meetings"),
        reports=stored.keys_of(session, "reports"),
        polygons=polygons_of(
            feature for some in boundary_features(session).values() for feature in some
        ),
        span=stored.election_span(session, actor.now.date()),
        denied=tuple(denied_words(session)),
    )
