"""The time of live pictures: a file's let out when they are due, a network's placed by their beat."""

import math
import threading
import time
from collections import deque

import numpy as np

_BELIEVED = 0.1  # share of a picture's lateness
_BEATS = 60
_EARLY = 0.05  # of an interval: a picture so much before the next beat but one is taken for that one
_BREAK_S = 0.5
_SHORTEST_S = 0.004  # 240 pictures a second


class Beat:
    """The steady beat behind pictures that a network delivers unevenly."""

    def __init__(self) -> None:
        self._gaps_s: deque[float] = deque(maxlen=_BEATS)
        self._arrived_s = self._placed_s = -math.inf

    def steady_s(self, arrived_s: float) -> float:
        """Return when a picture was sent, by its arrival and those before it; always later than the last.

        The interval is the mean of the last two seconds'; of a picture's lateness against it a tenth is
        believed at once, and intervals without a picture are counted.  A break of half a second starts anew.
        """
        gap_s, self._arrived_s = arrived_s - self._arrived_s, arrived_s
        if gap_s > _BREAK_S:
            self._gaps_s.clear()
            self._placed_s = arrived_s
            return arrived_s
        self._gaps_s.append(gap_s)
        gaps_s = np.array(self._gaps_s)
        usual_s = gaps_s[gaps_s < 1.8 * np.median(gaps_s)].mean()
        interval_s = max(float(usual_s), _SHORTEST_S)
        since_s = arrived_s - self._placed_s
        beats_s = max(1, int(since_s / interval_s + _EARLY)) * interval_s
        self._placed_s += beats_s + _BELIEVED * max(since_s - beats_s, -interval_s)
        return self._placed_s


class Pace:
    """Lets a file's packets out when they are due."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop
        self._ahead_s: float | None = None

    def wait(self, stamp_s: float) -> None:
        """Wait until a packet with this time stamp is due, or until told to stop."""
        if self._ahead_s is None:
            self._ahead_s = stamp_s - time.monotonic()
        self._stop.wait(max(0.0, stamp_s - self._ahead_s - time.monotonic()))
