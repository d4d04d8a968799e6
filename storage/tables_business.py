"""The tables of business: enterprises and their members, listings and who wants them, alerts, profiles, consents, published reports."""

from sqlalchemy import BigInteger, Boolean, Column, Date, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from storage.columns import Id, Json, Moment, Words
from storage.tables import metadata

enterprises = Table(
    "enterprises",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Words, nullable=False),
    Column("code", Text, nullable=False, unique=True),
    Column("region", Text, nullable=False),
    Column("industry", Words, nullable=False),
    Column("size", Text, nullable=False),
    Column("contact", Words, nullable=False),
    Column("mobile", Text, nullable=False),
    Column("needs", Text, nullable=False),
    Column("listed", Boolean),
    Column("owner", ForeignKey("people.id", ondelete="SET NULL")),
    Column("state", Text, nullable=False),
    Column("reason", Words, nullable=False),
    Column("trusted", Boolean, nullable=False),
    Column("reviewer", ForeignKey("people.id", ondelete="SET NULL")),
    Column("version", Integer, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Index("enterprises_state", "state", "region", "id"),
    sqlite_autoincrement=True,
)

members = Table(
    "members",
    metadata,
    Column("enterprise_id", ForeignKey("enterprises.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("state", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index("members_person_id", "person_id"),
)

passes = Table(
    "passes",
    metadata,
    Column("code_hash", Text, primary_key=True),
    Column("enterprise_id", ForeignKey("enterprises.id", ondelete="CASCADE"), nullable=False),
    Column("expires", Moment, nullable=False),
    Column("used_by", ForeignKey("people.id", ondelete="SET NULL")),
    Column("used_at", Moment),
)

listings = Table(
    "listings",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("side", Text, nullable=False),
    Column("title", Words, nullable=False),
    Column("enterprise_id", ForeignKey("enterprises.id", ondelete="CASCADE")),
    Column("author_id", ForeignKey("people.id", ondelete="SET NULL")),
    Column("region", Text, nullable=False),
    Column("place", Words, nullable=False),
    Column("headcount", Integer, nullable=False),
    Column("duties", Words, nullable=False),
    Column("requirements", Words, nullable=False),
    Column("pay_low", Integer),
    Column("pay_high", Integer),
    Column("pay_unit", Text, nullable=False),
    Column("monthly", Integer, nullable=False),
    Column("majors", Text, nullable=False),
    Column("education", Text, nullable=False),
    Column("remark", Words, nullable=False),
    Column("closes", Date),
    Column("state", Text, nullable=False),
    Column("reason", Words, nullable=False),
    Column("reviewer", ForeignKey("people.id", ondelete="SET NULL")),
    Column("version", Integer, nullable=False),
    Column("opened_at", Moment),
    Column("changed_at", Moment, nullable=False),
    Index("listings_open", "state", "kind", "region", "id"),
    Index("listings_enterprise", "enterprise_id", "id"),
    sqlite_autoincrement=True,
)

favourites = Table(
    "favourites",
    metadata,
    Column("listing_id", ForeignKey("listings.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("at", Moment, nullable=False),
)

interests = Table(
    "interests",
    metadata,
    Column("id", Id, primary_key=True),
    Column("listing_id", ForeignKey("listings.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("state", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("answered_at", Moment),
    UniqueConstraint("listing_id", "person_id"),
    Index("interests_person_id", "person_id"),
    sqlite_autoincrement=True,
)

complaints = Table(
    "complaints",
    metadata,
    Column("id", Id, primary_key=True),
    Column("listing_id", ForeignKey("listings.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("words", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("finished_by", ForeignKey("people.id", ondelete="SET NULL")),
    UniqueConstraint("listing_id", "person_id"),
    sqlite_autoincrement=True,
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("topic", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("region", Text, nullable=False),
    Column("words", Words, nullable=False),
    Column("major", Text, nullable=False),
    Column("education", Text, nullable=False),
    Column("lowest_pay", Integer, nullable=False),
    Column("rhythm", Text, nullable=False),
    Column("weekday", Integer, nullable=False),
    Column("most", Integer, nullable=False),
    Column("quiet_from", Integer, nullable=False),
    Column("quiet_to", Integer, nullable=False),
    Column("paused", Boolean, nullable=False),
    Column("since", Moment, nullable=False),
    Column("last_day", Date),
    Column("revision", BigInteger, server_default="0", nullable=False),
    Index("subscriptions_person_id", "person_id"),
    Index("subscriptions_wanting", "topic", "kind", "region"),
    Index("subscriptions_revision", "revision"),
    sqlite_autoincrement=True,
)

alerted = Table(
    "alerted",
    metadata,
    Column("subscription_id", ForeignKey("subscriptions.id", ondelete="CASCADE"), primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

profiles = Table(
    "profiles",
    metadata,
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("school", Words, nullable=False),
    Column("major", Text, nullable=False),
    Column("speciality", Words, nullable=False),
    Column("year", Integer, nullable=False),
    Column("education", Text, nullable=False),
    Column("region", Text, nullable=False),
    Column("skills", Words, nullable=False),
    Column("lowest_pay", Integer, nullable=False),
    Column("mobile", Text, nullable=False),
    Column("findable", Boolean, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Index("profiles_findable", "findable", "region"),
)

consents = Table(
    "consents",
    metadata,
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Text, primary_key=True),
    Column("at", Moment, nullable=False),
)

reports = Table(
    "reports",
    metadata,
    Column("region", Text, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("body", Json, nullable=False),
    Column("at", Moment, nullable=False),
)
