"""Three ways in which a number can stand out: against what is usual, a limit, the other leg."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from ..datatypes.finding import Reference
from .measured import Measured
from .rules import Rule

DETECTED_SD = 2.58
"""Two-sided 99 % of a normal distribution."""

TOO_OPEN = 2.0
"""Half the interval of a difference, in differences, beyond which nothing is said: a judgement."""

Way = Literal["limit", "usual", "other_leg"]


@dataclass(frozen=True)
class Contrast:
    """That a number stands out.

    way: against what; clear: its whole interval does; reference: what is usual; difference: of the other leg
    from this one, with half its interval.
    """

    way: Way
    clear: bool
    reference: Reference | None = None
    difference: tuple[float, float] | None = None


def against_limit(own: Measured, rule: Rule) -> Contrast | None:
    """Hold a number against the rule's own limit."""
    if rule.limit is None:
        return None
    past = own.value - rule.limit if rule.more else rule.limit - own.value
    return Contrast("limit", past > own.half) if past > 0 else None


def against_usual(own: Measured, reference: Reference | None, rule: Rule) -> Contrast | None:
    """Hold a number against the end of what is usual."""
    if reference is None:
        return None
    past = own.value - reference.high if rule.more else reference.low - own.value
    return Contrast("usual", past > own.half, reference) if past > 0 else None


def against_other_leg(
    own: Measured, other: Measured | None, rule: Rule, reference: Reference | None
) -> Contrast | None:
    """Hold a number against the other leg's.

    It stands out where these very strides differ by more than the method's error explains: `DETECTED_SD` of
    the difference of two numbers, since many rules are put to every walk.  That is clear where their scatter
    cannot explain it either, and not told where the scatter leaves it `TOO_OPEN`.  What both legs share
    (camera, network) may cancel, but counts as if it did not.
    A number above the usual range is not little: there, the other leg is the unusual one.
    """
    most = min(rule.at_most, reference.high if reference else np.inf)
    if other is None or not rule.other_leg or own.value > most:
        return None
    difference, half = other.value - own.value, float(np.hypot(own.half, other.half))
    if not difference > max(DETECTED_SD * np.hypot(own.error_sd, other.error_sd), half / TOO_OPEN):
        return None
    return Contrast("other_leg", difference > half, None, (difference, half))
