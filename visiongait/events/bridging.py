"""Bridges over hidden feet, for finding events only: a foot that turned unseen still turns on the bridge."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicHermiteSpline, CubicSpline

from ..cleaning import runs
from ..datatypes import FloatArray, Trajectories

LONGEST_S = 0.5
"""Longer gaps are left to straight lines: nobody knows what the foot did there."""

BESIDE_S = 0.13
"""Slopes at the ends of a bridge are those of quadratics fitted to so much of what was seen beside it."""

MIN_SAMPLES = 3


def bridge(trajectories: Trajectories) -> Trajectories:
    """Return trajectories whose gaps are bridged by cubics that go on as the points went before and after.

    A straight line from the last position in stance to the first in swing turns where the gap begins, however
    long the foot stayed; a cubic with the speeds of both sides turns inside the gap.
    """
    position = np.array(trajectories.position)
    for k in range(len(trajectories.points)):
        _bridge_point(position[:, k], trajectories.time_s)
    return replace(trajectories, position=position)


def _bridge_point(path: FloatArray, time_s: FloatArray) -> None:
    """Bridge one point's path (T, 2) in place."""
    known = np.flatnonzero(np.isfinite(path).all(axis=1))
    for last, first in pairwise(known.tolist()):
        if first - last == 1 or time_s[first] - time_s[last] > LONGEST_S:
            continue
        ends = [last, first]
        velocity = [
            _velocity_beside(path, time_s, side, end)
            for side, end in zip((known[known <= last], known[known >= first]), ends, strict=True)
        ]
        curve = CubicHermiteSpline(time_s[ends], path[ends], np.array(velocity))
        path[last + 1 : first] = curve(time_s[last + 1 : first])


def _velocity_beside(path: FloatArray, time_s: FloatArray, side: NDArray[np.intp], end: int) -> FloatArray:
    """Velocity (2,) at an end of a gap, from the samples seen on that side; 0 where they are too few."""
    near = side[np.abs(time_s[side] - time_s[end]) <= BESIDE_S]
    if len(near) < MIN_SAMPLES:
        return np.zeros(2)
    degree = 2 if len(near) > MIN_SAMPLES else 1
    velocity: FloatArray = np.polynomial.polynomial.polyfit(time_s[near] - time_s[end], path[near], degree)[1]
    return velocity


FINE_HZ = 60.0
"""Detectors look at so many samples a second at least: their windows, fixed in seconds, then hold enough."""


def finely(trajectories: Trajectories) -> Trajectories:
    """Return trajectories on a clock of `FINE_HZ` at least, by cubic splines through what was measured.

    At 15 frames a second five frames are a third of a second: a quadratic fitted to them flattens the turns
    and shifts initial contacts by 30 ms.  What was not measured, and masked, stays so.
    """
    factor = int(np.ceil(FINE_HZ / trajectories.rate_hz - 0.01))
    if factor < 2 or len(trajectories.time_s) < 4:
        return trajectories
    old_s = trajectories.time_s
    tick = np.arange((len(old_s) - 1) * factor + 1)
    new_s = old_s[0] + (old_s[-1] - old_s[0]) * tick / tick[-1]
    nearest = np.round(tick / factor).astype(int)
    position = np.full((len(new_s), *trajectories.position.shape[1:]), np.nan)
    for k in range(position.shape[1]):
        known = np.asarray(np.isfinite(trajectories.position[:, k]).all(axis=1))
        for start, end in runs(known):
            inside = slice(start * factor, (end - 1) * factor + 1)
            if end - start < 4:
                position[inside, k] = _straight(old_s, trajectories.position[:, k], new_s[inside], start, end)
            else:
                position[inside, k] = CubicSpline(old_s[start:end], trajectories.position[start:end, k])(
                    new_s[inside]
                )
    return Trajectories(
        trajectories.points,
        new_s,
        trajectories.rate_hz * factor,
        position,
        trajectories.unit,
        trajectories.filled[nearest],
        trajectories.fault[nearest],
    )


def _straight(old_s: FloatArray, path: FloatArray, new_s: FloatArray, start: int, end: int) -> FloatArray:
    return np.column_stack([np.interp(new_s, old_s[start:end], path[start:end, axis]) for axis in (0, 1)])
