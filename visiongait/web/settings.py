"""What a clinic sets for itself; each value is checked when it is entered."""

import base64
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

    language: of the desk's pages, empty for the browser's; units: `cm` or `ft`; clinic, address and logo
    (`data:image/…;base64,…`): what reports carry; clinician: whose name stands beside corrections;
    keep_video_days: so long videos are kept, None until they are deleted; pdf: whether
    results get PDFs.
    """

    language: str = ""
    units: str = "cm"
    clinic: str = ""
    address: str = ""
    logo: str = ""
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


def settings_from(given: Mapping[str, Any], before: ClinicSettings, logo_file: bytes = b"") -> ClinicSettings:
    """Return the settings that a form holds, with the logo in a file, or the one there was before.

    Raises
    ------
    UsageError
        If a value is impossible.
    """
    language = str(given.get("language", ""))
    logo = "" if given.get("no_logo") else before.logo
    return ClinicSettings(
        language=language if language in languages() else "",
        units="ft" if given.get("units") == "ft" else "cm",
        clinic=str(given.get("clinic", "")).strip()[:LONGEST_NAME],
        address=str(given.get("address", "")).strip()[:LONGEST_NAME],
        logo=logo_of(logo_file) if logo_file else logo,
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


LARGEST_LOGO = 500_000
PICTURES = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}
"""How pictures begin.  No SVG: it can hold more than a picture."""


def logo_of(content: bytes) -> str:
    """Return a picture as reports carry it.

    Raises
    ------
    UsageError
        If it is no PNG or JPEG, or too large.
    """
    kind = next((kind for start, kind in PICTURES.items() if content.startswith(start)), None)
    if kind is None or len(content) > LARGEST_LOGO:
        raise UsageError(
            "The logo is no PNG or JPEG picture." if kind is None else "The logo is too large.",
            f"Choose a PNG or JPEG of up to {LARGEST_LOGO // 1000} kB.",
        )
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"
