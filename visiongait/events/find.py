"""The events of a pass: found by Zeni's extremes, timed at contact, checked by a second detector."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from ..datatypes.walk import SIDES, EventKind, EventReport, GaitEvent, Pass, Side, Trajectories
from .agreement import match
from .bridging import bridge, finely
from .contact import at_contact
from .evidence import Evidence, instant_s, stands, sureness, weigh
from .ghoussayni2004 import end_events
from .oconnor2007 import OConnor2007
from .order import PLAIN, order_faults
from .zeni2008 import Zeni2008

TOUCH_BEFORE_LOAD_S = 0.025
"""Foot strike: the shoe is within 2 mm of the floor this long before the ground bears 20 N.

Measured on eleven rendered walkers (24 to 28 ms; 13 ms where the foot is set down flat); on markers, the heel
is within 2 mm of its lowest 61 ms before (one subject) to 6 ms after (another) the force plate's instant.
"""

FLAT_TOUCH_BEFORE_LOAD_S = 0.005
"""The same of a foot that lands flat or on its forefoot, measured against what `at_contact` tells of it.

Toes that are down cannot fall, and the cue that needs them comes early: of 170 rendered walkers such strikes
were told 22 ms early, those by the heel 2 ms.
"""

LEAVES_AFTER_UNLOAD_S = 0.010
"""Foot off: the tip of the shoe is seen to leave the floor this long after the ground bears less than 20 N.

Against 41 foot offs of six people read by eye, first frame in which the tip has clearly left its place, the
instant of the force plates is 0.7 frames of 25 a second early, half of which the reading itself explains.
"""

HEEL_FIRST_DEG, FLAT_DEG = 15.0, 9.0
"""How far the toe landmark lies above the heel's at a strike by the heel, and of a foot that lands flat."""

Contact = Literal["load", "touch"]
"""What counts as foot strike: the ground bears 20 N (force plates), or the shoe reaches the floor (eyes)."""

KINDS: tuple[EventKind, EventKind] = ("foot_strike", "foot_off")

SECOND_DETECTOR_LAG_S: dict[EventKind, float] = {"foot_strike": 0.008, "foot_off": -0.007}
"""O'Connor's instants minus force plate (20 N), median over the marker recordings."""


def find_events(walk_pass: Pass, contact: Contact = "load") -> EventReport:
    """Find foot strikes and foot offs of both sides in one pass.

    Events are found by `Zeni2008`, moved to the instant of contact by `at_contact`, and compared with
    `OConnor2007`, which uses the other direction of the plane.  Which of them stand, and the confidence in
    each, `evidence.py` says: an event cut off by an end of the pass, or with the foot masked for up to 0.3 s,
    stands where the second detector or the rhythm of the foot speak for it, and is less sure.

    Parameters
    ----------
    walk_pass
        The pass, cleaned.
    contact
        Which instant an event is: ``load``, as force plates tell it, or ``touch``, as one sees it in a video:
        foot strikes `TOUCH_BEFORE_LOAD_S` earlier (`FLAT_TOUCH_BEFORE_LOAD_S` where the foot lands flat),
        foot offs `LEAVES_AFTER_UNLOAD_S` later.

    Returns
    -------
    EventReport
        Events in time order; per kind the mean absolute difference of the two detectors (seconds, the second
        one's known lag removed; NaN where nothing matched) and the share of events that both found; faults as
        sentences.  Empty where nobody walks.
    """
    trajectories = finely(walk_pass.trajectories)
    whole = bridge(trajectories)
    found = at_contact(trajectories, Zeni2008().detect(whole))
    pairs = match(found, _second_opinion(trajectories))
    weighed = {event: weigh(trajectories, event, pairs.get(event)) for event in found}
    clear = [event for event in found if weighed[event].clear]
    standing = [event for event in found if stands(event, weighed[event], clear)]
    early_s = _early_s(trajectories, standing, contact)
    told = [_told(event, weighed[event], contact, early_s[event.side]) for event in standing]
    events = tuple(sorted([*told, *end_events(walk_pass, told)]))
    agreed = {event: pairs[event] for event in standing if event in pairs}
    return EventReport(
        events,
        {kind: _mean_difference_s(agreed, kind) for kind in KINDS},
        {kind: _share(standing, agreed, kind) for kind in KINDS},
        tuple(_dropped_fault(event) for event in found if event not in standing) + order_faults(events),
    )


def _told(event: GaitEvent, evidence: Evidence, contact: Contact, early_s: float) -> GaitEvent:
    """Return the event as reported: which instant it is, by which method, and how sure."""
    late_s = LEAVES_AFTER_UNLOAD_S if contact == "touch" else 0.0
    return replace(
        event,
        time_s=instant_s(event, evidence) + (-early_s if event.kind == "foot_strike" else late_s),
        method=f"{event.method}+{contact}",
        confidence=sureness(event, evidence),
    )


def _early_s(path: Trajectories, events: Sequence[GaitEvent], contact: Contact) -> Mapping[Side, float]:
    """How long before the load each foot's strikes are told; 0 if it is the load that counts."""
    if contact == "load":
        return dict.fromkeys(SIDES, 0.0)
    strikes = [event for event in events if event.kind == "foot_strike"]
    return {side: _touch_before_load_s(path, [e for e in strikes if e.side == side]) for side in SIDES}


def _touch_before_load_s(path: Trajectories, strikes: Sequence[GaitEvent]) -> float:
    """How long before the load the shoe reached the floor in strikes of one foot, by how flat it lands.

    By the median of its strikes: whatever its landmarks' noise, its strides then keep their times.
    """
    pitch_deg = [_pitch_deg(path, strike) for strike in strikes]
    seen_deg = [deg for deg in pitch_deg if np.isfinite(deg)]
    limits_s = FLAT_TOUCH_BEFORE_LOAD_S, TOUCH_BEFORE_LOAD_S
    usual_deg = float(np.median(seen_deg)) if seen_deg else HEEL_FIRST_DEG
    return float(np.interp(usual_deg, (FLAT_DEG, HEEL_FIRST_DEG), limits_s))


def _pitch_deg(path: Trajectories, event: GaitEvent) -> float:
    """How far the toe lies above the heel, as an angle; NaN where either was not seen."""
    from_heel = path.of(f"{event.side}_toe") - path.of(f"{event.side}_heel")
    ahead, up = (np.interp(event.time_s, path.time_s, from_heel[:, axis]) for axis in (0, 1))
    return float(np.degrees(np.arctan2(up, ahead)))


def _second_opinion(trajectories: Trajectories) -> list[GaitEvent]:
    return [
        replace(event, time_s=event.time_s - SECOND_DETECTOR_LAG_S[event.kind])
        for event in OConnor2007().detect(trajectories)
    ]


def _mean_difference_s(pairs: Mapping[GaitEvent, GaitEvent], kind: EventKind) -> float:
    differences = [abs(b.time_s - a.time_s) for a, b in pairs.items() if a.kind == kind]
    return float(np.mean(differences)) if differences else np.nan


def _share(events: Sequence[GaitEvent], pairs: Mapping[GaitEvent, GaitEvent], kind: EventKind) -> float:
    mine = [event in pairs for event in events if event.kind == kind]
    return float(np.mean(mine)) if mine else np.nan


def _dropped_fault(event: GaitEvent) -> str:
    what = f"The {event.side} {PLAIN[event.kind]} near {event.time_s:.2f} s"
    return f"{what} was left out: the foot was not seen well."
