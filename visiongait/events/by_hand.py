"""Events and strides as somebody corrected them by hand."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..datatypes import OF_EVENTS, Amendment, EventReport, GaitEvent, Pass, Side, Stride, other
from ..errors import UsageError
from .find import PLAIN, order_faults

SAME_EVENT_S = 0.1
"""An event is meant that lies this near to the instant that was pointed at."""

BY_HAND = "by hand"
"""The column `method` of events that somebody placed."""


def amend_events(
    reports: Sequence[EventReport], passes: Sequence[Pass], amendments: Sequence[Amendment]
) -> tuple[EventReport, ...]:
    """Return the reports of a recording's passes with the corrections of events, in order.

    A correction that was made before left and right were swapped there means the leg that has the other name
    now.  Events placed by hand are certain (confidence 1).

    Raises
    ------
    UsageError
        If there is no such event, or no pass at that time.
    """
    reports = list(reports)
    for amendment in named_as_now(amendments):
        if amendment.kind not in OF_EVENTS:
            continue
        place = _pass_at(passes, amendment)
        reports[place] = _amended(reports[place], amendment)
    return tuple(reports)


def exclude_strides(
    strides: Sequence[Sequence[Stride]], amendments: Sequence[Amendment]
) -> tuple[tuple[Stride, ...], ...]:
    """Return the strides of each pass, those not valid that somebody called not usable.

    Raises
    ------
    UsageError
        If there is no stride of that leg at that time.
    """
    found = [list(of_pass) for of_pass in strides]
    for amendment in named_as_now(amendments):
        if amendment.kind != "exclude_stride":
            continue
        time_s = amendment.time_s or 0.0
        meant = [
            (of_pass, place)
            for of_pass in found
            for place, one in enumerate(of_pass)
            if one.side == amendment.side and one.start_s <= time_s < one.end_s
        ]
        if not meant:
            raise UsageError(f"There is no {amendment.side} stride at {time_s:.2f} s.", _strides_at(found))
        for of_pass, place in meant:
            why = f": {amendment.why.rstrip('.')}" if amendment.why else ""
            of_pass[place] = replace(of_pass[place], valid=False, reject_reason=f"Excluded by hand{why}.")
    return tuple(tuple(of_pass) for of_pass in found)


def named_as_now(amendments: Sequence[Amendment]) -> Iterator[Amendment]:
    """Yield the corrections with the leg's name after all swaps that came later."""
    for place, one in enumerate(amendments):
        time_s = one.time_s
        if one.side is None or time_s is None:
            yield one
            continue
        swaps = sum(later.kind == "swap_sides" and later.covers(time_s) for later in amendments[place + 1 :])
        side: Side = other(one.side) if swaps % 2 else one.side
        yield replace(one, side=side)


def _pass_at(passes: Sequence[Pass], amendment: Amendment) -> int:
    at_s = amendment.time_s if amendment.to_s is None else amendment.to_s
    spans = [(float(p.trajectories.time_s[0]), float(p.trajectories.time_s[-1])) for p in passes]
    for place, (start_s, end_s) in enumerate(spans):
        if at_s is not None and start_s <= at_s <= end_s:
            return place
    measured = ", ".join(f"{start_s:.2f} to {end_s:.2f} s" for start_s, end_s in spans) or "nowhere"
    raise UsageError(f"No walking was measured at {at_s:.2f} s.", f"It was measured here: {measured}.")


def _amended(report: EventReport, amendment: Amendment) -> EventReport:
    side, kind, time_s = amendment.side, amendment.event, amendment.time_s
    assert side is not None  # the kinds of events have all three
    assert kind is not None
    assert time_s is not None
    events = list(report.events)
    if amendment.kind != "add_event":
        events.remove(_meant(report, side, amendment))
    if amendment.kind != "delete_event":
        at_s = time_s if amendment.to_s is None else amendment.to_s
        if any(one.side == side and one.kind == kind and one.time_s == at_s for one in events):
            raise UsageError(f"There already is a {side} {PLAIN[kind]} at {at_s:.2f} s.")
        events.append(GaitEvent(at_s, side, kind, BY_HAND, 1.0))
    in_order = tuple(sorted(events))
    lasting = [fault for fault in report.faults if fault not in order_faults(report.events)]
    return replace(report, events=in_order, faults=(*lasting, *order_faults(in_order)))


def _meant(report: EventReport, side: Side, amendment: Amendment) -> GaitEvent:
    """Return the event that is pointed at."""
    time_s = amendment.time_s or 0.0
    alike = [one for one in report.events if one.side == side and one.kind == amendment.event]
    nearest = min(alike, key=lambda one: abs(one.time_s - time_s), default=None)
    if nearest is None or abs(nearest.time_s - time_s) > SAME_EVENT_S:
        what = PLAIN[amendment.event] if amendment.event else "event"
        there = ", ".join(f"{one.time_s:.2f} s" for one in alike) or "none"
        raise UsageError(f"There is no {side} {what} near {time_s:.2f} s.", f"Those of this leg: {there}.")
    return nearest


def _strides_at(strides: Sequence[Sequence[Stride]]) -> str:
    listed = [f"{s.side} {s.start_s:.2f} to {s.end_s:.2f} s" for of_pass in strides for s in of_pass]
    return f"Strides: {', '.join(listed) or 'none'}."
