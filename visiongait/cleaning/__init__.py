"""Cleaning: one subject's landmarks become trustworthy trajectories in the walking frame.

choose_subject   who is measured
relabel          left and right leg named as they are, wherever the network had them swapped
swap_legs        left and right leg named otherwise by somebody who knows
doubtful_frames  which frames to re-estimate; settle: what to believe then
clean            masked, gaps filled, low-pass filtered, cut into passes, perspective and camera motion undone
clean_in_place   the same for a person who stays in place, as in most clinical tests; name_legs_in_place
correct_legs     landmarks that the network systematically misplaces moved to joints and sole
scale_to_metres  pixels to metres by the subject's stature

`causal` names, places and corrects the legs of a live picture by the same definitions.
"""

from .camera import (
    Pinhole,
    View,
    angle_by_shoulders_deg,
    chain_height_px,
    in_walking_frame,
    pinhole_of,
    to_walking_plane,
)
from .clean import RELATIVE_SD, clean, scale_to_metres
from .correction import Corrected, correct_legs, leg_inputs
from .filtering import amplitude_lost, low_pass
from .in_place import SMOOTH_HZ, Absence, InPlace, clean_in_place, first_standing, name_legs_in_place
from .leg_paths import STATE_FRAMES, LegPaths, label_weight, landmark_noise, legs_about
from .points import (
    BELOW_HIP,
    HIP_COLUMNS,
    LEG_COLUMNS,
    POINTS,
    column,
    landmark_columns,
    middle,
    nan_mean,
    near_side,
    point_paths,
    runs,
    swapped_legs,
)
from .reestimation import doubtful_frames, settle
from .renaming import swap_legs
from .settings import CleaningSettings
from .standing_leg import foot_lead, lift_threshold, lifts, name_standing_leg, network_share
from .stretches import Reason
from .subject import choose_subject
from .swaps import SwapEvidence, relabel
from .walking import SIDEWAYS, sideways_lead_px

__all__ = [
    "BELOW_HIP",
    "HIP_COLUMNS",
    "LEG_COLUMNS",
    "POINTS",
    "RELATIVE_SD",
    "SIDEWAYS",
    "SMOOTH_HZ",
    "STATE_FRAMES",
    "Absence",
    "CleaningSettings",
    "Corrected",
    "InPlace",
    "LegPaths",
    "Pinhole",
    "Reason",
    "SwapEvidence",
    "View",
    "amplitude_lost",
    "angle_by_shoulders_deg",
    "chain_height_px",
    "choose_subject",
    "clean",
    "clean_in_place",
    "column",
    "correct_legs",
    "doubtful_frames",
    "first_standing",
    "foot_lead",
    "in_walking_frame",
    "label_weight",
    "landmark_columns",
    "landmark_noise",
    "leg_inputs",
    "legs_about",
    "lift_threshold",
    "lifts",
    "low_pass",
    "middle",
    "name_legs_in_place",
    "name_standing_leg",
    "nan_mean",
    "near_side",
    "network_share",
    "pinhole_of",
    "point_paths",
    "relabel",
    "runs",
    "scale_to_metres",
    "settle",
    "sideways_lead_px",
    "swap_legs",
    "swapped_legs",
    "to_walking_plane",
]
