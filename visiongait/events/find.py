"""The events of a pass: found by Zeni's extremes, timed at contact, checked by a second detector."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from ..datatypes.walk import EventKind, EventReport, GaitEvent, Pass, Trajectories
from .agreement import confidence, match
from .contact import at_contact
from .oconnor2007 import OConnor2007
from .order import PLAIN, order_faults
from .zeni2008 import DECIDING_POINT, Zeni2008

TOUCH_BEFORE_LOAD_S = 0.025
"""Foot strike: the shoe is within 2 mm of the floor this long before the ground bears 20 N.

Measured on eleven rendered walkers (24 to 28 ms; 13 ms where the foot is set down flat); on markers, the heel
is within 2 mm of its lowest 61 ms before (one subject) to 6 ms after (another) the force plate's instant.
"""

Contact = Literal["load", "touch"]
"""What counts as foot strike: the ground bears 20 N (force plates), or the shoe reaches the floor (eyes)."""

KINDS: tuple[EventKind, EventKind] = ("foot_strike", "foot_off")

SECOND_DETECTOR_LAG_S: dict[EventKind, float] = {"foot_strike": 0.008, "foot_off": -0.007}
"""O'Connor's instants minus force plate (20 N), median over the marker recordings."""

SEEN_WITHIN_S, SEEN_SHARE = 0.1, 0.5
"""An event is kept only if its deciding point was measured in this share of the samples this near to it."""


def find_events(walk_pass: Pass, contact: Contact = "load") -> EventReport:
    """Find foot strikes and foot offs of both sides in one pass.

    Events are found by `Zeni2008`, moved to the instant of contact by `at_contact`, and compared with
    `OConnor2007`, which uses the other direction of the plane.  The confidence of an event is 1 where the two
    agree to the millisecond and falls to 0.5 where they are 0.15 s apart or the second saw nothing.  Events
    cut off by the ends of the pass, or lying where the foot was masked, are left out.

    Parameters
    ----------
    walk_pass
        The pass, cleaned.
    contact
        Which instant a foot strike is: ``load``, as force plates tell it, or ``touch``, as one sees it in a
        video, `TOUCH_BEFORE_LOAD_S` earlier.  Foot offs are the same in both.

    Returns
    -------
    EventReport
        Events in time order; per kind the mean absolute difference of the two detectors (seconds, the second
        one's known lag removed; NaN where nothing matched) and the share of events that both found; faults as
        sentences.  Empty where nobody walks.
    """
    trajectories = walk_pass.trajectories
    found = at_contact(trajectories, Zeni2008().detect(trajectories))
    seen = [event for event in found if _measured(trajectories, event)]
    pairs = match(seen, _second_opinion(trajectories))
    events = tuple(sorted(_told(event, pairs.get(event), contact) for event in seen))
    dropped = [event for event in found if event not in seen]
    return EventReport(
        events,
        {kind: _mean_difference_s(pairs, kind) for kind in KINDS},
        {kind: _share(seen, pairs, kind) for kind in KINDS},
        tuple(_dropped_fault(event) for event in dropped) + order_faults(events),
    )


def _told(event: GaitEvent, second: GaitEvent | None, contact: Contact) -> GaitEvent:
    """Return the event as reported: which instant it is, by which method, and how sure."""
    early_s = TOUCH_BEFORE_LOAD_S if contact == "touch" and event.kind == "foot_strike" else 0.0
    return replace(
        event,
        time_s=event.time_s - early_s,
        method=f"{event.method}+{contact}",
        confidence=confidence(second.time_s - event.time_s if second else None),
    )


def _second_opinion(trajectories: Trajectories) -> list[GaitEvent]:
    return [
        replace(event, time_s=event.time_s - SECOND_DETECTOR_LAG_S[event.kind])
        for event in OConnor2007().detect(trajectories)
    ]


def _measured(trajectories: Trajectories, event: GaitEvent) -> bool:
    """Whether heel or toe was seen around its event: bridges over masked samples make events of their own."""
    near = np.abs(trajectories.time_s - event.time_s) <= SEEN_WITHIN_S
    point = f"{event.side}_{DECIDING_POINT[event.kind]}"
    seen = np.isfinite(trajectories.of(point)).all(axis=1) & (trajectories.fault_of(point) == 0)
    return bool(seen[near].mean() >= SEEN_SHARE)


def _mean_difference_s(pairs: Mapping[GaitEvent, GaitEvent], kind: EventKind) -> float:
    differences = [abs(b.time_s - a.time_s) for a, b in pairs.items() if a.kind == kind]
    return float(np.mean(differences)) if differences else np.nan


def _share(events: Sequence[GaitEvent], pairs: Mapping[GaitEvent, GaitEvent], kind: EventKind) -> float:
    mine = [event in pairs for event in events if event.kind == kind]
    return float(np.mean(mine)) if mine else np.nan


def _dropped_fault(event: GaitEvent) -> str:
    return (
        f"The {event.side} {PLAIN[event.kind]} near {event.time_s:.2f} s was left out: the foot was not seen."
    )
