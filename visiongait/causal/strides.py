"""Strides as they come: each reported as soon as something new is known about it."""

from bisect import insort
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np

from ..datatypes import (
    SIDES,
    AngleSeries,
    EventKind,
    EventReport,
    GaitEvent,
    Side,
    Stride,
    other,
)
from ..events import WINDOW_S, StrideSettings, find_strides
from ..metrics import METRICS, MeasuredStride
from .results import STRIDE_METRICS, LiveStride

LONGEST_S = StrideSettings().longest_s
STEPS_COMPARED = 5
ASYMMETRY = "step_time_asymmetry_percent"

KNOWN_AT: dict[str, tuple[str, ...]] = {
    "start_s": ("ankle_dorsiflexion_at_foot_strike_deg", "foot_strike_angle_deg"),
    "opposite_foot_strike_s": ("shank_to_vertical_midstance_deg", "peak_knee_flexion_stance_deg"),
    "push_off_s": ("peak_dorsiflexion_stance_deg",),
    "end_s": (
        "peak_dorsiflexion_swing_deg",
        "peak_knee_flexion_swing_deg",
        "heel_rise_percent",
        "cadence_steps_per_min",
        ASYMMETRY,
    ),
}
"""What cues can be about, and the event of the stride that settles it.  It is reported at once, from angles
that are not all certain yet; the complete stride follows when they are."""

PUSHED_OFF_DEG = 2.0
"""The peak of stance is over with foot off, or sooner: once the other foot has landed and the ankle has come
down from the peak by this much.  Push-off takes it down by 20° within a fifth of a second."""

SAME_S = WINDOW_S
"""Initial contacts of a side that are no farther apart are the same one."""

CORRECTED_WITHIN_S = SAME_S
"""Angles must be known so far beyond a stride's end before it is complete: a better instant may come."""

_MARGIN_S = 0.1


class Angles(Protocol):
    """Where angles come from: they are known up to `until_s`, and guessed a little further."""

    @property
    def until_s(self) -> float:
        """Time of the newest angle."""

    @property
    def guessed_until_s(self) -> float:
        """Time of the newest angle that is known for now."""

    def angles(self, since_s: float, *, guessed: bool = False) -> AngleSeries:
        """Return the angles from a time on."""


@dataclass
class _UnderWay:
    """A stride that has begun: which names of `KNOWN_AT` were reported, and the metrics so far.

    follows: it begins where another one ends, so that its first strike is surely one; broken: why it cannot
    be valid, whatever comes.
    """

    number: int
    side: Side
    start_s: float
    follows: bool
    reported: set[str] = field(default_factory=set)
    broken: str = ""
    metrics: dict[str, float] = field(default_factory=lambda: dict.fromkeys(STRIDE_METRICS, np.nan))


class StrideBook:
    """Keeps events until their strides are complete, and measures each with the offline functions."""

    def __init__(self) -> None:
        self._count = 0
        self._steps: dict[Side, deque[float]] = {side: deque(maxlen=STEPS_COMPARED) for side in SIDES}
        self.restart()

    def restart(self) -> None:
        """Forget the strides under way: what follows has nothing to do with what came before."""
        self._events: list[GaitEvent] = []
        self._open: list[_UnderWay] = []

    def interrupt(self, reason: str) -> None:
        """Take it that pictures are missing here: the strides under way are not valid."""
        for one in self._open:
            one.broken = one.broken or reason

    def add(self, event: GaitEvent) -> None:
        """Take an event; an initial contact begins a stride."""
        insort(self._events, event, key=lambda one: one.time_s)
        if event.kind == "foot_strike":
            self._count += 1
            follows = any(one.side == event.side for one in self._open)
            self._open.append(_UnderWay(self._count, event.side, event.time_s, follows))

    def correct(self, event: GaitEvent) -> None:
        """Take an initial contact reported before at its more certain instant, for the complete strides."""
        near = [one for one in self._events if _same(one, event)]
        if event.kind != "foot_strike" or len(near) != 1:
            return
        self._events.remove(near[0])
        insort(self._events, event, key=lambda one: one.time_s)
        for one in self._open:
            if (one.side, one.start_s) == (event.side, near[0].time_s):
                one.start_s = event.time_s

    def news(self, source: Angles) -> tuple[LiveStride, ...]:
        """Return the strides of which something new is known, as far as the angles are known."""
        news = [self._news_of_stride(one, source) for one in self._open]
        strides = tuple(stride for stride in news if stride)
        self._forget({stride.number for stride in strides if stride.complete}, source.until_s)
        return strides

    def finish(self, source: Angles) -> tuple[LiveStride, ...]:
        """Return the strides that have ended but wait for more certain angles: none will come."""
        due = [one for one in self._open if "end_s" in one.reported and not one.broken]
        ended = [self._complete(one, source, guessed=True) for one in due]
        self._forget({stride.number for stride in ended}, source.until_s)
        return tuple(ended)

    def _news_of_stride(self, one: _UnderWay, source: Angles) -> LiveStride | None:
        """Return a stride if more of it has become known: what is fresh at once, all of it when certain."""
        end_s = _first(self._events, one.side, "foot_strike", one.start_s)
        if one.broken:
            return None if end_s is None else _broken(one, end_s)
        if "end_s" in one.reported:
            certain = end_s is not None and end_s + CORRECTED_WITHIN_S <= source.until_s
            return self._complete(one, source) if certain else None
        stride = _so_far(one, self._events, source.guessed_until_s) if end_s is None else self._ended(one)
        opposite = stride if stride.opposite_foot_strike_s is not None else None
        known = {
            "start_s": stride if one.follows else opposite,
            "opposite_foot_strike_s": opposite,
            "push_off_s": None if "push_off_s" in one.reported else _pushing_off(stride, source),
            "end_s": stride if end_s is not None else None,
        }
        fresh = {name: of for name, of in known.items() if of is not None and name not in one.reported}
        return self._news_of(one, fresh, source)

    def _news_of(self, one: _UnderWay, fresh: Mapping[str, Stride], source: Angles) -> LiveStride | None:
        """Measure what is fresh, each on the stride as it is known."""
        one.reported.update(fresh)
        fresh = {name: stride for name, stride in fresh.items() if stride.valid}
        if not fresh:
            return None
        angles = source.angles(one.start_s - _MARGIN_S, guessed=True)
        for name, stride in fresh.items():
            measured = _measured(stride, angles)
            if name == "end_s":
                self._steps[one.side].append(measured["step_time_s"])
                measured[ASYMMETRY] = self._asymmetry_percent()
            one.metrics |= {metric: measured[metric] for metric in KNOWN_AT[name]}
        new = tuple(metric for name in fresh for metric in KNOWN_AT[name])
        return LiveStride(one.number, one.side, one.start_s, None, dict(one.metrics), new)

    def _ended(self, one: _UnderWay) -> Stride:
        strides = find_strides(EventReport(tuple(self._events)), 0)
        return next(s for s in strides if s.side == one.side and s.start_s == one.start_s)

    def _complete(self, one: _UnderWay, source: Angles, *, guessed: bool = False) -> LiveStride:
        stride = self._ended(one)
        metrics = dict.fromkeys(STRIDE_METRICS, np.nan)
        if stride.valid:
            metrics |= _measured(stride, source.angles(one.start_s - _MARGIN_S, guessed=guessed))
            metrics[ASYMMETRY] = one.metrics[ASYMMETRY]
        early = {metric for name in one.reported for metric in KNOWN_AT[name]}
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
        self._events = [e for e in self._events if e.time_s >= min(oldest_s, now_s - LONGEST_S)]


def _broken(one: _UnderWay, end_s: float) -> LiveStride:
    nothing = dict.fromkeys(STRIDE_METRICS, np.nan)
    return LiveStride(one.number, one.side, one.start_s, end_s, nothing, (), False, one.broken)


def _first(events: list[GaitEvent], side: Side, kind: EventKind, after_s: float) -> float | None:
    times = [e.time_s for e in events if (e.side, e.kind) == (side, kind) and e.time_s > after_s]
    return min(times, default=None)


def _same(one: GaitEvent, other_one: GaitEvent) -> bool:
    alike = (one.side, one.kind) == (other_one.side, other_one.kind)
    return alike and abs(one.time_s - other_one.time_s) <= SAME_S


def _so_far(one: _UnderWay, events: list[GaitEvent], now_s: float) -> Stride:
    """Return the stride with the events inside it so far, as if it ended now."""
    opposite = other(one.side)
    return Stride(
        one.side,
        one.start_s,
        now_s,
        opposite_foot_off_s=_first(events, opposite, "foot_off", one.start_s),
        opposite_foot_strike_s=_first(events, opposite, "foot_strike", one.start_s),
        foot_off_s=_first(events, one.side, "foot_off", one.start_s),
        pass_index=0,
    )


def _pushing_off(stride: Stride, source: Angles) -> Stride | None:
    """Return the stride with its foot off, or, where the ankle is coming down, with now in its place."""
    if stride.foot_off_s is not None:
        return stride
    if stride.opposite_foot_strike_s is None or source.until_s < stride.opposite_foot_strike_s:
        return None
    ankle = source.angles(stride.start_s).of(stride.side, "ankle_dorsiflexion_deg")
    down = ankle[-1] <= np.max(ankle) - PUSHED_OFF_DEG  # False where anything is missing
    return replace(stride, foot_off_s=source.until_s) if down else None


def _measured(stride: Stride, angles: AngleSeries) -> dict[str, float]:
    """Return `STRIDE_METRICS` of a stride, as the offline path defines them."""
    names = [name for name in STRIDE_METRICS if name != ASYMMETRY]
    values = METRICS.measure(MeasuredStride(stride, angles), names) | {ASYMMETRY: np.nan}
    return {name: float(values[name]) for name in STRIDE_METRICS}  # type: ignore[arg-type]
