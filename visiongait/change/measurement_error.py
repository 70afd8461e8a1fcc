"""The product's own error, as docs/validity.md has it: how far a leg's mean lies from its true value."""

from math import nan

Z95 = 1.96
"""The factor that the table's limits were made with (Bland & Altman 1986)."""

LIMITS_OF_AGREEMENT = {
    "stride_time_s": (-0.024, 0.018),
    "step_time_s": (-0.017, 0.016),
    "stance_time_s": (-0.030, 0.029),
    "swing_time_s": (-0.028, 0.022),
    "stance_percent": (-1.956, 2.298),
    "swing_percent": (-2.298, 1.956),
    "double_support_percent": (-3.009, 3.994),
    "single_support_percent": (-2.441, 1.831),
    "cadence_steps_per_min": (-1.613, 2.177),
    "stride_length_m": (-0.021, 0.054),
    "step_length_m": (-0.022, 0.037),
    "walking_speed_m_per_s": (-0.017, 0.051),
    "ankle_dorsiflexion_at_foot_strike_deg": (-3.164, 4.396),
    "peak_dorsiflexion_stance_deg": (-2.888, 3.107),
    "peak_dorsiflexion_swing_deg": (-1.844, 3.140),
    "peak_plantarflexion_deg": (-3.536, 3.179),
    "ankle_rom_deg": (-2.939, 3.582),
    "shank_to_vertical_midstance_deg": (-1.617, 2.846),
    "foot_strike_angle_deg": (-5.598, 6.636),
    "heel_rise_percent": (-1.593, 2.163),
    "knee_flexion_at_foot_strike_deg": (-4.826, 5.667),
    "peak_knee_flexion_stance_deg": (-3.345, 4.477),
    "min_knee_flexion_stance_deg": (-3.748, 3.832),
    "peak_knee_flexion_swing_deg": (-4.483, 3.520),
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
