"""Judges each stride against the targets, decides what the patient is told, and keeps the score.

Cues become rarer while the target is held, and come back when it is lost.  Feedback after every trial helps
while it lasts, but learners come to lean on it; given less often as they improve, more is kept (Winstein
1991, Phys Ther 71:140, a review).  The steps below are this program's own.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isfinite

from ...causal import LiveStride
from ...datatypes import AnkleZero, Side
from ...metrics import METRICS
from .plan import LEGS, CueTarget, Leg, Plan

EVERY = (1, 2, 4)
"""A cue after every stride, then after every second, then after every fourth."""

HELD_IN_A_ROW = 5
"""Strides reached in a row after which cues become rarer."""

LOST_IN_A_ROW = 2
"""Strides missed in a row after which every stride has its cue again."""

WINDOW_S = 60.0

HELD_OF = 10
HELD_FROM = 8
"""A target is held while this many of the latest `HELD_OF` strides reached it."""


class Fader:
    """Decides whether each judgement is given to the patient."""

    def __init__(self, *, fading: bool) -> None:
        self._last_level = len(EVERY) - 1 if fading else 0
        self._level = 0
        self._reached = self._missed = self._silent = 0

    @property
    def strength(self) -> float:
        """How plainly the cue is shown: 1 after every stride, less the rarer it is."""
        return float(EVERY[self._level] ** -0.5)

    def judge(self, reached: bool) -> bool:
        """Take one judgement; return whether the patient gets a cue."""
        self._reached, self._missed = (self._reached + 1, 0) if reached else (0, self._missed + 1)
        if self._missed >= LOST_IN_A_ROW:
            self._level = 0
        given = self._silent + 1 >= EVERY[self._level]
        self._silent = 0 if given else self._silent + 1
        if self._reached and self._reached % HELD_IN_A_ROW == 0:
            self._level = min(self._level + 1, self._last_level)
        return given


@dataclass(frozen=True)
class Success:
    """Strides that reached the target, of those judged."""

    reached: int
    judged: int

    @property
    def percent(self) -> float | None:
        """Success rate; None before the first stride."""
        return 100 * self.reached / self.judged if self.judged else None


class Tally:
    """Counts the judgements of one target."""

    def __init__(self) -> None:
        self._latest: deque[tuple[float, bool]] = deque()
        self._ten: deque[bool] = deque(maxlen=HELD_OF)
        self._judged: Counter[int] = Counter()
        self._reached: Counter[int] = Counter()

    def add(self, time_s: float, reached: bool) -> None:
        """Count one judgement; times of the session, not decreasing."""
        self._latest.append((time_s, reached))
        self._ten.append(reached)
        minute = int(time_s // WINDOW_S)
        self._judged[minute] += 1
        self._reached[minute] += reached

    @property
    def held(self) -> bool:
        """Whether the target was reached in most of the latest strides."""
        return sum(self._ten) >= HELD_FROM

    @property
    def total(self) -> Success:
        """The whole session."""
        return Success(self._reached.total(), self._judged.total())

    def last_minute(self, now_s: float) -> Success:
        """Return the success of the last 60 s."""
        while self._latest and now_s - self._latest[0][0] > WINDOW_S:
            self._latest.popleft()
        return Success(sum(reached for _, reached in self._latest), len(self._latest))

    def minutes(self) -> tuple[tuple[int, Success], ...]:
        """Return the success of each minute of the session with a judgement, minutes counted from 1."""
        return tuple((m + 1, Success(self._reached[m], self._judged[m])) for m in sorted(self._judged))


@dataclass(frozen=True)
class Verdict:
    """One stride held against one target.

    given: whether the patient sees and hears of it; count: how many strides reached this target so far;
    strength: how plainly it is shown, 0 to 1.
    """

    target: CueTarget
    side: Side
    stride: int
    time_s: float
    value: float
    reached: bool
    given: bool
    count: int
    strength: float

    @property
    def words(self) -> str:
        """What the patient should do, or go on doing."""
        return self.target.words(self.value)


class Coach:
    """Keeps the score of one session.

    The patient is told of one target at a time: the first in the plan that is not held yet, the first of all
    once every one is held.  The others are judged and counted in silence.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.leg: Leg = plan.leg
        self.latest: Verdict | None = None
        self._tallies = [Tally() for _ in plan.targets]
        self._faders = [Fader(fading=plan.fading) for _ in plan.targets]
        self._outcomes: defaultdict[int, dict[str, bool]] = defaultdict(dict)

    @property
    def focus(self) -> int | None:
        """Which target the patient is told of; None without targets."""
        if not self._tallies:
            return None
        return next((i for i, tally in enumerate(self._tallies) if not tally.held), 0)

    def change_leg(self) -> None:
        """Judge the other leg, then both, then the first one again."""
        self.leg = LEGS[(LEGS.index(self.leg) + 1) % len(LEGS)]

    def judge(
        self, strides: Iterable[LiveStride], time_s: float, zero: Mapping[Side, AnkleZero]
    ) -> tuple[Verdict, ...]:
        """Return a verdict for each target whose measure has just become known.

        What is not measured is not judged, nor is an angle of ankle or sole before a flat foot set its zero.
        """
        verdicts = tuple(
            self._verdict(number, stride, time_s)
            for stride in strides
            if stride.valid and self.leg in ("both", stride.side)
            for number, target in enumerate(self.plan.targets)
            if target.measure in stride.new
            and isfinite(stride.metrics[target.measure])
            and (target.measure not in METRICS.needing("ankle_zero") or zero_is_set(zero, stride.side))
        )
        self.latest = next((verdict for verdict in reversed(verdicts) if verdict.given), self.latest)
        return verdicts

    def success(self, number: int, now_s: float) -> Success:
        """Return how often a target was reached in the last minute."""
        return self._tallies[number].last_minute(now_s)

    def outcome(self, stride: int) -> Mapping[str, bool]:
        """Return, by measure, whether a stride reached the targets that it was judged against."""
        return self._outcomes.get(stride, {})

    def scores(self) -> tuple[tuple[CueTarget, Tally], ...]:
        """Return each target with its count, for the end of the session."""
        return tuple(zip(self.plan.targets, self._tallies, strict=True))

    def _verdict(self, number: int, stride: LiveStride, time_s: float) -> Verdict:
        target, tally, fader = self.plan.targets[number], self._tallies[number], self._faders[number]
        value = stride.metrics[target.measure]
        reached = target.reached_by(value)
        given = number == self.focus and fader.judge(reached)
        tally.add(time_s, reached)
        self._outcomes[stride.number][target.measure] = reached
        count = tally.total.reached
        return Verdict(
            target, stride.side, stride.number, time_s, value, reached, given, count, fader.strength
        )


def zero_is_set(zero: Mapping[Side, AnkleZero], side: Side) -> bool:
    """Whether the ankle's zero of a leg was seen: in standing, or in a foot that lay flat."""
    return side in zero and zero[side].method != "landmark"


def score_lines(coach: Coach) -> tuple[str, ...]:
    """Return a sentence for each target: how often it was reached, in all and minute by minute."""
    return tuple(_score_line(target, tally) for target, tally in coach.scores())


def _score_line(target: CueTarget, tally: Tally) -> str:
    what = f"{target.about.title} {target.goal}"
    total, minutes = tally.total, tally.minutes()
    if not total.judged:
        return f"{what}: no stride could be judged."
    each = ", ".join(f"minute {number}: {success.percent:.0f} %" for number, success in minutes)
    whole = f"{what}: reached in {total.reached} of {total.judged} strides, {total.percent:.0f} %"
    return f"{whole} ({each})." if len(minutes) > 1 else f"{whole}."
