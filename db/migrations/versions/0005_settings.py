"""Settings of the rule from a day on, the letterhead, and who denied a word when

Revision ID: 0005_settings
Revises: 0004_trail
"""
import sqlalchemy as sa
from alembic import op


revision = '0005_settings'
down_revision = '0004_trail'
branch_labels = None
depends_on = None


def _text() -> sa.types.TypeEngine[str]:
    return sa.Text().with_variant(sa.Text(collation='C'), 'postgresql')


def upgrade() -> None:
    op.create_table('setting_change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('setting', _text(), nullable=False),
    sa.Column('value', sa.Integer(), nullable=False),
    sa.Column('in_force_from', sa.Date(), nullable=False),
    sa.Column('reason', _text(), nullable=False),
    sa.Column('account', _text(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_setting_change'))
    )
    with op.batch_alter_table('setting_change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_setting_change_in_force_from'), ['in_force_from'], unique=False)

    op.create_table('letterhead',
    sa.Column('id', sa.Integer(), nullable=False),
    *(
        sa.Column(name, _text(), nullable=True)
        for name in ('line_1', 'line_2', 'line_3', 'signatory', 'signed_at', 'classification', 'copies')
    ),
    sa.CheckConstraint('id = 1', name=op.f('ck_letterhead_one_row')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letterhead'))
    )
    with op.batch_alter_table('denied_word', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kind', _text(), nullable=True))
        batch_op.add_column(sa.Column('added_by', _text(), nullable=True))
        batch_op.add_column(sa.Column('added_on', sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('denied_word', schema=None) as batch_op:
        batch_op.drop_column('added_on')
        batch_op.drop_column('added_by')
        batch_op.drop_column('kind')
    op.drop_table('letterhead')
    with op.batch_alter_table('setting_change', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_setting_change_in_force_from'))

    op.drop_table('setting_change')
