"""How far two independent detectors agree on the same pass."""

from collections.abc import Sequence

from ..datatypes.walk import GaitEvent

WINDOW_S = 0.15
"""Two detectors mean the same event if they are no farther apart: half of the shortest step."""


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
