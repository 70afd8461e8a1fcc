"""Entries and assessments as rows of the record's tables, and back; what may not be entered."""

import hashlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import Any

import numpy as np
from sqlalchemy import Connection, Row, Table, insert, select

from ..change import recording_of, refuse_incomparable
from ..datatypes import SUMMARY, Assessment, Conditions
from ..errors import UsageError
from . import tables
from .entry import Entry, Statement

ENTRY = select(tables.entries, tables.assessments.c.sha256).join(tables.assessments)


def insert_assessment(connection: Connection, subject: str, assessment: Assessment) -> int:
    """Keep the text of an assessment whole, and its summary as rows; return its number."""
    body = assessment.to_json()
    row = {"subject": subject, "sha256": sha256_of(body), "recording": recording_of(assessment), "body": body}
    number = _inserted(connection, tables.assessments, row)
    summary = assessment.summary.reindex(columns=list(SUMMARY.relied_on))
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


def refuse_unknown(subject: str, entries: Sequence[Entry]) -> None:
    """Raise UsageError where nothing is known of a subject."""
    if not entries:
        raise UsageError(
            f"Subject {subject} is not in the record.", "`visiongait record list` shows the subjects."
        )


def find_entry(connection: Connection, name: str) -> Entry:
    """Return the entry of this name; UsageError if there is none."""
    for entry in read_entries(connection):
        if entry.name == name:
            return entry
    raise UsageError(
        f"Entry {name} is not in the record.", "`visiongait record list` shows the names of entries."
    )


def refuse_corrected(connection: Connection, name: str) -> None:
    """Raise UsageError where an entry has been corrected: only the newest word on a session can be."""
    query = select(tables.entries.c.name).where(tables.entries.c.corrects == name)
    if newer := connection.execute(query).scalar():
        raise UsageError(f"Entry {name} has already been corrected by {newer}.", f"Correct {newer} instead.")


def refuse_known(connection: Connection, assessment: Assessment) -> None:
    """Raise UsageError where a session of this very recording counts already."""
    same = tables.assessments.c.recording == recording_of(assessment)
    query = select(tables.entries.c.name).join(tables.assessments).where(same)
    names = set(connection.execute(query).scalars())
    for entry in current(read_entries(connection)):
        if entry.name in names:
            raise UsageError(
                f"This recording is already in the record: entry {entry.name} of {entry.subject}.",
                f"`visiongait record correct {entry.name}` corrects it.",
            )


def refuse_somebody_else(connection: Connection, subject: str, assessment: Assessment) -> None:
    """Raise UsageError where an assessment seems to be of another person than the subject's newest one."""
    own = assessment.person.pseudonym
    if own and own != subject:
        raise UsageError(
            f"These results belong to {own}, not to {subject}.", f"Give --subject {own}, or other results."
        )
    earlier = current(read_entries(connection, subject))
    with suppress(ValueError):  # stored by a version whose results cannot be read: nothing to compare with
        for entry in earlier[-1:]:
            refuse_incomparable(read_assessment(connection, entry), assessment)


def refuse_other_recording(connection: Connection, old: Entry, new: Assessment) -> None:
    """Raise UsageError where an entry shall be corrected with the results of another recording."""
    query = (
        select(tables.assessments.c.recording).join(tables.entries).where(tables.entries.c.name == old.name)
    )
    if connection.execute(query).scalar() != recording_of(new):
        raise UsageError(
            f"These results come from a different recording than entry {old.name}.",
            "Withdraw the entry with --withdraw, and add these results as a new one.",
        )
