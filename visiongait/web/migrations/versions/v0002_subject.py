"""Who of several people in a recording is measured."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the column."""
    op.add_column("desk_recording", sa.Column("subject", sa.Text, nullable=False, server_default="auto"))
