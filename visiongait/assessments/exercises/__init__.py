"""What the clinical tests of a person who stays in one place share.

bending       knee, shank and trunk of somebody who bends
body          the person in the frame of the body: angles, heights, scale, which leg is near
repetitions   start, peak and end in a signal
feet          whether the heel of a standing foot stays down
numbers       measures with their errors; rows of the summary
tables        repetitions.csv and frames.csv
outcome       from what was found, or why nothing was, to the assessment
refusals      sentences of what cannot be measured, and what to do
people        whom to measure
page          the test's part of the report
"""

from ..registry import Curve as VideoCurve
from .bending import knee_deg, planted_shank_deg, trunk_lean_deg
from .body import Body, body_of
from .feet import Foot, greatest_heel_px, heel_lifts_s, standing_foot
from .heel_height import heel_height_px
from .numbers import Error, Measure, means_and_bests, side_differences, summary_row
from .one_leg import feet_apart, foot_px, longest, standing_leg
from .outcome import Found, assessed, refused, why_not
from .page import Curve, both_sides, report_sections
from .people import choose_in_place, name_in_place, name_on_one_leg
from .refusals import withheld, wrong_side
from .repetitions import Repetition, at_rest, find_repetitions, peak_of
from .tables import repetitions_table

__all__ = [
    "Body",
    "Curve",
    "Error",
    "Foot",
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
    "greatest_heel_px",
    "heel_height_px",
    "heel_lifts_s",
    "knee_deg",
    "longest",
    "means_and_bests",
    "name_in_place",
    "name_on_one_leg",
    "peak_of",
    "planted_shank_deg",
    "refused",
    "repetitions_table",
    "report_sections",
    "side_differences",
    "standing_foot",
    "standing_leg",
    "summary_row",
    "trunk_lean_deg",
    "why_not",
    "withheld",
    "wrong_side",
]
