"""Saved views

Revision ID: 0003_saved_views
Revises: 0002_access
"""
import sqlalchemy as sa
from alembic import op


revision = '0003_saved_views'
down_revision = '0002_access'
branch_labels = None
depends_on = None


def _text() -> sa.types.TypeEngine[str]:
    return sa.Text().with_variant(sa.Text(collation='C'), 'postgresql')


def upgrade() -> None:
    op.create_table('saved_view',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('name', _text(), nullable=False),
    sa.Column('for_all', sa.Boolean(), nullable=False),
    sa.Column('query', _text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_saved_view_account_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_view')),
    sa.UniqueConstraint('account_id', 'name', name=op.f('uq_saved_view_account_id_name'))
    )


def downgrade() -> None:
    op.drop_table('saved_view')
