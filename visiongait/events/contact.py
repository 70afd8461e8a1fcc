"""From kinematic cues to the contact itself: when the ground takes the foot's load, and when it loses it.

Each cue is an instant that a detector of landmarks can see, and each comes before or after the force plate's
by a lag that was measured on marker recordings with force plates (20 N).  Taking the lags off and averaging
the cues gives instants that are both unbiased and steadier than any single cue: the horizontal ones suffer
where the foot slides, the vertical ones where it is set down flat, and their errors are independent.

Seen by eye, the shoe reaches the floor before it bears load, and leaves it after.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from ..datatypes import SIDES, EventKind, FloatArray, GaitEvent, Side, Trajectories
from ..kinematics import bridged, local_fit
from .zeni2008 import EXTREME_LAG_S

TOUCH_BEFORE_LOAD_S = 0.025
"""Initial contact: the shoe is within 2 mm of the floor this long before the ground bears 20 N.

Measured on eleven rendered walkers (24 to 28 ms; 13 ms where the foot is set down flat); on markers, the heel
is within 2 mm of its lowest 61 ms before (one subject) to 6 ms after (another) the force plate's instant.
"""

FLAT_TOUCH_BEFORE_LOAD_S = 0.005
"""The same of a foot that lands flat or on its forefoot, measured against what `at_contact` makes of it.

Toes that are down cannot fall, and the cue that needs them comes early: of 170 rendered walkers such strikes
were found 22 ms early, those by the heel 2 ms.
"""

LEAVES_AFTER_UNLOAD_S = 0.010
"""Foot off: the tip of the shoe is seen to leave the floor this long after the ground bears less than 20 N.

Against 41 foot offs of six people read by eye, first frame in which the tip has clearly left its place, the
instant of the force plates is 0.7 frames of 25 a second early, half of which the reading itself explains.
"""

HEEL_FIRST_DEG, FLAT_DEG = 15.0, 9.0
"""How far the toe landmark lies above the heel's at a strike by the heel, and of a foot that lands flat."""

Contact = Literal["load", "touch"]
"""What counts as contact: the ground bears 20 N (force plates), or the shoe reaches the floor (eyes)."""


@dataclass(frozen=True)
class Cue:
    """A trough of a vertical velocity near Zeni's extreme.

    heel, toe: weights of the two points in the velocity, such that the instant wanted is its lowest value;
    search_s: where to look, seconds after Zeni's instant; half_width_s of the local fits; lag_s: median of
    cue minus force plate.
    """

    heel: float
    toe: float
    search_s: tuple[float, float]
    half_width_s: float
    lag_s: float


CUES: dict[EventKind, tuple[Cue, ...]] = {
    "foot_strike": (Cue(heel=-1.0, toe=1.0, search_s=(-0.03, 0.12), half_width_s=0.07, lag_s=0.026),),
    "foot_off": (
        Cue(heel=-1.0, toe=1.0, search_s=(-0.15, 0.03), half_width_s=0.10, lag_s=-0.062),
        Cue(heel=-1.0, toe=0.0, search_s=(-0.12, 0.04), half_width_s=0.10, lag_s=-0.037),
    ),
}
"""Initial contact: toes fall fastest against the heel.  Foot off: the same, at push-off; and the heel rises
fastest."""


def at_contact(
    trajectories: Trajectories, candidates: Sequence[GaitEvent], lag_s: Mapping[EventKind, float]
) -> tuple[GaitEvent, ...]:
    """Move a detector's candidates to the instants of contact under load, in time order.

    An event's time is the mean of the detector's instant and of the cues found near it, each less its lag
    (`EventDetector.lag_s`).  The lags
    were the same, within 5 ms, in three marker sets of healthy adults at 0.6 to 1.5 m/s; in quiet shuffling
    they are not known better than 50 ms.
    """
    moved = (
        event
        for side in SIDES
        for kind in CUES
        for event in _moved(trajectories, [e for e in candidates if (e.side, e.kind) == (side, kind)], lag_s)
    )
    return tuple(sorted(moved))


def _moved(
    trajectories: Trajectories, events: Sequence[GaitEvent], lag_s: Mapping[EventKind, float]
) -> list[GaitEvent]:
    """Events of one side and kind at their contacts."""
    if not events:
        return []
    side, kind = events[0].side, events[0].kind
    from_extreme_s = EXTREME_LAG_S[kind] - lag_s[kind]
    estimates_s = [[event.time_s - lag_s[kind] for event in events]]
    for cue in CUES[kind]:
        velocity = _velocity(trajectories, side, cue)
        instants_s = [
            _instant_s(trajectories, velocity, event.time_s + from_extreme_s, cue) for event in events
        ]
        estimates_s.append([instant_s - cue.lag_s for instant_s in instants_s])
    times_s = np.nanmean(np.array(estimates_s), axis=0)
    return [replace(event, time_s=float(time_s)) for event, time_s in zip(events, times_s, strict=True)]


def _velocity(trajectories: Trajectories, side: Side, cue: Cue) -> FloatArray:
    """Return the cue's velocity; NaN where a point that it needs was not measured."""
    heel, toe = (trajectories.of(f"{side}_{point}") for point in ("heel", "toe"))
    height = cue.heel * bridged(heel)[:, 1] + cue.toe * bridged(toe)[:, 1]
    velocity = local_fit(height, trajectories.rate_hz, 1, cue.half_width_s)
    unseen = np.isnan(heel[:, 1]) & (cue.heel != 0) | np.isnan(toe[:, 1]) & (cue.toe != 0)
    return np.where(unseen, np.nan, velocity)


def _instant_s(trajectories: Trajectories, velocity: FloatArray, extreme_s: float, cue: Cue) -> float:
    """Instant of the trough, between samples; NaN where the stretch searched has none or has gaps."""
    start_s, rate_hz = float(trajectories.time_s[0]), trajectories.rate_hz
    first, last = ((extreme_s + after_s - start_s) * rate_hz for after_s in cue.search_s)
    inside = np.arange(max(1, int(np.ceil(first))), min(len(velocity) - 2, int(last)) + 1)
    if not inside.size or np.isnan(velocity[inside[0] - 1 : inside[-1] + 2]).any():
        return np.nan
    lowest = int(inside[np.argmin(velocity[inside])])
    before, here, after = velocity[lowest - 1 : lowest + 2]
    if not (before >= here <= after and before + after > 2 * here):
        return np.nan
    return start_s + (lowest + 0.5 * float((before - after) / (before - 2 * here + after))) / rate_hz


def touch_before_load_s(
    path: Trajectories, events: Sequence[GaitEvent], contact: Contact
) -> Mapping[Side, float]:
    """Per side, how long before the load the shoe reaches the floor; 0 if it is the load that counts."""
    if contact == "load":
        return dict.fromkeys(SIDES, 0.0)
    strikes = [event for event in events if event.kind == "foot_strike"]
    return {side: _touch_of_foot_s(path, [e for e in strikes if e.side == side]) for side in SIDES}


def _touch_of_foot_s(path: Trajectories, strikes: Sequence[GaitEvent]) -> float:
    """How long before the load the shoe reached the floor in strikes of one foot, by how flat it lands.

    By the median of its strikes: whatever its landmarks' noise, its strides then keep their times.
    """
    pitch_deg = [_pitch_deg(path, strike) for strike in strikes]
    seen_deg = [deg for deg in pitch_deg if np.isfinite(deg)]
    limits_s = FLAT_TOUCH_BEFORE_LOAD_S, TOUCH_BEFORE_LOAD_S
    usual_deg = float(np.median(seen_deg)) if seen_deg else HEEL_FIRST_DEG
    return float(np.interp(usual_deg, (FLAT_DEG, HEEL_FIRST_DEG), limits_s))


def _pitch_deg(path: Trajectories, event: GaitEvent) -> float:
    """How far the toe lies above the heel, as an angle; NaN where either was not seen."""
    from_heel = path.of(f"{event.side}_toe") - path.of(f"{event.side}_heel")
    ahead, up = (np.interp(event.time_s, path.time_s, from_heel[:, axis]) for axis in (0, 1))
    return float(np.degrees(np.arctan2(up, ahead)))
