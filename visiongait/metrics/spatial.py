"""How far the feet travel, between heel positions at foot strike, along the direction of walking.

A length over ground compares two instants, so the ground must stand still between them.  It does where
neither the camera nor the floor moved.  Elsewhere (a treadmill, a camera that turned or travelled) a step is
measured in one picture, and a stride is its two steps: what the background says of a camera's movement, or a
standing foot of a belt's, is less sure (stride lengths of rendered walks, mean error: turning camera 2 % so
and 6 % otherwise, treadmill 2 and 8 %).
"""

import numpy as np

from ..datatypes._arrays import FloatArray
from ..datatypes.walk import Pass, Side, Stride, other
from .windows import at

ABOUT_STRIKE_S = 0.06
"""The heels are farthest apart this near to a foot strike: before, one still swings; after, one rolls."""


def measured_over_ground(walk_pass: Pass) -> bool:
    """Return whether lengths compare two instants; if not, they are distances within single pictures."""
    return walk_pass.world_fixed and not walk_pass.turned_back


def stride_length(walk_pass: Pass, stride: Stride) -> float:
    """Return the distance between two foot strikes of the same heel, in the pass's unit.

    Within single pictures (`measured_over_ground`): the stride's two steps.  NaN where a heel was not seen at
    a strike.
    """
    if measured_over_ground(walk_pass):
        return _distance(walk_pass, (stride.side, stride.start_s), (stride.side, stride.end_s))
    first = _widest_apart(walk_pass, other(stride.side), stride.opposite_foot_strike_s)
    return first + _widest_apart(walk_pass, stride.side, stride.end_s)


def step_length(walk_pass: Pass, stride: Stride) -> float:
    """Return the distance between the heels of the step that lands at the stride's end, in the pass's unit.

    Over ground: from the opposite heel at its own foot strike to this heel at the stride's end.  Within
    single pictures (`measured_over_ground`): the largest distance of the two heels about the foot strike,
    when the heel behind has begun to rise and roll on (3 % short by exact points, 0 to 1 % by landmarks).
    """
    if not measured_over_ground(walk_pass):
        return _widest_apart(walk_pass, stride.side, stride.end_s)
    if stride.opposite_foot_strike_s is None:
        return np.nan
    start = other(stride.side), stride.opposite_foot_strike_s
    return _distance(walk_pass, start, (stride.side, stride.end_s))


def step_length_per_height(walk_pass: Pass, stride: Stride) -> float:
    """Return the step length in body heights: needs no scale, the subject is the ruler.

    The stature in pixels is taken where the step lands.
    """
    height_px = at(walk_pass.trajectories.time_s, walk_pass.height_px, stride.end_s)
    return step_length(walk_pass, stride) / height_px


def pixels_per_metre(walk_pass: Pass, scaled_pass: Pass) -> float:
    """Return the resolution at the subject: median over frames and legs of hip-to-heel px over m."""
    ratios = [_leg_length(walk_pass, side) / _leg_length(scaled_pass, side) for side in ("left", "right")]
    measured = np.concatenate(ratios)
    measured = measured[np.isfinite(measured)]
    return float(np.median(measured)) if measured.size else np.nan


def _distance(walk_pass: Pass, start: tuple[Side, float], end: tuple[Side, float]) -> float:
    return _heel_x(walk_pass, *end) - _heel_x(walk_pass, *start)


def _widest_apart(walk_pass: Pass, leading: Side, strike_s: float | None) -> float:
    """Largest distance of the leading heel from the other one about its foot strike."""
    if strike_s is None:
        return np.nan
    path = walk_pass.trajectories
    ahead = path.of(f"{leading}_heel")[:, 0] - path.of(f"{other(leading)}_heel")[:, 0]
    near = ahead[np.abs(path.time_s - strike_s) <= ABOUT_STRIKE_S]
    return float(near.max()) if near.size else np.nan


def _heel_x(walk_pass: Pass, side: Side, instant_s: float) -> float:
    path = walk_pass.trajectories
    return at(path.time_s, path.of(f"{side}_heel")[:, 0], instant_s)


def _leg_length(walk_pass: Pass, side: Side) -> FloatArray:
    path = walk_pass.trajectories
    length: FloatArray = np.linalg.norm(path.of(f"{side}_hip") - path.of(f"{side}_heel"), axis=1)
    return length
