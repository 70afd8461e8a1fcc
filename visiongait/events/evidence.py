"""Which candidates are events, and how certain they are.

What speaks for one: how much of the foot was seen, whether a second, independent detector found it too, and
whether it comes when the leg's other strides make one expect it.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from ..cleaning import runs
from ..datatypes import BoolArray, EventKind, GaitEvent, Trajectories
from .zeni2008 import DECIDING_POINT

WINDOW_S = 0.15
"""Two detectors mean the same event if they are no farther apart: half of the shortest step."""

AROUND_S = 0.1
"""How much of its deciding point was measured is counted this near to an event."""

SEEN, HIDDEN = 0.8, 0.5
"""Shares of samples measured: an event above the first stands by itself; below the second the foot was hidden
while it turned, and the bridge gives the instant no better than the second detector."""

SHORT_GAP_S = 0.2
"""Where a hidden foot is unseen for no longer, the rhythm alone may speak for it: of 182 rendered walks with
1099 initial contacts, 20 more are found so, as well timed as the others, and no more invented."""

LONGEST_GAP_S, AT_GAP_S = 0.3, 0.05
"""An event in a gap longer than the first, or this near to one, is left out: on marker recordings with a leg
taken away for 0.24 s the events found are 12 ms off on average, 19 of 20 within 50 ms; for 0.32 s, 90."""

TOLERANCE = 0.06
"""Share of the stride by which an event may be early or late: 0.07 s in usual walking."""


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
        supported = evidence.second is not None or briefly
        return supported and evidence.whole == 1 and fits_rhythm(moved, clear)
    return evidence.second is not None or fits_rhythm(event, clear)


def instant_s(event: GaitEvent, evidence: Evidence) -> float:
    """Return when the event was: as timed where the foot was seen, the mean of both detectors elsewhere."""
    if not evidence.hidden or evidence.second is None:
        return event.time_s
    return (event.time_s + evidence.second.time_s) / 2


def certainty(event: GaitEvent, evidence: Evidence) -> float:
    """Return the confidence in an event: 1 where all was seen and the two detectors agree to the millisecond.

    Falls to half of it where they are `WINDOW_S` apart or the second saw nothing, and in proportion
    to what the ends of the pass or a masked foot took away, the latter to a quarter at most.
    """
    difference_s = evidence.second.time_s - event.time_s if evidence.second else None
    return confidence(difference_s) * evidence.whole * float(np.clip(evidence.seen / SEEN, 0.25, 1.0))


def match(
    first: Sequence[GaitEvent], second: Sequence[GaitEvent], window_s: float = WINDOW_S
) -> dict[GaitEvent, GaitEvent]:
    """Pair events of the same side and kind one to one, nearest first, none farther apart than the window."""
    candidates = sorted(
        (abs(a.time_s - b.time_s), a, b)
        for a in first
        for b in second
        if (a.side, a.kind) == (b.side, b.kind) and abs(a.time_s - b.time_s) <= window_s
    )
    pairs: dict[GaitEvent, GaitEvent] = {}
    taken: set[GaitEvent] = set()
    for _, a, b in candidates:
        if a not in pairs and b not in taken:
            pairs[a] = b
            taken.add(b)
    return pairs


def confidence(difference_s: float | None) -> float:
    """Return the confidence in an event: 1 where a second detector agrees, 0.5 where it saw nothing.

    Falls evenly with the difference between the two, to 0.5 at the edge of the window.
    """
    if difference_s is None:
        return 0.5
    return 1.0 - 0.5 * min(1.0, abs(difference_s) / WINDOW_S)


def fits_rhythm(event: GaitEvent, clear: Sequence[GaitEvent]) -> bool:
    """Whether the times from the foot's event before and to the one after are those of its other strides.

    `clear` are the events of the pass that nobody doubts.  False where stance and swing do not follow from
    them.
    """
    mine = sorted(e for e in clear if e.side == event.side and e != event)
    usual_s = _usual_s(mine)
    if len(usual_s) < 2:
        return False
    stride_s = sum(usual_s.values())
    neighbours = [*[(e, event) for e in mine if e < event][-1:], *[(event, e) for e in mine if e > event][:1]]
    late_s = [
        b.time_s - a.time_s - (stride_s if a.kind == b.kind else usual_s[a.kind]) for a, b in neighbours
    ]
    return bool(np.max(np.abs(late_s)) <= TOLERANCE * stride_s)


def _usual_s(mine: Sequence[GaitEvent]) -> dict[EventKind, float]:
    """Return the median stance (from an initial contact) and swing (from a foot off), as far as known."""
    lasting: dict[EventKind, list[float]] = {}
    for before, after in pairwise(mine):
        if before.kind != after.kind:
            lasting.setdefault(before.kind, []).append(after.time_s - before.time_s)
    return {kind: float(np.median(times_s)) for kind, times_s in lasting.items()}
