"""What is looked for: one line for each rule.  Their words are in `texts/`."""

from dataclasses import dataclass
from math import inf

from ..datatypes.finding import Where
from ..datatypes.walk import SIDES
from ..metrics.angular import HEEL_CONTACT_DEG


@dataclass(frozen=True)
class Rule:
    """A metric that stands out where it is less than usual, than a limit, or than in the other leg.

    key: name in the texts; sides: rows of the summary that are looked at; usual, other_leg: whether it is
    held against the reference values and against the other leg; limit: a fixed one, in the metric's unit;
    more: more than these stands out, not less; at_most: only values up to this are compared with the other
    leg; least_n: strides without which nothing is said.
    """

    key: str
    metric: str
    sides: tuple[Where, ...] = SIDES
    usual: bool = True
    other_leg: bool = True
    limit: float | None = None
    more: bool = False
    at_most: float = inf
    least_n: int = 1


LIMITED_COMMUNITY_WALKING_M_PER_S = 0.8
"""Speed below which people after a stroke were limited in going out (Perry et al. 1995, Stroke 26:982)."""

STRIDES_FOR_VARIATION = 20
"""Strides that a coefficient of variation needs (Kroneberg et al. 2019, Front Aging Neurosci 10:435)."""

RULES = (
    Rule("swing_dorsiflexion_deficit", "peak_dorsiflexion_swing_deg"),
    Rule("low_toe_clearance", "min_toe_clearance_m", other_leg=False),
    Rule("low_foot_contact", "foot_strike_angle_deg", limit=HEEL_CONTACT_DEG),
    Rule("limited_dorsiflexion_stance", "peak_dorsiflexion_stance_deg"),
    Rule("reduced_shank_progression", "shank_to_vertical_midstance_deg"),
    Rule("early_heel_rise", "heel_rise_percent"),
    Rule("knee_hyperextension", "min_knee_flexion_stance_deg", at_most=0.0),
    Rule("stiff_knee_loading", "peak_knee_flexion_stance_deg"),
    Rule("stiff_knee_swing", "peak_knee_flexion_swing_deg"),
    Rule("step_length_asymmetry", "step_length_per_height", usual=False),
    Rule("step_time_asymmetry", "step_time_s", usual=False),
    Rule("stance_asymmetry", "stance_percent", usual=False),
    Rule(
        "slow_walking",
        "walking_speed_m_per_s",
        ("both",),
        other_leg=False,
        limit=LIMITED_COMMUNITY_WALKING_M_PER_S,
    ),
    Rule(
        "variable_steps",
        "stride_time_s_cv_percent",
        ("both",),
        other_leg=False,
        more=True,
        least_n=STRIDES_FOR_VARIATION,
    ),
)
"""In the order in which a clinician who asks about the foot reads them."""
