"""What the clinical tests of a person who stays in one place share.

body          the person in the frame of the body: angles, heights, scale, which leg is near
repetitions   start, peak and end in a signal
numbers       measures with their errors; rows of the summary
tables        repetitions.csv and frames.csv
outcome       from what was found, or why nothing was, to the assessment
refusals      sentences of what cannot be measured, and what to do
people        whom to measure
page          the test's part of the report
"""

from ..registry import Curve as VideoCurve
from .body import Body, body_of
from .heel_height import heel_height_px
from .numbers import Error, Measure, means_and_bests, side_differences, summary_row
from .one_leg import feet_apart, foot_px, longest, standing_leg
from .outcome import Found, assessed, refused
from .page import Curve, both_sides, report_sections
from .people import choose_in_place, name_in_place, name_on_one_leg
from .refusals import withheld, wrong_side
from .repetitions import Repetition, at_rest, find_repetitions
from .tables import repetitions_table

__all__ = [
    "Body",
    "Curve",
    "Error",
    "Found",
    "Measure",
    "Repetition",
    "VideoCurve",
    "assessed",
    "at_rest",
    "body_of",
    "both_sides",
    "choose_in_place",
    "feet_apart",
    "find_repetitions",
    "foot_px",
    "heel_height_px",
    "longest",
    "means_and_bests",
    "name_in_place",
    "name_on_one_leg",
    "refused",
    "repetitions_table",
    "report_sections",
    "side_differences",
    "standing_leg",
    "summary_row",
    "withheld",
    "wrong_side",
]
