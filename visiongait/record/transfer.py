"""One subject's whole record as a file, and back: for another clinic, or for the person it is about."""

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import Connection

from ..datatypes import Assessment, Conditions
from ..errors import InputError, UsageError
from ..version import NOT_A_DEVICE, __version__
from .database import reading, writing
from .entry import Entry, Statement, check_pseudonym
from .rows import assessment_number, insert_assessment, insert_entry, read_body, read_entries, sha256_of
from .store import Record

FORMAT = "visiongait-record/1"


def export_subject(record: Record, subject: str) -> str:
    """Return everything about a subject as JSON text, the assessments whole.

    Raises
    ------
    UsageError
        If nothing is known of the subject.
    """
    entries = record.entries(subject)
    with reading(record.engine) as connection:
        bodies = {entry.sha256: read_body(connection, entry) for entry in entries}
    content = {
        "format": FORMAT,
        "program_version": __version__,
        "notice": NOT_A_DEVICE,
        "subject": subject,
        "entries": [_plain(entry) for entry in entries],
        "assessments": bodies,
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def import_subject(record: Record, text: str) -> tuple[str, int, int]:
    """Take in what `export_subject` made; entries that the record has already are left as they are.

    Returns
    -------
    tuple
        The subject, how many entries were new, and how many were known.

    Raises
    ------
    InputError
        If the text is no such export, or was changed since.
    UsageError
        If the record has another entry under one of its names.
    """
    subject, entries, bodies = _read(text)
    with writing(record.engine) as connection:
        known = {entry.name: entry for entry in read_entries(connection)}
        for entry in entries:
            if entry != known.get(entry.name, entry):
                raise UsageError(
                    f"The record already has a different entry named {entry.name}; nothing was imported.",
                    f"The file and the record disagree; see `visiongait record show {entry.name}`.",
                )
        fresh = [entry for entry in entries if entry.name not in known]
        _insert(connection, subject, fresh, bodies)
    return subject, len(fresh), len(entries) - len(fresh)


def _insert(connection: Connection, subject: str, entries: list[Entry], bodies: dict[str, str]) -> None:
    known = read_entries(connection, subject)
    numbers = {entry.sha256: assessment_number(connection, entry) for entry in known}
    for entry in entries:
        if entry.sha256 not in numbers:
            assessment = _assessment(bodies[entry.sha256])
            numbers[entry.sha256] = insert_assessment(connection, subject, assessment)
        insert_entry(connection, entry, numbers[entry.sha256])


def _assessment(body: str) -> Assessment:
    try:
        return Assessment.from_json(body)
    except ValueError as fault:
        raise InputError(
            f"An assessment in the file cannot be read, and nothing was imported: {fault}.",
            "Import it with the version of this program that exported it.",
        ) from fault


def _plain(entry: Entry) -> dict[str, Any]:
    said = entry.statement
    plain = asdict(entry) | {"scores": dict(said.scores), "conditions": asdict(said.conditions)}
    plain |= {"day": said.day.isoformat(), "comment": said.comment}
    del plain["statement"]
    return plain


def _read(text: str) -> tuple[str, list[Entry], dict[str, str]]:
    try:
        content = json.loads(text)
        if content["format"] != FORMAT:
            raise ValueError(content["format"])
        subject, bodies = str(content["subject"]), dict(content["assessments"])
        check_pseudonym(subject)
        entries = [_entry(plain, subject) for plain in content["entries"]]
        if any(sha256_of(bodies[entry.sha256]) != entry.sha256 for entry in entries):
            raise ValueError("sha256")
    except (UsageError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise InputError(
            "This file is not a record that this program exported, or it has been changed since.",
            "Export it again with `visiongait record export`.",
        ) from fault
    return subject, entries, bodies


def _entry(plain: dict[str, Any], subject: str) -> Entry:
    scores = {str(name): float(value) for name, value in plain["scores"].items()}
    statement = Statement(
        date.fromisoformat(plain["day"]), Conditions(**plain["conditions"]), scores, plain["comment"]
    )
    fixed = {name: str(plain[name]) for name in ("name", "recorded_utc", "sha256", "corrects")}
    fixed["zone"] = str(plain.get("zone", ""))  # older files have none
    return Entry(subject=subject, statement=statement, withdrawn=bool(plain["withdrawn"]), **fixed)
