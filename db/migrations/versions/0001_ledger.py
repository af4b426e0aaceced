"""Tables of the field, derived spans, installation

Revision ID: 0001_ledger
Revises: 
"""
import sqlalchemy as sa
from alembic import op

BinaryText = sa.Text().with_variant(sa.Text(collation='C'), 'postgresql')


revision = '0001_ledger'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('boundary',
    sa.Column('code', BinaryText, nullable=False),
    sa.Column('file', BinaryText, nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('feature', BinaryText, nullable=False),
    sa.Column('label_longitude', sa.Double(), nullable=False),
    sa.Column('label_latitude', sa.Double(), nullable=False),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_boundary')),
    sa.UniqueConstraint('file', 'position', name=op.f('uq_boundary_file_position'))
    )
    op.create_table('district',
    sa.Column('code', BinaryText, nullable=False),
    sa.Column('name', BinaryText, nullable=False),
    sa.Column('province', BinaryText, nullable=True),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_district'))
    )
    op.create_table('installation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('mark', BinaryText, nullable=True),
    sa.Column('ledger_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('id = 1', name=op.f('ck_installation_one_row')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_installation'))
    )
    op.create_table('unit',
    sa.Column('code', BinaryText, nullable=False),
    sa.Column('name', BinaryText, nullable=False),
    sa.Column('kind', BinaryText, nullable=False),
    sa.Column('parent', BinaryText, nullable=True),
    sa.Column('investigates', sa.Boolean(), nullable=True),
    sa.ForeignKeyConstraint(['parent'], ['unit.code'], name=op.f('fk_unit_parent_unit'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_unit'))
    )
    op.create_table('election',
    sa.Column('code', BinaryText, nullable=False),
    sa.Column('name_id', BinaryText, nullable=False),
    sa.Column('name_en', BinaryText, nullable=True),
    sa.Column('voting_day', sa.Date(), nullable=False),
    sa.Column('district_code', BinaryText, nullable=False),
    sa.Column('parent', BinaryText, nullable=True),
    sa.ForeignKeyConstraint(['district_code'], ['district.code'], name=op.f('fk_election_district_code_district')),
    sa.ForeignKeyConstraint(['parent'], ['election.code'], name=op.f('fk_election_parent_election'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_election'))
    )
    op.create_table('meeting',
    sa.Column('meeting', BinaryText, nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('programme', BinaryText, nullable=False),
    sa.Column('host_unit', BinaryText, nullable=True),
    sa.Column('venue', BinaryText, nullable=True),
    sa.Column('promised', sa.Boolean(), nullable=True),
    sa.Column('inputs', BinaryText, nullable=True),
    sa.Column('inputs_on', sa.Date(), nullable=True),
    sa.Column('source', BinaryText, nullable=True),
    sa.Column('recorded_at', BinaryText, nullable=True),
    sa.Column('recorded_on', sa.Date(), nullable=True),
    sa.Column('voided_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['host_unit'], ['unit.code'], name=op.f('fk_meeting_host_unit_unit')),
    sa.PrimaryKeyConstraint('meeting', name=op.f('pk_meeting'))
    )
    with op.batch_alter_table('meeting', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meeting_held_on'), ['held_on'], unique=False)

    op.create_table('situation_report',
    sa.Column('report', BinaryText, nullable=False),
    sa.Column('reported_on', sa.Date(), nullable=False),
    sa.Column('kind', BinaryText, nullable=False),
    sa.Column('unit', BinaryText, nullable=True),
    sa.Column('nil', sa.Boolean(), nullable=True),
    sa.Column('recorded_at', BinaryText, nullable=True),
    sa.Column('recorded_on', sa.Date(), nullable=True),
    sa.Column('voided_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['unit'], ['unit.code'], name=op.f('fk_situation_report_unit_unit')),
    sa.PrimaryKeyConstraint('report', name=op.f('pk_situation_report'))
    )
    with op.batch_alter_table('situation_report', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_situation_report_reported_on'), ['reported_on'], unique=False)

    op.create_table('sub_district',
    sa.Column('code', BinaryText, nullable=False),
    sa.Column('name', BinaryText, nullable=False),
    sa.Column('district_code', BinaryText, nullable=False),
    sa.Column('police_sector', BinaryText, nullable=True),
    sa.Column('sector_certainty', BinaryText, nullable=True),
    sa.Column('sector_source', BinaryText, nullable=True),
    sa.Column('latitude', sa.Double(), nullable=True),
    sa.Column('longitude', sa.Double(), nullable=True),
    sa.Column('registered_voters', sa.Integer(), nullable=True),
    sa.Column('polling_stations', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['district_code'], ['district.code'], name=op.f('fk_sub_district_district_code_district')),
    sa.ForeignKeyConstraint(['police_sector'], ['unit.code'], name=op.f('fk_sub_district_police_sector_unit')),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_sub_district'))
    )
    op.create_table('attendance',
    sa.Column('meeting', BinaryText, nullable=False),
    sa.Column('stakeholder_group', BinaryText, nullable=False),
    sa.Column('headcount', sa.Integer(), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.CheckConstraint('headcount >= 0', name=op.f('ck_attendance_headcount_not_negative')),
    sa.ForeignKeyConstraint(['meeting'], ['meeting.meeting'], name=op.f('fk_attendance_meeting_meeting')),
    sa.PrimaryKeyConstraint('meeting', 'stakeholder_group', name=op.f('pk_attendance'))
    )
    op.create_table('meeting_sub_district',
    sa.Column('meeting', BinaryText, nullable=False),
    sa.Column('sub_district_code', BinaryText, nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['meeting'], ['meeting.meeting'], name=op.f('fk_meeting_sub_district_meeting_meeting')),
    sa.ForeignKeyConstraint(['sub_district_code'], ['sub_district.code'], name=op.f('fk_meeting_sub_district_sub_district_code_sub_district')),
    sa.PrimaryKeyConstraint('meeting', 'sub_district_code', name=op.f('pk_meeting_sub_district'))
    )
    with op.batch_alter_table('meeting_sub_district', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meeting_sub_district_sub_district_code'), ['sub_district_code'], unique=False)

    op.create_table('situation_report_sub_district',
    sa.Column('report', BinaryText, nullable=False),
    sa.Column('sub_district_code', BinaryText, nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['report'], ['situation_report.report'], name=op.f('fk_situation_report_sub_district_report_situation_report')),
    sa.ForeignKeyConstraint(['sub_district_code'], ['sub_district.code'], name=op.f('fk_situation_report_sub_district_sub_district_code_sub_district')),
    sa.PrimaryKeyConstraint('report', 'sub_district_code', name=op.f('pk_situation_report_sub_district'))
    )
    with op.batch_alter_table('situation_report_sub_district', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_situation_report_sub_district_sub_district_code'), ['sub_district_code'], unique=False)

    op.create_table('stage',
    sa.Column('code', BinaryText, nullable=False),
    sa.Column('election', BinaryText, nullable=False),
    sa.Column('phase', BinaryText, nullable=False),
    sa.Column('tempo', BinaryText, nullable=False),
    sa.Column('name_id', BinaryText, nullable=False),
    sa.Column('name_en', BinaryText, nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('basis', BinaryText, nullable=True),
    sa.ForeignKeyConstraint(['election'], ['election.code'], name=op.f('fk_stage_election_election')),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_stage'))
    )
    op.create_table('status_raise',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sub_district_code', BinaryText, nullable=False),
    sa.Column('raised_on', sa.Date(), nullable=False),
    sa.Column('level', BinaryText, nullable=False),
    sa.Column('unit', BinaryText, nullable=True),
    sa.Column('reason', BinaryText, nullable=False),
    sa.Column('recorded_at', BinaryText, nullable=True),
    sa.Column('recorded_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['sub_district_code'], ['sub_district.code'], name=op.f('fk_status_raise_sub_district_code_sub_district')),
    sa.ForeignKeyConstraint(['unit'], ['unit.code'], name=op.f('fk_status_raise_unit_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_status_raise')),
    sa.UniqueConstraint('sub_district_code', 'raised_on', name=op.f('uq_status_raise_sub_district_code_raised_on'))
    )
    op.create_table('village',
    sa.Column('code', BinaryText, nullable=False),
    sa.Column('name', BinaryText, nullable=False),
    sa.Column('kind', BinaryText, nullable=True),
    sa.Column('sub_district_code', BinaryText, nullable=False),
    sa.Column('latitude', sa.Double(), nullable=True),
    sa.Column('longitude', sa.Double(), nullable=True),
    sa.ForeignKeyConstraint(['sub_district_code'], ['sub_district.code'], name=op.f('fk_village_sub_district_code_sub_district')),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_village'))
    )
    with op.batch_alter_table('village', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_village_sub_district_code'), ['sub_district_code'], unique=False)

    op.create_table('issue',
    sa.Column('issue', BinaryText, nullable=False),
    sa.Column('reported_on', sa.Date(), nullable=False),
    sa.Column('meeting', BinaryText, nullable=True),
    sa.Column('report', BinaryText, nullable=True),
    sa.Column('sub_district_code', BinaryText, nullable=True),
    sa.Column('village_code', BinaryText, nullable=True),
    sa.Column('kind', BinaryText, nullable=False),
    sa.Column('category', BinaryText, nullable=False),
    sa.Column('threat', BinaryText, nullable=True),
    sa.Column('rubric', BinaryText, nullable=True),
    sa.Column('severity', sa.Integer(), nullable=True),
    sa.Column('text', BinaryText, nullable=True),
    sa.Column('raised_by', BinaryText, nullable=True),
    sa.Column('source', BinaryText, nullable=True),
    sa.Column('recorded_at', BinaryText, nullable=True),
    sa.Column('recorded_on', sa.Date(), nullable=True),
    sa.Column('voided_on', sa.Date(), nullable=True),
    sa.CheckConstraint('severity BETWEEN 1 AND 4', name=op.f('ck_issue_severity_1_to_4')),
    sa.ForeignKeyConstraint(['meeting'], ['meeting.meeting'], name=op.f('fk_issue_meeting_meeting')),
    sa.ForeignKeyConstraint(['report'], ['situation_report.report'], name=op.f('fk_issue_report_situation_report')),
    sa.ForeignKeyConstraint(['sub_district_code'], ['sub_district.code'], name=op.f('fk_issue_sub_district_code_sub_district')),
    sa.ForeignKeyConstraint(['village_code'], ['village.code'], name=op.f('fk_issue_village_code_village')),
    sa.PrimaryKeyConstraint('issue', name=op.f('pk_issue'))
    )
    with op.batch_alter_table('issue', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_issue_meeting'), ['meeting'], unique=False)
        batch_op.create_index(batch_op.f('ix_issue_reported_on_issue'), ['reported_on', 'issue'], unique=False)
        batch_op.create_index(batch_op.f('ix_issue_sub_district_code_reported_on'), ['sub_district_code', 'reported_on'], unique=False)

    op.create_table('meeting_village',
    sa.Column('meeting', BinaryText, nullable=False),
    sa.Column('village_code', BinaryText, nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['meeting'], ['meeting.meeting'], name=op.f('fk_meeting_village_meeting_meeting')),
    sa.ForeignKeyConstraint(['village_code'], ['village.code'], name=op.f('fk_meeting_village_village_code_village')),
    sa.PrimaryKeyConstraint('meeting', 'village_code', name=op.f('pk_meeting_village'))
    )
    with op.batch_alter_table('meeting_village', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meeting_village_village_code'), ['village_code'], unique=False)

    op.create_table('situation_report_village',
    sa.Column('report', BinaryText, nullable=False),
    sa.Column('village_code', BinaryText, nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['report'], ['situation_report.report'], name=op.f('fk_situation_report_village_report_situation_report')),
    sa.ForeignKeyConstraint(['village_code'], ['village.code'], name=op.f('fk_situation_report_village_village_code_village')),
    sa.PrimaryKeyConstraint('report', 'village_code', name=op.f('pk_situation_report_village'))
    )
    op.create_table('issue_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('issue', BinaryText, nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('occurred_on', sa.Date(), nullable=False),
    sa.Column('event', BinaryText, nullable=False),
    sa.Column('unit', BinaryText, nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('threat', BinaryText, nullable=True),
    sa.Column('rubric', BinaryText, nullable=True),
    sa.Column('severity', sa.Integer(), nullable=True),
    sa.Column('by_group', BinaryText, nullable=True),
    sa.Column('meeting', BinaryText, nullable=True),
    sa.Column('into', BinaryText, nullable=True),
    sa.Column('reason', BinaryText, nullable=True),
    sa.Column('evidence', BinaryText, nullable=True),
    sa.Column('note', BinaryText, nullable=True),
    sa.Column('recorded_at', BinaryText, nullable=True),
    sa.Column('recorded_on', sa.Date(), nullable=True),
    sa.Column('voided_on', sa.Date(), nullable=True),
    sa.CheckConstraint('severity BETWEEN 1 AND 4', name=op.f('ck_issue_event_severity_1_to_4')),
    sa.ForeignKeyConstraint(['into'], ['issue.issue'], name=op.f('fk_issue_event_into_issue')),
    sa.ForeignKeyConstraint(['issue'], ['issue.issue'], name=op.f('fk_issue_event_issue_issue')),
    sa.ForeignKeyConstraint(['meeting'], ['meeting.meeting'], name=op.f('fk_issue_event_meeting_meeting')),
    sa.ForeignKeyConstraint(['unit'], ['unit.code'], name=op.f('fk_issue_event_unit_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_issue_event')),
    sa.UniqueConstraint('issue', 'sequence', name=op.f('uq_issue_event_issue_sequence'))
    )
    with op.batch_alter_table('issue_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_issue_event_issue_occurred_on_sequence'), ['issue', 'occurred_on', 'sequence'], unique=False)

    op.create_table('issue_span',
    sa.Column('issue', BinaryText, nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=False),
    sa.Column('sub_district_code', BinaryText, nullable=True),
    sa.Column('state', BinaryText, nullable=False),
    sa.Column('is_open', sa.Boolean(), nullable=False),
    sa.Column('severity', sa.Integer(), nullable=True),
    sa.Column('unit', BinaryText, nullable=True),
    sa.ForeignKeyConstraint(['issue'], ['issue.issue'], name=op.f('fk_issue_span_issue_issue')),
    sa.PrimaryKeyConstraint('issue', 'valid_from', name=op.f('pk_issue_span'))
    )
    with op.batch_alter_table('issue_span', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_issue_span_sub_district_code_is_open_valid_to_valid_from_severity'), ['sub_district_code', 'is_open', 'valid_to', 'valid_from', 'severity'], unique=False)
        batch_op.create_index(batch_op.f('ix_issue_span_valid_to_valid_from'), ['valid_to', 'valid_from'], unique=False)

    op.execute('INSERT INTO installation (id, mark, ledger_version) VALUES (1, NULL, 0)')


def downgrade() -> None:
    with op.batch_alter_table('issue_span', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_issue_span_valid_to_valid_from'))
        batch_op.drop_index(batch_op.f('ix_issue_span_sub_district_code_is_open_valid_to_valid_from_severity'))

    op.drop_table('issue_span')
    with op.batch_alter_table('issue_event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_issue_event_issue_occurred_on_sequence'))

    op.drop_table('issue_event')
    op.drop_table('situation_report_village')
    with op.batch_alter_table('meeting_village', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_meeting_village_village_code'))

    op.drop_table('meeting_village')
    with op.batch_alter_table('issue', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_issue_sub_district_code_reported_on'))
        batch_op.drop_index(batch_op.f('ix_issue_reported_on_issue'))
        batch_op.drop_index(batch_op.f('ix_issue_meeting'))

    op.drop_table('issue')
    with op.batch_alter_table('village', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_village_sub_district_code'))

    op.drop_table('village')
    op.drop_table('status_raise')
    op.drop_table('stage')
    with op.batch_alter_table('situation_report_sub_district', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_situation_report_sub_district_sub_district_code'))

    op.drop_table('situation_report_sub_district')
    with op.batch_alter_table('meeting_sub_district', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_meeting_sub_district_sub_district_code'))

    op.drop_table('meeting_sub_district')
    op.drop_table('attendance')
    op.drop_table('sub_district')
    with op.batch_alter_table('situation_report', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_situation_report_reported_on'))

    op.drop_table('situation_report')
    with op.batch_alter_table('meeting', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_meeting_held_on'))

    op.drop_table('meeting')
    op.drop_table('election')
    op.drop_table('unit')
    op.drop_table('installation')
    op.drop_table('district')
    op.drop_table('boundary')
