"""Business: enterprises and members, listings and who wants them, alerts, profiles, consents."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text()
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "enterprises",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("region", TEXT, nullable=False),
        sa.Column("industry", TEXT, nullable=False),
        sa.Column("size", TEXT, nullable=False),
        sa.Column("contact", TEXT, nullable=False),
        sa.Column("mobile", TEXT, nullable=False),
        sa.Column("needs", TEXT, nullable=False),
        sa.Column("listed", sa.Boolean()),
        sa.Column("owner", KEY),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("trusted", sa.Boolean(), nullable=False),
        sa.Column("reviewer", KEY),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["owner"], ["people.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["reviewer"], ["people.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
        sqlite_autoincrement=True,
    )
    op.create_index("enterprises_state", "enterprises", ["state", "region", "id"])
    op.create_table(
        "members",
        sa.Column("enterprise_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("enterprise_id", "person_id"),
    )
    op.create_index("members_person_id", "members", ["person_id"])
    op.create_table(
        "passes",
        sa.Column("code_hash", TEXT, nullable=False),
        sa.Column("enterprise_id", KEY, nullable=False),
        sa.Column("expires", MOMENT, nullable=False),
        sa.Column("used_by", KEY),
        sa.Column("used_at", MOMENT),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["used_by"], ["people.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("code_hash"),
    )
    op.create_table(
        "listings",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("side", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("enterprise_id", KEY),
        sa.Column("author_id", KEY),
        sa.Column("region", TEXT, nullable=False),
        sa.Column("place", TEXT, nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=False),
        sa.Column("duties", TEXT, nullable=False),
        sa.Column("requirements", TEXT, nullable=False),
        sa.Column("pay_low", sa.Integer()),
        sa.Column("pay_high", sa.Integer()),
        sa.Column("pay_unit", TEXT, nullable=False),
        sa.Column("monthly", sa.Integer(), nullable=False),
        sa.Column("majors", TEXT, nullable=False),
        sa.Column("education", TEXT, nullable=False),
        sa.Column("remark", TEXT, nullable=False),
        sa.Column("closes", sa.Date()),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("reviewer", KEY),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opened_at", MOMENT),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["reviewer"], ["people.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("listings_open", "listings", ["state", "kind", "region", "id"])
    op.create_index("listings_enterprise", "listings", ["enterprise_id", "id"])
    op.create_table(
        "favourites",
        sa.Column("listing_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["listing_id"], ["listings.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("listing_id", "person_id"),
    )
    op.create_table(
        "interests",
        sa.Column("id", KEY, nullable=False),
        sa.Column("listing_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT),
        sa.ForeignKeyConstraint(["listing_id"], ["listings.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("listing_id", "person_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("interests_person_id", "interests", ["person_id"])
    op.create_table(
        "complaints",
        sa.Column("id", KEY, nullable=False),
        sa.Column("listing_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("words", TEXT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT),
        sa.Column("finished_by", KEY),
        sa.ForeignKeyConstraint(["listing_id"], ["listings.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["finished_by"], ["people.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("listing_id", "person_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "subscriptions",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("topic", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("region", TEXT, nullable=False),
        sa.Column("words", TEXT, nullable=False),
        sa.Column("major", TEXT, nullable=False),
        sa.Column("education", TEXT, nullable=False),
        sa.Column("lowest_pay", sa.Integer(), nullable=False),
        sa.Column("rhythm", TEXT, nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=False),
        sa.Column("quiet_to", sa.Integer(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("last_day", sa.Date()),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("subscriptions_person_id", "subscriptions", ["person_id"])
    op.create_index("subscriptions_wanting", "subscriptions", ["topic", "kind", "region"])
    op.create_table(
        "alerted",
        sa.Column("subscription_id", KEY, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscriptions.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("subscription_id", "subject"),
    )
    op.create_table(
        "profiles",
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("school", TEXT, nullable=False),
        sa.Column("major", TEXT, nullable=False),
        sa.Column("speciality", TEXT, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("education", TEXT, nullable=False),
        sa.Column("region", TEXT, nullable=False),
        sa.Column("skills", TEXT, nullable=False),
        sa.Column("lowest_pay", sa.Integer(), nullable=False),
        sa.Column("mobile", TEXT, nullable=False),
        sa.Column("findable", sa.Boolean(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id"),
    )
    op.create_index("profiles_findable", "profiles", ["findable", "region"])
    op.create_table(
        "consents",
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("version", TEXT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", "version"),
    )
    # What became of a question, until when its answer holds, and when it was put before the staff.
    op.add_column("questions", sa.Column("outcome", TEXT, nullable=False, server_default=""))
    op.add_column("questions", sa.Column("office", TEXT, nullable=False, server_default=""))
    op.add_column("questions", sa.Column("until", sa.Date()))
    op.add_column("questions", sa.Column("alike", KEY, nullable=False, server_default="0"))
    op.add_column("questions", sa.Column("pushed_at", MOMENT))
    # Whose telephone number stands in what is said, so that it is forgotten with them.
    op.add_column("outbox", sa.Column("about", KEY, nullable=False, server_default="0"))
    # Announcements as staff make them; who is interested in what, whose recipients a correction follows, and which channels get a digest.
    op.add_column("broadcasts", sa.Column("interest", TEXT, nullable=False, server_default=""))
    op.add_column("broadcasts", sa.Column("follows", KEY, nullable=False, server_default="0"))
    op.add_column("channels", sa.Column("digest", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "bulletins",
        sa.Column("id", KEY, nullable=False),
        sa.Column("author_id", KEY, nullable=False),
        sa.Column("decided_by", KEY, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.Column("audience", TEXT, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("corrects", KEY, nullable=False),
        sa.Column("parts", TEXT, nullable=False),
        sa.Column("recalls", TEXT, nullable=False),
        sa.Column("at", MOMENT),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "reports",
        sa.Column("region", TEXT, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("region", "year"),
    )
