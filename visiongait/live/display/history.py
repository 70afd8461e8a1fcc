"""The last seconds, as the window shows them: curves, marks of events, cadence and symmetry."""

from collections import deque
from collections.abc import Mapping
from math import isfinite, nan

import numpy as np

from ...causal import LiveEvent
from ...datatypes._arrays import FloatArray
from ...datatypes.walk import ANGLES, SIDES, Side
from ...drawing import FootMark
from ..state import LiveFrame

SPAN_S = 4.0
"""What the curve shows."""

STALE_S = 5.0
"""Cadence and symmetry older than this are no longer shown."""

LONGEST_GAP_S = 0.2
"""Curves are not drawn across a longer gap between pictures."""

KEPT = 2 * 60 * int(SPAN_S)
"""Samples: enough for 60 pictures a second and a gap after each."""

Landmarks = Mapping[Side, Mapping[str, FloatArray]]


class History:
    """Remembers what passed; times are recording seconds."""

    def __init__(self) -> None:
        self._time_s: deque[float] = deque(maxlen=KEPT)
        self._angles: deque[FloatArray] = deque(maxlen=KEPT)
        self._places: deque[tuple[float, Landmarks]] = deque(maxlen=60)
        self._latest: dict[str, tuple[float, float]] = {}
        self.events: deque[LiveEvent] = deque(maxlen=64)
        self.marks: deque[FootMark] = deque(maxlen=8)

    def add(self, frame: LiveFrame) -> None:
        """Take what one frame brings; a frame without a new picture brings nothing."""
        measured_s = frame.time_s - frame.angles_delay_s
        if self._time_s and measured_s <= self._time_s[-1]:
            return
        if self._time_s and measured_s - self._time_s[-1] > LONGEST_GAP_S:
            self._append((measured_s + self._time_s[-1]) / 2, {})
        self._append(measured_s, frame.angles_deg)
        self._places.append((frame.time_s, frame.landmarks_px))
        self.events.extend(frame.events)
        self.marks.extend(map(self._mark, frame.events))
        for stride in frame.strides:
            self._latest |= {name: (frame.time_s, stride.metrics[name]) for name in stride.new}

    def curve(self, side: Side, angle: str, now_s: float) -> FloatArray:
        """(N, 2) times and degrees of the last `SPAN_S` seconds; NaN where not measured."""
        column = SIDES.index(side) * len(ANGLES) + ANGLES.index(angle)
        samples = zip(self._time_s, self._angles, strict=True)
        return np.array([(t, row[column]) for t, row in samples if t > now_s - SPAN_S]).reshape(-1, 2)

    def latest(self, metric: str, now_s: float) -> float:
        """Return the newest value of a stride metric of either leg; NaN if it is stale or was never known."""
        known_s, value = self._latest.get(metric, (-np.inf, nan))
        return value if now_s - known_s < STALE_S and isfinite(value) else nan

    def _append(self, time_s: float, angles: Mapping[Side, Mapping[str, float]]) -> None:
        row = [angles.get(side, {}).get(name, nan) for side in SIDES for name in ANGLES]
        self._time_s.append(time_s)
        self._angles.append(np.array(row))

    def _mark(self, event: LiveEvent) -> FootMark:
        """Place an event where the foot was at its instant: a strike at the heel, a foot off at the toe."""
        _, places = min(self._places, key=lambda kept: abs(kept[0] - event.time_s))
        point = "heel" if event.kind == "foot_strike" else "toe"
        at_px = places.get(event.side, {}).get(point, np.full(2, np.nan))
        return FootMark(event.time_s, event.side, event.kind, at_px)
