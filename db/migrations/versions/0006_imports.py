"""Files that were imported, and the mappings remembered for files like them

Revision ID: 0006_imports
Revises: 0005_settings
"""
import sqlalchemy as sa
from alembic import op


revision = '0006_imports'
down_revision = '0005_settings'
branch_labels = None
depends_on = None


def _text() -> sa.types.TypeEngine[str]:
    return sa.Text().with_variant(sa.Text(collation='C'), 'postgresql')


def upgrade() -> None:
    op.create_table('import_file',
    sa.Column('sha256', _text(), nullable=False),
    sa.Column('target', _text(), nullable=False),
    sa.Column('sheet', _text(), nullable=False),
    sa.Column('imported_on', sa.Date(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('counts', _text(), nullable=False),
    sa.CheckConstraint('rows >= 0', name=op.f('ck_import_file_rows_not_negative')),
    sa.PrimaryKeyConstraint('sha256', 'target', 'sheet', name=op.f('pk_import_file'))
    )
    op.create_table('import_mapping',
    sa.Column('signature', _text(), nullable=False),
    sa.Column('target', _text(), nullable=False),
    sa.Column('mapping', _text(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('saved_on', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('signature', 'target', name=op.f('pk_import_mapping'))
    )


def downgrade() -> None:
    op.drop_table('import_mapping')
    op.drop_table('import_file')
