"""Jumps of the recording itself: pictures cut out while the time stamps run on.

Nobody's trunk leaps.  Where hips and shoulders go on from another place than the one they were heading for,
and stay on that way, pictures are missing between.
"""

import numpy as np

from ..datatypes._arrays import FloatArray
from ..datatypes.walk import SIDES
from .points import column, nan_mean

BESIDE_S = 0.14
"""The trunk's way is fitted to so much before and after."""

FEWEST = 4
LEAP = 0.1
"""Leap of the trunk, in body heights, that is none of a walker's: on 30 recordings without cuts at most 0.06.
A quarter of a second of walking that is missing makes one of 0.15 to 0.2."""

WHOLE_S = 0.3
"""At the picture's edges, where a person is cut off, landmarks leap: so far from there nothing is judged."""


def find_cuts(time_s: FloatArray, points_px: FloatArray, height_px: FloatArray) -> list[int]:
    """Return the frames (rows) with which the recording goes on after a jump.

    Parameters
    ----------
    time_s, points_px
        Frame times (T,) and positions (T, K, 2) of `points.POINTS`; NaN where not found.
    height_px
        (T,) apparent stature.
    """
    trunk = points_px[:, [column(side, part) for side in SIDES for part in ("hip", "shoulder")]]
    place = nan_mean(trunk, axis=1) / height_px[:, None]
    leap = np.array([_leap(time_s, place, row) for row in range(len(time_s))])
    found: list[int] = []
    for row in np.flatnonzero(leap > LEAP).tolist():
        if found and time_s[row] - time_s[found[-1]] <= BESIDE_S:
            if leap[row] > leap[found[-1]]:
                found[-1] = row
        else:
            found.append(row)
    return found


def _leap(time_s: FloatArray, place: FloatArray, row: int) -> float:
    """How far the way after the last frame begins from where the way before it was heading; 0 if unknown."""
    around = slice(*np.searchsorted(time_s, [time_s[row] - WHOLE_S, time_s[row] + WHOLE_S]))
    if time_s[row] - time_s[0] < WHOLE_S or time_s[-1] - time_s[row] < WHOLE_S:
        return 0.0
    if not np.isfinite(place[around]).all():
        return 0.0
    middle_s = (time_s[row - 1] + time_s[row]) / 2
    before = (time_s < middle_s) & (time_s >= middle_s - BESIDE_S)
    after = (time_s > middle_s) & (time_s <= middle_s + BESIDE_S)
    if min(before.sum(), after.sum()) < FEWEST:
        before = np.arange(len(time_s)) >= row - FEWEST
        before &= np.arange(len(time_s)) < row
        after = (np.arange(len(time_s)) >= row) & (np.arange(len(time_s)) < row + FEWEST)
    ends = [np.polyfit(time_s[one] - middle_s, place[one], 1)[1] for one in (before, after)]
    return float(np.linalg.norm(ends[1] - ends[0]))
