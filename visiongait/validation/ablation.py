"""What each step of the cleaning contributes: the same landmarks measured with one step left out."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from ..assessments import WalkSettings, assess_walk
from ..cleaning import CleaningSettings, choose_subject
from ..datatypes import SIDES, AnkleZero, CameraMotion, DetectionPass, PoseTrack, Provenance, Side
from ..kinematics import CORRECTED_OFFSET_DEG, DEFAULT_OFFSET_DEG
from ..model_files import load_correction
from .result import Result, result_of

NO_PROVENANCE = Provenance("", "", "", {}, {}, {})
NO_MASK = {"mirror_limit": np.inf, "jump_limit": np.inf, "bone_change_limit": np.inf, "collapse_limit": 0.0}


@dataclass(frozen=True)
class Variant:
    """The product with something left out: settings of the cleaning, or a source of knowledge."""

    words: str
    cleaning: dict[str, Any] = field(default_factory=dict)
    still_camera: bool = False
    usual_zero: bool = False
    correct_legs: bool = True


WHOLE = Variant("complete processing")
VARIANTS = (
    WHOLE,
    Variant("no bad-point mask", NO_MASK),
    Variant("gaps not filled", {"longest_gap_s": 0.0}),
    Variant("no low-pass filter", {"cutoff_hz": np.inf}),
    Variant("low-pass filter at 6 Hz", {"cutoff_hz": 6.0}),
    Variant("low-pass filter at 4 Hz", {"cutoff_hz": 4.0}),
    Variant("wider lens assumed (0.6 of the long side)", {"focal_per_long_side": 0.6}),
    Variant("longer lens assumed (1.1 of the long side)", {"focal_per_long_side": 1.1}),
    Variant("camera movement not compensated", still_camera=True),
    Variant("leg landmarks not corrected", correct_legs=False),
    Variant("the same ankle zero for everybody", usual_zero=True),
)
"""The whole product first, then one step left out at a time."""


def measure_variant(variant: Variant, detected: DetectionPass, track: PoseTrack, stature_m: float) -> Result:
    """Measure saved landmarks with one variant of the product.

    Raises
    ------
    NoGaitError
        If nobody can be chosen as the subject.
    """
    if variant.still_camera:
        detected = replace(detected, camera=CameraMotion.static(len(detected.time_s)))
    assessment = assess_walk(
        detected,
        choose_subject(detected),
        track,
        height_m=stature_m,
        settings=WalkSettings(
            cleaning=CleaningSettings(**variant.cleaning), correct_legs=variant.correct_legs
        ),
        correction=load_correction(),
        provenance=NO_PROVENANCE,
    )
    result = result_of(assessment)
    if not variant.usual_zero:
        return result
    corrected = assessment.processing["leg_correction"] is not None
    return _with_zero(
        result, assessment.ankle_zero, CORRECTED_OFFSET_DEG if corrected else DEFAULT_OFFSET_DEG
    )


def _with_zero(result: Result, zeros: Mapping[Side, AnkleZero], usual_deg: float) -> Result:
    """Count the sole from the usual tilt of the line heel to toe instead of this walker's own."""
    frames = result.frames.copy()
    for side in SIDES:
        if side in zeros:
            shift_deg = zeros[side].offset_deg - usual_deg
            frames[[f"{side}_ankle_dorsiflexion_deg", f"{side}_foot_to_floor_deg"]] += shift_deg
    return replace(result, frames=frames)
