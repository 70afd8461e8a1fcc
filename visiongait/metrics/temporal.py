"""When the feet meet and leave the floor: durations and shares of the stride.

Definitions after Whittle, Gait Analysis: An Introduction (4th ed. 2007), chapter 2.  All are meaningless for
running, which has no double support; strides whose events are out of order are rejected before.
"""

import numpy as np

from ..datatypes.walk import Stride

STEPS_PER_STRIDE = 2
SECONDS_PER_MINUTE = 60


def temporal_metrics(stride: Stride) -> dict[str, float]:
    """Return every temporal metric of one stride; NaN where an event it needs is missing.

    `stride_time_s`: from a foot strike to the next of the same foot.
    `cadence_steps_per_min`: two steps in a stride time, per minute.
    `step_time_s`: the step that lands at the stride's end, from the opposite foot strike before it.
    """
    stride_time_s = stride.end_s - stride.start_s
    return {
        "stride_time_s": stride_time_s,
        "step_time_s": _between(stride.opposite_foot_strike_s, stride.end_s),
        "cadence_steps_per_min": STEPS_PER_STRIDE * SECONDS_PER_MINUTE / stride_time_s,
        **stance_and_swing(stride),
        **support(stride),
    }


def stance_and_swing(stride: Stride) -> dict[str, float]:
    """Return stance (foot strike to foot off) and swing (foot off to strike), in s and % of the stride."""
    stride_time_s = stride.end_s - stride.start_s
    stance_s = _between(stride.start_s, stride.foot_off_s)
    swing_s = _between(stride.foot_off_s, stride.end_s)
    return {
        "stance_time_s": stance_s,
        "swing_time_s": swing_s,
        "stance_percent": 100 * stance_s / stride_time_s,
        "swing_percent": 100 * swing_s / stride_time_s,
    }


def support(stride: Stride) -> dict[str, float]:
    """Return double and single support, in % of the stride.

    Double support is both periods of the stride together: foot strike to the opposite foot off, and opposite
    foot strike to foot off (about 2 × 10 %).  Single support is the opposite foot's swing (about 40 %).
    """
    stride_time_s = stride.end_s - stride.start_s
    first_s = _between(stride.start_s, stride.opposite_foot_off_s)
    second_s = _between(stride.opposite_foot_strike_s, stride.foot_off_s)
    single_s = _between(stride.opposite_foot_off_s, stride.opposite_foot_strike_s)
    return {
        "double_support_percent": 100 * (first_s + second_s) / stride_time_s,
        "single_support_percent": 100 * single_s / stride_time_s,
    }


def mid_stance_s(stride: Stride) -> float | None:
    """Return the instant of mid-stance: half of single support, about 30 % of the stride.

    Another usual definition, the swinging foot passing the standing one, comes within a few hundredths of a
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
