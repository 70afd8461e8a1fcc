"""Agreement of the summary with the truth: limits of agreement, and what the stated intervals hold."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..datatypes._arrays import FloatArray
from .result import Result
from .strides import leg_means, matched_strides
from .truth import TrueWalk


@dataclass(frozen=True)
class Agreement:
    """Limits of agreement (Bland & Altman 1986, Lancet 327:307) of one metric's leg means.

    bias: mean of measured minus true; low, high: bias ± 1.96 SD of the differences, NaN for one leg;
    slope: of the line measured over true (least squares), 1 where large and small values are told apart in
    full, below 1 where they are drawn to the middle; NaN for fewer than three legs or where the truth is one.
    """

    metric: str
    n: int
    bias: float
    low: float
    high: float
    slope: float


def limits_of_agreement(means: pd.DataFrame) -> list[Agreement]:
    """Return the limits of every metric of a table of leg means (`leg_means`)."""
    found = []
    for metric, rows in means.groupby("metric", sort=False):
        true, measured = rows["true"].to_numpy(float), rows["measured"].to_numpy(float)
        difference = measured - true
        bias = float(difference.mean())
        half = 1.96 * float(difference.std(ddof=1)) if len(difference) > 1 else np.nan
        found.append(
            Agreement(str(metric), len(difference), bias, bias - half, bias + half, _slope(true, measured))
        )
    return found


def _slope(true: FloatArray, measured: FloatArray) -> float:
    varied = len(true) >= 3 and np.ptp(true) > 0
    return float(np.cov(true, measured)[0, 1] / np.var(true, ddof=1)) if varied else np.nan


def interval_cases(truth: TrueWalk, result: Result) -> pd.DataFrame:
    """Return every stated 95 % interval of a leg's mean beside the true mean of the same strides.

    Columns: those of `leg_means`, `ci95_low`, `ci95_high`, and whether the interval `holds` the truth.  Means
    without an interval (one stride) are left out.
    """
    means = leg_means(matched_strides(truth, result))
    stated = result.summary.reindex(columns=["metric", "side", "ci95_low", "ci95_high"]).dropna()
    cases = means.merge(stated.astype({"metric": object, "side": object}), on=["metric", "side"])
    cases["holds"] = (cases["ci95_low"] <= cases["true"]) & (cases["true"] <= cases["ci95_high"])
    return cases
