"""People, sessions, recordings (which are the queue as well), settings and tickets."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    _people_and_sessions()
    _recordings()
    op.create_table(
        "desk_setting",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "desk_ticket",
        sa.Column("sha256", sa.Text, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("purpose", "about")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("expires_utc", "used_utc")),
    )


def _people_and_sessions() -> None:
    op.create_table(
        "desk_person",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("pseudonym", sa.Text, nullable=False, unique=True),
        sa.Column("birth_year", sa.Integer),
        sa.Column("sex", sa.Text, nullable=False),
        sa.Column("stature_m", sa.Float),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("notes", "baseline", "created_utc")),
    )
    op.create_table(
        "desk_session",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("person_id", sa.Text, sa.ForeignKey("desk_person.id"), index=True),
        sa.Column("day", sa.Text, nullable=False),
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in ("test", "side", "aid", "shoes", "comment", "scores", "created_utc")
        ),
    )


def _recordings() -> None:
    op.create_table(
        "desk_recording",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False, index=True),
        sa.Column("session_id", sa.Text, sa.ForeignKey("desk_session.id"), nullable=False, index=True),
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in ("name", "suffix", "origin", "status", "created_utc")
        ),
        sa.Column("size_bytes", sa.BigInteger, nullable=False),
        sa.Column("changed", sa.Integer, nullable=False, index=True),
        sa.Column("attempts", sa.Integer, nullable=False),
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in ("quality", "reason", "error", "hint", "found")
        ),
        sa.Column("seconds", sa.Float),
        sa.Column("video_kept", sa.Boolean, nullable=False),
    )
