"""Which extremes are events, and how sure: what was seen of the foot, and what a second detector says."""

from typing import NamedTuple

import numpy as np

from ..datatypes.walk import GaitEvent, Trajectories
from .agreement import confidence
from .zeni2008 import DECIDING_POINT

AROUND_S = 0.1
"""How much of its deciding point was measured is counted this near to an event."""

SEEN, HARDLY_SEEN = 0.8, 0.3
"""Share of samples measured from which an event stands by itself, and below which it is left out."""

HALF_SEEN = 0.5
"""Below this share the foot was hidden while it turned, and the bridge tells the instant no better than the
second detector: the mean of both is taken."""


class Evidence(NamedTuple):
    """What speaks for an event.

    seen: share of the samples around it with heel or toe measured; whole: share of the extreme's flanks that
    lies in the pass; second: the same event as the second detector times it, None if it found none.
    """

    seen: float
    whole: float
    second: GaitEvent | None


def weigh(trajectories: Trajectories, event: GaitEvent, second: GaitEvent | None) -> Evidence:
    """Gather what speaks for an event (its `confidence` still says how much of the extreme was seen)."""
    return Evidence(_seen_share(trajectories, event), event.confidence, second)


def stands(evidence: Evidence) -> bool:
    """Whether an extreme is an event.

    Wholly seen it stands by itself.  Cut off by an end of the pass, or partly hidden, it needs the second
    detector; what is both cut off and hidden, or hardly seen at all, is left out.
    """
    if evidence.seen >= SEEN and evidence.whole == 1:
        return True
    if evidence.second is None or evidence.seen < HARDLY_SEEN:
        return False
    return evidence.seen >= HALF_SEEN or evidence.whole == 1


def instant_s(event: GaitEvent, evidence: Evidence) -> float:
    """Return when the event was: as timed where the foot was seen, the mean of both detectors where hidden."""
    if evidence.seen >= HALF_SEEN or evidence.second is None:
        return event.time_s
    return (event.time_s + evidence.second.time_s) / 2


def sureness(event: GaitEvent, evidence: Evidence) -> float:
    """Return the confidence in an event: 1 where all was seen and the two detectors agree to the millisecond.

    Falls to half of it where they are `agreement.WINDOW_S` apart or the second saw nothing, and in proportion
    to what the ends of the pass or a masked foot took away.
    """
    difference_s = evidence.second.time_s - event.time_s if evidence.second else None
    return confidence(difference_s) * evidence.whole * min(1.0, evidence.seen / SEEN)


def _seen_share(trajectories: Trajectories, event: GaitEvent) -> float:
    near = np.abs(trajectories.time_s - event.time_s) <= AROUND_S
    point = f"{event.side}_{DECIDING_POINT[event.kind]}"
    seen = np.isfinite(trajectories.of(point)).all(axis=1) & (trajectories.fault_of(point) == 0)
    return float(seen[near].mean()) if near.any() else 0.0
