"""Whether walking changes as one recording goes on."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..datatypes._arrays import FloatArray
from ..datatypes.assessment import Assessment
from ..datatypes.tables import in_means
from ..datatypes.walk import SIDES, Side
from .level import COMPARED
from .reliability import CONFIDENCE

LEAST_STRIDES = 3
"""In each of the two groups: below this a single odd stride moves the mean (as `metrics.quality`)."""
TOO_FEW = f"Fewer than {2 * LEAST_STRIDES} strides of this leg were seen from the same side."


@dataclass(frozen=True)
class Drift:
    """Mean of the last third of the strides minus that of the first third.

    change, low, high: in the metric's unit, with its 95 % interval; NaN with the reason where it cannot be
    said.  n: strides in each third.
    """

    metric: str
    side: Side
    n: int
    first: float = np.nan
    last: float = np.nan
    change: float = np.nan
    low: float = np.nan
    high: float = np.nan
    reason: str = ""


def drift(assessment: Assessment) -> tuple[Drift, ...]:
    """Return, for every metric and leg, the last third of a recording's strides against the first third.

    Only strides of the commoner view (near or far leg) are used, so that a turn is not taken for fatigue.
    Interval of Welch.  The product's error counts alike in both thirds and goes out.  What the summary
    withholds is not looked at.
    """
    summary = assessment.summary
    kept = set(map(tuple, summary.loc[summary["quality"] != "withheld", ["metric", "side"]].to_numpy()))
    return tuple(
        _drift(_alike(assessment.strides, side), metric, side)
        for metric in COMPARED
        for side in SIDES
        if (metric, side) in kept
    )


def _alike(strides: pd.DataFrame, side: Side) -> pd.DataFrame:
    """Return the valid strides of a leg in order of time, of the role that it has more often."""
    mine = in_means(strides[strides["side"] == side]).sort_values("start_s")
    return mine[mine["leg"] == mine["leg"].mode().iloc[0]] if len(mine) else mine


def _drift(strides: pd.DataFrame, metric: str, side: Side) -> Drift:
    values: FloatArray = strides[metric].dropna().to_numpy(float)
    n = len(values) // 3
    if len(values) < 2 * LEAST_STRIDES:
        return Drift(metric, side, n, reason=TOO_FEW)
    n = max(n, LEAST_STRIDES)
    first, last = values[:n], values[-n:]
    means = float(first.mean()), float(last.mean())
    if np.ptp(first) == np.ptp(last) == 0:
        return Drift(metric, side, n, *means, means[1] - means[0], reason="All strides are alike.")
    from scipy.stats import ttest_ind  # takes a second, and not every analysis comes here

    interval = ttest_ind(last, first, equal_var=False).confidence_interval(CONFIDENCE)
    return Drift(metric, side, n, *means, means[1] - means[0], float(interval.low), float(interval.high))
