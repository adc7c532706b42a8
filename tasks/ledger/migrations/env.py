"""What Alembic starts: the migrations, in the transaction and by the connection of whoever asked for them."""

from alembic import context

context.configure(**context.config.attributes)
context.run_migrations()
