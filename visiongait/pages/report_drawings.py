"""The report's other drawings: rockers, foot contacts over the recording, one stride in pictures."""

import base64
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from ..datatypes import SIDES, Assessment, Side
from ..drawing import Still
from ..metrics import Rockers
from ..system import degrees, number
from .cycle_charts import LEFT, RIGHT, curve_withheld
from .plotting import Axis, Tick, ticks
from .texts import Texts

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
    x_ticks: tuple[Tick, ...]


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
            bars.append(Phase(name, x, right - x, number(end)))
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
    return Timeline(tuple(stances), tuple(left_out), axis.labelled(levels))


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


ANGLES = {"ankle_dorsiflexion_deg": True, "shank_to_vertical_deg": True, "knee_flexion_deg": False}
"""The angles drawn into the pictures, repeated beneath them, and whether with a plus sign."""


@dataclass(frozen=True)
class Picture:
    """One picture: what it shows, `jpeg` in base64, its size in pixels, when, and its angles in words."""

    instant: str
    jpeg: str
    width: int
    height: int
    caption: str
    time: str
    angles: tuple[tuple[str, str], ...]


def pictures(assessment: Assessment, stills: Iterable[Still], texts: Texts) -> Iterator[Picture]:
    """Yield the stills with their captions."""
    for still in stills:
        row = _frame(assessment, still.time_s)
        yield Picture(
            still.instant,
            base64.b64encode(still.jpeg).decode("ascii"),
            *_size_px(still.jpeg),
            texts.stills.instants[still.instant].format(side=texts.sides[still.side]),
            texts.stills.at.format(time=f"{still.time_s:.2f}"),
            tuple(
                (texts.angles[name].title, degrees(row[f"{still.side}_{name}"], plus=signed))
                for name, signed in ANGLES.items()
                if not curve_withheld(assessment.estimates, name, still.side)
            ),
        )


def _size_px(jpeg: bytes) -> tuple[int, int]:
    from PIL import Image

    with Image.open(BytesIO(jpeg)) as picture:
        return picture.size


def _frame(assessment: Assessment, time_s: float) -> Any:
    """Return the row of the picture nearest in time: the one that the still was made of."""
    frames = assessment.frames
    return frames.iloc[int((frames["time_s"] - time_s).abs().argmin())]
