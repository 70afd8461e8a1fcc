"""Foot strike and foot off from the feet's farthest points before and behind the pelvis.

Zeni J.A., Richards J.G., Higginson J.S. (2008). Two simple methods for determining gait events during
treadmill and overground walking using kinematic data. Gait & Posture 27(4):710-714.
"""

from dataclasses import dataclass

import numpy as np

from ..datatypes.walk import SIDES, EventKind, GaitEvent, Side, Trajectories
from ..kinematics.ankle import is_walking
from ..kinematics.foot_motion import excursion, foot_path, from_pelvis, local_fit
from .extremes import crossings, nearest, turning_points

DECIDING_POINT: dict[EventKind, str] = {"foot_strike": "heel", "foot_off": "toe"}

RISE = 0.3
"""A swing counts if the foot travels this share of its own usual excursion: shuffling feet set their own
scale."""

REACH_S = 0.15
"""The heel's (toe's) own extreme is looked for within this time of the whole foot's."""


@dataclass(frozen=True)
class Zeni2008:
    """Foot strike: heel farthest before the pelvis.  Foot off: toe farthest behind it.

    Works overground, on a treadmill and with a panning camera alike, because only positions relative to the
    pelvis enter.  Which extremes count is decided on the whole foot (mean of heel and toe), so that flat and
    forefoot contact and dragging toes are found as well; each side is its own yardstick.

    The method's instants are kinematic: the heel is farthest before the pelvis while it still glides forward
    at walking speed, some 35 to 55 ms before the force plate feels it; the toe is farthest behind 10 to 20 ms
    after the plate lost it (`contact.py` moves them to the contact itself).
    """

    name: str = "zeni2008"

    def detect(self, trajectories: Trajectories) -> tuple[GaitEvent, ...]:
        """Return the events of both sides in time order; empty where nobody walks."""
        if not is_walking(trajectories):
            return ()
        return tuple(sorted(event for side in SIDES for event in self._of_side(trajectories, side)))

    def _of_side(self, trajectories: Trajectories, side: Side) -> list[GaitEvent]:
        rate_hz = trajectories.rate_hz
        foot = local_fit(foot_path(trajectories, side), rate_hz)
        if not np.isfinite(foot).all():
            return []
        slopes = {
            kind: local_fit(from_pelvis(trajectories, f"{side}_{point}")[:, 0], rate_hz, 1)
            for kind, point in DECIDING_POINT.items()
        }
        events = []
        for sample, is_strike in turning_points(foot, RISE * excursion(foot)):
            kind: EventKind = "foot_strike" if is_strike else "foot_off"
            instants = crossings(slopes[kind], 0.0, rising=not is_strike)
            position = nearest(instants, sample, REACH_S * rate_hz)
            if position is not None:
                events.append(self._event(trajectories, position, side, kind))
        return events

    def _event(self, trajectories: Trajectories, position: float, side: Side, kind: EventKind) -> GaitEvent:
        time_s = float(trajectories.time_s[0] + position / trajectories.rate_hz)
        return GaitEvent(time_s, side, kind, self.name, 1.0)
