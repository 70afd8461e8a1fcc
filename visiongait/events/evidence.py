"""Which extremes are events, and how sure: what was seen of the foot, and what a second detector says."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from ..datatypes.walk import GaitEvent, Trajectories
from .agreement import confidence
from .rhythm import fits_rhythm
from .zeni2008 import DECIDING_POINT

AROUND_S = 0.1
"""How much of its deciding point was measured is counted this near to an event."""

SEEN, HIDDEN, HARDLY_SEEN = 0.8, 0.5, 0.15
"""Shares of samples measured: an event above the first stands by itself; below the second the foot was hidden
while it turned, and the bridge tells the instant no better than the second detector; below the third nothing
is known."""


class Evidence(NamedTuple):
    """What speaks for an event.

    seen: share of the samples around it with heel or toe measured; whole: share of the extreme's flanks that
    lies in the pass; second: the same event as the second detector times it, None if it found none.
    """

    seen: float
    whole: float
    second: GaitEvent | None

    @property
    def clear(self) -> bool:
        """Whether the whole extreme was seen, or most of it and the second detector agrees."""
        return self.whole == 1 and (self.seen >= SEEN or (not self.hidden and self.second is not None))

    @property
    def hidden(self) -> bool:
        """Whether the foot was hidden while it turned."""
        return self.seen < HIDDEN


def weigh(trajectories: Trajectories, event: GaitEvent, second: GaitEvent | None) -> Evidence:
    """Gather what speaks for an event (its `confidence` still says how much of the extreme was seen)."""
    return Evidence(_seen_share(trajectories, event), event.confidence, second)


def stands(event: GaitEvent, evidence: Evidence, clear: Sequence[GaitEvent]) -> bool:
    """Whether an extreme is an event.

    A clear one stands by itself.  Cut off by an end of the pass, it needs the second detector or the rhythm of
    the foot's clear events; hidden, both.  What is cut off and hidden, or hardly seen at all, is left out.
    """
    if evidence.clear:
        return True
    if evidence.hidden:
        told = evidence.second is not None and evidence.whole == 1 and evidence.seen >= HARDLY_SEEN
        return told and fits_rhythm(replace(event, time_s=instant_s(event, evidence)), clear)
    return evidence.second is not None or (evidence.seen >= SEEN and fits_rhythm(event, clear))


def instant_s(event: GaitEvent, evidence: Evidence) -> float:
    """Return when the event was: as timed where the foot was seen, the mean of both detectors where hidden."""
    if not evidence.hidden or evidence.second is None:
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
