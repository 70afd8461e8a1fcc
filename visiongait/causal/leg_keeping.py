"""Names the two legs as pictures come, where the network takes them for each other.

In such pictures each foot seems to leap to the other's place, or halfway, and back: a foot strike and a foot
off that never were.  The same paths as in the offline room (`cleaning.leg_paths`) tell which names are
likelier so far; what comes later may show that the last few pictures were the other way round, and then they
are revised.
"""

from collections import deque
from enum import Enum
from typing import NamedTuple

import numpy as np

from ..cleaning import BELOW_HIP, column, swapped_legs
from ..cleaning.leg_paths import ORDER, LegPaths, label_weight, landmark_noise
from ..datatypes._arrays import FloatArray
from ..datatypes.walk import SIDES

CONTINUES_S = 0.2
"""Over a longer gap nobody can tell where a leg has gone: the network is believed again."""

ASTRAY = 0.1
"""Mean distance from where the legs were going, in body heights, above which they are not believed.  With
0.06 of 40 strikes of real walks two more are lost, with 0.08 none less and one of the rendered ones."""

FEWEST = 2
"""Pictures from which it can be told where the legs go."""

LONGEST_DOUBT_S = 0.1
"""Legs that are where none can have come for longer were lost before: the step begins anew."""

LONGEST_SWAP_S = 0.3
"""Legs that stay swapped for longer were mistaken before, not now: networks err for a fifth of a second."""

_LEGS = np.array([[column(side, part) for part in BELOW_HIP] for side in SIDES])
_HIPS = [column(side, "hip") for side in SIDES]


class Legs(Enum):
    """What became of the legs in a picture."""

    OWN = "own"
    SWAPPED = "swapped"
    DOUBTFUL = "doubtful"
    """Where neither leg can have come: to be left out."""
    ANEW = "anew"
    """As named, but the pictures before do not lead to it: the step begins anew."""


class Kept(NamedTuple):
    """A picture's points (K, 2), what was done, and which earlier pictures turn out the other way round."""

    points_px: FloatArray
    legs: Legs
    revised_s: tuple[float, ...] = ()


class LegKeeper:
    """Follows both legs under either name; see `cleaning.leg_paths`."""

    def __init__(self) -> None:
        self._paths = LegPaths()
        self._told: deque[tuple[float, bool]] = deque(maxlen=ORDER)  # when, and whether swapped
        self._doubt_since_s: float | None = None
        self._named_since_s = np.inf  # when the network last had the legs right

    def restart(self) -> None:
        """Forget the legs: which is which is anew what the network says."""
        self._paths = LegPaths()
        self._told.clear()
        self._doubt_since_s = None
        self._named_since_s = np.inf

    def put_right(self, time_s: float, points_px: FloatArray, height_px: float) -> Kept:
        """Take the next picture's points (K, 2)."""
        if not np.isfinite(height_px):
            return Kept(points_px, Legs.OWN)
        if self._told and time_s - self._told[-1][0] > CONTINUES_S:
            self.restart()
        interval_s = time_s - self._told[-1][0] if self._told else 0.0
        legs = (points_px[_LEGS] - points_px[_HIPS].mean(axis=0)) / height_px
        astray = self._astray(legs, interval_s)
        noise = float(landmark_noise(np.array([height_px]))[0])
        self._paths.add(interval_s, legs, noise, float(label_weight(legs[None])[0]))
        return self._named(time_s, points_px, astray)

    def _astray(self, legs: FloatArray, interval_s: float) -> bool:
        """Whether legs (2, 4, 2) are where none can have come, under either name."""
        if len(self._told) < FEWEST:
            return False
        expected = self._paths.expected(interval_s)
        return min(_mean_distance(one, expected) for one in (legs, legs[::-1])) > ASTRAY

    def _named(self, time_s: float, points_px: FloatArray, astray: bool) -> Kept:
        """Return the points by the likelier names, and what that says of the pictures before."""
        swapped, *before = (bool(self._paths.best >> ago & 1) for ago in range(ORDER))
        revised_s = self._revised(before)
        self._told.append((time_s, swapped))
        doubted_since_s = time_s if self._doubt_since_s is None else self._doubt_since_s
        if astray and time_s - doubted_since_s <= LONGEST_DOUBT_S:
            self._doubt_since_s = doubted_since_s
            return Kept(points_px, Legs.DOUBTFUL, revised_s)
        self._named_since_s = self._named_since_s if swapped else time_s
        if astray or time_s - self._named_since_s > LONGEST_SWAP_S:
            self.restart()
            return Kept(points_px, Legs.ANEW)
        self._doubt_since_s = None
        named_px = points_px[swapped_legs()] if swapped else points_px
        if len(revised_s) == ORDER - 1:  # all that is remembered: the step under way was the other leg's
            return Kept(named_px, Legs.ANEW)
        return Kept(named_px, Legs.SWAPPED if swapped else Legs.OWN, revised_s)

    def _revised(self, names: list[bool]) -> tuple[float, ...]:
        """Return when earlier pictures' names have changed, newest first in `names`; take note of them."""
        revised_s = []
        for ago, name in enumerate(names[: len(self._told)], 1):
            time_s, told = self._told[-ago]
            if told != name:
                self._told[-ago] = time_s, name
                revised_s.append(time_s)
        return tuple(revised_s)


def _mean_distance(a: FloatArray, b: FloatArray) -> float:
    return float(np.linalg.norm(a - b, axis=2).mean())
