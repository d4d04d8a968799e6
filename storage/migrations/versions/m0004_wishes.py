"""Questions without an answer know where their asker wants to be told of one."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the address; "" for those who did not ask to be told."""
    for name in ("told_platform", "told_chat", "told_person"):
        op.add_column("questions", sa.Column(name, sa.Text(), nullable=False, server_default=""))
