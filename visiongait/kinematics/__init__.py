"""Segment and joint angles, and the zero of each ankle."""

from .angles import angle_series, heel_toe_line_deg
from .ankle import (
    CORRECTED_OFFSET_DEG,
    CORRECTED_TRUST,
    DEFAULT_OFFSET_DEG,
    ankle_zero,
    foot_flat_samples,
    is_walking,
)

__all__ = [
    "CORRECTED_OFFSET_DEG",
    "CORRECTED_TRUST",
    "DEFAULT_OFFSET_DEG",
    "angle_series",
    "ankle_zero",
    "foot_flat_samples",
    "heel_toe_line_deg",
    "is_walking",
]
