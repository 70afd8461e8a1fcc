"""Cleaning: one subject's landmarks become trustworthy trajectories in the walking frame.

choose_subject   who is measured
clean            masked, gaps filled, smoothed, cut into passes, perspective and camera motion undone
correct_legs     landmarks that the network systematically misplaces moved to joints and sole
scale_to_metres  pixels to metres by the subject's stature
"""

from .clean import clean
from .correction import Corrected, correct_legs
from .scale import scale_to_metres
from .settings import CleaningSettings
from .smoothing import attenuation
from .subject import choose_subject

__all__ = [
    "CleaningSettings",
    "Corrected",
    "attenuation",
    "choose_subject",
    "clean",
    "correct_legs",
    "scale_to_metres",
]
