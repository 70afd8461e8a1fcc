"""Cues: targets set by the clinician, judged stride by stride.  No input, no output."""

from .coach import Coach, Verdict, zero_is_set
from .plan import Leg, Plan, Target
from .score import score_lines
from .settings import parse_plan
from .tally import Success, Tally

__all__ = [
    "Coach",
    "Leg",
    "Plan",
    "Success",
    "Tally",
    "Target",
    "Verdict",
    "parse_plan",
    "score_lines",
    "zero_is_set",
]
