"""The first day: signs of life, digests, parcels, what agents want to hear, what a folder is for

Revision: 0003, after 0002.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('life_sign',
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_life_sign'))
    )
    op.create_table('digest_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('agent_id', sa.Integer(), nullable=False),
    sa.Column('ticket_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['agent_id'], ['agent.id'], name=op.f('fk_digest_line_agent_id')),
    sa.ForeignKeyConstraint(['ticket_id'], ['ticket.id'], name=op.f('fk_digest_line_ticket_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_digest_line'))
    )
    op.create_index(op.f('ix_digest_line_ticket_id'), 'digest_line', ['ticket_id'])
    op.create_index('ix_digest_line_waiting', 'digest_line', ['told_at', 'agent_id', 'id'])
    op.create_table('parcel',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('way', sa.String(length=30), nullable=False),
    sa.Column('ticket_id', sa.Integer(), nullable=False),
    sa.Column('message_id', sa.Integer(), nullable=True),
    sa.Column('recipient', sa.String(length=320), nullable=False),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('times_used', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['message_id'], ['message.id'], name=op.f('fk_parcel_message_id')),
    sa.ForeignKeyConstraint(['ticket_id'], ['ticket.id'], name=op.f('fk_parcel_ticket_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_parcel'))
    )
    op.create_index(op.f('ix_parcel_message_id'), 'parcel', ['message_id'])
    op.create_index(op.f('ix_parcel_ticket_id'), 'parcel', ['ticket_id'])
    op.create_table('large_mail',
    sa.Column('mail_id', sa.Integer(), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('files', sa.JSON(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('fetched_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sha256', sa.String(length=64), nullable=True),
    sa.Column('trouble', sa.JSON(), nullable=True),
    sa.ForeignKeyConstraint(['mail_id'], ['mail.id'], name=op.f('fk_large_mail_mail_id')),
    sa.PrimaryKeyConstraint('mail_id', name=op.f('pk_large_mail'))
    )
    op.create_index(op.f('ix_large_mail_asked_at'), 'large_mail', ['asked_at'])
    op.add_column('agent', sa.Column('hears', sa.String(length=30), nullable=False, server_default='team'))
    op.add_column('folder_state', sa.Column('role', sa.String(length=30), nullable=False, server_default='inbox'))
    op.create_index('ix_delivery_spent', 'delivery', ['sending_account', 'ended_at'])
    op.add_column('ticket', sa.Column('spam_because', sa.JSON(), nullable=True))
    set_aside = sa.text('spam_at IS NOT NULL')
    op.create_index('ix_ticket_spam', 'ticket', ['id'], sqlite_where=set_aside, postgresql_where=set_aside)
