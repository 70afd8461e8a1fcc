"""Cues: targets set by the clinician, judged stride by stride.  No input, no output."""

from .coach import Coach, Verdict, zero_is_set
from .plan import Leg, Plan, Target
from .settings import parse_plan
from .tally import Success, Tally

__all__ = ["Coach", "Leg", "Plan", "Success", "Tally", "Target", "Verdict", "parse_plan", "zero_is_set"]
