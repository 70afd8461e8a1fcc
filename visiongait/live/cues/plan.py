"""What the clinician sets for a session: targets, whose leg, and how cues are given.

Names, definitions and signs of what a target is about are those of the stride metrics (docs/numbers.md).
Each is judged as soon as it is known (`LiveStride.new`): the landing's at initial contact, the shank's at the
opposite initial contact, the stance's at push-off, all others at the next initial contact.
"""

from dataclasses import dataclass
from typing import Literal

from ...metrics import unit_of
from ...system import compact

LONGEST_CUE = 16
"""Letters that a cue may have so that it can be read from four metres."""

Leg = Literal["left", "right", "both"]
LEGS: tuple[Leg, ...] = ("left", "right", "both")


@dataclass(frozen=True)
class Measure:
    """One thing that can be a target.

    angle: the curve in which it is seen; span: what the two ends of its bar stand for;
    low_cue, high_cue: what the patient reads when the value lies below or above the target.
    """

    name: str
    title: str
    angle: str
    span: tuple[float, float]
    low_cue: str
    high_cue: str

    @property
    def unit(self) -> str:
        """The unit as it is written after a number."""
        unit = unit_of(self.name)
        return {"deg": "°", "%": " %"}.get(unit, f" {unit}")


_ANKLE, _KNEE, _SHANK, _SOLE = (
    "ankle_dorsiflexion_deg",
    "knee_flexion_deg",
    "shank_to_vertical_deg",
    "foot_to_floor_deg",
)

# fmt: off
MEASURES: dict[str, Measure] = {measure.name: measure for measure in (
    Measure("peak_dorsiflexion_stance_deg", "Dorsiflexion in stance", _ANKLE, (-10, 20),
            "Knee over toes", "Bend less"),
    Measure("peak_dorsiflexion_swing_deg", "Dorsiflexion in swing", _ANKLE, (-20, 15),
            "Toes up", "Toes lower"),
    Measure("ankle_dorsiflexion_at_foot_strike_deg", "Dorsiflexion at initial contact", _ANKLE, (-20, 15),
            "Toes up", "Toes lower"),
    Measure("foot_strike_angle_deg", "Foot angle at initial contact", _SOLE, (-15, 30),
            "Heel first", "Land softer"),
    Measure("shank_to_vertical_midstance_deg", "Shank at mid-stance", _SHANK, (-10, 25),
            "Knee forward", "Shin upright"),
    Measure("peak_knee_flexion_swing_deg", "Knee flexion in swing", _KNEE, (0, 80),
            "Bend the knee", "Bend less"),
    Measure("heel_rise_percent", "Heel rise", _SOLE, (0, 70),
            "Heel down longer", "Heel up sooner"),
    Measure("cadence_steps_per_min", "Cadence", _ANKLE, (60, 140),
            "Quicker steps", "Slower steps"),
    Measure("step_time_asymmetry_percent", "Step time asymmetry", _ANKLE, (0, 40),
            "Even steps", "Even steps"),
)}
# fmt: on
"""Every measure that a target can be set for, by name."""


@dataclass(frozen=True)
class CueTarget:
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
    """One session's settings; the first target is trained first.

    beat_per_min: of the metronome, one beat a step, None for none; tones: sound at reached and missed;
    spoken_count: says how many were reached; volume: 0 to 1; fading: cues become rarer while the target is
    held.
    """

    title: str = ""
    leg: Leg = "both"
    targets: tuple[CueTarget, ...] = ()
    beat_per_min: float | None = None
    tones: bool = True
    spoken_count: bool = False
    volume: float = 0.5
    fading: bool = True


def _number(value: float | None) -> str:
    return "" if value is None else compact(value)
