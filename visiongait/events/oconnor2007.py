"""Initial contact (foot strike) and foot off from the foot's vertical velocity.

O'Connor C.M., Thorpe S.K., O'Malley M.J., Vaughan C.L. (2007). Automatic detection of gait events using
kinematic data. Gait & Posture 25(3):469-474.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..datatypes import SIDES, EventKind, FloatArray, GaitEvent, Side, Trajectories
from ..kinematics import bridged, excursion, is_walking, local_fit, prominent_peaks

RISING_PROMINENCE, SINKING_PROMINENCE = 0.5, 0.08
"""A peak counts if it stands out by this share of the usual range of the velocity."""

LOW_HEEL = 0.35
"""At initial contact the heel is within the lowest 35 % of its range (O'Connor 2007)."""

LAG_S: Mapping[EventKind, float] = {"foot_strike": 0.008, "foot_off": -0.007}
"""Its instants minus force plate (20 N), median over the marker recordings."""


@dataclass(frozen=True)
class OConnor2007:
    """Foot off: the foot's centre rises fastest.  Initial contact: it sinks fastest, the heel already low.

    Uses the vertical direction only and no pelvis: independent of `Zeni2008`, which uses the horizontal.
    """

    name: str = "oconnor2007"

    @property
    def lag_s(self) -> Mapping[EventKind, float]:
        """How late its instants are, against a force plate (20 N)."""
        return LAG_S

    def detect(self, trajectories: Trajectories) -> tuple[GaitEvent, ...]:
        """Return the events of both sides in time order; empty where nobody walks."""
        if not is_walking(trajectories):
            return ()
        return tuple(sorted(event for side in SIDES for event in self._of_side(trajectories, side)))

    def _of_side(self, trajectories: Trajectories, side: Side) -> list[GaitEvent]:
        heel, toe = (bridged(trajectories.of(f"{side}_{point}"))[:, 1] for point in ("heel", "toe"))
        velocity = local_fit((heel + toe) / 2, trajectories.rate_hz, 1)
        if not np.isfinite(velocity).all():
            return []
        offs = _peaks(velocity, RISING_PROMINENCE)
        low = heel < np.percentile(heel, 2) + LOW_HEEL * excursion(heel)
        sinking = [sample for sample in _peaks(-velocity, SINKING_PROMINENCE) if low[sample]]
        strikes = _fastest_between(sinking, offs, velocity)
        return [self._event(trajectories, sample, side, "foot_strike") for sample in strikes] + [
            self._event(trajectories, sample, side, "foot_off") for sample in offs
        ]

    def _event(self, trajectories: Trajectories, sample: int, side: Side, kind: EventKind) -> GaitEvent:
        return GaitEvent(float(trajectories.time_s[sample]), side, kind, self.name, 1.0)


def _peaks(signal: FloatArray, prominence: float) -> list[int]:
    return [int(place) for place in prominent_peaks(signal, prominence * excursion(signal))]


def _fastest_between(sinking: list[int], offs: list[int], velocity: FloatArray) -> list[int]:
    """Of the candidates between two foot offs, the one at which the foot sinks fastest."""
    fastest: dict[int, int] = {}
    for swing, sample in zip(np.searchsorted(offs, sinking).tolist(), sinking, strict=True):
        if swing not in fastest or velocity[sample] < velocity[fastest[swing]]:
            fastest[swing] = sample
    return list(fastest.values())
