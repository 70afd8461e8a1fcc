"""Puts samples on a uniform clock, filling short gaps and leaving long ones empty."""

import numpy as np
from scipy.interpolate import Akima1DInterpolator

from ..datatypes._arrays import BoolArray, FloatArray

ON_GRID = 0.2  # times this close to the uniform clock (in intervals) count as regular
REGULAR = 0.05  # a sample this close to a clock tick (in intervals) is taken over, not interpolated


def uniform_clock(time_s: FloatArray) -> FloatArray:
    """Return the uniform clock (N,) of a recording: its own frame times where they are regular.

    A recording of constant rate, be it with dropped frames, keeps one tick per frame time; one of variable
    rate gets ticks at its median interval.  The clock stays inside the recording's times.
    """
    if len(time_s) < 2:
        return time_s.copy()
    interval_s = float(np.median(np.diff(time_s)))
    ticks = np.round((time_s - time_s[0]) / interval_s)
    if len(np.unique(ticks)) == len(ticks):
        slope, start_s = np.polyfit(ticks, time_s, 1)
        if np.abs(time_s - start_s - slope * ticks).max() < ON_GRID * interval_s:
            return np.asarray(start_s + slope * np.arange(int(ticks[-1]) + 1))
    count = int((time_s[-1] - time_s[0]) / interval_s + 1e-9)
    return np.asarray(time_s[0] + interval_s * np.arange(count + 1))


def on_clock(
    time_s: FloatArray, values: FloatArray, clock_s: FloatArray, longest_gap_s: float
) -> tuple[FloatArray, BoolArray]:
    """Carry samples (T, K, 2) to the clock (N,): returns (N, K, 2) and which (N, K) were filled across a gap.

    Between samples Akima's local cubic is used.  A gap is the time without samples, beyond the usual
    interval; one longer than `longest_gap_s` stays NaN, and nothing is extrapolated.
    """
    placed = np.full((len(clock_s), *values.shape[1:]), np.nan)
    filled = np.zeros(placed.shape[:2], dtype=np.bool_)
    for k in range(values.shape[1]):
        placed[:, k], filled[:, k] = _one_point(time_s, values[:, k], clock_s, longest_gap_s)
    return placed, filled


def _one_point(
    time_s: FloatArray, values: FloatArray, clock_s: FloatArray, longest_gap_s: float
) -> tuple[FloatArray, BoolArray]:
    """`on_clock` of one point: values (T, 2) to (N, 2) and filled (N,)."""
    known = np.isfinite(values).all(axis=1)
    placed = np.full((len(clock_s), 2), np.nan)
    if known.sum() < 2 or len(clock_s) < 2:
        return placed, np.zeros(len(clock_s), dtype=np.bool_)
    interval_s = clock_s[1] - clock_s[0]
    at, samples = time_s[known], values[known]
    inside = np.clip(clock_s, at[0], at[-1])
    after = np.clip(np.searchsorted(at, inside), 1, len(at) - 1)
    near = np.abs(np.stack([at[after - 1], at[after]]) - clock_s)
    reach_s = at[after] - at[after - 1]
    hit = near.min(axis=0) < ON_GRID * interval_s
    bridged = (reach_s - interval_s <= longest_gap_s + 1e-6) & (inside == clock_s)
    curve = Akima1DInterpolator(at, samples, axis=0)
    placed[bridged] = curve(clock_s[bridged])
    regular = near.min(axis=0) < REGULAR * interval_s
    nearest = np.where(near[0] <= near[1], after - 1, after)
    placed[regular] = samples[nearest[regular]]
    return placed, bridged & ~hit & (reach_s > 1.5 * interval_s)
