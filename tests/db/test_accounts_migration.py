"""The tables of the access migration are those of the classes."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine

import db.tables.access
import db.tables.derived
import db.tables.installation  # noqa: F401
from models import Base


def test_the_migrated_tables_are_those_of_the_classes(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, Base.metadata) == []
