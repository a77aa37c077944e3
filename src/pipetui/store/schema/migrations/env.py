"""Alembic's way in: runs on the connection that `migrate.upgrade` lends it."""

from alembic import context

from pipetui.store.schema.tables import Row

connection = context.config.attributes["connection"]
applied = context.config.attributes["applied"]
context.configure(
    connection=connection,
    target_metadata=Row.metadata,
    render_as_batch=True,
    on_version_apply=lambda step, **_: applied(),
)
context.run_migrations()
