"""Charts of angles over the gait cycle, without what the summary withholds: numbers become places."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from ..datatypes import SIDES, Assessment, Band, FloatArray, Side, Summary, in_means
from ..metrics import HEEL_RISE, METRICS, Rockers, rockers
from .plotting import Axis, Tick, band, polyline, ticks

LEFT, RIGHT, TOP, BOTTOM = 38.0, 342.0, 34.0, 214.0
MIN_RANGE_DEG: Mapping[str, tuple[float, float]] = {
    "ankle_dorsiflexion_deg": (-20, 20),
    "shank_to_vertical_deg": (-20, 60),
    "knee_flexion_deg": (0, 60),
    "foot_to_floor_deg": (-60, 20),
    "hip_flexion_deg": (-20, 40),
}
"""The angles shown, and the range that each chart covers at least, so that small movements look small."""

ROCKER_ANGLE = "ankle_dorsiflexion_deg"
"""The chart that shows where the rockers meet."""


@dataclass(frozen=True)
class CycleCurves:
    """One side's curves of one angle as SVG paths.

    foot_off_x is None if unknown; rockers: on the mean, the places of `foot_flat` and `heel_rise`.
    """

    side: Side
    mean: str
    band: str
    strides: tuple[str, ...]
    foot_off_x: float | None
    rockers: tuple[tuple[str, float, float], ...] = ()


@dataclass(frozen=True)
class CycleChart:
    """One angle over 0 to 100 % of the stride.

    missing: sides without a curve; reference_band: empty where only the reference mean is known.
    """

    name: str
    sides: tuple[CycleCurves, ...]
    y_ticks: tuple[Tick, ...]
    x_ticks: tuple[Tick, ...]
    zero_y: float | None
    missing: tuple[Side, ...] = ()
    reference_mean: str = ""
    reference_band: str = ""


def cycle_charts(
    cycles: pd.DataFrame,
    reference: Mapping[str, Band] | None = None,
    rockers: Mapping[Side, Rockers] | None = None,
) -> tuple[CycleChart, ...]:
    """Return the charts of the angles; none where no valid stride was measured.

    Parameters
    ----------
    cycles
        The table of cycles; NaN is not drawn.
    reference
        The reference curve of an angle, by its name.
    rockers
        Where the rockers of each side end; they are marked on the ankle's curve.
    """
    valid = in_means(cycles)
    if not len(valid):
        return ()
    reference, rockers = reference or {}, rockers or {}
    return tuple(_cycle_chart(name, valid, reference.get(name), rockers) for name in MIN_RANGE_DEG)


def _cycle_chart(
    name: str, cycles: pd.DataFrame, reference: Band | None, rockers: Mapping[Side, Rockers]
) -> CycleChart:
    reference_deg = _reference_deg(reference)
    values = np.concatenate([cycles[name].to_numpy(dtype=float), *reference_deg])
    levels = ticks(*_shown_range(name, values))
    x_axis, y_axis = Axis(0, 100, LEFT, RIGHT), Axis(levels[0], levels[-1], BOTTOM, TOP)
    x = x_axis.place(np.arange(101.0))
    low, mean, high = (y_axis.place(deg) for deg in reference_deg)
    curves = {side: _curves(side, cycles, name, x_axis, y_axis, rockers.get(side)) for side in SIDES}
    return CycleChart(
        name,
        tuple(one for one in curves.values() if one),
        y_axis.labelled(levels),
        x_axis.labelled(range(0, 101, 20)),
        float(y_axis.place(0)) if levels[0] <= 0 <= levels[-1] else None,
        tuple(side for side, one in curves.items() if one is None),
        polyline(x, mean),
        band(x, low, high),
    )


def _reference_deg(reference: Band | None) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return mean - SD, mean and mean + SD, (101,) each; NaN where unknown."""
    if reference is None:
        unknown = np.full(101, np.nan)
        return unknown, unknown, unknown
    return reference.mean_deg - reference.sd_deg, reference.mean_deg, reference.mean_deg + reference.sd_deg


def _curves(
    side: Side, cycles: pd.DataFrame, name: str, x_axis: Axis, y_axis: Axis, rockers: Rockers | None
) -> CycleCurves | None:
    mine = cycles[cycles["side"] == side]
    if not np.isfinite(mine[name].to_numpy(dtype=float)).any():
        return None
    table = mine.pivot_table(index="percent", columns="stride", values=name, dropna=False)
    percent = table.index.to_numpy(dtype=float)
    x = x_axis.place(percent)
    mean, sd = table.mean(axis=1).to_numpy(), table.std(axis=1).to_numpy()
    foot_off = rockers.foot_off_percent if rockers else np.nan
    ends = _rocker_ends(rockers) if rockers and name == ROCKER_ANGLE else {}
    return CycleCurves(
        side,
        polyline(x, y_axis.place(mean)),
        band(x, y_axis.place(mean - sd), y_axis.place(mean + sd)),
        tuple(polyline(x, y_axis.place(table[stride].to_numpy())) for stride in table.columns),
        float(x_axis.place(foot_off)) if np.isfinite(foot_off) else None,
        tuple(
            (kind, float(x_axis.place(end)), float(y_axis.place(np.interp(end, percent, mean))))
            for kind, end in ends.items()
        ),
    )


def _rocker_ends(rockers: Rockers) -> dict[str, float]:
    ends = {"foot_flat": rockers.foot_flat_percent, "heel_rise": rockers.heel_rise_percent}
    return {kind: end for kind, end in ends.items() if np.isfinite(end)}


def _shown_range(name: str, values: FloatArray) -> tuple[float, float]:
    shown = np.append(values[np.isfinite(values)], MIN_RANGE_DEG[name])
    return float(shown.min()), float(shown.max())


LENT = {"hip_flexion_deg": "knee_flexion_deg"}
"""The hip has no metric of its own; the knee shares its thigh, and speaks for it."""


def cycles_to_show(assessment: Assessment) -> pd.DataFrame:
    """Return the table of cycles, NaN where a curve is withheld."""
    cycles = assessment.cycles.copy()
    for angle in (*dict.fromkeys(metric.curve for metric in METRICS if metric.curve), *LENT):
        for side in SIDES:
            if curve_withheld(assessment.estimates, angle, side):
                cycles.loc[cycles["side"] == side, angle] = np.nan
    return cycles


def rockers_to_show(assessment: Assessment) -> dict[Side, Rockers]:
    """Return the rockers of each side, NaN where an end is withheld."""
    known = rockers(assessment.strides, assessment.cycles)
    return {side: _without_withheld(ends, assessment.estimates, side) for side, ends in known.items()}


def curve_withheld(summary: Summary, angle: str, side: Side) -> bool:
    """Whether the summary withholds everything that is read off a curve."""
    return all(is_withheld(summary, metric, side) for metric in METRICS.of_curve(LENT.get(angle, angle)))


def is_withheld(summary: Summary, metric: str, side: Side) -> bool:
    """Whether the summary withholds a metric of a side."""
    return (metric, side) in summary and summary[metric, side].withheld


def _without_withheld(ends: Rockers, summary: Summary, side: Side) -> Rockers:
    if is_withheld(summary, HEEL_RISE, side):
        ends = replace(ends, foot_flat_percent=np.nan, heel_rise_percent=np.nan)
    if is_withheld(summary, "stance_percent", side):
        ends = replace(ends, foot_off_percent=np.nan)
    return ends
