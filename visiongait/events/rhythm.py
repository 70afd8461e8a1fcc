"""Whether a doubtful event comes when the leg's other strides make one expect it."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from ..datatypes.walk import EventKind, GaitEvent

TOLERANCE = 0.06
"""Share of the stride by which an event may be early or late: 0.07 s in usual walking."""


def fits_rhythm(event: GaitEvent, sure: Sequence[GaitEvent]) -> bool:
    """Whether the times from the foot's event before and to the one after are those of its other strides.

    `sure` are the events of the pass that nobody doubts.  False where they do not tell stance and swing.
    """
    mine = sorted(e for e in sure if e.side == event.side and e != event)
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
    """Return the median stance (from a foot strike) and swing (from a foot off), as far as they are known."""
    lasting: dict[EventKind, list[float]] = {}
    for before, after in pairwise(mine):
        if before.kind != after.kind:
            lasting.setdefault(before.kind, []).append(after.time_s - before.time_s)
    return {kind: float(np.median(times_s)) for kind, times_s in lasting.items()}
