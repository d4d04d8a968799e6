"""What Alembic runs: the revisions over the connection, inside the transaction, that `upgrade` handed it."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
