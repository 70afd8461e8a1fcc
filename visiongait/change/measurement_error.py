"""The product's own error, as docs/validity.md has it: how far a leg's mean lies from its true value."""

from math import nan

Z95 = 1.96
"""The factor that the table's limits were made with (Bland & Altman 1986)."""

LIMITS_OF_AGREEMENT = {
    "stride_time_s": (-0.016, 0.013),
    "step_time_s": (-0.015, 0.015),
    "stance_time_s": (-0.023, 0.027),
    "swing_time_s": (-0.030, 0.022),
    "stance_percent": (-1.853, 2.360),
    "swing_percent": (-2.360, 1.853),
    "double_support_percent": (-3.393, 4.768),
    "single_support_percent": (-2.935, 2.136),
    "cadence_steps_per_min": (-1.514, 1.896),
    "stride_length_m": (-0.028, 0.059),
    "step_length_m": (-0.024, 0.038),
    "walking_speed_m_per_s": (-0.023, 0.056),
    "ankle_dorsiflexion_at_foot_strike_deg": (-2.823, 4.588),
    "peak_dorsiflexion_stance_deg": (-2.684, 3.063),
    "peak_dorsiflexion_swing_deg": (-2.040, 3.435),
    "peak_plantarflexion_deg": (-3.678, 3.550),
    "ankle_rom_deg": (-2.409, 2.936),
    "shank_to_vertical_midstance_deg": (-2.039, 3.180),
    "foot_strike_angle_deg": (-4.505, 6.080),
    "heel_rise_percent": (-1.452, 2.060),
    "knee_flexion_at_foot_strike_deg": (-3.022, 3.235),
    "peak_knee_flexion_stance_deg": (-3.698, 4.833),
    "min_knee_flexion_stance_deg": (-4.047, 4.189),
    "peak_knee_flexion_swing_deg": (-4.356, 3.541),
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
