"""What the clinician sets for a session: targets, whose leg, and how cues are given."""

from dataclasses import dataclass
from typing import Literal

from .measures import MEASURES, Measure

Leg = Literal["left", "right", "both"]
LEGS: tuple[Leg, ...] = ("left", "right", "both")


@dataclass(frozen=True)
class Target:
    """Where a measure of each stride should lie: from `at_least` to `at_most`, either None for no limit.

    cue: the clinician's own words for the patient, or empty for the usual ones.
    """

    measure: str
    at_least: float | None = None
    at_most: float | None = None
    cue: str = ""

    @property
    def about(self) -> Measure:
        """What the target is about."""
        return MEASURES[self.measure]

    def reached_by(self, value: float) -> bool:
        """Whether a value lies within the target, its ends included."""
        return not (self._below(value) or self._above(value))

    def words(self, value: float) -> str:
        """Return what the patient should do about a value, or should go on doing."""
        return self.cue or (self.about.high_cue if self._above(value) else self.about.low_cue)

    @property
    def goal(self) -> str:
        """The target as it is written: `≥ 8°`, `≤ 10 %`, `95–105 steps/min`."""
        unit = self.about.unit
        if self.at_least is None:
            return f"≤ {_number(self.at_most)}{unit}"
        if self.at_most is None:
            return f"≥ {_number(self.at_least)}{unit}"
        between = " to " if self.at_least < 0 or self.at_most < 0 else "–"
        return f"{_number(self.at_least)}{between}{_number(self.at_most)}{unit}"

    @property
    def is_of_curve(self) -> bool:
        """Whether the limits are degrees of the measure's own curve."""
        return self.measure.endswith("_deg")

    def _below(self, value: float) -> bool:
        return self.at_least is not None and value < self.at_least

    def _above(self, value: float) -> bool:
        return self.at_most is not None and value > self.at_most


@dataclass(frozen=True)
class Plan:
    """One session's settings; the first target is worked on first.

    beat_per_min: of the metronome, one beat a step, None for none; tones: sound at reached and missed;
    spoken_count: says how many were reached; volume: 0 to 1; fading: cues become rarer while the target is
    held.
    """

    title: str = ""
    leg: Leg = "both"
    targets: tuple[Target, ...] = ()
    beat_per_min: float | None = None
    tones: bool = True
    spoken_count: bool = False
    volume: float = 0.5
    fading: bool = True


def _number(value: float | None) -> str:
    return f"{value:g}".replace("-", "−")
