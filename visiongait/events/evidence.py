"""Which extremes are events, and how sure: what was seen of the foot, and what a second detector says."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from ..cleaning import runs
from ..datatypes._arrays import BoolArray
from ..datatypes.walk import GaitEvent, Trajectories
from .agreement import confidence
from .rhythm import fits_rhythm
from .zeni2008 import DECIDING_POINT

AROUND_S = 0.1
"""How much of its deciding point was measured is counted this near to an event."""

SEEN, HIDDEN = 0.8, 0.5
"""Shares of samples measured: an event above the first stands by itself; below the second the foot was hidden
while it turned, and the bridge tells the instant no better than the second detector."""

SHORT_GAP_S = 0.2
"""Where a hidden foot is unseen for no longer, the rhythm alone may speak for it: of 182 rendered walks with
1099 foot strikes, 20 more are found so, as well timed as the others, and no more invented."""

LONGEST_GAP_S, AT_GAP_S = 0.3, 0.05
"""An event in a gap longer than the first, or this near to one, is left out: on marker recordings with a leg
taken away for 0.24 s the events found are 12 ms off on average, 19 of 20 within 50 ms; for 0.32 s, 90."""


class Evidence(NamedTuple):
    """What speaks for an event.

    seen: share of the samples around it with heel or toe measured; whole: share of the extreme's flanks that
    lies in the pass; gap_s: longest gap of that point at the event; second: the same event as the second
    detector times it, None if it found none.
    """

    seen: float
    whole: float
    gap_s: float
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
    point = f"{event.side}_{DECIDING_POINT[event.kind]}"
    away_s = np.abs(trajectories.time_s - event.time_s)
    beside = np.asarray(away_s <= AT_GAP_S)
    known = np.asarray(np.isfinite(trajectories.of(point)).all(axis=1))
    trusted = known & (trajectories.fault_of(point) == 0)
    return Evidence(
        seen=float(trusted[away_s <= AROUND_S].mean()),
        whole=event.confidence,
        gap_s=_longest_gap(known, beside) / trajectories.rate_hz,
        second=second,
    )


def _longest_gap(known: BoolArray, here: BoolArray) -> float:
    """Return how many samples the longest gap at the marked ones has; infinite where it has but one end."""
    gaps = [(a, b) for a, b in runs(~known) if here[a:b].any()]
    return max((np.inf if a == 0 or b == len(known) else float(b - a) for a, b in gaps), default=0.0)


def stands(event: GaitEvent, evidence: Evidence, clear: Sequence[GaitEvent]) -> bool:
    """Whether an extreme is an event.

    A clear one stands by itself.  One cut off by an end of the pass, or partly masked, needs the second
    detector or the rhythm of the foot's clear events, a hidden one both, or the rhythm alone in a short gap.
    What is cut off and hidden, or lies at a long gap, is left out.
    """
    if evidence.gap_s > LONGEST_GAP_S + 1e-6:
        return False
    if evidence.clear:
        return True
    if evidence.hidden:
        moved = replace(event, time_s=instant_s(event, evidence))
        briefly = event.kind == "foot_strike" and evidence.gap_s <= SHORT_GAP_S + 1e-6
        told = evidence.second is not None or briefly
        return told and evidence.whole == 1 and fits_rhythm(moved, clear)
    return evidence.second is not None or fits_rhythm(event, clear)


def instant_s(event: GaitEvent, evidence: Evidence) -> float:
    """Return when the event was: as timed where the foot was seen, the mean of both detectors elsewhere."""
    if not evidence.hidden or evidence.second is None:
        return event.time_s
    return (event.time_s + evidence.second.time_s) / 2


def sureness(event: GaitEvent, evidence: Evidence) -> float:
    """Return the confidence in an event: 1 where all was seen and the two detectors agree to the millisecond.

    Falls to half of it where they are `agreement.WINDOW_S` apart or the second saw nothing, and in proportion
    to what the ends of the pass or a masked foot took away, the latter to a quarter at most.
    """
    difference_s = evidence.second.time_s - event.time_s if evidence.second else None
    return confidence(difference_s) * evidence.whole * float(np.clip(evidence.seen / SEEN, 0.25, 1.0))
