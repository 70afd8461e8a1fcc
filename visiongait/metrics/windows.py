"""Reading a sampled signal at an instant and over a window, refusing where samples are missing."""

import numpy as np

from ..datatypes._arrays import FloatArray

MIN_WINDOW_SHARE = 0.8
"""Share of a window's samples that must be measured before its greatest or least value is called a peak."""


def sample(time_s: FloatArray, values: FloatArray, instants_s: FloatArray) -> FloatArray:
    """Return the values at some instants, each linear between the two samples around it.

    NaN where a sample next to the instant is missing, and outside the signal.
    """
    return np.interp(instants_s, time_s, values, left=np.nan, right=np.nan)


def at(time_s: FloatArray, values: FloatArray, instant_s: float | None) -> float:
    """Return the value at one instant, as `sample`; NaN if there is no instant."""
    return np.nan if instant_s is None else float(sample(time_s, values, np.array([instant_s]))[0])


def peak(time_s: FloatArray, values: FloatArray, start_s: float | None, end_s: float | None) -> float:
    """Return the greatest value in `[start_s, end_s]`, both ends interpolated.

    NaN if an end is missing, if fewer than `MIN_WINDOW_SHARE` of the samples are measured, or if the greatest
    value borders on missing samples: the true peak may be among those.
    """
    if start_s is None or end_s is None or not start_s < end_s:
        return np.nan
    window = _window(time_s, values, start_s, end_s)
    measured = np.isfinite(window)
    if measured.mean() < MIN_WINDOW_SHARE:
        return np.nan
    top = int(np.nanargmax(window))
    whole = measured[max(top - 1, 0) : top + 2].all()
    return float(window[top]) if whole else np.nan


def trough(time_s: FloatArray, values: FloatArray, start_s: float | None, end_s: float | None) -> float:
    """Return the least value in `[start_s, end_s]`; NaN as for `peak`."""
    return -peak(time_s, -values, start_s, end_s)


def _window(time_s: FloatArray, values: FloatArray, start_s: float, end_s: float) -> FloatArray:
    inside = values[(time_s > start_s) & (time_s < end_s)]
    return np.array([at(time_s, values, start_s), *inside, at(time_s, values, end_s)])
