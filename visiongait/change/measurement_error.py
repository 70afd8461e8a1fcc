"""The product's own error, as docs/validity.md has it: how far a leg's mean lies from its true value."""

from math import nan

Z95 = 1.96
"""The factor that the table's limits were made with (Bland & Altman 1986)."""

LIMITS_OF_AGREEMENT = {
    "stride_time_s": (-0.016, 0.013),
    "step_time_s": (-0.013, 0.013),
    "stance_time_s": (-0.025, 0.021),
    "swing_time_s": (-0.021, 0.023),
    "stance_percent": (-1.935, 1.704),
    "swing_percent": (-1.704, 1.935),
    "double_support_percent": (-3.725, 3.646),
    "single_support_percent": (-2.343, 2.259),
    "cadence_steps_per_min": (-1.569, 1.916),
    "stride_length_m": (-0.011, 0.030),
    "step_length_m": (-0.015, 0.025),
    "walking_speed_m_per_s": (-0.010, 0.031),
    "ankle_dorsiflexion_at_foot_strike_deg": (-2.869, 3.675),
    "peak_dorsiflexion_stance_deg": (-1.961, 2.720),
    "peak_dorsiflexion_swing_deg": (-2.612, 3.776),
    "peak_plantarflexion_deg": (-2.872, 3.167),
    "ankle_rom_deg": (-2.140, 2.713),
    "shank_to_vertical_midstance_deg": (-1.643, 2.919),
    "foot_strike_angle_deg": (-5.008, 4.698),
    "heel_rise_percent": (-1.124, 1.286),
    "knee_flexion_at_foot_strike_deg": (-2.434, 3.911),
    "peak_knee_flexion_stance_deg": (-2.852, 4.120),
    "min_knee_flexion_stance_deg": (-3.683, 2.945),
    "peak_knee_flexion_swing_deg": (-3.767, 2.725),
}
"""Lower and upper 95 % limits of measured minus true, in the metric's unit.

Copied from the table of that name by `scripts/measurement_error`; a test holds the two together.
"""


PER_HEIGHT = {"step_length_per_height": "step_length_m"}
"""Lengths in body heights have the error of those in metres, divided by the stature."""
SHORTEST_M = 1.6
"""The shortest of the walkers that the limits come from, so that no error is taken for too small."""


def error_sd(metric: str) -> float:
    """Return the SD of the product's error from leg to leg, in the metric's unit; NaN where it is not known.

    A recording's error that is the same in everybody (the bias) goes out of a change; what differs from
    recording to recording does not.  How much of that a person's own recordings share is not known, so all of
    it counts: the careful way.
    """
    if metric in PER_HEIGHT:
        return error_sd(PER_HEIGHT[metric]) / SHORTEST_M
    low, high = LIMITS_OF_AGREEMENT.get(metric, (nan, nan))
    return (high - low) / (2 * Z95)
