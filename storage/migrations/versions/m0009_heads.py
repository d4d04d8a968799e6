"""Indexes along which a claim of the outbox goes from chat to chat in a lane, and sees what is on its way in one."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

OPEN: dict[str, Any] = {"sqlite_where": sa.text("finished_at IS NULL"), "postgresql_where": sa.text("finished_at IS NULL")}
_LEASED = sa.text("finished_at IS NULL AND lease_until IS NOT NULL")
LEASED: dict[str, Any] = {"sqlite_where": _LEASED, "postgresql_where": _LEASED}


def upgrade() -> None:
    """Replace the index by lane and age."""
    op.drop_index("outbox_open", "outbox")
    op.create_index("outbox_open_lane", "outbox", ["platform", "lane", "chat", "id"], **OPEN)
    op.create_index("outbox_leased", "outbox", ["platform", "chat"], **LEASED)
