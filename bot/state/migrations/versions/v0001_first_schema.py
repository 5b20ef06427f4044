"""The first schema.

Revision: 0001
Follows: nothing
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The first schema."""
    op.create_table(
        "channel_collections",
        sa.Column("platform", sa.String(length=128), nullable=False),
        sa.Column("workspace", sa.String(length=128), nullable=False),
        sa.Column("channel", sa.String(length=128), nullable=False),
        sa.Column("collection", sa.String(length=128), nullable=False),
        sa.PrimaryKeyConstraint("platform", "workspace", "channel", "collection", name=op.f("pk_channel_collections")),
    )
    op.create_table(
        "collections",
        sa.Column("workspace", sa.String(length=128), nullable=False),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("private", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "name", name=op.f("pk_collections")),
    )
    op.create_table(
        "events",
        sa.Column("platform", sa.String(length=128), nullable=False),
        sa.Column("workspace", sa.String(length=128), nullable=False),
        sa.Column("event", sa.String(length=256), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("until", sa.Double(), nullable=False),
        sa.Column("received", sa.Double(), nullable=False),
        sa.CheckConstraint("state IN ('received', 'done')", name=op.f("ck_events_state")),
        sa.PrimaryKeyConstraint("platform", "workspace", "event", name=op.f("pk_events")),
    )
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_events_received"), ["received"], unique=False)

    op.create_table(
        "ledger",
        sa.Column("platform", sa.String(length=128), nullable=False),
        sa.Column("workspace", sa.String(length=128), nullable=False),
        sa.Column("channel", sa.String(length=128), nullable=False),
        sa.Column("subscription", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("message", sa.String(length=128), nullable=True),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("until", sa.Double(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("updated", sa.Double(), nullable=False),
        sa.CheckConstraint("state IN ('intended', 'posted', 'missed')", name=op.f("ck_ledger_state")),
        sa.PrimaryKeyConstraint("platform", "workspace", "channel", "subscription", "day", "part", name=op.f("pk_ledger")),
    )
    with op.batch_alter_table("ledger", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_day"), ["day"], unique=False)

    op.create_table(
        "replies",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("platform", sa.String(length=128), nullable=False),
        sa.Column("workspace", sa.String(length=128), nullable=False),
        sa.Column("channel", sa.String(length=128), nullable=False),
        sa.Column("thread", sa.String(length=128), nullable=True),
        sa.Column("message", sa.String(length=128), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("made", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replies")),
    )
    with op.batch_alter_table("replies", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_replies_platform_workspace_channel_thread"),
            ["platform", "workspace", "channel", "thread"],
            unique=False,
        )

    op.create_table(
        "subscriptions",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("platform", sa.String(length=128), nullable=False),
        sa.Column("workspace", sa.String(length=128), nullable=False),
        sa.Column("channel", sa.String(length=128), nullable=False),
        sa.Column("maker", sa.String(length=128), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=5), nullable=False),
        sa.Column("days", sa.String(length=7), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("made", sa.Double(), nullable=False),
        sa.CheckConstraint("state IN ('active', 'paused')", name=op.f("ck_subscriptions_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
    )
    with op.batch_alter_table("subscriptions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_subscriptions_platform_workspace_channel"), ["platform", "workspace", "channel"], unique=False
        )

    op.create_table(
        "threads",
        sa.Column("platform", sa.String(length=128), nullable=False),
        sa.Column("workspace", sa.String(length=128), nullable=False),
        sa.Column("channel", sa.String(length=128), nullable=False),
        sa.Column("thread", sa.String(length=128), nullable=False),
        sa.Column("turns", sa.Text(), nullable=False),
        sa.Column("updated", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "workspace", "channel", "thread", name=op.f("pk_threads")),
    )
    op.create_table(
        "feedback",
        sa.Column("reply", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=128), nullable=False),
        sa.Column("value", sa.String(length=16), nullable=False),
        sa.Column("given", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["reply"], ["replies.id"], name=op.f("fk_feedback_reply_replies"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("reply", "person", name=op.f("pk_feedback")),
    )
    op.create_table(
        "reply_sources",
        sa.Column("reply", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["reply"], ["replies.id"], name=op.f("fk_reply_sources_reply_replies"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("reply", "source", name=op.f("pk_reply_sources")),
    )
    with op.batch_alter_table("reply_sources", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reply_sources_source"), ["source"], unique=False)
