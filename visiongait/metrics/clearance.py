"""How high the toe is above the floor, and how near it comes in mid-swing."""

import numpy as np

from ..datatypes._arrays import FloatArray
from ..datatypes.walk import Side, Stride, Trajectories
from ..kinematics import prominent_peaks

FLAT_FROM, FLAT_TO = 0.15, 0.40
"""Part of the stride after a foot strike in which the toe rests on the floor."""

MIN_DIP_M = 0.002
"""Least depth of a dip: shallower ones cannot be told from the landmarks' unrest."""

MIN_PX_PER_M = 400.0
"""Least resolution for a clearance: two pixels of error are then 5 mm, against a clearance of 10 to 20 mm."""


def toe_height(path: Trajectories, side: Side, strides: tuple[Stride, ...]) -> FloatArray:
    """Return the toe's height above the floor (T,), in the unit of `path`.

    The floor is where the same toe rests in stance (median of its height from 15 to 40 % of the stride after
    each foot strike), straight from one stance to the next: so a tilted camera or a sloping floor lift
    nothing.  NaN where the toe was not seen, and everywhere if no stance was.
    """
    rests = [_rest(path, side, strike_s, stride_s) for strike_s, stride_s in _strikes(side, strides)]
    seen = sorted(rest for rest in rests if rest is not None)
    if not seen:
        return np.full(len(path.time_s), np.nan)
    times, levels = np.array(seen).T
    height: FloatArray = path.of(f"{side}_toe")[:, 1] - np.interp(path.time_s, times, levels)
    return height


def min_toe_clearance_m(time_s: FloatArray, toe_height_m: FloatArray, stride: Stride) -> float:
    """Return the toe's height at the lowest dip of its swing, in metres.

    After foot off the toe rises, comes down to a dip near mid-swing and rises again before landing (Winter
    1992, Phys Ther 72:45).  NaN where the swing has no dip (3 % of young and 19 % of old people's strides),
    where any part of the swing was not measured, or where foot off is missing: never 0.
    """
    if stride.foot_off_s is None:
        return np.nan
    swing = toe_height_m[(time_s >= stride.foot_off_s) & (time_s <= stride.end_s)]
    if swing.size == 0 or not np.isfinite(swing).all():
        return np.nan
    dips = prominent_peaks(-swing, MIN_DIP_M)
    return float(swing[dips].min()) if dips.size else np.nan


def _strikes(side: Side, strides: tuple[Stride, ...]) -> set[tuple[float, float]]:
    mine = [stride for stride in strides if stride.side == side]
    return {(strike_s, s.end_s - s.start_s) for s in mine for strike_s in (s.start_s, s.end_s)}


def _rest(path: Trajectories, side: Side, strike_s: float, stride_s: float) -> tuple[float, float] | None:
    start_s, end_s = strike_s + FLAT_FROM * stride_s, strike_s + FLAT_TO * stride_s
    level = path.of(f"{side}_toe")[(path.time_s >= start_s) & (path.time_s <= end_s), 1]
    level = level[np.isfinite(level)]
    return (0.5 * (start_s + end_s), float(np.median(level))) if level.size else None
