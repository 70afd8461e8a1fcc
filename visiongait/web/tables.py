"""The desk's tables, as SQLAlchemy sees them; what makes them are the steps in `migrations`."""

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Integer, MetaData, Table, Text

metadata = MetaData()

people = Table(
    "desk_person",
    metadata,
    Column("id", Text, primary_key=True),
    Column("pseudonym", Text, nullable=False, unique=True),
    Column("birth_year", Integer),
    Column("sex", Text, nullable=False),
    Column("stature_m", Float),
    Column("notes", Text, nullable=False),
    Column("baseline", Text, nullable=False),
    Column("created_utc", Text, nullable=False),
)

sessions = Table(
    "desk_session",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person_id", Text, ForeignKey("desk_person.id"), index=True),
    Column("day", Text, nullable=False),
    *(Column(name, Text, nullable=False) for name in ("test", "side", "aid", "shoes", "comment", "scores")),
    Column("created_utc", Text, nullable=False),
)

recordings = Table(
    "desk_recording",
    metadata,
    Column("id", Text, primary_key=True),
    Column("number", Integer, nullable=False, index=True),
    Column("session_id", Text, ForeignKey("desk_session.id"), nullable=False, index=True),
    *(Column(name, Text, nullable=False) for name in ("name", "suffix", "origin", "status", "created_utc")),
    Column("size_bytes", BigInteger, nullable=False),
    Column("changed", Integer, nullable=False, index=True),
    Column("attempts", Integer, nullable=False),
    *(
        Column(name, Text, nullable=False)
        for name in ("quality", "reason", "error", "hint", "found", "subject")
    ),
    Column("seconds", Float),
    Column("video_kept", Boolean, nullable=False),
)

settings = Table(
    "desk_setting",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

tickets = Table(
    "desk_ticket",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("purpose", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("expires_utc", Text, nullable=False),
    Column("used_utc", Text, nullable=False),
)
