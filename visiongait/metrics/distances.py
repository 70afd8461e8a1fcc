"""How far the feet travel along the direction of walking, and how high the toe passes above the floor.

Lengths are distances of heel positions at foot strike.  A length over ground compares two instants, so the
ground must stand still between them.  It does where neither the camera nor the floor moved.  Elsewhere (a
treadmill, a camera that turned or travelled) a step is measured in one picture, and a stride is its two
steps: what the background says of a camera's movement, or a standing foot of a belt's, is less certain
(stride lengths of rendered walks, mean error: turning camera 2 % so and 6 % otherwise, treadmill 2 and 8 %).
"""

import numpy as np

from ..datatypes import FloatArray, Pass, Side, Stride, Trajectories, other
from ..kinematics import prominent_peaks
from .metric import MeasuredStride, Metric, Need, at

ABOUT_STRIKE_S = 0.06
"""The heels are farthest apart this near to a foot strike: before, one still swings; after, one rolls."""

FLAT_FROM, FLAT_TO = 0.15, 0.40
"""Part of the stride after a foot strike in which the toe rests on the floor."""

MIN_DIP_M = 0.002
"""Smallest depth of a dip: shallower ones cannot be told from the landmarks' noise."""

MIN_PX_PER_M = 400.0
"""Lowest resolution for a clearance: two pixels of error are then 5 mm, beside one of 10 to 20 mm."""

CLEARANCE = "min_toe_clearance_m"


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


def toe_height(path: Trajectories, side: Side, strides: tuple[Stride, ...]) -> FloatArray:
    """Return the toe's height above the floor (T,), in the unit of `path`.

    The floor is where the same toe rests in stance (median of its height from 15 to 40 % of the stride after
    each foot strike), straight from one stance to the next: so a tilted camera or a sloping floor lift
    nothing.  NaN where the toe was not seen, and everywhere if no stance was.
    """
    rests = [_rest(path, side, strike_s, stride_s) for strike_s, stride_s in _strikes(side, strides)]
    seen = sorted(rest for rest in rests if rest is not None)
    if not seen:
        return np.full(len(path.time_s), np.nan)
    times, levels = np.array(seen).T
    height: FloatArray = path.of(f"{side}_toe")[:, 1] - np.interp(path.time_s, times, levels)
    return height


def min_toe_clearance_m(time_s: FloatArray, toe_height_m: FloatArray, stride: Stride) -> float:
    """Return the toe's height at the lowest dip of its swing, in metres.

    After foot off the toe rises, comes down to a dip near mid-swing and rises again before landing (Winter
    1992, Phys Ther 72:45).  NaN where the swing has no dip (3 % of young and 19 % of old people's strides),
    where any part of the swing was not measured, or where foot off is missing: never 0.
    """
    if stride.foot_off_s is None:
        return np.nan
    swing = toe_height_m[(time_s >= stride.foot_off_s) & (time_s <= stride.end_s)]
    if swing.size == 0 or not np.isfinite(swing).all():
        return np.nan
    dips = prominent_peaks(-swing, MIN_DIP_M)
    return float(swing[dips].min()) if dips.size else np.nan


def _strikes(side: Side, strides: tuple[Stride, ...]) -> set[tuple[float, float]]:
    mine = [stride for stride in strides if stride.side == side]
    return {(strike_s, s.end_s - s.start_s) for s in mine for strike_s in (s.start_s, s.end_s)}


def _rest(path: Trajectories, side: Side, strike_s: float, stride_s: float) -> tuple[float, float] | None:
    start_s, end_s = strike_s + FLAT_FROM * stride_s, strike_s + FLAT_TO * stride_s
    level = path.of(f"{side}_toe")[(path.time_s >= start_s) & (path.time_s <= end_s), 1]
    level = level[np.isfinite(level)]
    return (0.5 * (start_s + end_s), float(np.median(level))) if level.size else None


def _in_metres(measured: MeasuredStride) -> float:
    return np.nan if measured.scaled_pass is None else stride_length(measured.scaled_pass, measured.stride)


def _step_in_metres(measured: MeasuredStride) -> float:
    return np.nan if measured.scaled_pass is None else step_length(measured.scaled_pass, measured.stride)


def _speed(measured: MeasuredStride) -> float:
    return _in_metres(measured) / (measured.stride.end_s - measured.stride.start_s)


def _clearance(measured: MeasuredStride) -> float:
    if measured.scaled_pass is None or measured.toe_height_m is None:
        return np.nan
    time_s = measured.scaled_pass.trajectories.time_s
    return min_toe_clearance_m(time_s, measured.toe_height_m, measured.stride)


def _step_per_height(measured: MeasuredStride) -> float:
    return (
        np.nan if measured.walk_pass is None else step_length_per_height(measured.walk_pass, measured.stride)
    )


SCALE: frozenset[Need] = frozenset({"scale"})
GROUND: frozenset[Need] = frozenset({"ground"})
HEEL_TO_HEEL = (
    "heel to heel along the direction of walking, over ground; where the camera or the floor moved,"
    " [within single pictures](decisions/0019-lengths-within-pictures.md); needs `--height`"
)

DISTANCES = (
    Metric(
        "stride_length_m",
        "Stride length",
        HEEL_TO_HEEL,
        _in_metres,
        "distance",
        "spatial",
        needs=SCALE | GROUND,
        ratio_scaled=True,
    ),
    Metric(
        "step_length_m",
        "Step length",
        f"of the step that lands at `end_s`: {HEEL_TO_HEEL}",
        _step_in_metres,
        "distance",
        "spatial",
        needs=SCALE | GROUND,
        ratio_scaled=True,
        followed=True,
        pghd="walkingStepLength",
    ),
    Metric(
        "walking_speed_m_per_s",
        "Walking speed",
        "stride length divided by stride time; needs `--height`",
        _speed,
        "distance",
        "spatial",
        needs=SCALE | GROUND,
        of_walk=True,
        ratio_scaled=True,
        followed=True,
        pghd="walkingSpeed",
    ),
    Metric(
        CLEARANCE,
        "Minimum toe clearance in swing",
        "lowest height of the toe above the floor in mid-swing; empty where there is no clear minimum;"
        " needs `--height`",
        _clearance,
        "distance",
        "spatial",
        short_title="Toe clearance",
        source="Winter 1992",
        needs=SCALE,
        ratio_scaled=True,
        digits=3,
    ),
    Metric(
        "step_length_per_height",
        "Step length",
        "step length in body heights; needs no scale",
        _step_per_height,
        "distance",
        "spatial",
        needs=GROUND,
        ratio_scaled=True,
        followed=True,
    ),
)
"""In the order of the columns."""
