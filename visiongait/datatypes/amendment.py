"""Corrections made by hand: what somebody decided otherwise than the program, each kept as it was made."""

from dataclasses import dataclass, fields
from typing import Literal, get_args

from ..errors import UsageError
from .options import check_height

_Side = Literal["left", "right"]  # those of `walk`, which takes long to import
_Event = Literal["foot_strike", "foot_off"]

AmendmentKind = Literal[
    "trim",
    "move_event",
    "add_event",
    "delete_event",
    "exclude_stride",
    "swap_sides",
    "height",
    "tested_side",
]
KINDS: tuple[AmendmentKind, ...] = get_args(AmendmentKind)

OF_EVENTS = ("move_event", "add_event", "delete_event")
"""Kinds that change the gait events."""

_EVENT = {"side", "event", "time_s"}
_NEEDED: dict[AmendmentKind, set[str]] = {
    "trim": set(),
    "move_event": _EVENT | {"to_s"},
    "add_event": _EVENT,
    "delete_event": _EVENT,
    "exclude_stride": {"side", "time_s"},
    "swap_sides": set(),
    "height": set(),
    "tested_side": {"side"},
}
_ALLOWED: dict[AmendmentKind, set[str]] = {
    "trim": {"start_s", "end_s"},
    "swap_sides": {"start_s", "end_s"},
    "height": {"height_m"},
}
_ALWAYS = {"kind", "by", "why", "at_utc"}


@dataclass(frozen=True)
class Amendment:
    """One correction made by hand; times are seconds on the clock of the result's tables (`time_s`).

    Parameters
    ----------
    kind
        `trim`: only [start_s, end_s) counts, the last one holds.  `move_event`: the event nearest to `time_s`
        is at `to_s`.  `add_event`, `delete_event`.  `exclude_stride`: the stride of `side` about `time_s` is
        not usable.  `swap_sides`: left and right change names in [start_s, end_s).  `height`: the stature,
        None for no metres.  `tested_side`: the tested leg.
    side, event, time_s, to_s, start_s, end_s, height_m
        What the kind needs; start_s and end_s may be None: from the beginning, to the end.
    by, why
        Who made it and for what reason, in free words.
    at_utc
        When (ISO 8601); `visiongait.amend` fills it in.

    Raises
    ------
    UsageError
        If the kind is unknown, something that it needs is missing, or something does not belong to it.
    """

    kind: AmendmentKind
    side: _Side | None = None
    event: _Event | None = None
    time_s: float | None = None
    to_s: float | None = None
    start_s: float | None = None
    end_s: float | None = None
    height_m: float | None = None
    by: str = ""
    why: str = ""
    at_utc: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise UsageError(f"'{self.kind}' is not a correction.", f"Choose from: {', '.join(KINDS)}.")
        needed = _NEEDED[self.kind]
        given = {one.name for one in fields(self) if getattr(self, one.name) is not None} - _ALWAYS
        if missing := sorted(needed - given):
            raise UsageError(f"The correction {self.kind} needs {', '.join(missing)}.")
        if foreign := sorted(given - needed - _ALLOWED.get(self.kind, set())):
            raise UsageError(f"The correction {self.kind} has no {', '.join(foreign)}.")
        if self.side not in (None, "left", "right"):
            raise UsageError(f"{self.side!r} is not a side.", "Choose left or right.")
        if self.event not in (None, *get_args(_Event)):
            raise UsageError(f"{self.event!r} is not an event.", "Choose foot_strike or foot_off.")
        if self.start_s is not None and self.end_s is not None and self.end_s <= self.start_s:
            raise UsageError(f"The part from {self.start_s:g} s to {self.end_s:g} s is empty.")
        check_height(self.height_m)

    def covers(self, time_s: float) -> bool:
        """Whether an instant lies in [start_s, end_s)."""
        after = self.start_s is None or time_s >= self.start_s
        return after and (self.end_s is None or time_s < self.end_s)
