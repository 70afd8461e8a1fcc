"""The product's own error, as docs/validity.md has it: how far a leg's mean lies from its true value."""

from math import nan

Z95 = 1.96
"""The factor that the table's limits were made with (Bland & Altman 1986)."""

LIMITS_OF_AGREEMENT = {
    "stride_time_s": (-0.011, 0.010),
    "step_time_s": (-0.013, 0.013),
    "stance_time_s": (-0.011, 0.032),
    "swing_time_s": (-0.029, 0.008),
    "stance_percent": (-0.726, 2.650),
    "swing_percent": (-2.650, 0.726),
    "double_support_percent": (-1.173, 5.340),
    "single_support_percent": (-3.055, 0.813),
    "cadence_steps_per_min": (-0.941, 1.001),
    "stride_length_m": (-0.009, 0.027),
    "step_length_m": (-0.017, 0.026),
    "walking_speed_m_per_s": (-0.009, 0.026),
    "ankle_dorsiflexion_at_foot_strike_deg": (-2.884, 3.981),
    "peak_dorsiflexion_stance_deg": (-1.819, 2.646),
    "peak_dorsiflexion_swing_deg": (-2.274, 3.195),
    "peak_plantarflexion_deg": (-2.815, 3.506),
    "ankle_rom_deg": (-2.692, 2.829),
    "shank_to_vertical_midstance_deg": (-1.536, 2.941),
    "foot_strike_angle_deg": (-3.151, 4.380),
    "heel_rise_percent": (-0.937, 1.597),
    "knee_flexion_at_foot_strike_deg": (-2.670, 3.503),
    "peak_knee_flexion_stance_deg": (-2.652, 3.990),
    "min_knee_flexion_stance_deg": (-3.504, 2.793),
    "peak_knee_flexion_swing_deg": (-3.521, 2.471),
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
