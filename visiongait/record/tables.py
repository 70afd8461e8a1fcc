"""The tables of the record as the newest migration leaves them (`migrations/versions`)."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    Table,
    Text,
)

metadata = MetaData()

assessments = Table(
    "assessment",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subject", Text, nullable=False, index=True),
    Column("sha256", Text, nullable=False),
    Column("recording", Text, nullable=False),
    Column("body", Text, nullable=False),
)
"""`body` is the text of assessment.json, `sha256` its own; `recording` tells recordings apart."""

summaries = Table(
    "summary",
    metadata,
    Column("assessment_id", Integer, ForeignKey("assessment.id"), primary_key=True),
    Column("metric", Text, primary_key=True),
    Column("side", Text, primary_key=True),
    Column("value", Float),
    Column("unit", Text, nullable=False),
    Column("n", Integer, nullable=False),
    Column("sd", Float),
    Column("ci95_low", Float),
    Column("ci95_high", Float),
    Column("quality", Text, nullable=False),
    Column("reason", Text, nullable=False),
)
"""The rows of summary.csv, so that a clinic's own queries need not read JSON."""

entries = Table(
    "entry",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("subject", Text, nullable=False, index=True),
    Column("recorded_utc", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("zone", Text, nullable=False, server_default=""),
    Column("shoes", Text, nullable=False),
    Column("aid", Text, nullable=False),
    Column("task", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("comment", Text, nullable=False),
    Column("assessment_id", Integer, ForeignKey("assessment.id"), nullable=False),
    Column("corrects", Text, ForeignKey("entry.name"), unique=True),
    Column("withdrawn", Boolean, nullable=False),
)
"""A session as somebody entered it; `corrects` names the entry that it takes the place of; `zone` is that of
the day, empty where not known."""

scores = Table(
    "score",
    metadata,
    Column("entry_id", Integer, ForeignKey("entry.id"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("value", Float, nullable=False),
)

erasures = Table("erasure", metadata, Column("subject", Text, primary_key=True))
"""Holds a subject only inside the transaction that erases it: the one thing that may delete."""
