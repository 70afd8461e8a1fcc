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
from .numbers import Error, Measure, means_and_bests, side_differences, summary_row
from .outcome import Found, assessed, refused
from .page import Curve, both_sides, report_sections
from .people import choose_in_place, name_in_place
from .refusals import withheld, wrong_side
from .repetitions import Repetition, at_rest, find_repetitions

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
    "find_repetitions",
    "means_and_bests",
    "name_in_place",
    "refused",
    "report_sections",
    "side_differences",
    "summary_row",
    "withheld",
    "wrong_side",
]
