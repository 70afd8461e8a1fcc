"""People and their sessions: what was asked once, for all recordings of a session."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from ..datatypes import HEIGHT_M, OLDEST_YEARS, SEXES
from ..errors import UsageError
from . import tables
from .workspace import new_identity

Units = Literal["cm", "ft"]
PSEUDONYM = re.compile(r"\w[\w.+-]{0,63}")
LONGEST = 500
"""Letters of what may be written into a field."""

CM_PER_INCH = 2.54
FEET = re.compile(r"(\d)(?:\s*(?:'|ft|′)\s*|\s+|$)(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:\"|in|″|'')?)?")


def utc_now() -> str:
    """Return the time as text that sorts."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@dataclass(frozen=True)
class Individual:
    """Somebody who is recorded, under a name that means nothing to strangers; all else may be unknown."""

    id: str
    pseudonym: str
    birth_year: int | None = None
    sex: str = ""
    stature_m: float | None = None
    notes: str = ""
    baseline: str = ""
    created_utc: str = ""

    def age_years(self, day: str) -> float | None:
        """Return the age in the middle of the year of a day; None where the birth year is unknown."""
        return None if self.birth_year is None else float(max(0, int(day[:4]) - self.birth_year))


@dataclass(frozen=True)
class Visit:
    """A session: one person on one day, filmed in one test under the same conditions."""

    id: str
    person_id: str | None
    day: str
    test: str
    side: str = ""
    aid: str = ""
    shoes: str = ""
    comment: str = ""
    scores: Mapping[str, float] = field(default_factory=dict)
    created_utc: str = ""


def stature_m(text: str, units: Units) -> float | None:
    """Return a stature that was typed, in metres: 172, 1.72 or 1,72; 5'8" or 5 8 where units are feet.

    Raises
    ------
    UsageError
        If it is no number, or nobody's stature.
    """
    text = text.strip()
    if not text:
        return None
    metres = _feet_m(text) if units == "ft" else _metric_m(text)
    if metres is None or not HEIGHT_M[0] <= metres <= HEIGHT_M[1]:
        example = "5'8\"" if units == "ft" else "172"
        raise UsageError(f"{text} is not a plausible stature.", f"Type it like this: {example}.")
    return round(metres, 3)


def _metric_m(text: str) -> float | None:
    try:
        value = float(text.lower().removesuffix("cm").removesuffix("m").strip().replace(",", "."))
    except ValueError:
        return None
    return value if value < 10 else value / 100


def _feet_m(text: str) -> float | None:
    found = FEET.fullmatch(text)
    if not found:
        return None
    inches = 12 * int(found[1]) + float((found[2] or "0").replace(",", "."))
    return inches * CM_PER_INCH / 100


def birth_year_of(text: str, today: date) -> int | None:
    """Return the year of birth from a year, or from an age in years, as it was typed.

    Raises
    ------
    UsageError
        If it is neither.
    """
    text = text.strip()
    if not text:
        return None
    value = int(text) if text.isdecimal() else -1
    year = value if value > OLDEST_YEARS else today.year - value
    if value < 0 or not today.year - OLDEST_YEARS <= year <= today.year:
        raise UsageError(f"{text} is neither a year of birth nor an age.", "Type 1961, or 65.")
    return year


def person_named(connection: Connection, given: Mapping[str, str], units: Units, today: date) -> str | None:
    """Return whom a form is about: somebody known, told the news about them, or somebody new; None: nobody.

    Raises
    ------
    UsageError
        If a value is impossible.
    """
    pseudonym = given.get("pseudonym", "").strip()
    if not pseudonym:
        return None
    if not PSEUDONYM.fullmatch(pseudonym):
        raise UsageError(
            f"“{pseudonym}” cannot be used as a pseudonym.",
            "Use letters, digits, dot, plus, minus and underscore without spaces, such as P01.",
        )
    told = {
        "birth_year": birth_year_of(given.get("age", ""), today),
        "sex": given.get("sex", "") if given.get("sex", "") in SEXES else "",
        "stature_m": stature_m(given.get("stature", ""), units),
    }
    known = connection.execute(
        select(tables.people.c.id).where(tables.people.c.pseudonym == pseudonym)
    ).scalar()
    if known is None:
        known = new_identity()
        values = {"id": known, "pseudonym": pseudonym, "notes": "", "baseline": "", "created_utc": utc_now()}
        connection.execute(insert(tables.people).values(**values, **told))
    elif news := {name: value for name, value in told.items() if value}:
        connection.execute(update(tables.people).where(tables.people.c.id == known).values(**news))
    return str(known)


def new_visit(connection: Connection, person_id: str | None, given: Mapping[str, str], day: date) -> str:
    """Enter a session; return its identity."""
    identity = new_identity()
    words = {name: given.get(name, "").strip()[:LONGEST] for name in ("test", "aid", "shoes", "comment")}
    words["test"] = words["test"] or "walk"
    side = given.get("side", "")
    connection.execute(
        insert(tables.sessions).values(
            id=identity,
            person_id=person_id,
            day=day.isoformat(),
            side=side if side in ("left", "right") else "",
            scores="{}",
            created_utc=utc_now(),
            **words,
        )
    )
    return identity


def individual(connection: Connection, identity: str | None) -> Individual | None:
    """Return somebody by their identity; None if there is nobody."""
    row = _row(connection, tables.people, identity)
    return None if row is None else Individual(**row)


def individuals(connection: Connection) -> list[Individual]:
    """Return everybody, by pseudonym."""
    rows = connection.execute(select(tables.people).order_by(tables.people.c.pseudonym)).mappings()
    return [Individual(**row) for row in rows]


def visit(connection: Connection, identity: str) -> Visit | None:
    """Return a session by its identity; None if there is none."""
    row = _row(connection, tables.sessions, identity)
    return None if row is None else _visit(row)


def visits_of(connection: Connection, person_id: str) -> list[Visit]:
    """Return somebody's sessions in order of days."""
    query = select(tables.sessions).where(tables.sessions.c.person_id == person_id)
    ordered = query.order_by(tables.sessions.c.day, tables.sessions.c.created_utc)
    return [_visit(row) for row in connection.execute(ordered).mappings()]


def session_counts(connection: Connection) -> dict[str, int]:
    """Return how many sessions each person has."""
    query = select(tables.sessions.c.person_id, func.count()).group_by(tables.sessions.c.person_id)
    return {str(person): int(count) for person, count in connection.execute(query) if person}


def change_person(connection: Connection, identity: str, **values: Any) -> None:
    """Change what is known of somebody."""
    connection.execute(update(tables.people).where(tables.people.c.id == identity).values(**values))


def change_visit(connection: Connection, identity: str, **values: Any) -> None:
    """Change what is known of a session."""
    connection.execute(update(tables.sessions).where(tables.sessions.c.id == identity).values(**values))


def _visit(row: RowMapping) -> Visit:
    return Visit(**(dict(row) | {"scores": json.loads(row["scores"])}))


def _row(connection: Connection, table: Any, identity: str | None) -> RowMapping | None:
    return connection.execute(select(table).where(table.c.id == identity)).mappings().one_or_none()
