"""What a clinic sets for itself; each value is checked when it is entered."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from ..errors import UsageError
from . import tables
from .texts import languages

MOST_DAYS = 36_500
LONGEST_NAME = 200


@dataclass(frozen=True)
class ClinicSettings:
    """The clinic's own.

    language: of the desk's pages and the reports, empty for the browser's; units: `cm` or `ft`; clinic and
    clinician: names; keep_video_days: so long videos are kept, None until they are deleted; pdf: whether
    results get PDFs.
    """

    language: str = ""
    units: str = "cm"
    clinic: str = ""
    clinician: str = ""
    keep_video_days: int | None = None
    pdf: bool = False


def read_settings(connection: Connection) -> ClinicSettings:
    """Return the settings; what was never set is as in `ClinicSettings()`."""
    known = {one.name for one in fields(ClinicSettings)}
    rows = connection.execute(select(tables.settings.c.name, tables.settings.c.value))
    return replace(ClinicSettings(), **{name: json.loads(value) for name, value in rows if name in known})


def write_settings(connection: Connection, chosen: ClinicSettings) -> None:
    """Keep the settings."""
    values = asdict(chosen)
    connection.execute(delete(tables.settings).where(tables.settings.c.name.in_(values)))
    rows = [{"name": name, "value": json.dumps(value)} for name, value in values.items()]
    connection.execute(insert(tables.settings), rows)


def settings_from(given: Mapping[str, Any]) -> ClinicSettings:
    """Return the settings that a form holds.

    Raises
    ------
    UsageError
        If a value is impossible.
    """
    language = str(given.get("language", ""))
    return ClinicSettings(
        language=language if language in languages() else "",
        units="ft" if given.get("units") == "ft" else "cm",
        clinic=str(given.get("clinic", "")).strip()[:LONGEST_NAME],
        clinician=str(given.get("clinician", "")).strip()[:LONGEST_NAME],
        keep_video_days=_days(str(given.get("keep_video_days", "")).strip()),
        pdf=bool(given.get("pdf")),
    )


def _days(text: str) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or not 1 <= int(text) <= MOST_DAYS:
        raise UsageError(f"{text} is not a number of days.", "Type a whole number, or leave the field empty.")
    return int(text)
