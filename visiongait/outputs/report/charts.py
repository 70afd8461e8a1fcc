"""The report's charts: angles over the gait cycle, and foot contacts over time."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from ...datatypes._arrays import FloatArray
from ...datatypes.assessment import Assessment
from ...datatypes.walk import SIDES, Side
from .plotting import Axis, band, polyline, signed, ticks

WIDTH, HEIGHT = 360.0, 250.0
LEFT, RIGHT, TOP, BOTTOM = 38.0, 342.0, 34.0, 214.0
LEAST_RANGE_DEG: Mapping[str, tuple[float, float]] = {
    "ankle_dorsiflexion_deg": (-20, 20),
    "shank_to_vertical_deg": (-20, 60),
    "knee_flexion_deg": (0, 60),
    "foot_to_floor_deg": (-60, 20),
    "hip_flexion_deg": (-20, 40),
}
"""The angles shown, and the range that each chart covers at least: small movements shall look small."""


@dataclass(frozen=True)
class CycleCurves:
    """One side's curves of one angle as SVG paths; `foot_off_x` is None if unknown."""

    side: Side
    mean: str
    band: str
    strides: tuple[str, ...]
    foot_off_x: float | None


@dataclass(frozen=True)
class CycleChart:
    """One angle over 0 to 100 % of the stride."""

    name: str
    sides: tuple[CycleCurves, ...]
    y_ticks: tuple[tuple[float, str], ...]
    x_ticks: tuple[tuple[float, str], ...]
    zero_y: float | None


@dataclass(frozen=True)
class Stretch:
    """A stretch of time from x to x + width."""

    x: float
    width: float
    side: Side | None = None


@dataclass(frozen=True)
class Timeline:
    """Stance of both feet over the recording, and what was left out."""

    stances: tuple[Stretch, ...]
    left_out: tuple[Stretch, ...]
    x_ticks: tuple[tuple[float, str], ...]


def cycle_charts(assessment: Assessment) -> list[CycleChart]:
    """Return the charts of the angles; none where no valid stride was measured."""
    cycles = assessment.cycles
    valid = cycles[cycles["valid"].astype(bool)] if len(cycles) else cycles
    if not len(valid):
        return []
    return [_cycle_chart(name, valid, _foot_off_percent(assessment.strides)) for name in LEAST_RANGE_DEG]


def _cycle_chart(name: str, cycles: pd.DataFrame, foot_off: Mapping[Side, float]) -> CycleChart:
    levels = ticks(*_shown_range(name, cycles[name].to_numpy(dtype=float)))
    x_axis, y_axis = Axis(0, 100, LEFT, RIGHT), Axis(levels[0], levels[-1], BOTTOM, TOP)
    sides = (_curves(side, cycles, name, x_axis, y_axis, foot_off.get(side)) for side in SIDES)
    return CycleChart(
        name,
        tuple(curves for curves in sides if curves),
        tuple((float(y_axis.place(level)), signed(level)) for level in levels),
        tuple((float(x_axis.place(p)), str(p)) for p in (0, 20, 40, 60, 80, 100)),
        float(y_axis.place(0)) if levels[0] <= 0 <= levels[-1] else None,
    )


def _curves(
    side: Side, cycles: pd.DataFrame, name: str, x_axis: Axis, y_axis: Axis, foot_off: float | None
) -> CycleCurves | None:
    mine = cycles[cycles["side"] == side]
    if not np.isfinite(mine[name].to_numpy(dtype=float)).any():
        return None
    table = mine.pivot_table(index="percent", columns="stride", values=name, dropna=False)
    x = x_axis.place(table.index.to_numpy(dtype=float))
    mean, sd = table.mean(axis=1).to_numpy(), table.std(axis=1).to_numpy()
    return CycleCurves(
        side,
        polyline(x, y_axis.place(mean)),
        band(x, y_axis.place(mean - sd), y_axis.place(mean + sd)),
        tuple(polyline(x, y_axis.place(table[stride].to_numpy())) for stride in table.columns),
        None if foot_off is None else float(x_axis.place(foot_off)),
    )


def _shown_range(name: str, values: FloatArray) -> tuple[float, float]:
    low, high = LEAST_RANGE_DEG[name]
    return min(low, float(np.nanmin(values, initial=low))), max(high, float(np.nanmax(values, initial=high)))


def _foot_off_percent(strides: pd.DataFrame) -> dict[Side, float]:
    valid = strides[strides["valid"].astype(bool)]
    means = {side: valid.loc[valid["side"] == side, "stance_percent"].astype(float).mean() for side in SIDES}
    return {side: float(mean) for side, mean in means.items() if np.isfinite(mean)}


TIMELINE_WIDTH, TIMELINE_LEFT, TIMELINE_RIGHT = 1000.0, 62.0, 985.0


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
