"""The audit trail, and what guards a save

Revision ID: 0004_trail
Revises: 0003_saved_views
"""
import sqlalchemy as sa
from alembic import op


revision = '0004_trail'
down_revision = '0003_saved_views'
branch_labels = None
depends_on = None


def _text() -> sa.types.TypeEngine[str]:
    return sa.Text().with_variant(sa.Text(collation='C'), 'postgresql')


SQLITE_TRIGGERS = (
    '''CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END''',
    '''CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'audit entries are never deleted'); END''',
    '''CREATE TRIGGER audit_entry_no_replace BEFORE INSERT ON audit_entry
    WHEN EXISTS (SELECT 1 FROM audit_entry WHERE seq = NEW.seq)
    BEGIN SELECT RAISE(ABORT, 'audit entries are never replaced'); END''',
)
POSTGRESQL_TRIGGERS = (
    '''CREATE FUNCTION audit_entry_forbid() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'audit entries are never changed or deleted'; END $$''',
    '''CREATE TRIGGER audit_entry_no_change BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_entry_forbid()''',
    '''CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_forbid()''',
)


def upgrade() -> None:
    op.create_table('audit_entry',
    sa.Column('seq', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('at', _text(), nullable=False),
    sa.Column('account', _text(), nullable=False),
    sa.Column('action', _text(), nullable=False),
    sa.Column('subject', _text(), nullable=True),
    sa.Column('payload', _text(), nullable=False),
    sa.Column('mac', _text(), nullable=False),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_audit_entry'))
    )
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_entry_action_seq'), ['action', 'seq'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_entry_subject_seq'), ['subject', 'seq'], unique=False)

    op.create_table('audit_head',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('mac', _text(), nullable=False),
    sa.CheckConstraint('id = 1', name=op.f('ck_audit_head_one_row')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_head'))
    )
    op.create_table('denied_word',
    sa.Column('word', _text(), nullable=False),
    sa.PrimaryKeyConstraint('word', name=op.f('pk_denied_word'))
    )
    op.create_table('evidence_file',
    sa.Column('sha256', _text(), nullable=False),
    sa.Column('mime', _text(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('captured_on', sa.Date(), nullable=True),
    sa.Column('original_sha256', _text(), nullable=False),
    sa.PrimaryKeyConstraint('sha256', name=op.f('pk_evidence_file'))
    )
    with op.batch_alter_table('evidence_file', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_evidence_file_original_sha256'), ['original_sha256'], unique=False)

    op.create_table('form_receipt',
    sa.Column('form_key', _text(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('action', _text(), nullable=False),
    sa.Column('subject', _text(), nullable=False),
    sa.PrimaryKeyConstraint('form_key', name=op.f('pk_form_receipt'))
    )
    op.create_table('held_text',
    sa.Column('record', _text(), nullable=False),
    sa.Column('key', _text(), nullable=False),
    sa.Column('field', _text(), nullable=False),
    sa.Column('kinds', _text(), nullable=False),
    sa.Column('written_by', sa.Integer(), nullable=True),
    sa.PrimaryKeyConstraint('record', 'key', 'field', name=op.f('pk_held_text'))
    )
    op.create_table('draft',
    sa.Column('form_key', _text(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('form', _text(), nullable=False),
    sa.Column('content', _text(), nullable=False),
    sa.Column('saved_at', _text(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_draft_account_id_account')),
    sa.PrimaryKeyConstraint('form_key', name=op.f('pk_draft'))
    )
    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_draft_account_id'), ['account_id'], unique=False)

    with op.batch_alter_table('issue', schema=None) as batch_op:
        batch_op.add_column(sa.Column('entered_by', sa.Integer(), nullable=True))

    with op.batch_alter_table('issue_event', schema=None) as batch_op:
        batch_op.add_column(sa.Column('entered_by', sa.Integer(), nullable=True))

    with op.batch_alter_table('meeting', schema=None) as batch_op:
        batch_op.add_column(sa.Column('entered_by', sa.Integer(), nullable=True))

    with op.batch_alter_table('situation_report', schema=None) as batch_op:
        batch_op.add_column(sa.Column('entered_by', sa.Integer(), nullable=True))
    op.execute("INSERT INTO audit_head (id, seq, mac) VALUES (1, 0, '')")
    triggers = SQLITE_TRIGGERS if op.get_bind().dialect.name == 'sqlite' else POSTGRESQL_TRIGGERS
    for trigger in triggers:
        op.execute(trigger)


def downgrade() -> None:
    with op.batch_alter_table('situation_report', schema=None) as batch_op:
        batch_op.drop_column('entered_by')

    with op.batch_alter_table('meeting', schema=None) as batch_op:
        batch_op.drop_column('entered_by')

    with op.batch_alter_table('issue_event', schema=None) as batch_op:
        batch_op.drop_column('entered_by')

    with op.batch_alter_table('issue', schema=None) as batch_op:
        batch_op.drop_column('entered_by')

    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_draft_account_id'))

    op.drop_table('draft')
    op.drop_table('held_text')
    op.drop_table('form_receipt')
    with op.batch_alter_table('evidence_file', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_evidence_file_original_sha256'))

    op.drop_table('evidence_file')
    op.drop_table('denied_word')
    op.drop_table('audit_head')
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_audit_entry_subject_seq'))
        batch_op.drop_index(batch_op.f('ix_audit_entry_action_seq'))

    op.drop_table('audit_entry')
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('DROP FUNCTION audit_entry_forbid()')
