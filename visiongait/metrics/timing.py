"""When the feet meet and leave the floor: durations and shares of the stride.

Definitions after Whittle, Gait Analysis: An Introduction (4th ed. 2007), chapter 2.  All are meaningless for
running, which has no double support; strides whose events are out of order are rejected before.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from ..datatypes import Stride
from .metric import MeasuredStride, Metric, Need

STEPS_PER_STRIDE = 2
SECONDS_PER_MINUTE = 60
SUPPORT_RATE_HZ = 50.0
"""A double support lasts about 100 ms, so that its ends must be resolved more finely than a step's."""

FOOT_OFF: frozenset[Need] = frozenset({"foot_off"})


def stride_time_s(stride: Stride) -> float:
    """Return the time from a foot strike to the next of the same foot."""
    return stride.end_s - stride.start_s


def step_time_s(stride: Stride) -> float:
    """Return the time of the step that lands at the stride's end, from the opposite foot strike before it."""
    return _between(stride.opposite_foot_strike_s, stride.end_s)


def cadence_steps_per_min(stride: Stride) -> float:
    """Return steps per minute: two in a stride time."""
    return STEPS_PER_STRIDE * SECONDS_PER_MINUTE / stride_time_s(stride)


def stance_time_s(stride: Stride) -> float:
    """Return the time from foot strike to foot off; NaN without a foot off."""
    return _between(stride.start_s, stride.foot_off_s)


def swing_time_s(stride: Stride) -> float:
    """Return the time from foot off to the next foot strike; NaN without a foot off."""
    return _between(stride.foot_off_s, stride.end_s)


def double_support_percent(stride: Stride) -> float:
    """Return both periods of double support together, in % of the stride (about 2 × 10 %).

    Foot strike to the opposite foot off, and opposite foot strike to foot off.
    """
    first_s = _between(stride.start_s, stride.opposite_foot_off_s)
    second_s = _between(stride.opposite_foot_strike_s, stride.foot_off_s)
    return 100 * (first_s + second_s) / stride_time_s(stride)


def single_support_percent(stride: Stride) -> float:
    """Return the opposite foot's swing in % of the stride (about 40 %)."""
    single_s = _between(stride.opposite_foot_off_s, stride.opposite_foot_strike_s)
    return 100 * single_s / stride_time_s(stride)


def mid_stance_s(stride: Stride) -> float | None:
    """Return the instant of mid-stance: half of single support, about 30 % of the stride.

    Another common definition, the swinging foot passing the standing one, comes within a few hundredths of a
    second of it but must be read just where the legs hide each other; the events need not.
    None if an event of the opposite foot is missing.
    """
    if stride.opposite_foot_off_s is None or stride.opposite_foot_strike_s is None:
        return None
    return 0.5 * (stride.opposite_foot_off_s + stride.opposite_foot_strike_s)


def _between(start_s: float | None, end_s: float | None) -> float:
    if start_s is None or end_s is None or end_s < start_s:
        return np.nan
    return end_s - start_s


def _timing(name: str, title: str, definition: str, of: Callable[[Stride], float], **facts: Any) -> Metric:
    """Return a metric that the stride's events alone decide."""

    def compute(measured: MeasuredStride) -> float:
        return of(measured.stride)

    return Metric(
        name,
        title,
        definition,
        compute,
        "time",
        "temporal",
        source="Whittle 2007",
        ratio_scaled=True,
        **facts,
    )


TIMING = (
    _timing(
        "stride_time_s",
        "Stride time",
        "from one initial contact to the next of the same foot",
        stride_time_s,
        of_walk=True,
    ),
    _timing(
        "step_time_s", "Step time", "from initial contact of the other foot to that of this one", step_time_s
    ),
    _timing(
        "stance_time_s",
        "Stance time",
        "from initial contact to foot off of the same foot",
        stance_time_s,
        needs=FOOT_OFF,
        followed=True,
    ),
    _timing(
        "swing_time_s",
        "Swing time",
        "from foot off to the next initial contact",
        swing_time_s,
        needs=FOOT_OFF,
    ),
    _timing(
        "stance_percent",
        "Stance",
        "stance time in per cent of the stride time",
        lambda stride: 100 * stance_time_s(stride) / stride_time_s(stride),
        needs=FOOT_OFF,
    ),
    _timing(
        "swing_percent",
        "Swing",
        "swing time in per cent of the stride time",
        lambda stride: 100 * swing_time_s(stride) / stride_time_s(stride),
        needs=FOOT_OFF,
    ),
    _timing(
        "double_support_percent",
        "Double support",
        "both feet on the floor, both periods of the stride together",
        double_support_percent,
        needs=FOOT_OFF,
        min_rate_hz=SUPPORT_RATE_HZ,
        of_walk=True,
        followed=True,
        pghd="walkingDoubleSupportPercentage",
    ),
    _timing(
        "single_support_percent",
        "Single support",
        "the other foot in the air",
        single_support_percent,
        needs=FOOT_OFF,
        min_rate_hz=SUPPORT_RATE_HZ,
    ),
    _timing(
        "cadence_steps_per_min",
        "Cadence",
        "two steps in a stride time",
        cadence_steps_per_min,
        of_walk=True,
        followed=True,
    ),
)
"""In the order of the columns."""
