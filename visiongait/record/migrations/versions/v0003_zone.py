"""The time zone in which a session's day was counted; not known of earlier entries, whose day stays."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the column."""
    op.add_column("entry", sa.Column("zone", sa.Text, nullable=False, server_default=""))
