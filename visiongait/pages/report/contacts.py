"""The report's drawings of foot contact: the rockers of a mean stride, and stance over the recording."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from ...datatypes.assessment import Assessment
from ...datatypes.walk import SIDES, Side
from ...metrics import Rockers
from .charts import LEFT, RIGHT
from .plotting import Axis, ticks

PHASES = ("heel", "ankle", "forefoot", "swing")
"""The three rockers, and swing."""


@dataclass(frozen=True)
class Stretch:
    """A stretch of time from x to x + width."""

    x: float
    width: float
    side: Side | None = None


@dataclass(frozen=True)
class Phase:
    """One rocker, or swing, of a mean stride: where it lies, and the per cent of the stride it ends at."""

    name: str
    x: float
    width: float
    ends_at: str


@dataclass(frozen=True)
class Timeline:
    """Stance of both feet over the recording, and what was left out."""

    stances: tuple[Stretch, ...]
    left_out: tuple[Stretch, ...]
    x_ticks: tuple[tuple[float, str], ...]


def phase_bars(rockers: Mapping[Side, Rockers]) -> dict[Side, tuple[Phase, ...]]:
    """Return the rockers of each side as bars on the axis of the cycle charts.

    A rocker whose end is not known runs into the next: its bar is left out with those after it up to a known
    end.  A foot that lands flat has no heel rocker.
    """
    return {side: tuple(_bars(one)) for side, one in rockers.items()}


def _bars(rockers: Rockers) -> list[Phase]:
    axis = Axis(0, 100, LEFT, RIGHT)
    ends = (0.0, rockers.foot_flat_percent, rockers.heel_rise_percent, rockers.foot_off_percent, 100.0)
    bars = []
    for name, (start, end) in zip(PHASES, pairwise(ends), strict=True):
        if end > start:  # false where either is not known
            x, right = (float(axis.place(percent)) for percent in (start, end))
            bars.append(Phase(name, x, right - x, f"{end:.0f}"))
    return bars


TIMELINE_LEFT, TIMELINE_RIGHT = 62.0, 985.0


def timeline(assessment: Assessment) -> Timeline | None:
    """Return foot contacts over the recording; None where no event was found."""
    events = assessment.events
    if not len(events):
        return None
    start_s, end_s = _shown_time(assessment)
    axis = Axis(start_s, end_s, TIMELINE_LEFT, TIMELINE_RIGHT)
    left_out = (_stretch(axis, out.start_s, out.end_s) for out in assessment.left_out)
    stances = (_stretch(axis, *stance, side) for side in SIDES for stance in _stances(events, side))
    levels = [level for level in ticks(start_s, end_s, 12) if start_s <= level <= end_s]
    marks = tuple((float(axis.place(level)), f"{level:g}") for level in levels)
    return Timeline(tuple(stances), tuple(left_out), marks)


def _shown_time(assessment: Assessment) -> tuple[float, float]:
    times = assessment.frames["time_s"] if len(assessment.frames) else assessment.events["time_s"]
    return float(times.min()), float(times.max())


def _stances(events: pd.DataFrame, side: Side) -> list[tuple[float, float]]:
    """Pair each foot strike of one side with the foot off that follows it directly."""
    mine = events[events["side"] == side].sort_values("time_s")
    rows: list[dict[Any, Any]] = mine.to_dict("records")
    return [
        (a["time_s"], b["time_s"])
        for a, b in pairwise(rows)
        if a["event"] == "foot_strike" and b["event"] == "foot_off"
    ]


def _stretch(axis: Axis, start_s: float, end_s: float, side: Side | None = None) -> Stretch:
    x, right = axis.place(np.clip([start_s, end_s], axis.low, axis.high))
    return Stretch(float(x), float(right - x), side)
