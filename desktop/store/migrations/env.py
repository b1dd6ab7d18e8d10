"""How Alembic runs here: on the connection it is handed, inside that connection's transaction.

The connection is keyed already, so no key ever stands in a URL or an ini file.
"""

from alembic import context

from desktop.store.models import Row

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Row.metadata,
    render_as_batch=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
