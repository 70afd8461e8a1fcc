"""The followed person as pictures come: size, direction, points in the walking frame, and a causal filter.

The filter's delay is known: a parabola through the last moments, read a little before its end.  Savitzky &
Golay (1964) fit a parabola around a sample, as `kinematics.local_fit` does; here it is fitted to what has
come so far, at the times at which it came, and read `lag_s` before the newest.  A constant acceleration
passes undelayed and unchanged; pictures that come unevenly or are left out need no repair.
"""

from collections import deque
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from ..cleaning import (
    SIDEWAYS,
    CleaningSettings,
    View,
    angle_by_shoulders_deg,
    chain_height_px,
    in_walking_frame,
    pinhole_of,
    sideways_lead_px,
    to_walking_plane,
)
from ..datatypes import FloatArray, IntArray
from ..events import StrideSettings

REMEMBERED_S = 1.5
"""Size and direction are those of about this long: the region of a step and a half."""

_FEWEST = 5

WINDOW_S = 0.17
"""Five intervals at 30 pictures a second.  On rendered walks the ankle's error about its own median is 2.8°
(median) and 7.6° (90th percentile), without any filter 3.1 and 8.1°; longer windows flatten push-off."""

LAG_S = 0.05

LONGEST_GAP_S = StrideSettings().longest_gap_s
"""Over a longer gap nobody knows how a point moved: what follows starts anew."""


class Placed(NamedTuple):
    """Points (K, 2) of `cleaning.POINTS` in the walking frame, in body heights, x forward, y up.

    turned: the person faces the other way since the picture before.
    """

    points: FloatArray
    turned: bool


class Walker:
    """What is known of the followed person from the last moments.

    Attributes
    ----------
    facing
        +1 towards the picture's right, -1 towards its left, 0 as long as that is not known or the person is
        seen from the front or behind.
    height_px
        Apparent stature, NaN before it is known.
    """

    def __init__(self, width_px: int, height_px: int) -> None:
        self._camera = pinhole_of(width_px, height_px, CleaningSettings().focal_per_long_side)
        self._recent: deque[tuple[float, FloatArray]] = deque()
        self.facing: Literal[-1, 0, 1] = 0
        self.height_px = np.nan

    def restart(self) -> None:
        """Forget the person."""
        self._recent.clear()
        self.facing, self.height_px = 0, np.nan

    def add(self, time_s: float, xy_px: FloatArray) -> Placed | None:
        """Take points (K, 2) in pixels; None while it is not known which way the person walks."""
        self._recent.append((time_s, xy_px))
        while time_s - self._recent[0][0] > REMEMBERED_S:
            self._recent.popleft()
        before = self.facing
        if len(self._recent) >= _FEWEST:
            self._look()
        if self.facing == 0:
            return None
        view = View(self._camera, self.height_px, 0.0)
        plane = to_walking_plane(xy_px[None], view, self.facing)[0]
        return Placed(in_walking_frame(plane, self.facing) / self.height_px, self.facing != before)

    def view_angle_deg(self) -> float:
        """How far the view is from exactly side-on, good to about 5°; NaN as long as that is not known."""
        if self.facing == 0:
            return np.nan
        return abs(angle_by_shoulders_deg(self._paths(), self.height_px, self._camera, self.facing))

    def _look(self) -> None:
        """Judge size and direction anew; a person who turns keeps the direction until the new is clear."""
        paths = self._paths()
        self.height_px = float(np.median(chain_height_px(paths)))
        lead = float(np.median(sideways_lead_px(paths[-_FEWEST:]))) / self.height_px
        if abs(lead) > SIDEWAYS:
            self.facing = 1 if lead > 0 else -1
        elif abs(float(np.median(sideways_lead_px(paths)))) < SIDEWAYS * self.height_px:
            self.facing = 0

    def _paths(self) -> FloatArray:
        return np.array([xy_px for _, xy_px in self._recent])


@dataclass(frozen=True)
class FilteredMoment:
    """Position (K, 2) and velocity (K, 2), per second, at one moment."""

    time_s: float
    position: FloatArray
    velocity: FloatArray


class LaggedFit:
    """Low-pass filters the points of a person as they come.

    Parameters
    ----------
    window_s
        How far back the parabola reaches; farther where that holds fewer samples than are needed.
    lag_s
        How much older than the newest sample the result is.
    fewest
        Nothing is returned from fewer samples, at least 3.
    """

    def __init__(self, window_s: float = WINDOW_S, lag_s: float = LAG_S, fewest: int = 4) -> None:
        self._window_s, self.lag_s, self._fewest = window_s, lag_s, fewest
        self._samples: deque[tuple[float, FloatArray]] = deque()
        self._newest_s = np.nan
        self._parabola = np.empty((3, 0, 2))  # about the newest sample

    def restart(self) -> None:
        """Forget what has come."""
        self._samples.clear()

    def add(self, time_s: float, points: FloatArray) -> FilteredMoment | None:
        """Take points (K, 2) and return them filtered, as they were `lag_s` ago; None while too few came."""
        if self._samples and time_s - self._samples[-1][0] > LONGEST_GAP_S:
            self.restart()
        self._samples.append((time_s, points))
        while len(self._samples) > self._fewest and time_s - self._samples[0][0] > self._window_s:
            self._samples.popleft()
        if len(self._samples) < self._fewest:
            return None
        ages = np.array([sample_s - time_s for sample_s, _ in self._samples])
        values = np.stack([sample.ravel() for _, sample in self._samples])
        fitted = np.linalg.lstsq(np.vander(ages, 3, increasing=True), values, rcond=None)[0]
        self._newest_s, self._parabola = time_s, np.reshape(fitted, (3, *points.shape))
        return self.ago(self.lag_s)

    def revise(self, times_s: Collection[float], order: IntArray) -> None:
        """Take the points of earlier samples in another order (K,): they were named wrongly."""
        if times_s:
            self._samples = deque(
                (sample_s, points[order] if sample_s in times_s else points)
                for sample_s, points in self._samples
            )

    def ago(self, lag_s: float) -> FilteredMoment:
        """Read the parabola elsewhere: sooner is less certain.  Only when `add` has returned a moment."""
        place, speed, bend = self._parabola
        return FilteredMoment(
            self._newest_s - lag_s, place - speed * lag_s + bend * lag_s**2, speed - 2 * bend * lag_s
        )
