"""Corrects left-right swaps as pictures come, where the network takes the legs for each other.

In such pictures each foot seems to leap to the other's place, or halfway, and back: an initial contact and a
foot off that never were.  The same paths as in the offline room (`cleaning.LegPaths`) tell which names are
likelier so far; what comes later may show that the last few pictures were the other way round, and then they
are revised.
"""

from collections import deque
from enum import Enum
from typing import NamedTuple

import numpy as np

from ..cleaning import (
    HIP_COLUMNS,
    STATE_FRAMES,
    LegPaths,
    label_weight,
    landmark_noise,
    legs_about,
    swapped_legs,
)
from ..datatypes import FloatArray
from .walking_frame import LONGEST_GAP_S

ASTRAY = 0.1
"""Mean distance from where the legs were going, in body heights, above which they are not believed.  With
0.06 of 40 strikes of real walks two more are lost, with 0.08 none less and one of the rendered ones."""

FEWEST = 2
"""Pictures from which it is known where the legs go."""

LONGEST_DOUBT_S = 0.1
"""Legs that are where none can have come for longer were lost before: the step begins anew."""

LONGEST_SWAP_S = 0.3
"""Legs that stay swapped for longer were mistaken before, not now: networks err for a fifth of a second."""


class LegNaming(Enum):
    """What became of the legs in a picture."""

    OWN = "own"
    SWAPPED = "swapped"
    DOUBTFUL = "doubtful"
    """Where neither leg can have come: to be left out."""
    ANEW = "anew"
    """As named, but the pictures before do not lead to it: the step begins anew."""


class NamedLegs(NamedTuple):
    """A picture's points (K, 2), what was done, and which earlier pictures turn out the other way round."""

    points_px: FloatArray
    naming: LegNaming
    revised_s: tuple[float, ...] = ()


class SwapCorrector:
    """Follows both legs under either name; see `cleaning.LegPaths`."""

    def __init__(self) -> None:
        self._paths = LegPaths()
        self._named_as: deque[tuple[float, bool]] = deque(maxlen=STATE_FRAMES)  # when, and whether swapped
        self._doubt_since_s: float | None = None
        self._named_since_s = np.inf  # when the network last had the legs right

    def restart(self) -> None:
        """Forget the legs: which is which is anew what the network says."""
        self._paths = LegPaths()
        self._named_as.clear()
        self._doubt_since_s = None
        self._named_since_s = np.inf

    def correct(self, time_s: float, points_px: FloatArray, height_px: float) -> NamedLegs:
        """Take the next picture's points (K, 2)."""
        if not np.isfinite(height_px):
            return NamedLegs(points_px, LegNaming.OWN)
        if self._named_as and time_s - self._named_as[-1][0] > LONGEST_GAP_S:
            self.restart()
        interval_s = time_s - self._named_as[-1][0] if self._named_as else 0.0
        pelvis_px = points_px[HIP_COLUMNS].mean(axis=0)
        legs = legs_about(pelvis_px[None], points_px[None], np.array([height_px]))[0]
        astray = self._astray(legs, interval_s)
        noise = float(landmark_noise(np.array([height_px]))[0])
        self._paths.add(interval_s, legs, noise, float(label_weight(legs[None])[0]))
        return self._result(time_s, points_px, astray)

    def _astray(self, legs: FloatArray, interval_s: float) -> bool:
        """Whether legs (2, 4, 2) are where none can have come, under either name."""
        if len(self._named_as) < FEWEST:
            return False
        expected = self._paths.expected(interval_s)
        return min(_mean_distance(one, expected) for one in (legs, legs[::-1])) > ASTRAY

    def _result(self, time_s: float, points_px: FloatArray, astray: bool) -> NamedLegs:
        """Return the points by the likelier names, and what that says of the pictures before."""
        swapped, *before = (bool(self._paths.best >> ago & 1) for ago in range(STATE_FRAMES))
        revised_s = self._revised(before)
        self._named_as.append((time_s, swapped))
        doubted_since_s = time_s if self._doubt_since_s is None else self._doubt_since_s
        if astray and time_s - doubted_since_s <= LONGEST_DOUBT_S:
            self._doubt_since_s = doubted_since_s
            return NamedLegs(points_px, LegNaming.DOUBTFUL, revised_s)
        self._named_since_s = self._named_since_s if swapped else time_s
        if astray or time_s - self._named_since_s > LONGEST_SWAP_S:
            self.restart()
            return NamedLegs(points_px, LegNaming.ANEW)
        self._doubt_since_s = None
        named_px = points_px[swapped_legs()] if swapped else points_px
        if len(revised_s) == STATE_FRAMES - 1:  # all of them: the step under way was the other leg's
            return NamedLegs(named_px, LegNaming.ANEW)
        return NamedLegs(named_px, LegNaming.SWAPPED if swapped else LegNaming.OWN, revised_s)

    def _revised(self, names: list[bool]) -> tuple[float, ...]:
        """Return when earlier pictures' names have changed, newest first in `names`; take note of them."""
        revised_s = []
        for ago, name in enumerate(names[: len(self._named_as)], 1):
            time_s, named = self._named_as[-ago]
            if named != name:
                self._named_as[-ago] = time_s, name
                revised_s.append(time_s)
        return tuple(revised_s)


def _mean_distance(a: FloatArray, b: FloatArray) -> float:
    return float(np.linalg.norm(a - b, axis=2).mean())
