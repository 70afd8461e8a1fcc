"""Turning points of one-dimensional signals, between samples."""

import numpy as np

from ..datatypes._arrays import FloatArray


def turning_points(signal: FloatArray, rise: float) -> list[tuple[int, bool]]:
    """Return alternating extremes as (sample, is_maximum), each left and reached by at least `rise`.

    A maximum counts once the signal had climbed `rise` from the minimum before it (or from the beginning) and
    fallen by `rise` after it: what the ends of the recording cut off is left out.
    """
    found: list[tuple[int, bool]] = []
    low = high = 0
    direction = 0
    for sample, value in enumerate(signal):
        high = sample if value > signal[high] else high
        low = sample if value < signal[low] else low
        if direction >= 0 and value <= signal[high] - rise:
            found += [(high, True)] if direction else []
            direction, low = -1, sample
        elif direction <= 0 and value >= signal[low] + rise:
            found += [(low, False)] if direction else []
            direction, high = 1, sample
    return found


def crossings(signal: FloatArray, level: float, rising: bool) -> FloatArray:
    """Return the positions (in samples, between samples) at which the signal passes through a level."""
    above = signal - level if rising else level - signal
    before = np.flatnonzero((above[:-1] < 0) & (above[1:] >= 0))
    crossed: FloatArray = before + above[before] / (above[before] - above[before + 1])
    return crossed


def nearest(positions: FloatArray, wanted: float, reach: float) -> float | None:
    """Return the position nearest to the wanted one, None if none lies within reach."""
    near = positions[np.abs(positions - wanted) <= reach]
    return float(near[np.argmin(np.abs(near - wanted))]) if near.size else None
