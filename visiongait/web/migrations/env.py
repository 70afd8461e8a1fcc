"""Run by Alembic: apply the steps on the connection, and in the transaction, of whoever asked for them."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], version_table="desk_version")
context.run_migrations()
