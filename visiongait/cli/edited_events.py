"""An `events.csv` that somebody edited, as corrections of the result that it came from."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ..datatypes import SIDES, Amendment, EventKind, Side
from ..errors import InputError, UsageError
from ..system import number_from, printable, rows_of

if TYPE_CHECKING:
    import pandas as pd

    from ..api import Result

KINDS: tuple[EventKind, EventKind] = ("foot_strike", "foot_off")

UNCHANGED_S = 1e-3
"""Times that differ by less were not changed: a spreadsheet may have rounded them."""

MOVED_S = 0.3
"""An event that went and one of the same foot and kind that came are one that moved, if no farther apart."""


def edited_events(result: "Result", file: Path) -> list[Amendment]:
    """Return what makes of the events of a result those that a file lists.

    Raises
    ------
    InputError
        If it is no table of events.
    UsageError
        If nothing was changed.
    """
    listed = _read(file)
    amendments = [
        one
        for side in SIDES
        for kind in KINDS
        for one in _changes(side, kind, _times(result.events, side, kind), listed.get((side, kind), []))
    ]
    if not amendments:
        raise UsageError(f"The events in {printable(file)} are those of the result already.")
    return amendments


def _read(file: Path) -> dict[tuple[str, str], list[float]]:
    """Return the times by side and kind."""
    listed: dict[tuple[str, str], list[float]] = {}
    try:
        columns, rows = rows_of(file.read_bytes())
        if missing := [name for name in ("time_s", "side", "event") if name not in columns]:
            raise ValueError(f"the columns {', '.join(missing)} are missing")
        for number, row in rows.items():
            if row["side"] not in SIDES or row["event"] not in KINDS:
                raise ValueError(f"row {number} is not foot_strike or foot_off of left or right")
            listed.setdefault((row["side"], row["event"]), []).append(number_from(row["time_s"]))
    except OSError as fault:
        raise InputError(f"{printable(file)} cannot be read ({fault.strerror}).") from fault
    except ValueError as fault:
        raise InputError(f"{printable(file)} is not a table of events: {fault}.") from fault
    return listed


def _times(events: "pd.DataFrame", side: Side, kind: EventKind) -> list[float]:
    alike = events[(events["side"] == side) & (events["event"] == kind)]
    return cast("list[float]", alike["time_s"].tolist())


def _changes(side: Side, kind: EventKind, was: list[float], now: list[float]) -> Iterator[Amendment]:
    """Yield the corrections between two lists of times of one foot's events."""
    gone = [one for one in was if all(abs(one - other) > UNCHANGED_S for other in now)]
    for to_s in now:
        if any(abs(to_s - other) <= UNCHANGED_S for other in was):
            continue
        time_s = min(gone, key=lambda one: abs(one - to_s), default=None)
        if time_s is not None and abs(time_s - to_s) <= MOVED_S:
            gone.remove(time_s)
            yield Amendment("move_event", side=side, event=kind, time_s=time_s, to_s=to_s)
        else:
            yield Amendment("add_event", side=side, event=kind, time_s=to_s)
    for time_s in gone:
        yield Amendment("delete_event", side=side, event=kind, time_s=time_s)
