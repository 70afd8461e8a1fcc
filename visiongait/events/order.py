"""The order of events that walking has: strike, opposite off, opposite strike, off."""

from collections.abc import Sequence
from itertools import pairwise

from ..datatypes.walk import EventKind, GaitEvent, Side, other

PLAIN: dict[EventKind, str] = {"foot_strike": "foot strike", "foot_off": "foot off"}


def expected_after(event: GaitEvent) -> tuple[Side, EventKind]:
    """Return what follows an event in walking: a strike the opposite off, an off the same foot's strike."""
    return (other(event.side), "foot_off") if event.kind == "foot_strike" else (event.side, "foot_strike")


def order_faults(events: Sequence[GaitEvent]) -> tuple[str, ...]:
    """Return one sentence per place at which two events in time order are not those of walking."""
    return tuple(
        f"At {after.time_s:.2f} s the {after.side} {PLAIN[after.kind]} follows the {before.side} "
        f"{PLAIN[before.kind]}: an event is missing or the feet do not alternate."
        for before, after in pairwise(events)
        if (after.side, after.kind) != expected_after(before)
    )
