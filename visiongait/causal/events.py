"""Initial contact and foot off while they happen: Zeni's extremes, reported as the foot's direction turns.

The definitions are those of the offline detector (Zeni, Richards & Higginson 2008, Gait Posture 27:710): the
heel is farthest before the pelvis, the toe farthest behind it.  What is different is that the future is not
known: the extreme is the instant at which the fitted velocity changes its sign, and it counts at once if the
foot has travelled far enough since the event before.
"""

from collections import deque
from typing import NamedTuple

import numpy as np

from ..datatypes import SIDES, EventKind, FloatArray, GaitEvent, Side
from ..events import EXTREME_LAG_S, LOW_HEEL, TOUCH_BEFORE_LOAD_S

MIN_REACH = 0.1
"""Body heights that a foot travels past the pelvis, to or fro, at least: below it, people stand."""

FAR = 0.7
"""A turn counts once the foot has come this share of its own usual way.  On eleven rendered walks 0.7 loses 5
of 152 events and invents 4; 0.3, enough where the future is known, 18 and 22."""

FIRST_REACH = 0.25
"""What is taken for usual before a foot's own is known: whoever walks reaches so far."""

RISEN = np.tan(np.radians(15))
"""A foot leaves the floor after its heel: the line from heel to toe falls at least so steeply.  In 42 walks,
foot drop and equinus among them, it falls by 19 to 75° at foot off, and by less than 15° where a foot seemed
to turn in the middle of stance."""

LEAD, LEAD_SHARE = 0.075, 0.3
"""A foot lands ahead of the pelvis: its middle by so many body heights, or, if it swings little, by this
share of its way.  On 42 rendered walks it lies 0.09 to 0.29 ahead at initial contact, in mid-swing at 0."""

FORGET_S = 3.0
"""Without an event for longer, the steps may be short: the smallest way is enough then."""

KINDS: tuple[EventKind, ...] = ("foot_off", "foot_strike")
"""In the order in which each moment is searched: the one that is read longer ago first."""

METHOD = "zeni2008-causal+touch"
_LATE_S: dict[EventKind, float] = {
    "foot_strike": EXTREME_LAG_S["foot_strike"] + TOUCH_BEFORE_LOAD_S,
    "foot_off": EXTREME_LAG_S["foot_off"],
}
READ_AGO_S: dict[EventKind, float] = {"foot_strike": -_LATE_S["foot_strike"], "foot_off": 0.033}
"""How long before the newest picture the parabola is read for each kind of event.  The heel turns 15 ms
before the contact, so a strike is reported with the first picture after it, never before.  On eleven rendered
walks (four of them twice: every even and every odd picture of 60 a second) one of 91 strikes is lost and none
invented; of 101 foot offs, which turn less sharply, 11 and 6, read at 20 ms 24 and 17."""


_SWINGS = 5


class FootSample(NamedTuple):
    """One foot at one moment, against the mid-hip, in body heights.

    heel, toe: (2,) forward distance and height; speed: forward, per second, of the point that decides (the
    heel at initial contact, the toe at foot off).
    """

    time_s: float
    heel: FloatArray
    toe: FloatArray
    speed: float


class CausalZeni:
    """Finds the events of both feet, sample by sample."""

    def __init__(self) -> None:
        self._feet = {side: _Foot(side) for side in SIDES}

    def restart(self) -> None:
        """Forget the step under way, after a gap or a turn; how far the feet swing is remembered."""
        for foot in self._feet.values():
            foot.restart()

    def add(self, side: Side, kind: EventKind, sample: FootSample) -> GaitEvent | None:
        """Take one moment of one foot, read for one kind of event; return that event if it completes it."""
        return self._feet[side].add(kind, sample)


class _Foot:
    """One foot: which way it goes, and how far it has come."""

    def __init__(self, side: Side) -> None:
        self._side = side
        self._reaches: deque[float] = deque(maxlen=_SWINGS)
        self.restart()

    def restart(self) -> None:
        self._ahead: bool | None = None  # the last event was an initial contact
        self._event_s: float | None = None  # or when the foot was seen first
        self._low = self._high = np.nan
        self._heel_low, self._heel_high = np.inf, -np.inf
        self._last: dict[EventKind, FootSample] = {}

    def add(self, kind: EventKind, sample: FootSample) -> GaitEvent | None:
        place = float(sample.heel[0] + sample.toe[0]) / 2
        self._low, self._high = np.fmin(self._low, place), np.fmax(self._high, place)
        self._heel_low = min(self._heel_low, sample.heel[1])
        self._heel_high = max(self._heel_high, sample.heel[1])
        before, self._last[kind] = self._last.get(kind), sample
        if self._event_s is None:
            self._event_s = sample.time_s
        usual = self._usual(sample.time_s - self._event_s)
        if before is None or not self._possible(kind, place, usual):
            return None
        if kind == "foot_off" and not _heel_risen(sample):
            return None
        if kind == "foot_strike" and place < min(LEAD, LEAD_SHARE * usual):
            return None
        instant_s = _turned(kind, before, sample)
        return None if instant_s is None else self._event(kind, instant_s, place, float(sample.heel[1]))

    def _usual(self, idle_s: float) -> float:
        """Return the way that the foot usually takes, by the time since its last event."""
        if idle_s > FORGET_S:
            self._reaches.clear()
            return MIN_REACH
        return float(np.median(self._reaches)) if self._reaches else FIRST_REACH

    def _possible(self, kind: EventKind, place: float, usual: float) -> bool:
        """Whether the foot has travelled far enough for an event, and the last one was of the other kind."""
        if kind == "foot_strike":
            return self._ahead is not True and place - self._low > FAR * usual
        return self._ahead is not False and self._high - place > FAR * usual

    def _event(self, kind: EventKind, instant_s: float, place: float, heel_height: float) -> GaitEvent:
        strike = kind == "foot_strike"
        if self._ahead is not None:
            self._reaches.append(max(MIN_REACH, self._high - self._low))
        self._ahead, self._event_s = strike, instant_s
        self._low = self._high = place
        confidence = self._confidence(strike, heel_height)
        return GaitEvent(instant_s - _LATE_S[kind], self._side, kind, METHOD, confidence)

    def _confidence(self, strike: bool, heel_height: float) -> float:
        """1 where the heel's height agrees (low at strike, not low at off: O'Connor 2007), else 0.5."""
        low = heel_height < self._heel_low + LOW_HEEL * (self._heel_high - self._heel_low)
        if strike:
            self._heel_low, self._heel_high = heel_height, heel_height
        return 1.0 if low == strike else 0.5


def _heel_risen(sample: FootSample) -> bool:
    ahead, up = sample.toe - sample.heel
    return bool(-up > RISEN * abs(ahead))


def _turned(kind: EventKind, before: FootSample, now: FootSample) -> float | None:
    """Instant between two moments at which heel (strike) or toe (off) turns; None if it does not."""
    sign = 1.0 if kind == "foot_strike" else -1.0
    v0, v1 = sign * before.speed, sign * now.speed
    if not v0 > 0 >= v1:
        return None
    return before.time_s + (now.time_s - before.time_s) * v0 / (v0 - v1)
