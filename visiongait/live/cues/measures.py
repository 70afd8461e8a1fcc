"""What a cue can be about, and the words for it.

Names, definitions and signs are those of the stride metrics (docs/numbers.md).  Each is judged as soon as
the engine knows it (`LiveStride.new`): the landing's at foot strike, the shank's at the opposite foot strike,
the stance's at push-off, all others at the next foot strike.
"""

from dataclasses import dataclass

from ...metrics.names import unit_of

LONGEST_CUE = 16
"""Letters that a cue may have so that it can be read from four metres."""


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
    Measure("ankle_dorsiflexion_at_foot_strike_deg", "Dorsiflexion at foot strike", _ANKLE, (-20, 15),
            "Toes up", "Toes lower"),
    Measure("foot_strike_angle_deg", "Foot at foot strike", _SOLE, (-15, 30),
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
