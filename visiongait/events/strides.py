"""Strides: from one foot strike to the next of the same foot."""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from ..datatypes._arrays import BoolArray
from ..datatypes.walk import (
    LEG_POINTS,
    SIDES,
    EventKind,
    EventReport,
    Pass,
    Side,
    Stride,
    Trajectories,
    other,
)
from .regularity import judged_together

LEAST_CONFIDENCE = 0.3
"""Confidence below which a foot strike bounds no stride: less than half of its flank was seen, and by one
detector only.  Where people leave the picture such strikes were 90 to 110 ms early."""


@dataclass(frozen=True)
class StrideSettings:
    """What a stride may be; outside it is kept, but not valid.

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
    found come once each, in the order opposite foot off, opposite foot strike, foot off.  An event that was
    not found is None: the stride stays valid, and only the metrics that need the event are lost.

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
        (`regularity.judged_together`).
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
        return f"It lasts less than {limits.shortest_s:g} s."
    if duration_s > limits.longest_s:
        return f"It lasts more than {limits.longest_s:g} s."
    return ""


def _order_fault(stride: Stride) -> str:
    inside = (stride.opposite_foot_off_s, stride.opposite_foot_strike_s, stride.foot_off_s)
    known = [time_s for time_s in inside if time_s is not None]
    return (
        ""
        if known == sorted(known)
        else "Its foot strikes and foot offs do not come in the order of walking."
    )


def _missed_fault(stride: Stride, report: EventReport) -> str:
    """Two events of a kind within one stride mean that a foot strike between them was not found."""
    inside = [(e.side, e.kind) for e in report.events if stride.start_s < e.time_s < stride.end_s]
    return "A foot strike within it was not seen." if len(set(inside)) < len(inside) else ""


def _edge_fault(stride: Stride, report: EventReport) -> str:
    """At the very edge of what was seen a foot strike may be a tenth of a second off."""
    ends = {stride.start_s, stride.end_s}
    doubtful = [
        one for one in report.events if one.confidence < LEAST_CONFIDENCE and one.kind == "foot_strike"
    ]
    at_edge = any(one.side == stride.side and one.time_s in ends for one in doubtful)
    return "One of its foot strikes lies at the edge of what was seen." if at_edge else ""


def _gap_fault(stride: Stride, limits: StrideSettings, trajectories: Trajectories) -> str:
    inside = (trajectories.time_s >= stride.start_s) & (trajectories.time_s < stride.end_s)
    for point in LEG_POINTS:
        missing = np.isnan(trajectories.of(f"{stride.side}_{point}")[inside].sum(axis=1))
        if _longest_run(missing) / trajectories.rate_hz > limits.longest_gap_s:
            return f"The {point} was not seen for more than {limits.longest_gap_s:g} s."
    return ""


def _longest_run(flags: BoolArray) -> int:
    padded = np.concatenate([[False], flags, [False]])
    edges = np.flatnonzero(padded[1:] != padded[:-1])
    return int(np.max(edges[1::2] - edges[::2], initial=0))
