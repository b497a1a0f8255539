"""Run by alembic: applies the migrations on the connection it is handed."""

from alembic import context

from assistant.storage.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
