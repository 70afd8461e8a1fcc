"""The walk past a camera: the clinical test `walk`."""

from .assess import WalkSettings, assess_walk

__all__ = ["WalkSettings", "assess_walk"]
