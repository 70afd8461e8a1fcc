"""Entries and assessments as rows of the record's tables, and back."""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import numpy as np
from sqlalchemy import Connection, Row, Table, insert, select

from ..change import recording_of
from ..datatypes.assessment import Assessment, Conditions
from ..metrics import SUMMARY_COLUMNS
from . import tables
from .entry import Entry, Statement

ENTRY = select(tables.entries, tables.assessments.c.sha256).join(tables.assessments)


def insert_assessment(connection: Connection, subject: str, assessment: Assessment) -> int:
    """Keep the text of an assessment whole, and its summary as rows; return its number."""
    body = assessment.to_json()
    row = {"subject": subject, "sha256": sha256_of(body), "recording": recording_of(assessment), "body": body}
    number = _inserted(connection, tables.assessments, row)
    summary = assessment.summary.reindex(columns=list(SUMMARY_COLUMNS))
    plain: list[dict[Any, Any]] = summary.astype(object).replace({np.nan: None}).to_dict("records")
    if plain:
        connection.execute(insert(tables.summaries), [one | {"assessment_id": number} for one in plain])
    return number


def sha256_of(body: str) -> str:
    """Return the sha256 of an assessment's text."""
    return hashlib.sha256(body.encode("utf-8")).hexdigest()


def _inserted(connection: Connection, table: Table, row: dict[str, Any]) -> int:
    kept = connection.execute(insert(table).values(row).returning(table.c.id))
    return int(kept.scalar_one())


def insert_entry(connection: Connection, entry: Entry, assessment_id: int) -> None:
    """Keep an entry and its scores."""
    said = entry.statement
    row = {
        "name": entry.name,
        "subject": entry.subject,
        "recorded_utc": entry.recorded_utc,
        "day": said.day,
        "zone": entry.zone,
        **asdict(said.conditions),
        "comment": said.comment,
        "assessment_id": assessment_id,
        "corrects": entry.corrects or None,
        "withdrawn": entry.withdrawn,
    }
    number = _inserted(connection, tables.entries, row)
    rows = [{"entry_id": number, "name": name, "value": value} for name, value in said.scores.items()]
    if rows:
        connection.execute(insert(tables.scores), rows)


def read_entries(connection: Connection, subject: str = "") -> list[Entry]:
    """Return every entry, corrected ones as well, of one subject or of all, as they were entered."""
    query = ENTRY.where(tables.entries.c.subject == subject) if subject else ENTRY
    rows = connection.execute(query.order_by(tables.entries.c.id)).all()
    found = connection.execute(select(tables.scores)).all()
    scores: dict[int, dict[str, float]] = {}
    for number, name, value in found:
        scores.setdefault(number, {})[name] = value
    return [_entry(row, scores.get(row.id, {})) for row in rows]


def _entry(row: Row[Any], scores: dict[str, float]) -> Entry:
    conditions = Conditions(row.shoes, row.aid, row.task, row.state)
    statement = Statement(row.day, conditions, scores, row.comment)
    corrects, withdrawn = row.corrects or "", bool(row.withdrawn)
    return Entry(
        row.name, row.subject, row.recorded_utc, statement, row.sha256, corrects, withdrawn, row.zone
    )


def assessment_number(connection: Connection, entry: Entry) -> int:
    """Return the number of the assessment that an entry is about."""
    query = select(tables.entries.c.assessment_id).where(tables.entries.c.name == entry.name)
    return int(connection.execute(query).scalar_one())


def read_body(connection: Connection, entry: Entry) -> str:
    """Return the text of the assessment that an entry is about, as it was stored."""
    number = assessment_number(connection, entry)
    query = select(tables.assessments.c.body).where(tables.assessments.c.id == number)
    return str(connection.execute(query).scalar_one())


def read_assessment(connection: Connection, entry: Entry) -> Assessment:
    """Return the assessment that an entry is about; ValueError if this program cannot read it."""
    return Assessment.from_json(read_body(connection, entry))


def current(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries that count: neither corrected nor withdrawn, in order of days."""
    listed = list(entries)
    replaced = {entry.corrects for entry in listed}
    kept = [entry for entry in listed if entry.name not in replaced and not entry.withdrawn]
    return sorted(kept, key=lambda entry: entry.statement.day)
