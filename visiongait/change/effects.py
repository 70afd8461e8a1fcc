"""What one day tells: the cost of a second task, fatigue in a recording, one leg against the other."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd

from ..datatypes import (
    SIDES,
    Assessment,
    Estimate,
    FloatArray,
    MetricEstimate,
    Quality,
    Side,
    Verdict,
    in_means,
    other,
)
from ..metrics import METRICS, worst
from .comparability import judge_pairs, refuse_incomparable
from .reliability import CONFIDENCE
from .session_means import compared, session_means

MIN_STRIDES = 3
"""In each of the two groups: below this a single odd stride moves the mean (as `metrics`)."""
TOO_FEW = f"Fewer than {2 * MIN_STRIDES} strides of this leg were seen from the same side."

Answer = Literal["within", "outside", "unclear", "unknown"]

LISTED = (
    "step_length_m",
    "step_length_per_height",
    "stance_time_s",
    "single_support_percent",
    "swing_time_s",
    "ankle_rom_deg",
)
"""Metrics of one leg whose zero means "nothing": an angle's zero is a convention, and has no shares."""


def ratio_percent(part: Estimate, whole: Estimate) -> Estimate:
    """Return 100 · part / whole of two means above zero.

    The interval is that of the logarithm (delta method): the relative half-widths of both, added as squares.
    NaN bounds where a mean has no interval.
    """
    if not (part.value > 0 and whole.value > 0):
        return Estimate()
    value = 100 * part.value / whole.value
    spread = float(np.hypot(_relative(part), _relative(whole)))
    return Estimate(value, value * float(np.exp(-spread)), value * float(np.exp(spread)), "ratio")


def _relative(mean: Estimate) -> float:
    return 0.5 * (mean.high - mean.low) / mean.value


@dataclass(frozen=True)
class Cost:
    """The dual-task effect on one metric of one side, in per cent of the single task."""

    metric: str
    side: str
    percent: Estimate
    quality: Quality
    reason: str


def dual_task_costs(single: Assessment, dual: Assessment) -> tuple[Cost, ...]:
    """Return (dual − single) / single · 100 of every metric whose zero means "nothing", for each side.

    Plummer & Eskes 2015 (Front Hum Neurosci 9:225).  The sign says more or less, not better or worse: less
    speed is −, longer stride time +.  How well the second task itself was done is not known here, and a
    person may slow down to do it better.

    Raises
    ------
    UsageError
        If the two are of two people, or the same recording.
    """
    refuse_incomparable(single, dual)
    plain, loaded, verdicts = session_means(single), session_means(dual), judge_pairs(single, dual)
    return tuple(
        _cost(plain[key], loaded[key], verdicts[key]) for key in verdicts if METRICS[key[0]].ratio_scaled
    )


def _cost(single: MetricEstimate, dual: MetricEstimate, against: Verdict) -> Cost:
    verdict = worst([single.verdict, dual.verdict, against])
    share = ratio_percent(dual, single) if verdict.quality != "withheld" else Estimate()
    cost = Estimate(share.value - 100, share.low - 100, share.high - 100, share.method)
    return Cost(single.metric, single.side, cost, verdict.quality, " ".join(verdict.reasons))


@dataclass(frozen=True)
class Drift:
    """Mean of the last third of the strides minus that of the first third.

    difference: in the metric's unit, with its 95 % interval; NaN with the reason where it cannot be told.
    n: strides in each third.
    """

    metric: str
    side: Side
    n: int
    first: float = np.nan
    last: float = np.nan
    difference: Estimate = field(default_factory=Estimate)
    reason: str = ""


def drift(assessment: Assessment) -> tuple[Drift, ...]:
    """Return, for every metric and leg, the last third of a recording's strides against the first third.

    Only strides of the commoner view (near or far leg) are used, so that a turn is not taken for fatigue.
    Interval of Welch.  The product's error counts alike in both thirds and goes out.  What the summary
    withholds is not looked at.
    """
    summary = assessment.estimates
    return tuple(
        _drift(_alike(assessment.strides, side), metric, side)
        for metric in compared()
        for side in SIDES
        if not summary.get(metric, side).withheld
    )


def _alike(strides: pd.DataFrame, side: Side) -> pd.DataFrame:
    """Return the valid strides of a leg in order of time, of the role that it has more often."""
    mine = in_means(strides[strides["side"] == side]).sort_values("start_s")
    return mine[mine["leg"] == mine["leg"].mode().iloc[0]] if len(mine) else mine


def _drift(strides: pd.DataFrame, metric: str, side: Side) -> Drift:
    values: FloatArray = strides[metric].dropna().to_numpy(float)
    n = len(values) // 3
    if len(values) < 2 * MIN_STRIDES:
        return Drift(metric, side, n, reason=TOO_FEW)
    n = max(n, MIN_STRIDES)
    first, last = values[:n], values[-n:]
    means = float(first.mean()), float(last.mean())
    if np.ptp(first) == np.ptp(last) == 0:
        return Drift(
            metric,
            side,
            n,
            *means,
            Estimate(means[1] - means[0]),
            "The strides do not differ, so no interval can be given.",
        )
    from scipy.stats import ttest_ind  # takes a second, and not every analysis comes here

    interval = ttest_ind(last, first, equal_var=False).confidence_interval(CONFIDENCE)
    change = Estimate(means[1] - means[0], float(interval.low), float(interval.high), "welch")
    return Drift(metric, side, n, *means, change)


@dataclass(frozen=True)
class Item:
    """One line of the checklist.

    index: involved / uninvolved · 100; answer: whether its whole 95 % interval lies `within` the target,
    `outside`, or across a bound of it (`unclear`); `unknown` where a leg is withheld or has one stride.
    """

    metric: str
    involved: MetricEstimate
    uninvolved: MetricEstimate
    index: Estimate
    answer: Answer
    quality: Quality
    reason: str


def symmetry_bounds(target_percent: float) -> tuple[float, float]:
    """Return the range of the index that meets a target: 90 % is met from 90 to 111 % (= 100 / 0.9).

    More of the involved leg than of the other one is asymmetry as well.

    Raises
    ------
    ValueError
        If the target is not above 0 and at most 100 %.
    """
    if not 0 < target_percent <= 100:
        raise ValueError(f"target_percent: expected above 0 and at most 100, got {target_percent}")
    return target_percent, 100 * 100 / target_percent


def symmetry_checklist(assessment: Assessment, involved: Side, target_percent: float) -> tuple[Item, ...]:
    """Return the limb symmetry index of every listed metric, held against the target.

    Parameters
    ----------
    involved
        The injured or affected leg; the index is its number in per cent of the other leg's.
    target_percent
        The clinician's, such as 90; the program has none of its own.
    """
    bounds = symmetry_bounds(target_percent)
    means = session_means(assessment)
    return tuple(_item(means[m, involved], means[m, other(involved)], bounds) for m in LISTED)


def _item(involved: MetricEstimate, uninvolved: MetricEstimate, bounds: tuple[float, float]) -> Item:
    verdict = worst([involved.verdict, uninvolved.verdict])
    index = ratio_percent(involved, uninvolved)
    answer = _answer(index, bounds)
    reason = " ".join(verdict.reasons)
    return Item(involved.metric, involved, uninvolved, index, answer, verdict.quality, reason)


def _answer(index: Estimate, bounds: tuple[float, float]) -> Answer:
    low, high = bounds
    if not index.bounded:
        return "unknown"
    if low <= index.low and index.high <= high:
        return "within"
    return "outside" if index.high < low or index.low > high else "unclear"
