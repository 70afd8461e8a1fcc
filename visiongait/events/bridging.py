"""Bridges over hidden feet, for finding events only: a foot that turned unseen still turns on the bridge."""

from dataclasses import replace

import numpy as np
from scipy.interpolate import CubicHermiteSpline

from ..datatypes._arrays import FloatArray
from ..datatypes.walk import Trajectories

LONGEST_S = 0.5
"""Longer gaps are left to straight lines: nothing tells what the foot did there."""

BESIDE_S = 0.13
"""Slopes at the ends of a bridge are those of quadratics fitted to so much of what was seen beside it."""


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
    for last, first in zip(known[:-1], known[1:], strict=True):
        if first - last == 1 or time_s[first] - time_s[last] > LONGEST_S:
            continue
        sides = [
            _beside(path, time_s, known[known <= last], last),
            _beside(path, time_s, known[known >= first], first),
        ]
        ends = [last, first]
        curve = CubicHermiteSpline(time_s[ends], path[ends], np.array(sides))
        path[last + 1 : first] = curve(time_s[last + 1 : first])


def _beside(path: FloatArray, time_s: FloatArray, seen: "np.ndarray", end: int) -> FloatArray:
    """Velocity (2,) at an end of a gap, from what was seen beside it."""
    near = seen[np.abs(time_s[seen] - time_s[end]) <= BESIDE_S]
    if len(near) < 3:
        return np.zeros(2)
    degree = 2 if len(near) > 3 else 1
    return np.polynomial.polynomial.polyfit(time_s[near] - time_s[end], path[near], degree)[1]
