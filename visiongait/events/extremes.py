"""Turning points of one-dimensional signals, between samples."""

from typing import NamedTuple

import numpy as np

from ..datatypes._arrays import FloatArray


class Turn(NamedTuple):
    """A turning point: its sample, whether it is a maximum, and the lower of its two flanks."""

    sample: int
    is_maximum: bool
    flank: float


def turning_points(signal: FloatArray, rise: float, cut_rise: float | None = None) -> list[Turn]:
    """Return alternating extremes, each left and reached by at least `rise`.

    A maximum counts once the signal had climbed `rise` from the minimum before it and fallen by `rise` after
    it.  Of the first and the last extreme, whose outer flanks the ends of the signal may cut off, that flank
    must be `cut_rise` high only.
    """
    least = rise if cut_rise is None else cut_rise
    turns = _alternating(signal, rise)
    inner = [Turn(sample, is_maximum, rise) for sample, is_maximum in turns[1:-1]]
    cut = (_cut_off(signal, turns, at) for at in ((0, -1) if len(turns) > 1 else (0,)))
    return sorted([*inner, *(turn for turn in cut if turn and turn.flank >= least)])


def _alternating(signal: FloatArray, rise: float) -> list[tuple[int, bool]]:
    """Return the highest and lowest samples (sample, is_maximum) between swings of at least `rise`.

    The first and the last were reached, or left, by `rise` on their inner side only.
    """
    found: list[tuple[int, bool]] = []
    low = high = 0
    direction = 0
    for sample, value in enumerate(signal):
        high = sample if value > signal[high] else high
        low = sample if value < signal[low] else low
        if direction >= 0 and value <= signal[high] - rise:
            found.append((high, True))
            direction, low = -1, sample
        elif direction <= 0 and value >= signal[low] + rise:
            found.append((low, False))
            direction, high = 1, sample
    return found + [(high, True) if direction > 0 else (low, False)] * (direction != 0)


def _cut_off(signal: FloatArray, turns: list[tuple[int, bool]], at: int) -> Turn | None:
    """Return the first (0) or last (-1) extreme with its outer flank."""
    if not turns:
        return None
    sample, is_maximum = turns[at]
    beyond = signal[: sample + 1] if at == 0 else signal[sample:]
    return Turn(sample, is_maximum, float(np.max(np.abs(beyond - signal[sample]))))


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
