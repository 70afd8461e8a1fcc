"""The figures of the table, how they are written, and what they are held to."""

from dataclasses import dataclass
from typing import Literal

SAGITTAL_DEG = 20.0
"""The goals count clips whose view is within this of the side."""


@dataclass(frozen=True)
class Figure:
    """One line of the table.

    scale turns the error's own unit into the one written; near and far are the goals for the mean absolute
    error in that unit, None where there is none; pooled_over: `clips`, every clip weighs the same, or
    `samples`, every event and stride does.
    """

    name: str
    words: str
    unit: str
    near: float | None
    far: float | None
    scale: float = 1.0
    pooled_over: Literal["clips", "samples"] = "clips"
    decimals: int = 1

    def goal(self, leg: str) -> float | None:
        """Return the goal for the near or the far leg."""
        return self.near if leg == "near" else self.far


FIGURES = (
    Figure("ankle_dorsiflexion_deg", "Ankle dorsiflexion, whole cycle", "°", 2.0, 2.5),
    Figure("ankle_rom_deg", "Ankle range of motion per stride", "°", 2.0, 2.5),
    Figure("peak_dorsiflexion_stance_deg", "Peak dorsiflexion in stance", "°", 2.0, 2.5),
    Figure("peak_dorsiflexion_swing_deg", "Peak dorsiflexion in swing", "°", 2.0, 2.5),
    Figure("peak_plantarflexion_deg", "Peak plantarflexion", "°", 2.0, 2.5),
    Figure("shank_to_vertical_deg", "Shank to vertical", "°", 1.5, 2.0),
    Figure("foot_to_floor_deg", "Foot to floor", "°", 2.0, 2.5),
    Figure("knee_flexion_deg", "Knee flexion", "°", 3.0, 3.5),
    Figure("hip_flexion_deg", "Hip flexion (truth against the pelvis)", "°", None, None),
    Figure("foot_strike", "Foot strike", "ms", 10.0, 15.0, 1000.0, "samples", 0),
    Figure("foot_off", "Foot off", "ms", 12.0, 18.0, 1000.0, "samples", 0),
    Figure("step_length_m", "Step length", "cm", 2.0, 2.0, 100.0, "samples"),
    Figure("walking_speed_m_per_s", "Walking speed, per stride", "%", 2.0, 2.0, 1.0, "samples"),
    Figure("stride_time_s", "Stride time, per stride", "%", 2.0, 2.0, 1.0, "samples"),
    Figure("cadence_steps_per_min", "Cadence, per stride", "%", 2.0, 2.0, 1.0, "samples"),
    Figure("min_toe_clearance_m", "Minimum toe clearance", "mm", 5.0, None, 1000.0, "samples"),
)
"""The lines of the table, in its order."""

EVENTS = ("foot_strike", "foot_off")
LEGS = ("near", "far")
