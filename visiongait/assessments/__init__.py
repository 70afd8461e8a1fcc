"""Clinical tests, a module or package each: from landmarks to an assessment, found by name in a registry."""

from .registry import ClinicalTest, Recording, clinical_test, clinical_tests, register
from .walk import WalkSettings, assess_walk

__all__ = [
    "ClinicalTest",
    "Recording",
    "WalkSettings",
    "assess_walk",
    "clinical_test",
    "clinical_tests",
    "register",
]
