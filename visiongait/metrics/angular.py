"""Angles of ankle, shank, foot and knee at the instants and over the phases that clinicians read.

Signs are those of the angles themselves: dorsiflexion, forward lean, toes up and flexion are positive.  So a
peak plantarflexion of 15° is written −15.  All are degrees, NaN where an event or the angle is missing.
"""

import numpy as np

from ..datatypes._arrays import FloatArray
from ..datatypes.walk import AngleSeries, Stride
from .temporal import mid_stance_s
from .windows import at, peak, trough

HEEL_CONTACT_DEG, FOREFOOT_CONTACT_DEG = 7.4, -0.8
"""Foot strike angles above which the heel, below which the forefoot lands first (see `contact_pattern`)."""

HEEL_RISE_DEG = 5.0
"""Pitch of the sole, heel up, at which the heel counts as off the floor: above the unrest of a flat foot."""


def ankle_metrics(stride: Stride, angles: AngleSeries) -> dict[str, float]:
    """Return the ankle's dorsiflexion at foot strike, its peaks, and its range over the stride.

    Peak dorsiflexion in stance and in swing: greatest value from foot strike to foot off and from foot off to
    the next foot strike.  Peak plantarflexion: least dorsiflexion of the stride, negative when plantarflexed.
    Range of motion: greatest minus least value of the stride; it does not depend on the zero.
    Absolute values depend on the ankle's zero (`AnkleZero`); sources differ by ±7° through zeros alone.
    """
    time_s, ankle = angles.time_s, angles.of(stride.side, "ankle_dorsiflexion_deg")
    least = trough(time_s, ankle, stride.start_s, stride.end_s)
    return {
        "ankle_dorsiflexion_at_foot_strike_deg": at(time_s, ankle, stride.start_s),
        "peak_dorsiflexion_stance_deg": peak(time_s, ankle, stride.start_s, stride.foot_off_s),
        "peak_dorsiflexion_swing_deg": peak(time_s, ankle, stride.foot_off_s, stride.end_s),
        "peak_plantarflexion_deg": least,
        "ankle_rom_deg": peak(time_s, ankle, stride.start_s, stride.end_s) - least,
    }


def shank_to_vertical_midstance_deg(stride: Stride, angles: AngleSeries) -> float:
    """Return the shank's lean at mid-stance (see `mid_stance_s`), knee ahead of the ankle positive.

    The orthotist's SVA (Eddison et al. 2017, Prosthet Orthot Int): about 10° in unaided walking.
    """
    lean = angles.of(stride.side, "shank_to_vertical_deg")
    return at(angles.time_s, lean, mid_stance_s(stride))


def knee_metrics(stride: Stride, angles: AngleSeries) -> dict[str, float]:
    """Return knee flexion at foot strike, its two peaks and the stance minimum between them.

    Peak in stance: from foot strike to mid-stance (loading response), so that the flexion of push-off does
    not count.  Minimum in stance: over single support.  Peak in swing: from foot off to foot strike.
    """
    time_s, knee = angles.time_s, angles.of(stride.side, "knee_flexion_deg")
    single_support = stride.opposite_foot_off_s, stride.opposite_foot_strike_s
    return {
        "knee_flexion_at_foot_strike_deg": at(time_s, knee, stride.start_s),
        "peak_knee_flexion_stance_deg": peak(time_s, knee, stride.start_s, mid_stance_s(stride)),
        "min_knee_flexion_stance_deg": trough(time_s, knee, *single_support),
        "peak_knee_flexion_swing_deg": peak(time_s, knee, stride.foot_off_s, stride.end_s),
    }


def foot_metrics(stride: Stride, angles: AngleSeries) -> dict[str, float | str | None]:
    """Return how the foot lands and when its heel leaves the floor (see the functions below)."""
    sole = angles.of(stride.side, "foot_to_floor_deg")
    strike_deg = at(angles.time_s, sole, stride.start_s)
    return {
        "foot_strike_angle_deg": strike_deg,
        "heel_rise_percent": heel_rise_percent(stride, angles.time_s, sole),
        "contact_pattern": contact_pattern(strike_deg),
    }


def contact_pattern(foot_strike_angle_deg: float) -> str | None:
    """Return which part of the foot lands first: `heel`, `flat` or `forefoot`; None if not measured.

    Heel above 7.4°, forefoot below −0.8° of sole against floor, flat between: the limits that Mo, Huang, Ng &
    Cheung (2023, Footstrike angle cut-off values to classify footstrike pattern in runners) found to agree
    best with the strike index; walking has none of its own.
    """
    if np.isnan(foot_strike_angle_deg):
        return None
    if foot_strike_angle_deg > HEEL_CONTACT_DEG:
        return "heel"
    return "forefoot" if foot_strike_angle_deg < FOREFOOT_CONTACT_DEG else "flat"


def heel_rise_percent(stride: Stride, time_s: FloatArray, foot_to_floor_deg: FloatArray) -> float:
    """Return the share of the stride (%) at which the heel leaves the floor for good before foot off.

    The last instant of stance at which the sole is pitched less than 5° heel-up.  It comes about 2 % of the
    stride after the very first lift.  NaN if the foot lands and stays heel-up (the heel was never down), if
    it never rises before foot off, or if the sole was not measured around that instant.
    """
    if stride.foot_off_s is None:
        return np.nan
    stance = (time_s >= stride.start_s) & (time_s <= stride.foot_off_s)
    times, pitch = time_s[stance], foot_to_floor_deg[stance] + HEEL_RISE_DEG
    down = np.flatnonzero(~(pitch < 0))  # a missing sample counts as down, and makes the crossing missing
    if down.size == 0 or down[-1] == len(pitch) - 1:
        return np.nan
    last = down[-1]
    share = pitch[last] / (pitch[last] - pitch[last + 1])
    rise_s = times[last] + share * (times[last + 1] - times[last])
    return float(100 * (rise_s - stride.start_s) / (stride.end_s - stride.start_s))
