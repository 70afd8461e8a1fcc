"""What is looked for, one line for each rule, and three ways in which a number can stand out.

The rules' words are in `texts/`.
"""

from dataclasses import dataclass
from math import inf
from typing import Literal

import numpy as np

from ..datatypes import SIDES, Z95, Estimate, MetricEstimate, Reference, Where, difference
from ..metrics import HEEL_CONTACT_DEG

DETECTED_SD = 2.58
"""Two-sided 99 % of a normal distribution."""

Against = Literal["limit", "reference", "other_leg"]


@dataclass(frozen=True)
class Rule:
    """A metric that stands out where it lies below its reference range, a limit, or the other leg.

    key: name in the texts; sides: rows of the summary that are looked at; reference, other_leg: whether it is
    held against the reference range and against the other leg; limit: a fixed one, in the metric's unit;
    more: more than these stands out, not less; at_most: only values up to this are compared with the other
    leg; min_strides: strides without which nothing is said.
    """

    key: str
    metric: str
    sides: tuple[Where, ...] = SIDES
    reference: bool = True
    other_leg: bool = True
    limit: float | None = None
    more: bool = False
    at_most: float = inf
    min_strides: int = 1


@dataclass(frozen=True)
class Deviation:
    """That a number stands out.

    against: what; errors: how many of the number's, or the difference's, own standard errors lie between it
    and the end of what is usual; clear: its whole interval does; reference: the range it was held against;
    side_difference: of the other leg from this one, with its interval.
    """

    against: Against
    errors: float
    clear: bool = True
    reference: Reference | None = None
    side_difference: Estimate | None = None


def from_limit(own: MetricEstimate, rule: Rule) -> Deviation | None:
    """Hold a number against the rule's own limit: its whole interval must be beyond."""
    if rule.limit is None or not _wholly_beyond(own, rule.limit, rule):
        return None
    return Deviation("limit", _errors(own, rule.limit, rule))


def from_reference(own: MetricEstimate, reference: Reference | None, rule: Rule) -> Deviation | None:
    """Hold a number against its reference range.

    It stands out where people's spread and the measurement's error together do not explain it
    (`Reference.explains`); that is clear where its whole interval is outside the range.
    """
    if reference is None or not np.isfinite(reference.low):
        return None
    end = reference.high if rule.more else reference.low
    if not _beyond(own.value, end, rule) or reference.explains(own):
        return None
    return Deviation("reference", _errors(own, end, rule), _wholly_beyond(own, end, rule), reference)


def from_other_leg(
    own: MetricEstimate, other: MetricEstimate | None, rule: Rule, reference: Reference | None
) -> Deviation | None:
    """Hold a number against the other leg's.

    It stands out where these very strides differ by more than the method's error explains (`DETECTED_SD` of
    the difference of two numbers, since many rules are put to every walk) and the interval of the difference
    does not reach zero.  What both legs share (camera, network) may cancel, but counts as if it did not.
    A number above the reference range is not small: there, the other leg is the unusual one.  Nor is one
    whose whole interval is on the right side of the rule's limit.
    """
    most = min(rule.at_most, reference.high if reference else np.inf)
    if other is None or not rule.other_leg or own.value > most:
        return None
    if rule.limit is not None and own.low > rule.limit:
        return None
    apart = difference(own, other)
    if not (apart.low > 0 and apart.value > DETECTED_SD * apart.error_sd):
        return None
    return Deviation("other_leg", Z95 * apart.value / (apart.value - apart.low), side_difference=apart)


def _beyond(value: float, end: float, rule: Rule) -> bool:
    return value > end if rule.more else value < end


def _wholly_beyond(own: Estimate, end: float, rule: Rule) -> bool:
    return own.low > end if rule.more else own.high < end


def _errors(own: Estimate, end: float, rule: Rule) -> float:
    half = own.value - own.low if rule.more else own.high - own.value
    return Z95 * abs(own.value - end) / half if half > 0 else inf


LIMITED_COMMUNITY_WALKING_M_PER_S = 0.8
"""Speed below which people after a stroke were limited in going out (Perry et al. 1995, Stroke 26:982)."""

STRIDES_FOR_VARIATION = 20
"""Strides that a coefficient of variation needs (Kroneberg et al. 2019, Front Aging Neurosci 10:435)."""

RULES = (
    Rule("swing_dorsiflexion_deficit", "peak_dorsiflexion_swing_deg"),
    Rule("low_toe_clearance", "min_toe_clearance_m", other_leg=False),
    Rule("plantarflexed_contact", "ankle_dorsiflexion_at_foot_strike_deg"),
    Rule("low_foot_contact", "foot_strike_angle_deg", limit=HEEL_CONTACT_DEG),
    Rule("limited_dorsiflexion_stance", "peak_dorsiflexion_stance_deg"),
    Rule("reduced_shank_progression", "shank_to_vertical_midstance_deg"),
    Rule("early_heel_rise", "heel_rise_percent"),
    Rule("knee_hyperextension", "min_knee_flexion_stance_deg", at_most=0.0),
    Rule("stiff_knee_loading", "peak_knee_flexion_stance_deg"),
    Rule("stiff_knee_swing", "peak_knee_flexion_swing_deg"),
    Rule("step_length_asymmetry", "step_length_per_height", reference=False),
    Rule("step_time_asymmetry", "step_time_s", reference=False),
    Rule("stance_asymmetry", "stance_percent", reference=False),
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
        min_strides=STRIDES_FOR_VARIATION,
    ),
)
"""In the order in which a clinician who asks about the foot reads them."""
