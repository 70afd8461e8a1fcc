"""What is entered into the record: one session of one subject, as somebody stated it."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from ..datatypes import Conditions, check_scores
from ..errors import UsageError

PSEUDONYM = re.compile(r"\w[\w.+-]{0,63}")


@dataclass(frozen=True)
class Statement:
    """What somebody says of a session: everything but the measurement itself.

    Raises
    ------
    ValueError
        If a score is none (`check_scores`), or words hold a zero byte, which no database takes.
    """

    day: date
    conditions: Conditions = field(default_factory=Conditions)
    scores: Mapping[str, float] = field(default_factory=dict)
    comment: str = ""

    def __post_init__(self) -> None:
        check_scores(self.scores)
        said = (self.comment, self.conditions.shoes, self.conditions.aid, *self.scores)
        if any("\0" in words for words in said):
            raise ValueError("words: expected text, got a zero byte")


@dataclass(frozen=True)
class Entry:
    """A statement in the record.

    name: by which it is called, unique in every record; recorded_utc: when it was entered; sha256: of the
    assessment that it is about; corrects: the entry whose place it takes, empty for a first one; withdrawn:
    the session shall not count; zone: the time zone in which the statement's day was counted, empty for
    entries that are older than this.
    """

    name: str
    subject: str
    recorded_utc: str
    statement: Statement
    sha256: str
    corrects: str = ""
    withdrawn: bool = False
    zone: str = ""


def new_entry(
    subject: str,
    statement: Statement,
    sha256: str,
    *,
    zone: str,
    corrects: str = "",
    withdrawn: bool = False,
) -> Entry:
    """Return an entry made now, under a name that nothing else has."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Entry(secrets.token_hex(5), subject, now, statement, sha256, corrects, withdrawn, zone)


def check_pseudonym(subject: str) -> None:
    """Raise UsageError unless a subject's name is one word that can be part of a file's name."""
    if not PSEUDONYM.fullmatch(subject):
        raise UsageError(
            f"“{subject}” cannot be the name of a subject.",
            "Give a pseudonym of letters, digits, dot, plus, minus and underscore, such as P01.",
        )
