"""Puts the two legs right where the network takes them for each other in a picture or two.

In such pictures each foot seems to leap to the other's place, or halfway, and back: a foot strike and a foot
off that never were.  The offline path compares with the pictures before and after; here only those before are
known.
"""

from collections import deque
from enum import Enum

import numpy as np

from ..cleaning import CleaningSettings
from ..cleaning.exchange import CERTAIN_MARGIN
from ..cleaning.points import BELOW_HIP, column, exchanged_legs
from ..datatypes._arrays import FloatArray
from ..datatypes.walk import SIDES

LONGEST_S = CleaningSettings().longest_swap_s
"""Legs that stay exchanged for longer were mistaken before, not now."""

CONTINUES_S = 0.1
"""Over a longer gap nobody can tell where a leg has gone: the network is believed again."""

SPEED_OVER_S = 0.08
"""Nor can they from a speed between two pictures farther apart.  At 10 pictures a second legs are as seen."""

ASTRAY = 0.06
"""Mean distance from where the legs were going, in body heights, above which they are not believed.  On 42
rendered walks at 30 (15) pictures a second it is 0.016 (0.033) in the median and 0.036 (0.052) at 90 %; from
0.05 on, the slower rate loses strikes, at 0.08 legs that are halfway exchanged pass for right."""

_LEGS = [column(side, part) for side in SIDES for part in BELOW_HIP]


class Legs(Enum):
    """What became of the legs in a picture."""

    OWN = "own"
    EXCHANGED = "exchanged"
    DOUBTFUL = "doubtful"
    """Where neither leg can have come: to be left out."""
    ANEW = "anew"
    """As seen, but the pictures before do not lead to it: the step begins anew."""


class LegKeeper:
    """Compares each picture's legs with where those of the pictures before were going."""

    def __init__(self) -> None:
        self._before: deque[tuple[float, FloatArray]] = deque(maxlen=2)
        self._own_s = -np.inf  # when the legs were last right as seen

    def restart(self) -> None:
        """Forget the legs: whose they are is anew what the network says."""
        self._before.clear()

    def put_right(self, time_s: float, points_px: FloatArray, height_px: float) -> tuple[FloatArray, Legs]:
        """Return the points (K, 2) of a picture, exchanged where that is unmistakable, and what was done."""
        said = self._judge(time_s, points_px, height_px)
        if said is Legs.DOUBTFUL:
            return points_px, said
        if said is Legs.EXCHANGED:
            points_px = points_px[exchanged_legs()]
        else:
            self._own_s = time_s
        if said is Legs.ANEW:
            self.restart()
        self._before.append((time_s, points_px))
        return points_px, said

    def _judge(self, time_s: float, points_px: FloatArray, height_px: float) -> Legs:
        expected = self._expected(time_s)
        if expected is None or not np.isfinite(height_px):
            return Legs.OWN
        straight = _apart(expected, points_px) / height_px
        if straight <= ASTRAY:
            return Legs.OWN
        if _apart(expected, points_px[exchanged_legs()]) / height_px >= CERTAIN_MARGIN * straight:
            return Legs.DOUBTFUL
        return Legs.EXCHANGED if time_s - self._own_s <= LONGEST_S else Legs.ANEW

    def _expected(self, time_s: float) -> FloatArray | None:
        """(K, 2) where the points are if they go on as they did; None where nobody can tell."""
        if len(self._before) < 2:
            return None
        (first_s, first), (last_s, last) = self._before
        if time_s - last_s > CONTINUES_S or last_s - first_s > SPEED_OVER_S:
            return None
        return last + (last - first) * (time_s - last_s) / (last_s - first_s)


def _apart(a_px: FloatArray, b_px: FloatArray) -> float:
    """Mean distance of the points below the hips."""
    return float(np.linalg.norm(a_px - b_px, axis=1)[_LEGS].mean())
