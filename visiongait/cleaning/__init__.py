"""Cleaning: one subject's landmarks become trustworthy trajectories in the walking frame.

choose_subject   who is measured
relabel          left and right leg named as they are, wherever the network had them swapped
doubtful_frames  which frames to look at again; settle: what to believe then
clean            masked, gaps filled, smoothed, cut into passes, perspective and camera motion undone
correct_legs     landmarks that the network systematically misplaces moved to joints and sole
scale_to_metres  pixels to metres by the subject's stature
"""

from .clean import clean
from .correction import Corrected, correct_legs
from .scale import scale_to_metres
from .second_looks import doubtful_frames, settle
from .settings import CleaningSettings
from .smoothing import attenuation
from .subject import choose_subject
from .swaps import relabel

__all__ = [
    "CleaningSettings",
    "Corrected",
    "attenuation",
    "choose_subject",
    "clean",
    "correct_legs",
    "doubtful_frames",
    "relabel",
    "scale_to_metres",
    "settle",
]
