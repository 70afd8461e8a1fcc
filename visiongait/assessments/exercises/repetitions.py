"""Finds repetitions of a movement in one signal that rises and falls back to rest.

A repetition starts where the signal is 5 % of its excursion above the rest before, and ends where it is 5 %
above the rest after; its peak is the greatest value, of a plateau the middle.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.signal import find_peaks

from ...datatypes import BoolArray, FloatArray

ONSET = 0.05
"""Share of the excursion above rest at which a repetition starts and ends."""

PLATEAU = 0.02
"""The peak is the middle of the time within this share of the excursion below the greatest value."""

DEEP_ENOUGH = 0.35
"""Least excursion as a share of the largest one in the recording; smaller ones are no repetitions."""

LOWEST_PERCENT = 10.0
"""Percentile of the samples between two peaks that counts as their lowest level: dips are errors."""

AT_REST = 0.05
"""Samples less than this share of the excursion above the lowest level are at rest."""

BACK = 0.25
"""A repetition is complete if the signal comes back at least to this share of the excursion on both sides."""


@dataclass(frozen=True)
class Repetition:
    """One repetition: instants in seconds; excursion, and the levels of rest before and after, of the signal.

    whole: the signal is seen to come from rest and to go back to it; otherwise the recording begins or ends
    in the middle, and `start_s` or `end_s` is NaN.
    """

    start_s: float
    peak_s: float
    end_s: float
    peak: float
    rest_before: float
    rest_after: float

    @property
    def excursion(self) -> float:
        """How far the signal rises."""
        return self.peak - min(self.rest_before, self.rest_after)

    @property
    def whole(self) -> bool:
        """Whether both ends were seen."""
        return bool(np.isfinite([self.start_s, self.end_s]).all())

    def rows(self, time_s: FloatArray) -> BoolArray:
        """(N,) the samples from start to end."""
        start = self.start_s if np.isfinite(self.start_s) else -np.inf
        end = self.end_s if np.isfinite(self.end_s) else np.inf
        return np.asarray((time_s >= start) & (time_s <= end))


def find_repetitions(
    time_s: FloatArray,
    signal: FloatArray,
    *,
    least: float,
    shortest_s: float = 0.4,
    share: float = DEEP_ENOUGH,
    plateau: float = PLATEAU,
) -> tuple[Repetition, ...]:
    """Return the repetitions in order of time, halves at the recording's ends included (`Repetition.whole`).

    Parameters
    ----------
    time_s, signal
        (N,) each, evenly spaced, low-passed; NaN is bridged.
    least
        Least excursion, in the unit of the signal.
    shortest_s
        Least time from peak to peak.
    share
        Least excursion as a share of the largest in the recording.
    plateau
        Of a held peak: how far below it, as a share of the excursion, the hold reaches.
    """
    known = np.isfinite(signal)
    if known.sum() < 3:
        return ()
    level = np.interp(time_s, time_s[known], signal[known])
    if np.ptp(level) < least:
        return ()
    rate_hz = (len(time_s) - 1) / float(time_s[-1] - time_s[0])
    padded = np.concatenate([[level.min()], level, [level.min()]])
    peaks, found = find_peaks(
        padded, prominence=max(least, share * np.ptp(level)), distance=max(1, round(shortest_s * rate_hz))
    )
    peaks = peaks - 1
    del found
    bounds = [0, *(int(peak) for peak in peaks), len(level) - 1]
    return tuple(
        _repetition(time_s, level, peak, before, after, least, plateau)
        for before, peak, after in zip(bounds, bounds[1:], bounds[2:], strict=False)
    )


def at_rest(time_s: FloatArray, repetitions: Sequence[Repetition], margin_s: float = 0.1) -> BoolArray:
    """(N,) the samples outside all repetitions, and a moment away from them."""
    rest = np.ones(len(time_s), dtype=np.bool_)
    for one in repetitions:
        start = one.start_s if np.isfinite(one.start_s) else -np.inf
        end = one.end_s if np.isfinite(one.end_s) else np.inf
        rest &= (time_s < start - margin_s) | (time_s > end + margin_s)
    return rest


def _repetition(
    time_s: FloatArray, level: FloatArray, peak: int, first: int, last: int, least: float, plateau: float
) -> Repetition:
    before, after = level[first : peak + 1], level[peak : last + 1]
    top = float(level[peak])
    rests = [_rest(part) for part in (before, after)]
    lowest = min(rests)
    came, went = (
        rest - lowest < BACK * (top - lowest) and top - rest > least / 2 and len(part) > 2
        for rest, part in zip(rests, (before, after), strict=True)
    )
    start_s = _crossing(time_s[first : peak + 1][::-1], before[::-1], rests[0], top) if came else np.nan
    end_s = _crossing(time_s[peak : last + 1], after, rests[1], top) if went else np.nan
    return Repetition(
        start_s, _middle_of_top(time_s, level, peak, plateau * (top - lowest)), end_s, top, *rests
    )


def _rest(part: FloatArray) -> float:
    """Return the level of rest between two peaks: the median of what lies near the lowest."""
    low, high = float(np.percentile(part, LOWEST_PERCENT)), float(part.max())
    return float(np.median(part[part <= low + AT_REST * (high - low)]))


def _crossing(time_s: FloatArray, part: FloatArray, rest: float, top: float) -> float:
    """Return when the signal, followed away from its peak, first falls to 5 % above rest; NaN if never."""
    level = rest + ONSET * (top - rest)
    below = np.flatnonzero(part <= level)
    if not len(below):
        return np.nan
    row = int(below[0])
    if row == 0:
        return float(time_s[0])
    share = (part[row - 1] - level) / (part[row - 1] - part[row])
    return float(time_s[row - 1] + share * (time_s[row] - time_s[row - 1]))


def _middle_of_top(time_s: FloatArray, level: FloatArray, peak: int, depth: float) -> float:
    """Return the middle of the unbroken time about a peak that is within `PLATEAU` of it."""
    high = level >= level[peak] - depth
    first = last = peak
    while first > 0 and high[first - 1]:
        first -= 1
    while last < len(level) - 1 and high[last + 1]:
        last += 1
    return float((time_s[first] + time_s[last]) / 2)


def peak_of(time_s: FloatArray, curve: FloatArray, at_s: float, around_s: float = 0.1) -> float:
    """Return the mean of a curve (N,) about an instant: what it is there without its noise."""
    near = np.abs(time_s - at_s) <= around_s
    known = curve[near & np.isfinite(curve)]
    return float(known.mean()) if known.size else np.nan
