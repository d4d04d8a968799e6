"""Subscriptions tell in which order they were changed, so that what was learnt of them before can be brought up to date."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the column; what is there already counts as changed before everything else."""
    op.add_column("subscriptions", sa.Column("revision", sa.BigInteger(), server_default="0", nullable=False))
    op.create_index("subscriptions_revision", "subscriptions", ["revision"])
