"""The result of one recording with all its tables, and the visit that it belongs to."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from ..version import NOT_A_DEVICE, SCHEMA_VERSION
from ._json import dumps, pieces, revive
from .amendment import Amendment
from .estimate import Summary, Verdict
from .person import Clinic, Person
from .pose import SubjectChoice
from .tables import CYCLES
from .video import VideoInfo
from .walk import AnkleZero, LeftOut, Side

TABLES = ("frames", "landmarks", "events", "strides", "cycles", "summary")


@dataclass(frozen=True)
class Scale:
    """How pixels became metres: from the stature given; `relative_sd` is its own uncertainty."""

    height_m: float
    method: str
    relative_sd: float


@dataclass(frozen=True)
class PassSummary:
    """One pass past the camera in words: times in seconds of the recording."""

    start_s: float
    end_s: float
    facing: Literal["left", "right"]
    near_side: Side
    view_angle_deg: float | None
    treadmill: bool
    camera_compensated: bool
    valid_strides: int


@dataclass(frozen=True)
class Provenance:
    """How the numbers were made: enough to make them again."""

    program_version: str
    created_utc: str
    backend: str
    weights_sha256: Mapping[str, str]
    packages: Mapping[str, str]
    parameters: Mapping[str, Any]


def _no_strides() -> pd.DataFrame:
    return pd.DataFrame(columns=["stride", "side", "start_s", "end_s", "valid"])


def _no_cycles() -> pd.DataFrame:
    return CYCLES.empty()


@dataclass(frozen=True, eq=False, kw_only=True)
class Assessment:
    """The clinical test in one recording, measured: a core that every test has, and what the test adds.

    test: its name in the registry (`assessments.clinical_test`).  Tables of the core (pandas DataFrames
    with the columns of `FRAMES`, `LANDMARKS`, `EVENTS` and `SUMMARY` in `datatypes.tables`; NaN = not
    measured): frames, landmarks, events, summary.  tables: the test's
    own, by name; a test that is a walk has none, but `passes`, `strides` and `cycles`: per stride and side,
    each angle at 0, 1 … 100 % of the stride (`stride`, `side`, `valid`, `percent`, angle columns).
    corrections: what was corrected by hand, in order; all numbers are those after it.
    """

    video: VideoInfo
    subject: SubjectChoice | None
    verdict: Verdict
    passes: tuple[PassSummary, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    ankle_zero: Mapping[Side, AnkleZero] = field(default_factory=dict)
    scale: Scale | None = None
    frames: pd.DataFrame
    landmarks: pd.DataFrame
    events: pd.DataFrame
    strides: pd.DataFrame = field(default_factory=_no_strides)
    cycles: pd.DataFrame = field(default_factory=_no_cycles)
    summary: pd.DataFrame
    provenance: Provenance
    processing: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    person: Person = field(default_factory=Person)
    schema_version: str = SCHEMA_VERSION
    notice: str = NOT_A_DEVICE
    test: str = "walk"
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    corrections: tuple[Amendment, ...] = ()
    clinic: Clinic = field(default_factory=Clinic)

    @property
    def all_tables(self) -> dict[str, pd.DataFrame]:
        """Every table by name: the core's, and the test's own in place of strides and cycles."""
        names = ("frames", "landmarks", "events", "summary") if self.tables else TABLES
        return {name: getattr(self, name) for name in names} | dict(self.tables)

    @cached_property
    def estimates(self) -> Summary:
        """The summary as estimates by metric and side: `walk.estimates["ankle_rom_deg", "left"].interval`."""
        return Summary(self.summary)

    def to_json(self) -> str:
        """Return everything as JSON, without loss (floats by shortest round-trip digits, NaN as null)."""
        return dumps(self)

    def json_pieces(self) -> Iterator[str]:
        """Yield the text of `to_json` bit by bit."""
        return pieces(self)

    @staticmethod
    def from_json(text: str) -> "Assessment":
        """Read back what `to_json` wrote; tables equal, NaN included.

        Raises
        ------
        ValueError
            If the text is not an assessment, or one of another schema version; the message says which.
        """
        plain = json.loads(text)
        found = plain.get("schema_version") if isinstance(plain, dict) else None
        if found != SCHEMA_VERSION:
            raise ValueError(
                f"this assessment has schema version {found}; this program reads version {SCHEMA_VERSION}"
            )
        assessment: Assessment = revive(Assessment, plain)
        return assessment


Task = Literal["single", "dual"]
State = Literal["fresh", "tired"]
TASKS: tuple[Task, ...] = get_args(Task)
STATES: tuple[State, ...] = get_args(State)

RATINGS = ("comfort", "range", "confidence", "pain")
"""What the patient rates from 0 to 10 after the walk; 10 is the best, but for pain the worst."""
RATING_LIMITS = (0.0, 10.0)


@dataclass(frozen=True)
class Conditions:
    """How the person walked.  Empty words: not known.

    shoes, aid: in the clinician's words (`barefoot`, `ankle-foot orthosis, left`); task: `dual` with a second
    task beside walking; state: `tired` after a load that shall show fatigue.

    Raises
    ------
    ValueError
        If task or state is not one of `TASKS`, `STATES`.
    """

    shoes: str = ""
    aid: str = ""
    task: Task = "single"
    state: State = "fresh"

    def __post_init__(self) -> None:
        for name, value, known in (("task", self.task, TASKS), ("state", self.state, STATES)):
            if value not in known:
                raise ValueError(f"{name}: expected one of {known}, got {value!r}")


@dataclass(frozen=True, eq=False)
class Session:
    """A visit: its assessment, its conditions, and the patient's scores by name.

    name: what tells it from the others (a folder, the entry of a record); day: of the recording, None if not
    known.  scores: `RATINGS` from 0 to 10, any other (a questionnaire) as its own scale has it.

    Raises
    ------
    ValueError
        If a score is not a number, or a rating is not between 0 and 10.
    """

    name: str
    day: date | None
    assessment: Assessment
    conditions: Conditions = field(default_factory=Conditions)
    scores: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_scores(self.scores)


def check_scores(scores: Mapping[str, float]) -> None:
    """Raise ValueError unless every score is a number and every rating lies between 0 and 10."""
    low, high = RATING_LIMITS
    for name, value in scores.items():
        if not np.isfinite(value):
            raise ValueError(f"{name}: expected a number, got {value}")
        if name in RATINGS and not low <= value <= high:
            raise ValueError(f"{name}: expected {low:.0f} to {high:.0f}, got {value:g}")
