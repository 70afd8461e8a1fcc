"""Where a recording jumps: pictures have been cut out while the time stamps run on.

Nobody's trunk leaps.  Where hips and shoulders go on from another place than the one they were heading for,
and stay on that way, the recording jumps.

On a treadmill the trunk stays where it is.  Only the legs leap, by no more than a network's errors make them
leap now and then.  So there the picture must leap too, with the same frame (`FrameFaults.leaped`).
Legs are taken as they are named: half a stride later each is where the other was.  Where whole strides were
cut out nothing leaps; the strides about such a cut are as long as the others.
"""

import numpy as np

from ..datatypes import SIDES, BoolArray, FloatArray
from .leg_paths import legs_about
from .points import column, middle, nan_mean

BESIDE_S = 0.14
"""The trunk's way is fitted to so much before and after."""

FEWEST_BESIDE = 4
LEAP = 0.1
"""Leap of the trunk, in body heights, that is none of a walker's: on 30 recordings without cuts at most 0.06.
A quarter of a second of walking that is missing makes one of 0.15 to 0.2."""

WHOLE_S = 0.3
"""At the picture's edges, where a person is cut off, landmarks leap: so far from there nothing is judged."""

LEG_LEAP = 0.05
"""Leap of the legs, in body heights, that makes a leap of the picture a cut: the middle one of both knees,
ankles, heels and toes.  Without cuts at most 0.03 on a treadmill (60 and 30 pictures a second); one lost
picture makes 0.03 to 0.05, two tenths of a second 0.06 to 0.15."""


def find_cuts(
    time_s: FloatArray, points_px: FloatArray, height_px: FloatArray, leaped: BoolArray | None = None
) -> list[int]:
    """Return the frames (rows) with which the recording goes on after a jump.

    Parameters
    ----------
    time_s, points_px
        Frame times (T,) and positions (T, K, 2) of `points.POINTS`; NaN where not found.
    height_px
        (T,) apparent stature.
    leaped
        (T,) frames with which the picture leaps; None where unknown: then leaping legs prove nothing.
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
    legs = legs_about(middle(points_px, "hip"), points_px, height_px)
    for row in np.flatnonzero(leaped).tolist() if leaped is not None else []:
        near = any(abs(time_s[row] - time_s[one]) <= BESIDE_S for one in found)
        if not near and _legs_leap(time_s, legs, row) > LEG_LEAP:
            found.append(row)
    return sorted(found)


def _legs_leap(time_s: FloatArray, legs: FloatArray, row: int) -> float:
    """How far from where they were heading legs (T, 2, 4, 2), as named, go on; 0 if unknown.

    The least that is found without any one of the frames: landmarks astray in one of them are no leap.
    """
    parts = _beside(time_s, row)
    if parts is None:
        return 0.0
    offset_s = time_s - (time_s[row - 1] + time_s[row]) / 2
    before, after = (_headings(offset_s[one], legs[one].reshape(one.sum(), -1, 2)) for one in parts)
    leaps = np.linalg.norm(after[None] - before[:, None], axis=3)
    return float(np.nan_to_num(np.median(leaps, axis=2)).min())


def _beside(time_s: FloatArray, row: int) -> tuple[BoolArray, BoolArray] | None:
    """Return which frames (T,) are just before and after a jump to this one; None at the ends."""
    if time_s[row] - time_s[0] < WHOLE_S or time_s[-1] - time_s[row] < WHOLE_S:
        return None
    middle_s = (time_s[row - 1] + time_s[row]) / 2
    before = (time_s < middle_s) & (time_s >= middle_s - BESIDE_S)
    after = (time_s > middle_s) & (time_s <= middle_s + BESIDE_S)
    if min(before.sum(), after.sum()) < FEWEST_BESIDE:
        rows = np.arange(len(time_s))
        before = (rows >= row - FEWEST_BESIDE) & (rows < row)
        after = (rows >= row) & (rows < row + FEWEST_BESIDE)
    return before, after


def _headings(offset_s: FloatArray, points: FloatArray) -> FloatArray:
    """(W, K, 2) where straight lines through points (W, K, 2) are at offset 0, without each frame in turn."""
    others = ~np.eye(len(points), dtype=np.bool_)
    powers = offset_s[:, None] ** np.arange(2)
    return np.stack([np.tensordot(np.linalg.pinv(powers[one])[0], points[one], axes=1) for one in others])


def _leap(time_s: FloatArray, place: FloatArray, row: int) -> float:
    """How far the way after the last frame begins from where the way before it was heading; 0 if unknown."""
    parts = _beside(time_s, row)
    around = slice(*np.searchsorted(time_s, [time_s[row] - WHOLE_S, time_s[row] + WHOLE_S]))
    if parts is None or not np.isfinite(place[around]).all():
        return 0.0
    middle_s = (time_s[row - 1] + time_s[row]) / 2
    ends = [np.polyfit(time_s[one] - middle_s, place[one], 1)[1] for one in parts]
    return float(np.linalg.norm(ends[1] - ends[0]))
