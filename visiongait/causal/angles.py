"""The legs that angles are read off: corrected where that was learnt, ankle zeros learnt as the walk goes."""

from collections import deque
from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np

from ..cleaning import POINTS, correct_legs, near_side
from ..datatypes import (
    ANGLES,
    SIDES,
    AngleSeries,
    AnkleZero,
    FloatArray,
    LegCorrection,
    Pass,
    Side,
    Trajectories,
)
from ..kinematics import (
    CORRECTED_OFFSET_DEG,
    CORRECTED_TOES_UP_SHARE,
    CORRECTED_TRUST,
    DEFAULT_OFFSET_DEG,
    angle_series,
    ankle_zero,
)
from .walking_frame import FilteredMoment

REMEMBERED_S = 12.0
"""Three strides of the slowest walkers: what metrics and zeros are taken from."""

LEARN_EVERY_S = 2.0
"""Learning zeros takes some 10 ms: once both feet were seen flat, not with every step."""

STRETCHES = 3
"""Zeros are learnt from the stretch under way and the ones before it, up to so many."""

_RATE_HZ = 30.0
_MIN_S = 1.0
_NOW_S = 1e-6


class CausalLegs:
    """Legs in the walking frame, in body heights, moment by moment.

    Parameters
    ----------
    correction
        What to add to the landmarks, learnt for the network in use; None: nothing.

    Attributes
    ----------
    zero
        Per side, which zero the ankle counts from: `landmark` until the foot was seen flat on the floor.
    """

    def __init__(self, correction: LegCorrection | None) -> None:
        self._correction = correction
        self._usual_deg = CORRECTED_OFFSET_DEG if correction else DEFAULT_OFFSET_DEG
        self._trust = CORRECTED_TRUST if correction else 1.0
        self._toes_up_share = CORRECTED_TOES_UP_SHARE if correction else 1.0
        self.delay_s = float(correction.lags_s[-1]) if correction else 0.0
        self._reach_s = float(np.ptp(correction.lags_s)) if correction else 0.0
        self._ahead: deque[FilteredMoment] = deque()
        self._time_s: deque[float] = deque()
        self._points: deque[FloatArray] = deque()
        self._guessed_s, self._guessed = np.empty(0), np.empty((0, len(POINTS), 2))
        self._stretches: deque[Pass] = deque(maxlen=STRETCHES)
        self._facing: Literal[1, -1] = 1
        self._learnt_s = -np.inf
        self.zero: Mapping[Side, AnkleZero] = {
            side: AnkleZero("landmark", self._usual_deg, 0, np.nan, self._toes_up_share) for side in SIDES
        }

    @property
    def until_s(self) -> float:
        """Time of the newest corrected moment, `delay_s` older than the newest one taken; -inf before it."""
        return self._time_s[-1] if self._time_s else -np.inf

    @property
    def guessed_until_s(self) -> float:
        """Time of the newest moment that is known for now, read off the filter's end."""
        return float(self._guessed_s[-1]) if len(self._guessed_s) else self.until_s

    def restart(self, facing: Literal[1, -1]) -> None:
        """Begin a new stretch of walking, in a direction; zeros stay, with what they were learnt from."""
        if self._lasting():
            self._stretches.append(self._stretch())
        for held in (self._ahead, self._time_s, self._points):
            held.clear()
        self._guessed_s, self._guessed = self._guessed_s[:0], self._guessed[:0]
        self._facing = facing

    def add(self, moment: FilteredMoment, ahead: Sequence[FilteredMoment] = ()) -> None:
        """Take the points of one moment, in the walking frame, in body heights.

        `ahead`: moments after it, which only stand in until their own come with later pictures.
        """
        self._ahead.append(moment)
        known = [*self._ahead, *ahead]
        times = np.array([one.time_s for one in known])
        fresh = int(np.searchsorted(times, self.until_s, "right"))
        points = self._corrected(times, np.array([one.position for one in known]), fresh)
        guessed = times > moment.time_s - self.delay_s + _NOW_S
        self._guessed_s, self._guessed = times[guessed], points[guessed]
        settled = (times > self.until_s) & (times <= moment.time_s - self.delay_s + _NOW_S)
        self._time_s.extend(times[settled].tolist())
        self._points.extend(points[settled])
        while len(self._ahead) > 1 and moment.time_s - self._ahead[1].time_s > self._reach_s:
            self._ahead.popleft()
        while moment.time_s - self._time_s[0] > REMEMBERED_S if self._time_s else False:
            self._time_s.popleft()
            self._points.popleft()

    def angles_now(self) -> dict[Side, dict[str, float]]:
        """Return every angle at `until_s`; nothing before the first moment."""
        if not self._time_s:
            return {}
        series = self.angles(self._time_s[-1])
        return {side: {name: float(series.of(side, name)[-1]) for name in ANGLES} for side in SIDES}

    def angles(self, since_s: float, *, guessed: bool = False) -> AngleSeries:
        """Return the angles from a time on, with the zeros known by now, at the times of the pictures.

        guessed: those up to `guessed_until_s` too.
        """
        times, points = np.array(self._time_s), np.array(self._points).reshape(-1, len(POINTS), 2)
        if guessed:
            times, points = np.append(times, self._guessed_s), np.concatenate([points, self._guessed])
        part = times >= since_s
        return angle_series(_trajectories(times[part], points[part]), self.zero)

    def learn_zero(self) -> None:
        """Learn the zeros anew from the feet that stood flat, if there was time enough."""
        guessed = any(zero.method == "landmark" for zero in self.zero.values())
        due = guessed or self.until_s - self._learnt_s >= LEARN_EVERY_S
        if due and self._lasting():
            self._learnt_s = self.until_s
            self.zero = ankle_zero(
                [*self._stretches, self._stretch()],
                self._usual_deg,
                trust=self._trust,
                toes_up_share=self._toes_up_share,
            )

    def _lasting(self) -> bool:
        return len(self._time_s) > 1 and self._time_s[-1] - self._time_s[0] > _MIN_S

    def _stretch(self) -> Pass:
        """Return the stretch under way on a uniform clock."""
        times = np.array(self._time_s)
        clock_s = np.arange(times[0], times[-1], 1 / _RATE_HZ)
        flat = np.array(self._points).reshape(len(times), -1)
        columns = [np.interp(clock_s, times, column) for column in flat.T]
        return self._as_pass(clock_s, np.stack(columns, axis=1).reshape(len(clock_s), -1, 2))

    def _corrected(self, times: FloatArray, points: FloatArray, fresh: int) -> FloatArray:
        """Correct those from `fresh` on; the ones before were, and are only looked back at."""
        if self._correction is None:
            return points
        walk = correct_legs(self._as_pass(times, points), self._correction, fresh).walk_pass
        return walk.trajectories.position

    def _as_pass(self, times: FloatArray, points: FloatArray) -> Pass:
        path = _trajectories(times, points)
        return Pass(path, self._facing, near_side(self._facing), None, False, False, np.ones(len(times)))


def _trajectories(times: FloatArray, points: FloatArray) -> Trajectories:
    nothing = np.zeros(points.shape[:2])
    return Trajectories(POINTS, times, _RATE_HZ, points, "px", nothing != 0, nothing.astype(np.int64))
