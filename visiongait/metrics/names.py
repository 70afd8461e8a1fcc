"""The stride metrics of the contract: their names, order, families and units."""

TEMPORAL = (
    "stride_time_s",
    "step_time_s",
    "stance_time_s",
    "swing_time_s",
    "stance_percent",
    "swing_percent",
    "double_support_percent",
    "single_support_percent",
    "cadence_steps_per_min",
)
IN_METRES = ("stride_length_m", "step_length_m", "walking_speed_m_per_s", "min_toe_clearance_m")
SPATIAL = (*IN_METRES, "step_length_per_height")
ANKLE = (
    "ankle_dorsiflexion_at_foot_strike_deg",
    "peak_dorsiflexion_stance_deg",
    "peak_dorsiflexion_swing_deg",
    "peak_plantarflexion_deg",
    "ankle_rom_deg",
)
FOOT = ("foot_strike_angle_deg", "heel_rise_percent", "contact_pattern")
SHANK = ("shank_to_vertical_midstance_deg",)
KNEE = (
    "knee_flexion_at_foot_strike_deg",
    "peak_knee_flexion_stance_deg",
    "min_knee_flexion_stance_deg",
    "peak_knee_flexion_swing_deg",
)
ANGULAR = (*ANKLE, *SHANK, *FOOT, *KNEE)
STRIDE_METRICS = (*TEMPORAL, *SPATIAL, *ANGULAR)
"""Every column of `strides.csv` that is a metric, in the order of the contract."""

SHARE_OF_STRIDES = "contact_pattern"
"""The one metric that is a word and not a number."""

RATIO_SCALED = (*TEMPORAL, *SPATIAL, "ankle_rom_deg")
"""Metrics whose zero is nothing at all, so that percentages of them mean something.

An angle's zero is a convention: 4° of dorsiflexion is not twice 2°, and left 1°, right −1° would be an
infinite asymmetry.  Angles are compared in degrees.
"""

_UNITS = (
    ("_m_per_s", "m/s"),
    ("_steps_per_min", "steps/min"),
    ("_per_height", "body heights"),
    ("_percent", "%"),
    ("_deg", "deg"),
    ("_s", "s"),
    ("_m", "m"),
)


def unit_of(metric: str) -> str:
    """Return the unit that a metric's name ends with; empty for counts and words."""
    return next((unit for ending, unit in _UNITS if metric.endswith(ending)), "")
