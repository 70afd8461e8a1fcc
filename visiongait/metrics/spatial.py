"""How far the feet travel, between heel positions at foot strike, along the direction of walking.

A length over ground compares two instants, so the ground must stand still between them.  It does if the
pass is fixed to the world; on a treadmill it moves at the belt's speed, read from the standing foot; under a
camera that turns with the walker it moves as the camera does, and only distances within one picture are left.
"""

import numpy as np

from ..datatypes._arrays import FloatArray
from ..datatypes.walk import Pass, Side, Stride, other
from .temporal import mid_stance_s
from .windows import at

MIN_STANDING_SAMPLES = 3
ABOUT_STRIKE_S = 0.06
"""The heels are farthest apart this near to a foot strike: before, one still swings; after, one rolls."""


def ground_speed(walk_pass: Pass, strides: tuple[Stride, ...]) -> float:
    """Return how fast the ground moves backwards in the pass's own frame, in its length unit per second.

    0 where positions are relative to the ground; the belt's speed on a treadmill, the median over strides of
    the standing toe's backward speed between the opposite foot off and mid-stance; NaN where it is unknown.
    """
    if walk_pass.treadmill:
        speeds = [_backward_speed(walk_pass, stride) for stride in strides]
        measured = [speed for speed in speeds if np.isfinite(speed)]
        return float(np.median(measured)) if measured else np.nan
    return 0.0 if walk_pass.world_fixed else np.nan


def stride_length(walk_pass: Pass, stride: Stride, ground: float) -> float:
    """Return the distance over ground between two foot strikes of the same heel, in the pass's unit.

    NaN where `ground` (see `ground_speed`) is unknown or the heel was not seen at a strike.
    """
    return _distance(walk_pass, (stride.side, stride.start_s), (stride.side, stride.end_s), ground)


def step_length(walk_pass: Pass, stride: Stride, ground: float) -> float:
    """Return the distance between the heels of the step that lands at the stride's end, in the pass's unit.

    Over ground: from the opposite heel at its own foot strike to this heel at the stride's end.  Where the
    ground's movement is unknown: the largest distance of the two heels in one picture about the foot strike,
    which is 1 to 3 cm short (rendered walkers), since the heel behind has risen and rolled forward by then.
    """
    landing = (stride.side, stride.end_s)
    if np.isnan(ground):
        return _widest_apart(walk_pass, stride)
    if stride.opposite_foot_strike_s is None:
        return np.nan
    return _distance(walk_pass, (other(stride.side), stride.opposite_foot_strike_s), landing, ground)


def step_length_per_height(walk_pass: Pass, stride: Stride, ground: float) -> float:
    """Return the step length in body heights: needs no scale, the subject is the ruler.

    The stature in pixels is taken where the step lands.
    """
    height_px = at(walk_pass.trajectories.time_s, walk_pass.height_px, stride.end_s)
    return step_length(walk_pass, stride, ground) / height_px


def pixels_per_metre(walk_pass: Pass, scaled_pass: Pass) -> float:
    """Return the resolution at the subject: median over frames and legs of hip-to-heel px over m."""
    ratios = [_leg_length(walk_pass, side) / _leg_length(scaled_pass, side) for side in ("left", "right")]
    measured = np.concatenate(ratios)
    measured = measured[np.isfinite(measured)]
    return float(np.median(measured)) if measured.size else np.nan


def _distance(walk_pass: Pass, start: tuple[Side, float], end: tuple[Side, float], ground: float) -> float:
    (_, start_s), (_, end_s) = start, end
    return _heel_x(walk_pass, *end) - _heel_x(walk_pass, *start) + ground * (end_s - start_s)


def _widest_apart(walk_pass: Pass, stride: Stride) -> float:
    path = walk_pass.trajectories
    ahead = path.of(f"{stride.side}_heel")[:, 0] - path.of(f"{other(stride.side)}_heel")[:, 0]
    near = ahead[np.abs(path.time_s - stride.end_s) <= ABOUT_STRIKE_S]
    return float(near.max()) if near.size else np.nan


def _heel_x(walk_pass: Pass, side: Side, instant_s: float) -> float:
    path = walk_pass.trajectories
    return at(path.time_s, path.of(f"{side}_heel")[:, 0], instant_s)


def _backward_speed(walk_pass: Pass, stride: Stride) -> float:
    start_s, end_s = stride.opposite_foot_off_s, mid_stance_s(stride)
    if start_s is None or end_s is None:
        return np.nan
    time_s = walk_pass.trajectories.time_s
    toe_x = walk_pass.trajectories.of(f"{stride.side}_toe")[:, 0]
    standing = (time_s >= start_s) & (time_s <= end_s) & np.isfinite(toe_x)
    if standing.sum() < MIN_STANDING_SAMPLES:
        return np.nan
    return -float(np.polyfit(time_s[standing], toe_x[standing], 1)[0])


def _leg_length(walk_pass: Pass, side: Side) -> FloatArray:
    path = walk_pass.trajectories
    length: FloatArray = np.linalg.norm(path.of(f"{side}_hip") - path.of(f"{side}_heel"), axis=1)
    return length
