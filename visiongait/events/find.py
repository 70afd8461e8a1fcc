"""The events of a pass: found by one detector, timed at contact, checked by a second one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Protocol

import numpy as np

from ..datatypes import EventKind, EventReport, GaitEvent, Pass, Side, Trajectories, other
from ..errors import UsageError
from .bridging import bridge, finely
from .contact import LEAVES_AFTER_UNLOAD_S, Contact, at_contact, touch_before_load_s
from .evidence import Evidence, certainty, instant_s, match, stands, weigh
from .ghoussayni2004 import end_events
from .oconnor2007 import OConnor2007
from .zeni2008 import Zeni2008

KINDS: tuple[EventKind, EventKind] = ("foot_strike", "foot_off")

PLAIN: dict[EventKind, str] = {"foot_strike": "initial contact", "foot_off": "foot off"}


class EventDetector(Protocol):
    """Finds initial contacts (foot strikes) and foot offs of both sides in one pass."""

    @property
    def name(self) -> str:
        """Stands in the column `method` of the events."""
        ...

    @property
    def lag_s(self) -> Mapping[EventKind, float]:
        """How late its instants are, per kind: median of instant minus force plate (20 N), in seconds."""
        ...

    def detect(self, trajectories: Trajectories) -> tuple[GaitEvent, ...]:
        """Return the events in time order, between samples; empty where nobody walks.

        Gaps in `trajectories` are bridged.  An event's `confidence`, 0 to 1, says how much of what the
        detector needs to see of it lies in the pass: 1 but at its ends.
        """
        ...


DETECTORS: dict[str, EventDetector] = {one.name: one for one in (Zeni2008(), OConnor2007())}
"""Detectors by name, for settings; a new one adds itself: ``DETECTORS[mine.name] = mine``."""


def find_events(
    walk_pass: Pass,
    contact: Contact = "load",
    *,
    detector: EventDetector | str = "zeni2008",
    second: EventDetector | str = "oconnor2007",
) -> EventReport:
    """Find the initial contacts (foot strikes) and foot offs of both sides in one pass.

    Events are found by one detector, moved to the instant of contact by `at_contact`, and compared with
    those of a second one.  Which of them stand, and the confidence in each, `evidence.py` says: an event cut
    off by an end of the pass, or with the foot masked for up to 0.3 s, stands where the second detector or
    the rhythm of the foot speak for it, and is less certain.

    Parameters
    ----------
    walk_pass
        The pass, cleaned.
    contact
        Which instant an event is: ``load``, as force plates measure it, or ``touch``, as one sees it in a
        video: initial contacts `TOUCH_BEFORE_LOAD_S` earlier (`FLAT_TOUCH_BEFORE_LOAD_S` where the foot lands
        flat), foot offs `LEAVES_AFTER_UNLOAD_S` later.
    detector
        What finds the events: a detector, or the name of one in `DETECTORS`.
    second
        What they are checked against, best one that uses something else, as `OConnor2007` uses the other
        direction of the plane than `Zeni2008`.

    Returns
    -------
    EventReport
        Events in time order; per kind the mean absolute difference of the two detectors (seconds, the second
        one's known lag removed; NaN where nothing matched) and the share of events that both found; faults as
        sentences.  Empty where nobody walks.

    Raises
    ------
    UsageError
        If there is no detector of that name.
    """
    trajectories = finely(walk_pass.trajectories)
    whole = bridge(trajectories)
    first = _detector(detector)
    found = at_contact(trajectories, first.detect(whole), first.lag_s)
    pairs = match(found, _second_opinion(trajectories, _detector(second)))
    weighed = {event: weigh(trajectories, event, pairs.get(event)) for event in found}
    clear = [event for event in found if weighed[event].clear]
    standing = [event for event in found if stands(event, weighed[event], clear)]
    early_s = touch_before_load_s(trajectories, standing, contact)
    reported = [_reported(event, weighed[event], contact, early_s[event.side]) for event in standing]
    events = tuple(sorted([*reported, *end_events(walk_pass, reported)]))
    agreed = {event: pairs[event] for event in standing if event in pairs}
    return EventReport(
        events,
        {kind: _mean_difference_s(agreed, kind) for kind in KINDS},
        {kind: _share(standing, agreed, kind) for kind in KINDS},
        tuple(_dropped_fault(event) for event in found if event not in standing) + order_faults(events),
    )


def _detector(which: EventDetector | str) -> EventDetector:
    if not isinstance(which, str):
        return which
    if which not in DETECTORS:
        raise UsageError(f"There is no event detector {which!r}.", f"Known are {', '.join(DETECTORS)}.")
    return DETECTORS[which]


def _reported(event: GaitEvent, evidence: Evidence, contact: Contact, early_s: float) -> GaitEvent:
    """Return the event as reported: which instant it is, by which method, and how certain."""
    late_s = LEAVES_AFTER_UNLOAD_S if contact == "touch" else 0.0
    return replace(
        event,
        time_s=instant_s(event, evidence) + (-early_s if event.kind == "foot_strike" else late_s),
        method=f"{event.method}+{contact}",
        confidence=certainty(event, evidence),
    )


def _second_opinion(trajectories: Trajectories, second: EventDetector) -> list[GaitEvent]:
    return [
        replace(event, time_s=event.time_s - second.lag_s[event.kind])
        for event in second.detect(trajectories)
    ]


def _mean_difference_s(pairs: Mapping[GaitEvent, GaitEvent], kind: EventKind) -> float:
    differences = [abs(b.time_s - a.time_s) for a, b in pairs.items() if a.kind == kind]
    return float(np.mean(differences)) if differences else np.nan


def _share(events: Sequence[GaitEvent], pairs: Mapping[GaitEvent, GaitEvent], kind: EventKind) -> float:
    mine = [event in pairs for event in events if event.kind == kind]
    return float(np.mean(mine)) if mine else np.nan


def _dropped_fault(event: GaitEvent) -> str:
    what = f"The {event.side} {PLAIN[event.kind]} near {event.time_s:.2f} s"
    return f"{what} was left out: the foot was not clearly visible."


def expected_after(event: GaitEvent) -> tuple[Side, EventKind]:
    """Return what follows an event in walking: a strike the opposite off, an off the same foot's strike."""
    return (other(event.side), "foot_off") if event.kind == "foot_strike" else (event.side, "foot_strike")


def order_faults(events: Sequence[GaitEvent]) -> tuple[str, ...]:
    """Return one sentence per place at which two events in time order are not those of walking."""
    return tuple(
        _order_fault(before, after)
        for before, after in pairwise(events)
        if (after.side, after.kind) != expected_after(before)
    )


def _order_fault(before: GaitEvent, after: GaitEvent) -> str:
    where = f"between {before.time_s:.2f} and {after.time_s:.2f} s"
    side, kind = expected_after(before)
    if (after.side, after.kind) == expected_after(replace(before, side=side, kind=kind)):
        return f"The {side} {PLAIN[kind]} is missing {where}."
    return f"Contacts or foot-offs are missing {where}."
