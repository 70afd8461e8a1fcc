"""Recordings and what became of each; their states are the queue.

arriving ──▶ waiting ──▶ measuring ──▶ done, withheld or failed
                ▲            │ the desk or its worker died
                └────────────┘
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, RowMapping, delete, func, insert, or_, select, update

from . import tables
from .people import utc_now

Status = Literal["arriving", "waiting", "measuring", "done", "withheld", "failed"]
MOST_ATTEMPTS = 6
"""So often a recording is begun; then it is taken for what brings the desk or its worker down."""

GAVE_UP = "Measuring this recording was interrupted several times."
GAVE_UP_HINT = "Choose “Measure again”; if it happens again, convert the video with another program first."


@dataclass(frozen=True)
class Filed:
    """A recording on the desk.

    name: as its file was called, only ever shown; suffix: of the file's name, `.mp4` say; origin: `desk`,
    `phone` or `sample`; changed: the number of the last change of any recording, by which pages notice news;
    found: what the content check found (frames, seconds, size, rate); subject: as for `analyze --subject`.
    """

    id: str
    number: int
    session_id: str
    name: str
    suffix: str
    origin: str
    status: Status
    created_utc: str
    size_bytes: int
    changed: int
    attempts: int
    quality: str
    reason: str
    error: str
    hint: str
    found: Mapping[str, Any]
    subject: str
    seconds: float | None
    video_kept: bool

    @property
    def measured(self) -> bool:
        """Whether there is a result folder."""
        return self.status in ("done", "withheld")


@dataclass(frozen=True)
class Listed:
    """A row of the list: a recording, and whose it is."""

    recording: Filed
    pseudonym: str
    person_id: str | None
    day: str
    test: str


def file_recording(
    connection: Connection,
    identity: str,
    session_id: str,
    name: str,
    size_bytes: int,
    *,
    origin: str,
    status: Status,
) -> None:
    """Enter a recording that arrives, or has arrived."""
    suffix = suffix_of(name)
    newest = connection.execute(select(func.max(tables.recordings.c.number))).scalar() or 0
    empty = dict.fromkeys(("quality", "reason", "error", "hint"), "")
    connection.execute(
        insert(tables.recordings).values(
            id=identity,
            number=newest + 1,
            session_id=session_id,
            name=name,
            suffix=suffix,
            origin=origin,
            status=status,
            created_utc=utc_now(),
            size_bytes=size_bytes,
            changed=_next_change(connection),
            attempts=0,
            found="{}",
            subject="auto",
            video_kept=True,
            **empty,
        )
    )


SUFFIXES = (".mp4", ".mov", ".m4v", ".mkv", ".webm", ".avi", ".3gp", ".mpg", ".mpeg", ".mts", ".ts", ".wmv")


def suffix_of(name: str) -> str:
    """Return the ending of a video's name, if it is one that we know; else `.video`."""
    found = next((one for one in SUFFIXES if name.lower().endswith(one)), None)
    return found or ".video"


def change(connection: Connection, identity: str, **values: Any) -> None:
    """Change what became of a recording."""
    if "found" in values:
        values["found"] = json.dumps(values["found"])
    values["changed"] = _next_change(connection)
    connection.execute(update(tables.recordings).where(tables.recordings.c.id == identity).values(**values))


def forget(connection: Connection, identity: str) -> None:
    """Delete a recording's row."""
    connection.execute(delete(tables.recordings).where(tables.recordings.c.id == identity))


def recording(connection: Connection, identity: str) -> Filed | None:
    """Return a recording by its identity; None if there is none."""
    query = select(tables.recordings).where(tables.recordings.c.id == identity)
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else _filed(row)


def recordings_of(connection: Connection, sessions: Sequence[str]) -> list[Filed]:
    """Return the recordings of some sessions, oldest first."""
    query = select(tables.recordings).where(tables.recordings.c.session_id.in_(sessions))
    rows = connection.execute(query.order_by(tables.recordings.c.number)).mappings()
    return [_filed(row) for row in rows]


def in_state(connection: Connection, *states: Status) -> list[Filed]:
    """Return the recordings in one of some states, oldest first."""
    query = select(tables.recordings).where(tables.recordings.c.status.in_(states))
    rows = connection.execute(query.order_by(tables.recordings.c.number)).mappings()
    return [_filed(row) for row in rows]


def newest_change(connection: Connection) -> int:
    """Return the number of the last change."""
    return int(connection.execute(select(func.max(tables.recordings.c.changed))).scalar() or 0)


def listed(connection: Connection, *, words: str = "", before: int = 0, most: int = 50) -> list[Listed]:
    """Return the newest recordings, with whose they are.

    Parameters
    ----------
    words
        Only those whose name, pseudonym, day or test contains this.
    before
        Only those with a smaller number, the next page; 0: from the newest on.
    most
        At most so many.
    """
    of, whose = tables.sessions, tables.people
    query = (
        select(tables.recordings, of.c.person_id, of.c.day, of.c.test, whose.c.pseudonym)
        .join(of, of.c.id == tables.recordings.c.session_id)
        .outerjoin(whose, whose.c.id == of.c.person_id)
        .order_by(tables.recordings.c.number.desc())
        .limit(most)
    )
    if before:
        query = query.where(tables.recordings.c.number < before)
    if words:
        places = (tables.recordings.c.name, whose.c.pseudonym, of.c.day, of.c.test)
        query = query.where(or_(*(one.icontains(words, autoescape=True) for one in places)))
    return [
        Listed(_filed(row), row["pseudonym"] or "", row["person_id"], row["day"], row["test"])
        for row in connection.execute(query).mappings()
    ]


def claim(connection: Connection) -> Filed | None:
    """Take the oldest waiting recording to be measured; None if nothing waits."""
    query = select(tables.recordings.c.id).where(tables.recordings.c.status == "waiting")
    identity = connection.execute(query.order_by(tables.recordings.c.number).limit(1)).scalar()
    if identity is None:
        return None
    change(connection, identity, status="measuring", attempts=tables.recordings.c.attempts + 1)
    return recording(connection, identity)


def requeue_interrupted(connection: Connection) -> None:
    """Let what was being measured when the desk died wait again; what did so repeatedly has failed."""
    for one in in_state(connection, "measuring"):
        if one.attempts >= MOST_ATTEMPTS:
            change(connection, one.id, status="failed", error=GAVE_UP, hint=GAVE_UP_HINT)
        else:
            change(connection, one.id, status="waiting")


def waiting_before(connection: Connection, number: int) -> int:
    """Return how many recordings are measured before one that waits."""
    query = select(func.count()).where(
        tables.recordings.c.status.in_(("waiting", "measuring")), tables.recordings.c.number < number
    )
    return int(connection.execute(query).scalar() or 0)


def _next_change(connection: Connection) -> int:
    return newest_change(connection) + 1


def _filed(row: RowMapping) -> Filed:
    own = {column.name: row[column.name] for column in tables.recordings.columns}
    return Filed(**(own | {"found": json.loads(row["found"])}))
