"""An index of the merges, so that a move does not read every event for them

Revision ID: 0007_merged_into
Revises: 0006_imports
"""
import sqlalchemy as sa
from alembic import op


revision = '0007_merged_into'
down_revision = '0006_imports'
branch_labels = None
depends_on = None


def upgrade() -> None:
    named = sa.text('"into" IS NOT NULL')
    op.create_index(
        'ix_issue_event_into', 'issue_event', ['into'], unique=False,
        sqlite_where=named, postgresql_where=named,
    )


def downgrade() -> None:
    op.drop_index('ix_issue_event_into', table_name='issue_event')
