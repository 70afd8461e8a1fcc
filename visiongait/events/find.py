"""The events of a pass: found by Zeni's extremes, timed at contact, checked by a second detector."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from ..datatypes.walk import EventKind, EventReport, GaitEvent, Pass, Trajectories
from .agreement import confidence, match
from .contact import at_contact
from .oconnor2007 import OConnor2007
from .order import PLAIN, order_faults
from .zeni2008 import DECIDING_POINT, Zeni2008

METHOD = "zeni2008+contact"

KINDS: tuple[EventKind, EventKind] = ("foot_strike", "foot_off")

SECOND_DETECTOR_LAG_S: dict[EventKind, float] = {"foot_strike": 0.0, "foot_off": 0.0}
"""O'Connor's instants minus force plate (20 N), median over the marker recordings."""

MEASURED_WITHIN_S = 0.05
"""An event stands on real samples only if heel or toe was measured this near to it."""


def find_events(walk_pass: Pass) -> EventReport:
    """Find foot strikes and foot offs of both sides in one pass.

    Events are found by `Zeni2008`, moved to the instant of contact by `at_contact`, and compared with
    `OConnor2007`, which uses the other direction of the plane.  The confidence of an event is 1 where the two
    agree to the millisecond and falls to 0.5 where they are 0.15 s apart or the second saw nothing.  Events
    cut off by the ends of the pass, or lying where the foot was masked, are left out.

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
    events = tuple(
        replace(e, method=METHOD, confidence=confidence(pairs[e].time_s - e.time_s if e in pairs else None))
        for e in seen
    )
    dropped = [event for event in found if event not in seen]
    return EventReport(
        events,
        {kind: _mean_difference_s(pairs, kind) for kind in KINDS},
        {kind: _share(seen, pairs, kind) for kind in KINDS},
        tuple(_dropped_fault(event) for event in dropped) + order_faults(events),
    )


def _second_opinion(trajectories: Trajectories) -> list[GaitEvent]:
    return [
        replace(event, time_s=event.time_s - SECOND_DETECTOR_LAG_S[event.kind])
        for event in OConnor2007().detect(trajectories)
    ]


def _measured(trajectories: Trajectories, event: GaitEvent) -> bool:
    """Whether the deciding point (heel at strike, toe at off) was measured around the event."""
    point = DECIDING_POINT[event.kind]
    near = np.abs(trajectories.time_s - event.time_s) <= MEASURED_WITHIN_S
    return bool(np.isfinite(trajectories.of(f"{event.side}_{point}")[near]).any())


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
