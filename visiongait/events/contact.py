"""From the kinematic extreme to the contact itself: when the foot comes to rest on the ground, and leaves it.

Seen from the pelvis a planted foot moves back at walking speed; at Zeni's extremes it does not move at all,
that is, it still (again) moves over the ground at full walking speed.  Contact lies where that speed is
nearly gone.  The share of the walking speed used here carries over between slow and fast walkers, frame rates
and belts, which a constant number of milliseconds does not (after Ghoussayni et al. 2004, Gait & Posture
20:266-272, who set a velocity limit on foot markers, and O'Connor et al. 2007).
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..datatypes._arrays import FloatArray
from ..datatypes.walk import SIDES, EventKind, GaitEvent, Side, Trajectories
from ..kinematics.foot_motion import speed_over_ground, stance_speed
from .extremes import crossings, nearest

SHARE_OF_WALKING_SPEED: dict[EventKind, float] = {"foot_strike": 0.3, "foot_off": 0.9}
"""Speed of the slower of heel and toe over the ground, at the force plate's 20 N."""

USUAL_LAG_S: dict[EventKind, float] = {"foot_strike": 0.035, "foot_off": -0.012}
"""Contact minus extreme, where the speed cannot tell."""

REACH_S = 0.09
"""Contact lies within this time of the usual lag after the extreme."""

OWN_SHARE = 0.5
"""Each event's own lag counts this much, the median lag of its side and kind the rest."""


def at_contact(trajectories: Trajectories, extremes: Sequence[GaitEvent]) -> tuple[GaitEvent, ...]:
    """Move Zeni's extremes to the instants of contact, in time order.

    The lag of each event is measured where the slower of heel and toe (whichever point touches first or
    leaves last: heel, flat and forefoot contact alike) passes `SHARE_OF_WALKING_SPEED`.  Single lags are
    noisier than the extremes themselves, so that each is drawn halfway to the median of its side and kind.
    """
    walking_speed = stance_speed(trajectories)
    moved: list[GaitEvent] = []
    for side in SIDES:
        speed = _slower_point_speed(trajectories, side, walking_speed) / walking_speed
        for kind in SHARE_OF_WALKING_SPEED:
            mine = [e for e in extremes if e.side == side and e.kind == kind]
            lags_s = np.array([_lag_s(trajectories, speed, event) for event in mine])
            moved += [
                replace(event, time_s=event.time_s + lag_s)
                for event, lag_s in zip(mine, _settled(lags_s, kind), strict=True)
            ]
    return tuple(sorted(moved))


def _slower_point_speed(trajectories: Trajectories, side: Side, walking_speed: float) -> FloatArray:
    heel, toe = (
        speed_over_ground(trajectories, f"{side}_{point}", walking_speed) for point in ("heel", "toe")
    )
    return np.minimum(heel, toe)


def _lag_s(trajectories: Trajectories, speed: FloatArray, event: GaitEvent) -> float:
    """Contact minus extreme; NaN where the speed does not pass its limit nearby."""
    start_s, rate_hz = trajectories.time_s[0], trajectories.rate_hz
    passing = crossings(speed, SHARE_OF_WALKING_SPEED[event.kind], rising=event.kind == "foot_off")
    expected_s = event.time_s + USUAL_LAG_S[event.kind]
    position = nearest(passing, (expected_s - start_s) * rate_hz, REACH_S * rate_hz)
    return np.nan if position is None else float(start_s + position / rate_hz) - event.time_s


def _settled(lags_s: FloatArray, kind: EventKind) -> FloatArray:
    """Lags drawn towards their median, the unknown ones put there."""
    known = lags_s[np.isfinite(lags_s)]
    typical = float(np.median(known)) if known.size else USUAL_LAG_S[kind]
    own = np.where(np.isfinite(lags_s), lags_s, typical)
    settled: FloatArray = typical + OWN_SHARE * (own - typical)
    return settled
