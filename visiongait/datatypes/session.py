"""One measured visit: when, under which conditions, what was measured and what the patient says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

import numpy as np

from .assessment import Assessment

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
