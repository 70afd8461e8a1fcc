"""Gap filling on a uniform clock, and the zero-phase low-pass filter.

Short gaps are filled by Akima's local cubic, long ones stay empty.  The filter has the gain of a Butterworth
low-pass run forwards and backwards: Whittaker's smoother minimises sum((y - x)²) + λ sum((Δ³ y)²), whose gain
is that of a third-order Butterworth filter applied in both directions, 1 / (1 + c (f / f_c)⁶), yet it needs
no padding: it does not ring at the ends, follows a straight trend exactly and takes short stretches.

Sources: Whittaker 1923, Proc Edinburgh Math Soc 41:63; Eilers 2003, Anal Chem 75:3631.
"""

from typing import cast

import numpy as np
from scipy.interpolate import Akima1DInterpolator
from scipy.linalg import solveh_banded
from scipy.sparse import diags_array, eye_array

from ..datatypes import BoolArray, FloatArray
from .points import runs

ON_GRID = 0.2  # times this close to the uniform clock (in intervals) count as regular
REGULAR = 0.05  # a sample this close to a clock tick (in intervals) is taken over, not interpolated
ORDER = 3
HALF_POWER = np.sqrt(2.0) - 1.0  # 1 / (1 + HALF_POWER) = 0.707 at the cut-off


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


def amplitude_lost(cutoff_hz: float, frequency_hz: float) -> float:
    """Share of the amplitude at `frequency_hz` that the low-pass takes away, 0 to 1 (0.293 at the cut-off).

    Exact where the sampling rate is well above both frequencies.
    """
    return float(1.0 - 1.0 / (1.0 + HALF_POWER * (frequency_hz / cutoff_hz) ** (2 * ORDER)))


def low_pass(values: FloatArray, rate_hz: float, cutoff_hz: float) -> FloatArray:
    """Low-pass filter (T, ...) series along time, each unbroken stretch by itself; NaN stays NaN.

    Parameters
    ----------
    values
        Samples on a uniform clock; NaN = not measured.
    rate_hz
        Sampling rate.
    cutoff_hz
        Frequency whose amplitude falls to 0.707.  At or above half the sampling rate nothing is filtered.
    """
    if cutoff_hz >= rate_hz / 2:
        return values.copy()
    columns = values.reshape(len(values), -1)
    filtered = np.full_like(columns, np.nan)
    for k in range(columns.shape[1]):
        for start, end in runs(np.isfinite(columns[:, k])):
            filtered[start:end, k] = _whittaker(columns[start:end, k], cutoff_hz / rate_hz)
    return filtered.reshape(values.shape)


def _whittaker(values: FloatArray, cutoff_per_sample: float) -> FloatArray:
    """Filter one unbroken stretch (N,); one of up to ORDER samples is returned as it is."""
    n = len(values)
    if n <= ORDER:
        return values.copy()
    stiffness = HALF_POWER / (2.0 * np.sin(np.pi * cutoff_per_sample)) ** (2 * ORDER)
    difference = diags_array([1.0, -3.0, 3.0, -1.0], offsets=[0, 1, 2, 3], shape=(n - ORDER, n))
    system = eye_array(n) + stiffness * (difference.T @ difference)
    bands = np.zeros((ORDER + 1, n))
    for offset in range(ORDER + 1):
        bands[ORDER - offset, offset:] = system.diagonal(offset)
    return cast(FloatArray, solveh_banded(bands, values))
