"""Cues: targets set by the clinician, judged stride by stride.  No input, no output."""

from .coach import Coach, Fader, Success, Tally, Verdict, score_lines, zero_is_set
from .plan import LONGEST_CUE, MEASURES, CueTarget, Leg, Plan
from .settings import load_preset, load_settings, parse_plan, preset_names

__all__ = [
    "LONGEST_CUE",
    "MEASURES",
    "Coach",
    "CueTarget",
    "Fader",
    "Leg",
    "Plan",
    "Success",
    "Tally",
    "Verdict",
    "load_preset",
    "load_settings",
    "parse_plan",
    "preset_names",
    "score_lines",
    "zero_is_set",
]
