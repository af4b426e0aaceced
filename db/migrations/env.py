"""Alembic's environment: the connection is handed over by `db.migrate`."""

from alembic import context

import db.tables.access
import db.tables.derived
import db.tables.imports
import db.tables.installation
import db.tables.saved_views
import db.tables.settings
import db.tables.trail  # noqa: F401
from models import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=False,
)
context.run_migrations()
