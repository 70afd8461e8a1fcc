"""Segment and joint angles, the zero of each ankle, and how feet move against pelvis and ground."""

from .angles import angle_series, heel_toe_line_deg
from .ankle import (
    CORRECTED_OFFSET_DEG,
    CORRECTED_TOES_UP_SHARE,
    CORRECTED_TRUST,
    DEFAULT_OFFSET_DEG,
    ankle_zero,
    foot_flat_samples,
    is_walking,
)
from .foot_motion import bridged, excursion, foot_path, from_mid_hip, from_pelvis, local_fit, prominent_peaks

__all__ = [
    "CORRECTED_OFFSET_DEG",
    "CORRECTED_TOES_UP_SHARE",
    "CORRECTED_TRUST",
    "DEFAULT_OFFSET_DEG",
    "angle_series",
    "ankle_zero",
    "bridged",
    "excursion",
    "foot_flat_samples",
    "foot_path",
    "from_mid_hip",
    "from_pelvis",
    "heel_toe_line_deg",
    "is_walking",
    "local_fit",
    "prominent_peaks",
]
