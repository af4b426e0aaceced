"""Accounts, roles, sessions, password attempts, one-time codes

Revision ID: 0002_access
Revises: 0001_ledger
"""
import sqlalchemy as sa
from alembic import op


revision = '0002_access'
down_revision = '0001_ledger'
branch_labels = None
depends_on = None


def _text() -> sa.types.TypeEngine[str]:
    return sa.Text().with_variant(sa.Text(collation='C'), 'postgresql')


def _moment() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table('account',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', _text(), nullable=False),
    sa.Column('unit', _text(), nullable=True),
    sa.Column('password_hash', _text(), nullable=True),
    sa.Column('language', _text(), nullable=False),
    sa.Column('created_at', _moment(), nullable=False),
    sa.Column('disabled_at', _moment(), nullable=True),
    sa.ForeignKeyConstraint(['unit'], ['unit.code'], name=op.f('fk_account_unit_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account')),
    sa.UniqueConstraint('name', name=op.f('uq_account_name'))
    )
    op.create_table('account_role',
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('role', _text(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_account_role_account_id_account')),
    sa.PrimaryKeyConstraint('account_id', 'role', name=op.f('pk_account_role'))
    )
    op.create_table('login_session',
    sa.Column('token_hash', _text(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('created_at', _moment(), nullable=False),
    sa.Column('last_seen_at', _moment(), nullable=False),
    sa.Column('revoked_at', _moment(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_login_session_account_id_account')),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_login_session'))
    )
    with op.batch_alter_table('login_session') as batch:
        batch.create_index(batch.f('ix_login_session_account_id'), ['account_id'])
    op.create_table('password_attempt',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name_hash', _text(), nullable=False),
    sa.Column('address', _text(), nullable=False),
    sa.Column('attempted_at', _moment(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_password_attempt'))
    )
    with op.batch_alter_table('password_attempt') as batch:
        batch.create_index(batch.f('ix_password_attempt_name_hash_attempted_at'), ['name_hash', 'attempted_at'])
        batch.create_index(batch.f('ix_password_attempt_address_attempted_at'), ['address', 'attempted_at'])
    op.create_table('one_time_code',
    sa.Column('code_hash', _text(), nullable=False),
    sa.Column('purpose', _text(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('expires_at', _moment(), nullable=False),
    sa.Column('used_at', _moment(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_one_time_code_account_id_account')),
    sa.PrimaryKeyConstraint('code_hash', name=op.f('pk_one_time_code'))
    )


def downgrade() -> None:
    op.drop_table('one_time_code')
    op.drop_table('password_attempt')
    op.drop_table('login_session')
    op.drop_table('account_role')
    op.drop_table('account')
