"""The curves of all sessions laid over each other, one chart for each angle and side."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...datatypes._arrays import FloatArray
from ...datatypes.assessment import Assessment, Session
from ...datatypes.tables import in_means
from ...datatypes.walk import SIDES, Side
from ..report.charts import LEAST_RANGE_DEG
from ..report.plotting import Axis, polyline, signed, ticks
from .trends import BOTTOM, LEFT, RIGHT, TOP

FAINTEST = 0.4
SHOWN = tuple(LEAST_RANGE_DEG)[:4]


@dataclass(frozen=True)
class Overlay:
    """One angle of one side: `baseline` as a path, empty if unknown; `later`: paths and their opacity."""

    name: str
    side: Side
    baseline: str
    later: tuple[tuple[str, float], ...]
    y_ticks: tuple[tuple[float, str], ...]
    x_ticks: tuple[tuple[float, str], ...]
    zero_y: float | None


def overlays(sessions: Sequence[Session]) -> list[Overlay]:
    """Return a chart for each angle and side that some session has, left and right on one scale."""
    charts = []
    for name in SHOWN:
        means = {side: [_mean(one.assessment, name, side) for one in sessions] for side in SIDES}
        values = np.concatenate([curve for side in SIDES for curve in means[side]])
        low, high = LEAST_RANGE_DEG[name]
        levels = ticks(np.nanmin([low, *values]), np.nanmax([high, *values]))
        charts += [_overlay(name, side, means[side], levels) for side in SIDES]
    return charts


def _overlay(name: str, side: Side, means: Sequence[FloatArray], levels: Sequence[float]) -> Overlay:
    x_axis, y_axis = Axis(0, 100, LEFT, RIGHT), Axis(levels[0], levels[-1], BOTTOM, TOP)
    x = x_axis.place(np.arange(101.0))
    paths = [polyline(x, y_axis.place(mean)) for mean in means]
    opacity = np.linspace(FAINTEST, 1.0, len(paths) - 1) if len(paths) > 2 else np.ones(1)
    return Overlay(
        name,
        side,
        paths[0],
        tuple(zip(paths[1:], map(float, opacity), strict=False)),
        tuple((float(y_axis.place(level)), signed(level)) for level in levels),
        tuple((float(x_axis.place(p)), str(p)) for p in (0, 25, 50, 75, 100)),
        float(y_axis.place(0)) if levels[0] <= 0 <= levels[-1] else None,
    )


def _mean(assessment: Assessment, name: str, side: Side) -> FloatArray:
    """Return the mean curve over the valid strides at 0 to 100 %; all NaN where there is none."""
    cycles = assessment.cycles
    mine = in_means(cycles[cycles["side"] == side]) if len(cycles) else cycles
    if not len(mine):
        return np.full(101, np.nan)
    mean: FloatArray = mine.groupby("percent")[name].mean().reindex(range(101)).to_numpy(float)
    return mean
