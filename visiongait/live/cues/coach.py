"""Judges each stride against the targets and decides what the patient is told."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isfinite

from ...causal import LiveStride
from ...datatypes.walk import AnkleZero, Side
from ...metrics.quality import ZERO_DEPENDENT
from .fading import Fader
from .plan import LEGS, Leg, Plan, Target
from .tally import Success, Tally


@dataclass(frozen=True)
class Verdict:
    """One stride held against one target.

    told: whether the patient sees and hears of it; count: how many strides reached this target so far;
    strength: how plainly it is shown, 0 to 1.
    """

    target: Target
    side: Side
    stride: int
    time_s: float
    value: float
    reached: bool
    told: bool
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
            and (target.measure not in ZERO_DEPENDENT or zero_is_set(zero, stride.side))
        )
        self.latest = next((verdict for verdict in reversed(verdicts) if verdict.told), self.latest)
        return verdicts

    def success(self, number: int, now_s: float) -> Success:
        """Return how often a target was reached in the last minute."""
        return self._tallies[number].last_minute(now_s)

    def outcome(self, stride: int) -> Mapping[str, bool]:
        """Return, by measure, whether a stride reached the targets that it was judged against."""
        return self._outcomes.get(stride, {})

    def scores(self) -> tuple[tuple[Target, Tally], ...]:
        """Return each target with its count, for the end of the session."""
        return tuple(zip(self.plan.targets, self._tallies, strict=True))

    def _verdict(self, number: int, stride: LiveStride, time_s: float) -> Verdict:
        target, tally, fader = self.plan.targets[number], self._tallies[number], self._faders[number]
        value = stride.metrics[target.measure]
        reached = target.reached_by(value)
        told = number == self.focus and fader.given(reached)
        tally.add(time_s, reached)
        self._outcomes[stride.number][target.measure] = reached
        count = tally.total.reached
        return Verdict(
            target, stride.side, stride.number, time_s, value, reached, told, count, fader.strength
        )


def zero_is_set(zero: Mapping[Side, AnkleZero], side: Side) -> bool:
    """Whether the ankle's zero of a leg was seen: in standing, or in a foot that lay flat."""
    return side in zero and zero[side].method != "landmark"
