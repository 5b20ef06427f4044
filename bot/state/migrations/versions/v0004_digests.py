"""The digest's subscriptions and ledger as they are used, and the hosts that schedule.

Revision: 0004
Follows: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The digest's tables anew: until now nothing has ever been written to them."""
    op.drop_table("ledger")
    op.drop_table("subscriptions")
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
        sa.Column("reason", sa.String(length=256), nullable=False),
        sa.Column("since", sa.Double(), nullable=False),
        sa.Column("made", sa.Double(), nullable=False),
        sa.CheckConstraint("state IN ('active', 'paused')", name=op.f("ck_subscriptions_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
    )
    with op.batch_alter_table("subscriptions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_subscriptions_platform_workspace_channel"), ["platform", "workspace", "channel"], unique=False
        )
    op.create_table(
        "ledger",
        sa.Column("platform", sa.String(length=128), nullable=False),
        sa.Column("workspace", sa.String(length=128), nullable=False),
        sa.Column("channel", sa.String(length=128), nullable=False),
        sa.Column("subscription", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("due", sa.Double(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("hash", sa.String(length=64), nullable=True),
        sa.Column("message", sa.String(length=128), nullable=True),
        sa.Column("told", sa.LargeBinary(), nullable=True),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("until", sa.Double(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("updated", sa.Double(), nullable=False),
        sa.CheckConstraint(
            "state IN ('writing', 'intended', 'posted', 'missed', 'lapsed', 'skipped')", name=op.f("ck_ledger_state")
        ),
        sa.PrimaryKeyConstraint("platform", "workspace", "channel", "subscription", "day", "part", name=op.f("pk_ledger")),
    )
    with op.batch_alter_table("ledger", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_day"), ["day"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_state_updated"), ["state", "updated"], unique=False)
    op.create_table(
        "schedulers",
        sa.Column("host", sa.String(length=128), nullable=False),
        sa.Column("beats", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_schedulers")),
    )
