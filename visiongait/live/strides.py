"""Strides as they come: each told as soon as something new is known about it."""

from collections import deque
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from ..datatypes.walk import (
    SIDES,
    AngleSeries,
    EventKind,
    EventReport,
    GaitEvent,
    Side,
    Stride,
    other,
)
from ..events import find_strides
from ..metrics.angular import (
    ankle_metrics,
    foot_metrics,
    knee_metrics,
    shank_to_vertical_midstance_deg,
)
from ..metrics.temporal import temporal_metrics
from .state import STRIDE_METRICS, LiveStride

LONGEST_S = 4.0
STEPS_COMPARED = 5
ASYMMETRY = "step_time_asymmetry_percent"

KNOWN_AT: dict[str, tuple[str, ...]] = {
    "opposite_foot_strike_s": (
        "ankle_dorsiflexion_at_foot_strike_deg",
        "foot_strike_angle_deg",
        "shank_to_vertical_midstance_deg",
        "peak_knee_flexion_stance_deg",
    ),
    "foot_off_s": ("peak_dorsiflexion_stance_deg",),
}
"""Metrics that are settled before the stride ends, and with which event inside it."""

_MARGIN_S = 0.1


class Angles(Protocol):
    """Where angles come from: they are known up to `until_s`."""

    @property
    def until_s(self) -> float:
        """Time of the newest angle."""

    def angles(self, since_s: float) -> AngleSeries:
        """Return the angles from a time on."""


@dataclass
class _UnderWay:
    """A stride that has begun: which of its events were told, and the metrics so far."""

    number: int
    side: Side
    start_s: float
    told: set[str] = field(default_factory=set)
    metrics: dict[str, float] = field(default_factory=lambda: dict.fromkeys(STRIDE_METRICS, np.nan))


class StrideBook:
    """Keeps events until their strides are complete, and measures each with the offline functions."""

    def __init__(self) -> None:
        self._count = 0
        self._steps: dict[Side, deque[float]] = {side: deque(maxlen=STEPS_COMPARED) for side in SIDES}
        self.restart()

    def restart(self) -> None:
        """Forget the strides under way: what follows has nothing to do with what came before."""
        self._events: deque[GaitEvent] = deque()
        self._open: list[_UnderWay] = []

    def add(self, event: GaitEvent) -> None:
        """Take an event; a foot strike begins a stride."""
        self._events.append(event)
        if event.kind == "foot_strike":
            self._count += 1
            self._open.append(_UnderWay(self._count, event.side, event.time_s))

    def news(self, source: Angles) -> tuple[LiveStride, ...]:
        """Return the strides of which something new can be told, as far as the angles are known."""
        known = [event for event in self._events if event.time_s <= source.until_s]
        told = [self._told(one, known, source) for one in self._open]
        strides = tuple(stride for stride in told if stride)
        ended = {stride.number for stride in strides if stride.complete}
        self._forget(ended, source.until_s)
        return strides

    def _told(self, one: _UnderWay, known: list[GaitEvent], source: Angles) -> LiveStride | None:
        if _first(known, one.side, "foot_strike", one.start_s) is not None:
            return self._complete(one, known, source)
        stride = _so_far(one, known, source.until_s)
        fresh = [name for name in KNOWN_AT if name not in one.told and getattr(stride, name) is not None]
        if not fresh:
            return None
        one.told.update(fresh)
        new = tuple(metric for name in fresh for metric in KNOWN_AT[name])
        measured = _measured(stride, source.angles(one.start_s - _MARGIN_S))
        one.metrics |= {metric: measured[metric] for metric in new}
        return LiveStride(one.number, one.side, one.start_s, None, dict(one.metrics), new)

    def _complete(self, one: _UnderWay, known: list[GaitEvent], source: Angles) -> LiveStride:
        strides = find_strides(EventReport(tuple(known)), 0)
        stride = next(s for s in strides if s.side == one.side and s.start_s == one.start_s)
        metrics = dict.fromkeys(STRIDE_METRICS, np.nan)
        if stride.valid:
            metrics |= _measured(stride, source.angles(one.start_s - _MARGIN_S))
            self._steps[one.side].append(metrics["step_time_s"])
            metrics[ASYMMETRY] = self._asymmetry_percent()
        early = {metric for name in one.told for metric in KNOWN_AT[name]}
        new = tuple(name for name, value in metrics.items() if np.isfinite(value) and name not in early)
        return LiveStride(
            one.number, one.side, one.start_s, stride.end_s, metrics, new, stride.valid, stride.reject_reason
        )

    def _asymmetry_percent(self) -> float:
        left, right = (np.array(self._steps[side]) for side in SIDES)
        if not (np.isfinite(left).any() and np.isfinite(right).any()):
            return np.nan
        a, b = float(np.nanmedian(left)), float(np.nanmedian(right))
        return 200 * abs(a - b) / (a + b)

    def _forget(self, ended: set[int], now_s: float) -> None:
        """Drop strides that have ended or never will, and the events that no stride needs."""
        self._open = [
            one for one in self._open if one.number not in ended and now_s - one.start_s < 2 * LONGEST_S
        ]
        oldest_s = min((one.start_s for one in self._open), default=np.inf)
        while self._events and self._events[0].time_s < min(oldest_s, now_s - LONGEST_S):
            self._events.popleft()


def _first(events: list[GaitEvent], side: Side, kind: EventKind, after_s: float) -> float | None:
    times = [e.time_s for e in events if (e.side, e.kind) == (side, kind) and e.time_s > after_s]
    return min(times, default=None)


def _so_far(one: _UnderWay, known: list[GaitEvent], now_s: float) -> Stride:
    """Return the stride with the events inside it so far, as if it ended now."""
    opposite = other(one.side)
    return Stride(
        one.side,
        one.start_s,
        now_s,
        opposite_foot_off_s=_first(known, opposite, "foot_off", one.start_s),
        opposite_foot_strike_s=_first(known, opposite, "foot_strike", one.start_s),
        foot_off_s=_first(known, one.side, "foot_off", one.start_s),
        pass_index=0,
    )


def _measured(stride: Stride, angles: AngleSeries) -> dict[str, float]:
    """Return `STRIDE_METRICS` of a stride, as the offline path defines them."""
    values = {
        **temporal_metrics(stride),
        **ankle_metrics(stride, angles),
        **knee_metrics(stride, angles),
        **foot_metrics(stride, angles),
        "shank_to_vertical_midstance_deg": shank_to_vertical_midstance_deg(stride, angles),
        ASYMMETRY: np.nan,
    }
    return {name: float(values[name]) for name in STRIDE_METRICS}  # type: ignore[arg-type]
