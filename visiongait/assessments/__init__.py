"""Clinical tests, a module or package each: from landmarks to an assessment, found by name in a registry."""

from . import lunge  # noqa: F401  registers itself, after the walk: that is the usual one
from .registry import ClinicalTest, Curve, Instant, Recording, clinical_test, clinical_tests, register
from .walk import WalkSettings, assess_walk

__all__ = [
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
