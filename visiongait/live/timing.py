"""When live pictures were taken, and whether they come as they were taken.

Recording time is seconds since the session's first picture, across lost connections.  Movement must not be
read out of a network's hiccups.
"""

from collections import deque

import numpy as np

from ..video import CRAWL_S

OFF_S = 0.5
"""Stamps may stray this far from the pictures' arrival; beyond, the camera's clock has jumped."""

_MIN_STEP_S = 0.001

HICCUP_S = 0.2
"""Without a picture for longer, nobody knows what the feet did: no stride over it counts."""

SQUEEZED = 0.3
"""Pictures that follow closer than this share of the usual interval were held up: their moment is a guess."""

FEWEST_PER_S = 10.0
"""With fewer pictures a second, the moments at which feet meet and leave the floor cannot be determined."""

SHOWN_S = 1.5
OFTEN, WITHIN_S = 4, 5.0
_STEPS = 60

TOO_UNEVEN = (
    "Frames arrive too unevenly to count steps: move the camera closer to the router, or use a cable."
)
STUTTERED = "The video stuttered: those steps are not counted."


class LiveClock:
    """Places pictures in time by their stamps.

    Stamps are steadier than arrivals, but count from anywhere, and some cameras set them anew in between.
    Times always increase.
    """

    def __init__(self) -> None:
        self._start_s: float | None = None
        self._offset_s: float | None = None
        self._last_s = -_MIN_STEP_S

    def reconnect(self) -> None:
        """Take it that the next stamp belongs to a new connection, with a clock of its own."""
        self._offset_s = None

    def time_s(self, arrived_s: float, stamp_s: float) -> float:
        """Return the time of the next picture; both arguments as in `video.capture.Shot`."""
        if self._start_s is None:
            self._start_s = arrived_s
        now_s = arrived_s - self._start_s
        self._last_s = max(self._by_stamp(stamp_s, now_s), self._last_s + _MIN_STEP_S)
        return self._last_s

    def _by_stamp(self, stamp_s: float, now_s: float) -> float:
        if self._offset_s is None or abs(stamp_s + self._offset_s - now_s) > OFF_S:
            self._offset_s = now_s - stamp_s
        return stamp_s + self._offset_s


class PictureFlow:
    """Watches the times of pictures as they come.

    Attributes
    ----------
    broken
        Whether the newest picture ends a hiccup, or is part of one: strides under way cannot count.
    reason
        Why, for the stride.
    message
        Why nothing is counted at the moment, one sentence for people; empty while all is well.
    """

    def __init__(self) -> None:
        self._last_s = -np.inf
        self._steps_s: deque[float] = deque(maxlen=_STEPS)
        self._broken_s: deque[float] = deque(maxlen=OFTEN)
        self._hiccup_s = 0.0
        self._good_s = -np.inf
        self.broken = False
        self.reason = ""
        self.message = ""

    def take(self, time_s: float) -> bool:
        """Take the time of the next picture; return whether it can be measured."""
        step_s, self._last_s = time_s - self._last_s, time_s
        usual_s = float(np.median(self._steps_s)) if self._steps_s else np.inf
        squeezed = bool(self._steps_s) and step_s < SQUEEZED * usual_s
        if 2 * CRAWL_S < step_s < np.inf:
            self._steps_s.append(step_s)
        self._note(time_s, step_s, squeezed)
        self.message = self._sentence(time_s)
        if not squeezed:
            self._good_s = time_s
        return not squeezed

    def _note(self, time_s: float, step_s: float, squeezed: bool) -> None:
        """Note a hiccup; the pictures that were held up belong to the one before them."""
        self.broken = squeezed or HICCUP_S < step_s < np.inf
        if not self.broken:
            return
        again = bool(self._broken_s) and time_s - self._broken_s[-1] < HICCUP_S
        self._hiccup_s = max(step_s, self._hiccup_s if again else 0.0)
        if again:
            self._broken_s[-1] = time_s
        else:
            self._broken_s.append(time_s)
        self.reason = f"frames arrived unevenly over the network or were missing ({self._hiccup_s:.2f} s)"

    def _sentence(self, time_s: float) -> str:
        often = len(self._broken_s) == OFTEN and time_s - self._broken_s[0] < WITHIN_S
        if often:
            return TOO_UNEVEN
        rate = 1 / float(np.mean(self._steps_s)) if len(self._steps_s) > FEWEST_PER_S else np.inf
        if rate < FEWEST_PER_S:
            return (
                f"Only {rate:.0f} frames per second can be measured; counting steps needs {FEWEST_PER_S:.0f}."
            )
        if self._broken_s and time_s - self._broken_s[-1] < SHOWN_S:
            return STUTTERED
        return ""
