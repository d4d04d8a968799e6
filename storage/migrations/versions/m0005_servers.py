"""What several processes on one server need: within a chat, ids grow in the order in which their rows are committed.

A number is drawn from a sequence before its row is seen by others. Two processes that write to one chat could so commit the higher number
first, and whoever reads on from the last number seen would miss the lower one for ever; nor would the first of a chat be known. So on a
server each insert waits for its chat's lock, and draws its number under it. SQLite has one writer, and needs nothing.
"""

from alembic import op

revision = "0005"
down_revision = "0004"

ORDERED = """
CREATE FUNCTION {table}_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.platform || ':' || NEW.chat, {seed}));
    NEW.id := nextval(pg_get_serial_sequence(TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME, 'id'));
    RETURN NEW;
END $$
"""
TRIGGER = "CREATE TRIGGER {table}_in_order BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_in_order()"


def upgrade() -> None:
    """Let inserts into inbox and outbox take their turn."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for seed, table in enumerate(("inbox", "outbox"), start=1):
        op.execute(f"ALTER TABLE {table} ALTER COLUMN id DROP DEFAULT")
        op.execute(ORDERED.format(table=table, seed=seed))
        op.execute(TRIGGER.format(table=table))
