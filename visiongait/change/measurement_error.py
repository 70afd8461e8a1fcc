"""The product's own error, as docs/validity.md has it: how far a leg's mean lies from its true value."""

from math import nan

Z95 = 1.96
"""The factor that the table's limits were made with (Bland & Altman 1986)."""

LIMITS_OF_AGREEMENT = {
    "stride_time_s": (-0.016, 0.013),
    "step_time_s": (-0.014, 0.013),
    "stance_time_s": (-0.025, 0.020),
    "swing_time_s": (-0.022, 0.023),
    "stance_percent": (-1.967, 1.738),
    "swing_percent": (-1.738, 1.967),
    "double_support_percent": (-3.746, 3.660),
    "single_support_percent": (-2.334, 2.259),
    "cadence_steps_per_min": (-1.515, 1.899),
    "stride_length_m": (-0.010, 0.028),
    "step_length_m": (-0.018, 0.027),
    "walking_speed_m_per_s": (-0.010, 0.031),
    "ankle_dorsiflexion_at_foot_strike_deg": (-2.872, 3.676),
    "peak_dorsiflexion_stance_deg": (-2.045, 2.757),
    "peak_dorsiflexion_swing_deg": (-2.597, 3.821),
    "peak_plantarflexion_deg": (-2.887, 3.222),
    "ankle_rom_deg": (-2.254, 2.740),
    "shank_to_vertical_midstance_deg": (-1.705, 2.943),
    "foot_strike_angle_deg": (-4.978, 4.697),
    "heel_rise_percent": (-1.133, 1.291),
    "knee_flexion_at_foot_strike_deg": (-2.508, 3.926),
    "peak_knee_flexion_stance_deg": (-2.888, 4.096),
    "min_knee_flexion_stance_deg": (-3.723, 2.998),
    "peak_knee_flexion_swing_deg": (-3.755, 2.771),
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
