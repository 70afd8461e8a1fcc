"""Clinical tests, a module or package each: from landmarks to an assessment, found by name in a registry."""

from . import (  # noqa: F401  they register themselves, after the walk: that is the usual one
    heel_rise,
    lunge,
    single_leg_stance,
    sit_to_stand,
    squat,
    standing,
    step_down,
    tandem,
    timed_walk,
)
from .registry import AUTO, ClinicalTest, Curve, Instant, Recording, clinical_test, clinical_tests, register
from .walk import WalkSettings, assess_walk

__all__ = [
    "AUTO",
    "ClinicalTest",
    "Curve",
    "Instant",
    "Recording",
    "WalkSettings",
    "assess_walk",
    "clinical_test",
    "clinical_tests",
    "register",
]
