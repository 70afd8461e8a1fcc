"""Angles of ankle, shank, foot and knee at the instants and over the phases that clinicians read.

Signs are those of the angles themselves: dorsiflexion, forward lean, toes up and flexion are positive.  So a
peak plantarflexion of 15° is written −15.  All are degrees, NaN where an event or the angle is missing.
Absolute values of the ankle depend on its zero (`AnkleZero`); sources differ by ±7° through zeros alone.
"""

from typing import Any

import numpy as np

from ..datatypes import FloatArray, Stride
from .metric import MeasuredStride, Metric, Need
from .timing import mid_stance_s

HEEL_CONTACT_DEG, FOREFOOT_CONTACT_DEG = 7.4, -0.8
"""Foot strike angles above which the heel, below which the forefoot lands first (see `contact_pattern`)."""

HEEL_RISE_DEG = 5.0
"""Pitch of the sole, heel up, at which the heel counts as off the floor: above the noise of a flat foot."""

HEEL_RISE = "heel_rise_percent"
"""The metric that ends the ankle rocker."""

ANKLE, SHANK, SOLE, KNEE = (
    "ankle_dorsiflexion_deg",
    "shank_to_vertical_deg",
    "foot_to_floor_deg",
    "knee_flexion_deg",
)
ANKLE_ZERO: frozenset[Need] = frozenset({"ankle_zero"})


def ankle_rom_deg(measured: MeasuredStride) -> float:
    """Return the greatest minus the smallest dorsiflexion of the stride; it does not depend on the zero."""
    start_s, end_s = measured.stride.start_s, measured.stride.end_s
    return measured.peak(ANKLE, start_s, end_s) - measured.trough(ANKLE, start_s, end_s)


def foot_strike_angle_deg(measured: MeasuredStride) -> float:
    """Return the sole against the floor at foot strike, toes up positive."""
    return measured.at(SOLE, measured.stride.start_s)


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


def _ankle(name: str, title: str, definition: str, compute: Any, **facts: Any) -> Metric:
    zero = "shank perpendicular to the sole; toes towards the shin positive"
    facts = {"zero": zero, "curve": ANKLE, "needs": ANKLE_ZERO} | facts
    return Metric(name, title, definition, compute, "angle", "ankle", **facts)


def _knee(name: str, title: str, definition: str, compute: Any, **facts: Any) -> Metric:
    zero = "straight leg; flexion positive"
    return Metric(name, title, definition, compute, "angle", "knee", zero=zero, curve=KNEE, **facts)


ANGULAR = (
    _ankle(
        "ankle_dorsiflexion_at_foot_strike_deg",
        "Ankle dorsiflexion at initial contact",
        "dorsiflexion at `start_s`",
        lambda m: m.at(ANKLE, m.stride.start_s),
        short_title="Dorsiflexion at initial contact",
        followed=True,
    ),
    _ankle(
        "peak_dorsiflexion_stance_deg",
        "Peak dorsiflexion in stance",
        "greatest dorsiflexion from initial contact to foot off",
        lambda m: m.peak(ANKLE, m.stride.start_s, m.stride.foot_off_s),
        short_title="Dorsiflexion in stance",
        followed=True,
    ),
    _ankle(
        "peak_dorsiflexion_swing_deg",
        "Peak dorsiflexion in swing",
        "greatest dorsiflexion from foot off to the next initial contact",
        lambda m: m.peak(ANKLE, m.stride.foot_off_s, m.stride.end_s),
        short_title="Dorsiflexion in swing",
        followed=True,
    ),
    _ankle(
        "peak_plantarflexion_deg",
        "Peak plantarflexion",
        "smallest dorsiflexion of the stride: −15 is 15° of plantarflexion",
        lambda m: m.trough(ANKLE, m.stride.start_s, m.stride.end_s),
    ),
    _ankle(
        "ankle_rom_deg",
        "Ankle range of motion",
        "greatest minus smallest dorsiflexion of the stride",
        ankle_rom_deg,
        zero="",
        needs=frozenset(),
        ratio_scaled=True,
        followed=True,
    ),
    Metric(
        "shank_to_vertical_midstance_deg",
        "Shank to vertical in mid-stance",
        "at the middle of single support (the orthotist's SVA; about 10° in unaided walking)",
        lambda m: m.at(SHANK, mid_stance_s(m.stride)),
        "angle",
        "ankle",
        short_title="Shank at mid-stance",
        zero="shank vertical; knee ahead of the ankle positive",
        curve=SHANK,
        source="Eddison et al. 2017",
        followed=True,
    ),
    _ankle(
        "foot_strike_angle_deg",
        "Foot to floor at initial contact",
        "sole against the floor at `start_s`",
        foot_strike_angle_deg,
        short_title="Foot at initial contact",
        zero="foot flat; toes higher than the heel positive",
        curve=SOLE,
    ),
    _ankle(
        HEEL_RISE,
        "Heel rise",
        f"when the heel has lifted the sole by {HEEL_RISE_DEG:.0f}° and stays up, in per cent of the stride",
        lambda m: heel_rise_percent(m.stride, m.angles.time_s, m.angles.of(m.stride.side, SOLE)),
        zero="",
        curve="",
        followed=True,
    ),
    _ankle(
        "contact_pattern",
        "Foot contact",
        f"`heel` above {HEEL_CONTACT_DEG}°, `forefoot` below −{-FOREFOOT_CONTACT_DEG}°, `flat` between",
        lambda m: contact_pattern(foot_strike_angle_deg(m)),
        zero="",
        curve="",
        source="Mo et al. 2023, in runners",
        is_word=True,
    ),
    _knee(
        "knee_flexion_at_foot_strike_deg",
        "Knee flexion at initial contact",
        "flexion at `start_s`",
        lambda m: m.at(KNEE, m.stride.start_s),
    ),
    _knee(
        "peak_knee_flexion_stance_deg",
        "Peak knee flexion in stance",
        "greatest flexion from initial contact to mid-stance (loading response); push-off is not counted",
        lambda m: m.peak(KNEE, m.stride.start_s, mid_stance_s(m.stride)),
        short_title="Knee flexion in stance",
    ),
    _knee(
        "min_knee_flexion_stance_deg",
        "Minimum knee flexion in stance",
        "smallest flexion in single support",
        lambda m: m.trough(KNEE, m.stride.opposite_foot_off_s, m.stride.opposite_foot_strike_s),
    ),
    _knee(
        "peak_knee_flexion_swing_deg",
        "Peak knee flexion in swing",
        "greatest flexion from foot off to the next initial contact",
        lambda m: m.peak(KNEE, m.stride.foot_off_s, m.stride.end_s),
        short_title="Knee flexion in swing",
    ),
)
"""In the order of the columns."""
