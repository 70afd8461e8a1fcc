"""The time of live pictures: a file's let out when they are due, a network's placed by their beat."""

import math
import threading
import time
from collections import deque

import numpy as np

from ..datatypes import FloatArray

_BELIEVED = 0.1  # share of a picture's lateness
_BEATS = 60
_REMEMBERED = 240  # arrivals from which the interval is told where they come in bunches: eight seconds
_EARLY = 0.05  # of an interval: a picture so much before the next beat but one is taken for that one
_BREAK_S = 0.5
_SHORTEST_S = 0.004  # 240 pictures a second

_SHORT = 0.4  # of the mean interval: pictures so close together were sent apart, and held up on the way
_BUNCHED, _SINGLE = (
    0.08,
    0.03,
)  # share of short gaps from which on, and down to which, pictures come in bunches
_FEWEST = 12  # gaps, before that is judged
_ENVELOPE_S = 1.2
_LOST_AFTER_S = 0.4
_LOST = 0.6  # of an interval: all pictures of that time so late, and some were lost
_DOUBTED = 3.0  # intervals: later than that, it is open whether pictures were lost or held up

CRAWL_S = 0.001
"""Pictures whose moment is in doubt follow each other this closely: whoever measures leaves them out."""


class Beat:
    """The steady beat behind pictures that a network delivers unevenly.

    A picture that comes late was either held up on the way, and those sent after it come close behind, or the
    pictures before it were lost.  At first nobody can know; what follows tells.  Where pictures always come
    in bunches, none is lost: each has its place by counting, on the line under the arrivals which those touch
    that were held up least.
    """

    def __init__(self) -> None:
        self._arrivals_s: deque[float] = deque(maxlen=_REMEMBERED)
        self._lateness_s: deque[float] = deque(maxlen=_BEATS)
        self._restart(-math.inf)

    def _restart(self, arrived_s: float) -> None:
        self._arrivals_s.clear()
        self._lateness_s.clear()
        self._placed_s = arrived_s
        self._owed = 0  # beats without a picture, whose pictures may still come
        self._bunched = False
        self._counted_s = 0.0  # interval by counting

    def steady_s(self, arrived_s: float) -> float:
        """Return when a picture was sent, by its arrival and those before it; always later than the last.

        The interval is the mean of the last two seconds'; of a picture's lateness against it a tenth is
        believed at once, and intervals without a picture are counted.  A break of half a second starts anew.
        """
        gap_s = arrived_s - self._arrivals_s[-1] if self._arrivals_s else math.inf
        if gap_s > _BREAK_S:
            self._restart(arrived_s)
            self._arrivals_s.append(arrived_s)
            return arrived_s
        self._arrivals_s.append(arrived_s)
        interval_s = max(self._interval_s(), _SHORTEST_S)
        if self._bunched:
            placed_s = self._by_count(arrived_s, interval_s)
        else:
            placed_s = self._by_beat(arrived_s, gap_s, interval_s)
        self._placed_s = max(placed_s, self._placed_s + CRAWL_S)
        return self._placed_s

    def _interval_s(self) -> float:
        """Return the interval at which pictures are sent, and note whether they come in bunches."""
        arrivals_s = np.array(self._arrivals_s)
        gaps_s = np.diff(arrivals_s)
        mean_s = _slope(arrivals_s)
        recent_s = gaps_s[-_BEATS:]
        if len(gaps_s) >= _FEWEST:
            short = float((recent_s < _SHORT * mean_s).mean())
            self._bunched = short > (_SINGLE if self._bunched else _BUNCHED)
        if not self._bunched:
            return float(recent_s[recent_s <= 1.8 * np.median(recent_s)].mean())
        if len(gaps_s) >= _BEATS or not self._counted_s:
            self._counted_s = mean_s
        return self._counted_s

    def _by_beat(self, arrived_s: float, gap_s: float, interval_s: float) -> float:
        if self._owed and gap_s < _SHORT * interval_s:
            self._owed -= 1  # held up, not lost: the picture before it was placed too late
            return self._placed_s
        since_s = arrived_s - self._placed_s
        beats = max(1, int(since_s / interval_s + _EARLY))
        self._owed = beats - 1
        beats_s = beats * interval_s
        return self._placed_s + beats_s + _BELIEVED * max(since_s - beats_s, -interval_s)

    def _by_count(self, arrived_s: float, interval_s: float) -> float:
        placed_s = self._under_arrivals_s(interval_s)
        late_s = arrived_s - placed_s
        usual_s = float(np.quantile(self._lateness_s, 0.9)) if self._lateness_s else 0.0
        self._lateness_s.append(late_s)
        if late_s <= max(_DOUBTED * interval_s, 1.5 * usual_s):
            return placed_s
        latest_s = list(self._lateness_s)[-max(4, int(_LOST_AFTER_S / interval_s)) :]
        if min(latest_s) > _LOST * interval_s:
            keep = list(self._arrivals_s)[-len(latest_s) :]
            self._arrivals_s.clear()
            self._arrivals_s.extend(keep)
            self._lateness_s.clear()
        return self._placed_s

    def _under_arrivals_s(self, interval_s: float) -> float:
        """Return when the newest picture was sent, if every picture since was counted."""
        arrivals_s = np.array(self._arrivals_s)[-max(2, int(_ENVELOPE_S / interval_s)) :]
        beats_ago = np.arange(len(arrivals_s))[::-1]
        return float((arrivals_s + beats_ago * interval_s).min())


def _slope(arrivals_s: FloatArray) -> float:
    """Return the interval by least squares: bunches even out in it."""
    count = np.arange(len(arrivals_s)) - (len(arrivals_s) - 1) / 2
    return float(count @ (arrivals_s - arrivals_s[0]) / (count @ count))


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
