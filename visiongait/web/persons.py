"""A person's page: sessions, scores, notes, baseline, course; export and erasure."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import delete

from ..errors import InputError, UsageError
from ..record import reading, writing
from . import people, recordings, tables
from .access import Action, allow
from .desk import Desk
from .files import archive_of
from .people import Individual, Units, Visit, birth_year_of, stature_m
from .recordings import Filed
from .workspace import is_identity

RATINGS = ("comfort", "range", "confidence", "pain")
RATING_LIMITS = (0.0, 10.0)
LONGEST_NOTES = 5000


@dataclass(frozen=True)
class Attended:
    """A session with its recordings."""

    visit: Visit
    recordings: tuple[Filed, ...]

    @property
    def measured(self) -> Filed | None:
        """The recording that stands for the session: the newest that gave numbers."""
        return next((one for one in reversed(self.recordings) if one.status == "done"), None)


@dataclass(frozen=True)
class Known:
    """A person with all sessions, in order of days."""

    person: Individual
    sessions: tuple[Attended, ...]

    @property
    def followed(self) -> list[Attended]:
        """The sessions of the baseline's test from the baseline on, that gave numbers."""
        told = [one for one in self.sessions if one.measured]
        chosen = [place for place, one in enumerate(told) if one.visit.id == self.person.baseline]
        told = told[chosen[0] if chosen else 0 :]
        return [one for one in told if one.visit.test == told[0].visit.test]


class Persons:
    """What the desk does with people."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._engine = desk.services.engine

    def all(self) -> list[tuple[Individual, int]]:
        """Return everybody with how many sessions they have."""
        allow(self._desk.actor, "see")
        with reading(self._engine) as connection:
            counts = people.session_counts(connection)
            return [(one, counts.get(one.id, 0)) for one in people.individuals(connection)]

    def known(self, identity: str, action: Action = "see") -> Known:
        """Return somebody with their sessions; InputError if there is nobody of this identity."""
        allow(self._desk.actor, action)
        with reading(self._engine) as connection:
            person = people.individual(connection, identity) if is_identity(identity) else None
            visits = people.visits_of(connection, identity) if person else []
            filed = recordings.recordings_of(connection, [one.id for one in visits])
        if person is None:
            raise InputError("This person is not on the desk.")
        attended = (Attended(one, tuple(r for r in filed if r.session_id == one.id)) for one in visits)
        return Known(person, tuple(attended))

    def change(self, identity: str, given: Mapping[str, str], today: date) -> None:
        """Change what is known of somebody."""
        self.known(identity, "change")
        units: Units = "ft" if given.get("units") == "ft" else "cm"
        values = {
            "birth_year": birth_year_of(given.get("age", ""), today),
            "sex": given.get("sex", "") if given.get("sex") in ("female", "male") else "",
            "stature_m": stature_m(given.get("stature", ""), units),
            "notes": given.get("notes", "")[:LONGEST_NOTES],
        }
        with writing(self._engine) as connection:
            people.change_person(connection, identity, **values)

    def change_session(self, identity: str, session_id: str, given: Mapping[str, str]) -> None:
        """Enter a session's day, scores and comment, or choose it as the baseline."""
        known = self.known(identity, "change")
        if session_id not in [one.visit.id for one in known.sessions]:
            raise InputError("This person has no such session.")
        with writing(self._engine) as connection:
            if given.get("baseline"):
                people.change_person(connection, identity, baseline=session_id)
            else:
                people.change_visit(connection, session_id, **_entered(given))

    def progress(self, identity: str) -> str:
        """Return the progress page of somebody as HTML."""
        known = self.known(identity)
        workspace = self._desk.services.workspace
        sessions = [
            {
                "folder": str(workspace.result(one.measured.id)),
                "day": one.visit.day,
                "shoes": one.visit.shoes,
                "aid": one.visit.aid,
                "scores": dict(one.visit.scores),
            }
            for one in known.followed
            if one.measured
        ]
        if len(sessions) < 2:
            raise UsageError("A course needs two sessions that gave numbers.")
        question = {"kind": "progress", "pseudonym": known.person.pseudonym, "sessions": sessions}
        return str(self._desk.ask(None, question)["html"])

    def archive(self, identity: str) -> Path:
        """Return an archive of everything that is kept of somebody."""
        known = self.known(identity)
        workspace = self._desk.services.workspace
        target = workspace.derived(identity, "person.zip")
        filed = [one for session in known.sessions for one in session.recordings]
        archive_of(workspace, known.person, [one.visit for one in known.sessions], filed, target)
        return target

    def erase(self, identity: str, pseudonym: str) -> None:
        """Delete everything about somebody, whose pseudonym must be typed again."""
        known = self.known(identity, "erase")
        if pseudonym.strip() != known.person.pseudonym:
            raise UsageError("The pseudonym is not the same: nothing was deleted.")
        filed = [one for session in known.sessions for one in session.recordings]
        if any(one.status == "measuring" for one in filed):
            raise UsageError("A recording of this person is being measured.", "Wait until it has finished.")
        with writing(self._engine) as connection:
            for one in filed:
                recordings.forget(connection, one.id)
            connection.execute(delete(tables.sessions).where(tables.sessions.c.person_id == identity))
            connection.execute(delete(tables.people).where(tables.people.c.id == identity))
        for one in filed:
            self._desk.services.workspace.delete(one.id, one.suffix)
        self._desk.services.workspace.delete(identity, "")


def _entered(given: Mapping[str, str]) -> dict[str, Any]:
    """Return what a session's form holds."""
    import json

    scores = {name: _rating(given[name]) for name in RATINGS if given.get(name, "").strip()}
    values: dict[str, Any] = {
        "scores": json.dumps(scores),
        "comment": given.get("comment", "").strip()[: people.LONGEST],
    }
    with suppress(ValueError):
        values["day"] = date.fromisoformat(given.get("day", "")).isoformat()
    return values


def _rating(text: str) -> float:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = -1.0
    if not RATING_LIMITS[0] <= value <= RATING_LIMITS[1]:
        raise UsageError(f"{text} is not a rating.", "Type a number from 0 to 10.")
    return value
