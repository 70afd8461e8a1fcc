"""From kinematic cues to the contact itself: when the ground takes the foot's load, and when it loses it.

Each cue is an instant that a detector of landmarks can see, and each comes before or after the force plate's
by a lag that was measured on marker recordings with force plates (20 N).  Taking the lags off and averaging
the cues gives instants that are both unbiased and steadier than any single cue: the horizontal ones suffer
where the foot slides, the vertical ones where it is set down flat, and their errors are independent.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..datatypes._arrays import FloatArray
from ..datatypes.walk import SIDES, EventKind, GaitEvent, Side, Trajectories
from ..kinematics.foot_motion import bridged, local_fit


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


EXTREME_LAG_S: dict[EventKind, float] = {"foot_strike": -0.040, "foot_off": 0.010}
"""Zeni's instants minus force plate."""

CUES: dict[EventKind, tuple[Cue, ...]] = {
    "foot_strike": (Cue(heel=-1.0, toe=1.0, search_s=(-0.03, 0.12), half_width_s=0.07, lag_s=0.026),),
    "foot_off": (
        Cue(heel=-1.0, toe=1.0, search_s=(-0.15, 0.03), half_width_s=0.10, lag_s=-0.062),
        Cue(heel=-1.0, toe=0.0, search_s=(-0.12, 0.04), half_width_s=0.10, lag_s=-0.037),
    ),
}
"""Foot strike: toes fall fastest against the heel.  Foot off: the same, at push-off; and the heel rises
fastest."""


def at_contact(trajectories: Trajectories, extremes: Sequence[GaitEvent]) -> tuple[GaitEvent, ...]:
    """Move Zeni's extremes to the instants of contact under load, in time order.

    An event's time is the mean of Zeni's instant and of the cues found near it, each less its lag.  The lags
    were the same, within 5 ms, in three marker sets of healthy adults at 0.6 to 1.5 m/s; in quiet shuffling
    they are not known better than 50 ms.
    """
    moved = (
        event
        for side in SIDES
        for kind in CUES
        for event in _moved(trajectories, [e for e in extremes if (e.side, e.kind) == (side, kind)])
    )
    return tuple(sorted(moved))


def _moved(trajectories: Trajectories, events: Sequence[GaitEvent]) -> list[GaitEvent]:
    """Events of one side and kind at their contacts."""
    if not events:
        return []
    side, kind = events[0].side, events[0].kind
    estimates_s = [[event.time_s - EXTREME_LAG_S[kind] for event in events]]
    for cue in CUES[kind]:
        velocity = _velocity(trajectories, side, cue)
        instants_s = [_instant_s(trajectories, velocity, event.time_s, cue) for event in events]
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
