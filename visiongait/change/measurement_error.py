"""The product's own error, as docs/validity.md has it: how far a leg's mean lies from its true value."""

from math import nan

Z95 = 1.96
"""The factor that the table's limits were made with (Bland & Altman 1986)."""

LIMITS_OF_AGREEMENT = {
    "stride_time_s": (-0.025, 0.018),
    "step_time_s": (-0.017, 0.016),
    "stance_time_s": (-0.037, 0.037),
    "swing_time_s": (-0.027, 0.018),
    "stance_percent": (-1.879, 2.340),
    "swing_percent": (-2.340, 1.879),
    "double_support_percent": (-3.364, 4.425),
    "single_support_percent": (-2.418, 1.800),
    "cadence_steps_per_min": (-1.723, 2.365),
    "stride_length_m": (-0.033, 0.070),
    "step_length_m": (-0.027, 0.045),
    "walking_speed_m_per_s": (-0.025, 0.064),
    "ankle_dorsiflexion_at_foot_strike_deg": (-3.046, 4.556),
    "peak_dorsiflexion_stance_deg": (-2.972, 4.157),
    "peak_dorsiflexion_swing_deg": (-2.987, 4.320),
    "peak_plantarflexion_deg": (-4.509, 4.494),
    "ankle_rom_deg": (-2.924, 4.232),
    "shank_to_vertical_midstance_deg": (-1.920, 3.400),
    "foot_strike_angle_deg": (-4.463, 6.087),
    "heel_rise_percent": (-1.781, 2.693),
    "knee_flexion_at_foot_strike_deg": (-3.672, 3.884),
    "peak_knee_flexion_stance_deg": (-3.496, 3.798),
    "min_knee_flexion_stance_deg": (-4.142, 4.284),
    "peak_knee_flexion_swing_deg": (-4.143, 3.360),
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
