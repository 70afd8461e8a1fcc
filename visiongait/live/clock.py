"""Recording time of live pictures: seconds since the session's first one, across lost connections."""

OFF_S = 0.5
"""Stamps may stray this far from the pictures' arrival; beyond, the camera's clock has jumped."""

_LEAST_STEP_S = 0.001


class LiveClock:
    """Places pictures in time by their stamps.

    Stamps are steadier than arrivals, but count from anywhere, and some cameras set them anew in between.
    Times always increase.
    """

    def __init__(self) -> None:
        self._start_s: float | None = None
        self._offset_s: float | None = None
        self._last_s = -_LEAST_STEP_S

    def reconnect(self) -> None:
        """Take it that the next stamp belongs to a new connection, with a clock of its own."""
        self._offset_s = None

    def time_s(self, arrived_s: float, stamp_s: float) -> float:
        """Return the time of the next picture; both arguments as in `video.capture.Shot`."""
        if self._start_s is None:
            self._start_s = arrived_s
        now_s = arrived_s - self._start_s
        self._last_s = max(self._by_stamp(stamp_s, now_s), self._last_s + _LEAST_STEP_S)
        return self._last_s

    def _by_stamp(self, stamp_s: float, now_s: float) -> float:
        if self._offset_s is None or abs(stamp_s + self._offset_s - now_s) > OFF_S:
            self._offset_s = now_s - stamp_s
        return stamp_s + self._offset_s
