"""Strides judged against the walk's other strides: starting and stopping, and strides that are none."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..datatypes._arrays import FloatArray
from ..datatypes.walk import Pass, Stride
from ..kinematics.foot_motion import bridged

USUAL_PERCENTILE = 75.0
"""The walk's own pace: of its strides' speeds, the one that a quarter of them exceeds."""

ENDS, STOP = 0.8, 0.65
"""Shares of that pace below which the first and last strides belong to starting, stopping or turning, and a
stride in between holds a stop.  Within a walk of eight people filmed from standing to standing the strides in
the middle keep 0.92 to 1.1 of it, the first 0.8 to 0.97 and the last 0.5 to 0.8."""

UNLIKE = (0.6, 1.6)
"""Shares of the median stride time outside which a stride is none of the walk's: a strike was missed or
invented.  The strides of irregular walkers (coefficient of variation up to 15 %) stay within."""

FEWEST = 4
"""Strides, of both legs together, from which one can be told to be unlike the others."""


def judged_together(strides: Sequence[Stride], walk_pass: Pass) -> tuple[Stride, ...]:
    """Return the strides of one pass, those unlike the others not valid, those at an uneven pace not steady.

    Speeds are those of the pelvis over the ground, so that on a treadmill, or where the ground is not known
    to stay in place, every stride is taken to be steady.
    """
    judged = _without_unlike(strides)
    return _with_steadiness(judged, walk_pass) if walk_pass.world_fixed else tuple(judged)


def _without_unlike(strides: Sequence[Stride]) -> list[Stride]:
    lasting_s = np.array([one.end_s - one.start_s for one in strides if one.valid])
    if len(lasting_s) < FEWEST:
        return list(strides)
    usual_s = float(np.median(lasting_s))
    low, high = (share * usual_s for share in UNLIKE)
    return [
        one if not one.valid or low <= one.end_s - one.start_s <= high else _unlike(one, usual_s)
        for one in strides
    ]


def _unlike(stride: Stride, usual_s: float) -> Stride:
    lasts_s = stride.end_s - stride.start_s
    reason = f"It lasts {lasts_s:.2f} s, unlike the other strides of this walk ({usual_s:.2f} s)."
    return replace(stride, valid=False, reject_reason=reason)


def _with_steadiness(strides: Sequence[Stride], walk_pass: Pass) -> tuple[Stride, ...]:
    speeds = _speeds(strides, walk_pass)
    known = speeds[[one.valid for one in strides]] if len(strides) else speeds
    if not np.isfinite(known).any():
        return tuple(strides)
    pace = float(np.nanpercentile(known, USUAL_PERCENTILE))
    slow = np.nan_to_num(speeds, nan=np.inf) < ENDS * pace
    started, stopping = _run(slow), len(slow) - _run(slow[::-1])
    steady = [
        started <= place < stopping and not speed < STOP * pace for place, speed in enumerate(speeds.tolist())
    ]
    return tuple(replace(one, steady=even) for one, even in zip(strides, steady, strict=True))


def _run(flags: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> int:
    """Return how many flags are set before the first that is not."""
    return int(np.argmin(flags)) if not flags.all() else len(flags)


def _speeds(strides: Sequence[Stride], walk_pass: Pass) -> FloatArray:
    """(S,) mean forward speed of the pelvis in each stride, per second."""
    path = walk_pass.trajectories
    pelvis = (bridged(path.of("left_hip")) + bridged(path.of("right_hip")))[:, 0] / 2
    ends = np.array([(one.start_s, one.end_s) for one in strides]).reshape(-1, 2)
    way = np.diff(np.interp(ends, path.time_s, pelvis), axis=1)[:, 0]
    return np.asarray(way / (ends[:, 1] - ends[:, 0]))
