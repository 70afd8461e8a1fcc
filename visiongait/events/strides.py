"""Strides, from one initial contact to the next of the same foot: valid or not, and steady or not.

Each is judged by its own events, and against the walk's other strides: starting and stopping, and strides
that are none.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from ..datatypes import (
    LEG_POINTS,
    SIDES,
    BoolArray,
    EventKind,
    EventReport,
    FloatArray,
    Pass,
    Side,
    Stride,
    Trajectories,
    other,
)
from ..kinematics import bridged

MIN_CONFIDENCE = 0.3
"""Confidence below which an initial contact bounds no stride: less than half of its flank was seen, and by
one detector only.  Where people leave the picture such strikes were 90 to 110 ms early."""

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
"""Strides, of both legs together, from which one can be called unlike the others."""


@dataclass(frozen=True)
class StrideSettings:
    """What a stride may be; outside it is reported, but not valid.

    shortest_s, longest_s: from running children to shuffling patients;
    longest_gap_s: the longest stretch without one of the leg's own points.
    """

    shortest_s: float = 0.5
    longest_s: float = 4.0
    longest_gap_s: float = 0.2


def find_strides(
    report: EventReport,
    pass_index: int,
    settings: StrideSettings | None = None,
    walk_pass: Pass | None = None,
) -> tuple[Stride, ...]:
    """Return the strides of both sides in one pass, `[start_s, end_s)`, in order of their start.

    A stride is valid if it lasts between `shortest_s` and `longest_s`, and the events inside it that were
    found come once each, in the order opposite foot off, opposite initial contact, foot off.  An event that
    was not found is None: the stride stays valid, and only the metrics that need the event are lost.

    Parameters
    ----------
    report
        Events of the pass.
    pass_index
        Copied into each stride.
    settings
        Limits; the defaults where None.
    walk_pass
        The pass itself, where strides are to be judged by it too: refused where they have a long gap in the
        leg's own points or are unlike the others, not steady where they belong to starting or stopping
        (`judged_together`).
    """
    limits = settings or StrideSettings()
    strides = [
        _judged(_stride(report, side, start_s, end_s, pass_index), report, limits, walk_pass)
        for side in SIDES
        for start_s, end_s in pairwise(report.times(side, "foot_strike").tolist())
    ]
    in_order = tuple(sorted(strides, key=lambda stride: (stride.start_s, stride.side)))
    return judged_together(in_order, walk_pass) if walk_pass else in_order


def _stride(report: EventReport, side: Side, start_s: float, end_s: float, pass_index: int) -> Stride:
    def inside(who: Side, kind: EventKind) -> float | None:
        times = report.times(who, kind)
        within = times[(times > start_s) & (times < end_s)]
        return float(within[0]) if within.size else None

    return Stride(
        side,
        float(start_s),
        float(end_s),
        opposite_foot_off_s=inside(other(side), "foot_off"),
        opposite_foot_strike_s=inside(other(side), "foot_strike"),
        foot_off_s=inside(side, "foot_off"),
        pass_index=pass_index,
    )


def _judged(stride: Stride, report: EventReport, limits: StrideSettings, walk_pass: Pass | None) -> Stride:
    reason = (
        _duration_fault(stride, limits)
        or _order_fault(stride)
        or _missed_fault(stride, report)
        or _edge_fault(stride, report)
        or (_gap_fault(stride, limits, walk_pass.trajectories) if walk_pass else "")
    )
    return replace(stride, valid=not reason, reject_reason=reason)


def _duration_fault(stride: Stride, limits: StrideSettings) -> str:
    duration_s = stride.end_s - stride.start_s
    if duration_s < limits.shortest_s:
        return f"The stride lasts less than {limits.shortest_s:g} s."
    if duration_s > limits.longest_s:
        return f"The stride lasts more than {limits.longest_s:g} s."
    return ""


def _order_fault(stride: Stride) -> str:
    inside = (stride.opposite_foot_off_s, stride.opposite_foot_strike_s, stride.foot_off_s)
    known = [time_s for time_s in inside if time_s is not None]
    return (
        ""
        if known == sorted(known)
        else "Its initial contacts and foot offs are not in the order of walking."
    )


def _missed_fault(stride: Stride, report: EventReport) -> str:
    """Two events of a kind within one stride mean that an initial contact between them was not found."""
    inside = [(e.side, e.kind) for e in report.events if stride.start_s < e.time_s < stride.end_s]
    return "An initial contact within the stride was missed." if len(set(inside)) < len(inside) else ""


def _edge_fault(stride: Stride, report: EventReport) -> str:
    """At the very edge of what was seen an initial contact may be a tenth of a second off."""
    ends = {stride.start_s, stride.end_s}
    doubtful = [one for one in report.events if one.confidence < MIN_CONFIDENCE and one.kind == "foot_strike"]
    at_edge = any(one.side == stride.side and one.time_s in ends for one in doubtful)
    return "One of its initial contacts lies at the edge of what was visible." if at_edge else ""


def _gap_fault(stride: Stride, limits: StrideSettings, trajectories: Trajectories) -> str:
    inside = (trajectories.time_s >= stride.start_s) & (trajectories.time_s < stride.end_s)
    for point in LEG_POINTS:
        missing = np.isnan(trajectories.of(f"{stride.side}_{point}")[inside].sum(axis=1))
        if _longest_run(missing) / trajectories.rate_hz > limits.longest_gap_s:
            return f"The {point} was not visible for more than {limits.longest_gap_s:g} s."
    return ""


def _longest_run(flags: BoolArray) -> int:
    padded = np.concatenate([[False], flags, [False]])
    edges = np.flatnonzero(padded[1:] != padded[:-1])
    return int(np.max(edges[1::2] - edges[::2], initial=0))


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
    reason = f"The stride lasts {lasts_s:.2f} s, unlike the other strides of this walk ({usual_s:.2f} s)."
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
