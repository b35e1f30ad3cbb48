"""Clocks, articles and the coordinators' panel

Revision: 0002, after 0001.
"""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from models import message_words

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('article',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('audience', sa.String(length=30), nullable=False),
    sa.Column('category', sa.String(length=100), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_article')),
    sa.UniqueConstraint('key', name=op.f('uq_article_key'))
    )
    op.create_table('business_calendar',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('time_zone', sa.String(length=60), nullable=False),
    sa.Column('hours', sa.JSON(), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('joint_leave', sa.Boolean(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_business_calendar')),
    sa.UniqueConstraint('slug', name=op.f('uq_business_calendar_slug'))
    )
    op.create_table('organization',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('domain', sa.String(length=255), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organization')),
    sa.UniqueConstraint('domain', name=op.f('uq_organization_domain')),
    sa.UniqueConstraint('name', name=op.f('uq_organization_name'))
    )
    op.create_table('article_text',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('article_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('keywords', sa.String(length=500), nullable=False),
    sa.Column('agent_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['agent_id'], ['agent.id'], name=op.f('fk_article_text_agent_id')),
    sa.ForeignKeyConstraint(['article_id'], ['article.id'], name=op.f('fk_article_text_article_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_article_text')),
    sa.UniqueConstraint('article_id', 'language', 'version', name=op.f('uq_article_text_article_id_language_version'))
    )
    op.create_table('bulk_deed',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=32), nullable=False),
    sa.Column('agent_id', sa.Integer(), nullable=False),
    sa.Column('deed', sa.String(length=30), nullable=False),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['agent_id'], ['agent.id'], name=op.f('fk_bulk_deed_agent_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bulk_deed')),
    sa.UniqueConstraint('key', name=op.f('uq_bulk_deed_key'))
    )
    op.create_table('calendar_day',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('calendar_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('is_open', sa.Boolean(), nullable=False),
    sa.Column('hours', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['calendar_id'], ['business_calendar.id'], name=op.f('fk_calendar_day_calendar_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_day')),
    sa.UniqueConstraint('calendar_id', 'day', name=op.f('uq_calendar_day_calendar_id_day'))
    )
    op.create_table('policy',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=True),
    sa.Column('requester_kind', sa.String(length=30), nullable=True),
    sa.Column('calendar_id', sa.Integer(), nullable=True),
    sa.Column('warn_percent', sa.Integer(), nullable=False),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['calendar_id'], ['business_calendar.id'], name=op.f('fk_policy_calendar_id')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_policy_team_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_policy')),
    sa.UniqueConstraint('slug', name=op.f('uq_policy_slug'))
    )
    op.create_table('target',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('policy_id', sa.Integer(), nullable=False),
    sa.Column('metric', sa.String(length=30), nullable=False),
    sa.Column('priority', sa.String(length=30), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=False),
    sa.Column('unit', sa.String(length=30), nullable=False),
    sa.ForeignKeyConstraint(['policy_id'], ['policy.id'], name=op.f('fk_target_policy_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_target')),
    sa.UniqueConstraint('policy_id', 'metric', 'priority', name=op.f('uq_target_policy_id_metric_priority'))
    )
    op.create_table('blocked_sender',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pattern', sa.String(length=320), nullable=False),
    sa.Column('agent_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ticket_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['agent_id'], ['agent.id'], name=op.f('fk_blocked_sender_agent_id')),
    sa.ForeignKeyConstraint(['ticket_id'], ['ticket.id'], name=op.f('fk_blocked_sender_ticket_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_blocked_sender')),
    sa.UniqueConstraint('pattern', name=op.f('uq_blocked_sender_pattern'))
    )
    op.create_table('kept_draft',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ticket_id', sa.Integer(), nullable=False),
    sa.Column('agent_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['agent_id'], ['agent.id'], name=op.f('fk_kept_draft_agent_id')),
    sa.ForeignKeyConstraint(['ticket_id'], ['ticket.id'], name=op.f('fk_kept_draft_ticket_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kept_draft')),
    sa.UniqueConstraint('ticket_id', 'agent_id', 'kind', name=op.f('uq_kept_draft_ticket_id_agent_id_kind'))
    )
    op.create_table('learned',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('article_id', sa.Integer(), nullable=False),
    sa.Column('ticket_id', sa.Integer(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('forgotten_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['article_id'], ['article.id'], name=op.f('fk_learned_article_id')),
    sa.ForeignKeyConstraint(['ticket_id'], ['ticket.id'], name=op.f('fk_learned_ticket_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_learned')),
    sa.UniqueConstraint('ticket_id', 'article_id', name=op.f('uq_learned_ticket_id_article_id'))
    )
    op.create_index(op.f('ix_learned_article_id'), 'learned', ['article_id'])
    op.create_table('suggestion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ticket_id', sa.Integer(), nullable=False),
    sa.Column('article_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.String(length=30), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('probability', sa.Double(), nullable=False),
    sa.Column('features', sa.JSON(), nullable=False),
    sa.Column('token', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('inserted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('solved_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['article_id'], ['article.id'], name=op.f('fk_suggestion_article_id')),
    sa.ForeignKeyConstraint(['ticket_id'], ['ticket.id'], name=op.f('fk_suggestion_ticket_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_suggestion')),
    sa.UniqueConstraint('ticket_id', 'article_id', 'place', name=op.f('uq_suggestion_ticket_id_article_id_place')),
    sa.UniqueConstraint('token', name=op.f('uq_suggestion_token'))
    )
    op.create_index('ix_suggestion_article', 'suggestion', ['article_id', 'id'])
    op.create_table('clock',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ticket_id', sa.Integer(), nullable=False),
    sa.Column('metric', sa.String(length=30), nullable=False),
    sa.Column('policy_id', sa.Integer(), nullable=False),
    sa.Column('calendar_id', sa.Integer(), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=False),
    sa.Column('unit', sa.String(length=30), nullable=False),
    sa.Column('warn_percent', sa.Integer(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('wakes_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('paused_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('pause_reason', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('met_by_id', sa.Integer(), nullable=True),
    sa.Column('warned_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('breached_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['calendar_id'], ['business_calendar.id'], name=op.f('fk_clock_calendar_id')),
    sa.ForeignKeyConstraint(['met_by_id'], ['message.id'], name=op.f('fk_clock_met_by_id')),
    sa.ForeignKeyConstraint(['policy_id'], ['policy.id'], name=op.f('fk_clock_policy_id')),
    sa.ForeignKeyConstraint(['ticket_id'], ['ticket.id'], name=op.f('fk_clock_ticket_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_clock'))
    )
    op.create_index(op.f('ix_clock_calendar_id'), 'clock', ['calendar_id'])
    op.create_index('ix_clock_ticket', 'clock', ['ticket_id', 'metric', 'id'])
    op.create_index('ix_clock_wakes_at', 'clock', ['wakes_at', 'id'])
    op.create_table('clock_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('clock_id', sa.Integer(), nullable=False),
    sa.Column('change', sa.String(length=30), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['clock_id'], ['clock.id'], name=op.f('fk_clock_event_clock_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_clock_event'))
    )
    op.create_index(op.f('ix_clock_event_clock_id'), 'clock_event', ['clock_id'])
    # SQLite adds columns in place; to build the tables anew would take them from under those that refer to them.
    op.add_column('requester', sa.Column('phone', sa.String(length=60), nullable=False, server_default=''))
    op.add_column('requester', sa.Column('kind', sa.String(length=30), nullable=True))
    op.add_column('requester', sa.Column('organization_id', sa.Integer(), sa.ForeignKey('organization.id'), nullable=True), inline_references=True)
    op.create_index(op.f('ix_requester_organization_id'), 'requester', ['organization_id'])
    op.add_column('requester', sa.Column('joined_into_id', sa.Integer(), sa.ForeignKey('requester.id'), nullable=True), inline_references=True)
    op.create_index(op.f('ix_requester_joined_into_id'), 'requester', ['joined_into_id'])
    op.add_column('mail', sa.Column('caught_at', sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f('ix_mail_caught_at'), 'mail', ['caught_at'])
    op.add_column('team', sa.Column('calendar_id', sa.Integer(), sa.ForeignKey('business_calendar.id'), nullable=True), inline_references=True)
    op.add_column('ticket', sa.Column('turn_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('ticket', sa.Column('held_because', sa.String(length=300), nullable=False, server_default=''))
    op.add_column('ticket', sa.Column('held_until', sa.DateTime(timezone=True), nullable=True))
    op.add_column('ticket', sa.Column('spam_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('ticket', sa.Column('merged_into_id', sa.Integer(), sa.ForeignKey('ticket.id'), nullable=True), inline_references=True)
    op.create_index('ix_ticket_assignee_turn', 'ticket', ['assignee_id', 'turn_at', 'id'])
    op.create_index(op.f('ix_ticket_held_until'), 'ticket', ['held_until'])
    op.create_index(op.f('ix_ticket_merged_into_id'), 'ticket', ['merged_into_id'])
    op.create_index('ix_ticket_team_turn', 'ticket', ['team_id', 'turn_at', 'id'])
    op.create_index('ix_ticket_turn', 'ticket', ['turn_at', 'id'])
    unfinished = sa.text('turn_at IS NOT NULL')
    op.create_index('ix_ticket_unfinished', 'ticket', ['team_id', 'assignee_id', 'status', 'turn_at', 'opened_at'], sqlite_where=unfinished, postgresql_where=unfinished)
    op.create_index('ix_clock_breached_at', 'clock', ['breached_at', 'metric', 'ticket_id'])
    op.create_index('ix_clock_event_change', 'clock_event', ['change', 'at', 'clock_id'])
    op.create_index('ix_bulk_deed_agent', 'bulk_deed', ['agent_id', 'id'])
    message_words.create(op.get_bind())
    _give_unfinished_tickets_their_turn()


def _give_unfinished_tickets_their_turn() -> None:
    """No clock runs on them yet; `sla` starts them by replaying their events."""
    ticket = sa.table('ticket', sa.column('status', sa.String), sa.column('turn_at', sa.DateTime(timezone=True)))
    no_hurry = datetime(9000, 1, 1, tzinfo=UTC)
    op.execute(ticket.update().where(ticket.c.status.not_in(['resolved', 'closed'])).values(turn_at=no_hurry))
