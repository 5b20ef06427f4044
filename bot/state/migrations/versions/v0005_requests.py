"""What was asked with each event, so that whoever is left can answer it.

Revision: 0005
Follows: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The request of an event, how often it was taken over, and an index that finds what is left."""
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.add_column(sa.Column("request", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("lapses", sa.Integer(), server_default="0", nullable=False))
        batch_op.create_index(batch_op.f("ix_events_state_until"), ["state", "until"], unique=False)
