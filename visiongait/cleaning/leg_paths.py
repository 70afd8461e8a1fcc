"""Follows both legs, each of them under either name, as frames come: what is likely so far.

A Kalman filter follows every point of each leg; of all ways to name the legs in the frames so far the
likeliest are retained, one for every choice of names in the last `STATE_FRAMES` frames (a Viterbi path;
Forney 1973, Proc IEEE 61:268).  Used over whole recordings (`swaps`) and live.

Distances are in body heights and times in seconds, so that neither the frame rate nor the size of the person
in the picture changes what is plausible.
"""

from typing import Self

import numpy as np

from ..datatypes import BoolArray, FloatArray, IntArray
from .points import BELOW_HIP, LEG_COLUMNS

STATE_FRAMES = 5
"""Frames whose names make up a state of the path."""

ACCELERATION = 12.0
"""Usual acceleration of a leg's points against the pelvis, in body heights per second squared."""

LASTING_S = 0.08
"""How long an acceleration lasts; with `ACCELERATION` it gives the filter's process noise."""

NOISE, NOISE_PX = 0.012, 1.0
"""Scatter of landmarks: in body heights (a 256th of the network's square is 0.005), and in pixels."""

FASTEST = 3.0
"""Speed of a point that has not been seen yet, in body heights per second (one standard deviation)."""

OUTLIER = 4.0
"""A point farther than so many standard deviations from where it was going counts no more, and moves the
filter no farther than one at that distance (Huber 1964, Ann Math Stat 35:73)."""

TEMPER = 0.5
"""Errors of a leg's points go together: half of them count."""

LABEL = 0.3
"""What the network's names weigh in one frame (logarithm of odds): little, since they err in runs."""

APART = 0.06
"""Distance between the legs from which their names begin to weigh; at twice it they weigh in full."""


class LegFilter:
    """Kalman filters of both legs' points under several hypotheses at once: constant velocity, robust.

    place, velocity (H, 2, 4, 2) in body heights and per second; spread (H, 2, 4, 3): variance of the place,
    covariance, variance of the velocity, alike in both directions.
    """

    def __init__(self, place: FloatArray, velocity: FloatArray, spread: FloatArray) -> None:
        self.place, self.velocity, self.spread = place, velocity, spread

    @classmethod
    def unseen(cls, hypotheses: int) -> Self:
        """Return filters of legs that may be anywhere."""
        shape = (hypotheses, 2, len(BELOW_HIP))
        spread = np.zeros((*shape, 3))
        spread[..., 0], spread[..., 2] = 1.0, FASTEST**2
        return cls(np.zeros((*shape, 2)), np.zeros((*shape, 2)), spread)

    def after(self, interval_s: float) -> "LegFilter":
        """Return the filters a moment later, before anything is seen."""
        density = ACCELERATION**2 * LASTING_S
        of_place, both, of_velocity = np.moveaxis(self.spread, -1, 0)
        place = of_place + 2 * interval_s * both + interval_s**2 * of_velocity + density * interval_s**3 / 3
        both = both + interval_s * of_velocity + density * interval_s**2 / 2
        velocity = np.minimum(of_velocity + density * interval_s, FASTEST**2)
        most = 0.999 * np.sqrt(place * velocity)
        spread = np.stack([place, np.clip(both, -most, most), velocity], axis=-1)
        return LegFilter(self.place + self.velocity * interval_s, self.velocity, spread)

    def seeing(self, legs: FloatArray, noise: float) -> tuple[FloatArray, "LegFilter"]:
        """Take legs (2, 4, 2) in; return their log-likelihood (H,) and the filters that know them."""
        off = legs - self.place
        variance = self.spread[..., 0] + noise**2
        square = (off**2).sum(axis=-1) / variance
        seen = np.isfinite(square)
        likely = -np.minimum(square / 2, OUTLIER**2 / 2) - np.log(np.minimum(variance, 0.1) / noise**2)
        likelihood = TEMPER * np.where(seen, likely, 0.0).sum(axis=(1, 2))
        far = np.sqrt(np.where(seen, square, 0.0))
        share = np.where(seen, np.minimum(1.0, OUTLIER / np.maximum(far, OUTLIER)), 0.0)
        gain = share[..., None] * self.spread[..., :2] / variance[..., None]
        step = np.nan_to_num(off)
        of_place, both, of_velocity = np.moveaxis(self.spread, -1, 0)
        rest = 1.0 - gain[..., 0]
        spread = np.stack([rest * of_place, rest * both, of_velocity - gain[..., 1] * both], axis=-1)
        return likelihood, LegFilter(
            self.place + gain[..., :1] * step, self.velocity + gain[..., 1:] * step, spread
        )

    def chosen(self, other: "LegFilter", theirs: BoolArray, rows: IntArray) -> "LegFilter":
        """Return the filters whose hypothesis h is `rows[h]` of these or, where `theirs`, of the others."""
        mask = theirs[:, None, None, None]
        return LegFilter(
            np.where(mask, other.place[rows], self.place[rows]),
            np.where(mask, other.velocity[rows], self.velocity[rows]),
            np.where(mask, other.spread[rows], self.spread[rows]),
        )


class LegPaths:
    """The likeliest ways to name the legs so far, one for each choice in the last `STATE_FRAMES` frames.

    A state's bits are those names, the newest lowest: 0 as the network named them, 1 swapped.

    Attributes
    ----------
    score
        (S,) log-likelihood of each.
    """

    def __init__(self) -> None:
        count = 1 << STATE_FRAMES
        state = np.arange(count)
        self._swapped = (state & 1).astype(bool)
        self._older, self._newer = state >> 1, (state >> 1) | (count >> 1)
        self.score = np.full(count, -np.inf)
        self.score[[0, -1]] = 0.0
        self._filters = LegFilter.unseen(count)

    def add(self, interval_s: float, legs: FloatArray, noise: float, weight: float) -> IntArray:
        """Take the next frame's legs (2, 4, 2), NaN where not found; return each state's (S,) predecessor.

        weight: what the network's names count (`label_weight`).
        """
        filters = self._filters.after(interval_s)
        if_named, as_named = filters.seeing(legs, noise)
        if_swapped, crossed = filters.seeing(legs[::-1], noise)
        total = np.stack([self.score + if_named, self.score + if_swapped - weight])
        from_older, from_newer = (total[self._swapped.astype(int), s] for s in (self._older, self._newer))
        before = np.where(from_older >= from_newer, self._older, self._newer)
        self.score = np.maximum(from_older, from_newer)
        self._filters = as_named.chosen(crossed, self._swapped, before)
        return before

    @property
    def best(self) -> int:
        """The likeliest state."""
        return int(np.argmax(self.score))

    def expected(self, interval_s: float) -> FloatArray:
        """(2, 4, 2) where the legs of the likeliest state will be."""
        return np.asarray(self._filters.after(interval_s).place[self.best])


def legs_about(pelvis_px: FloatArray, points_px: FloatArray, height_px: FloatArray) -> FloatArray:
    """(T, 2, 4, 2) knee, ankle, heel and toe of each leg of points (T, K, 2), from the pelvis (T, 2).

    In body heights: apparent stature (T,).
    """
    legs = points_px[:, LEG_COLUMNS] - pelvis_px[:, None, None]
    return np.asarray(legs / height_px[:, None, None, None])


def distance_apart(legs: FloatArray) -> FloatArray:
    """(T,) the greatest distance between like points of the two legs (T, 2, 4, 2); NaN without them."""
    apart = np.linalg.norm(legs[:, 0] - legs[:, 1], axis=2)
    farthest = np.where(np.isfinite(apart), apart, -np.inf).max(axis=1)
    return np.where(np.isfinite(farthest), farthest, np.nan)


def label_weight(legs: FloatArray) -> FloatArray:
    """(T,) what the network's names weigh in each frame: nothing where the legs are together or unknown."""
    return np.nan_to_num(LABEL * np.clip(distance_apart(legs) / APART - 1.0, 0.0, 1.0))


def landmark_noise(height_px: FloatArray) -> FloatArray:
    """(T,) standard deviation of a landmark in body heights, of people of this size in the picture."""
    return np.asarray(np.hypot(NOISE, NOISE_PX / height_px))
