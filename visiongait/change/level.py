"""Where one metric of one session stands, and how far that can be off."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ..datatypes.assessment import Assessment, Quality, Verdict
from ..datatypes.tables import in_means
from ..datatypes.walk import SIDES
from ..metrics.names import SHARE_OF_STRIDES, STRIDE_METRICS, unit_of
from .measurement_error import Z95, error_sd

COMPARED = tuple(metric for metric in STRIDE_METRICS if metric != SHARE_OF_STRIDES)
"""The metrics that are numbers."""

COMPARED_SIDES = (*SIDES, "both")
SHARED = "shared_sd"
"""The column of the summary with the error that all strides share; the stated interval holds it already.

It was learnt on walks of which few are unusual; the limits of agreement are those of the worst of them, too.
The larger of both counts: unusual walks are those whose change is followed."""
NOT_MEASURED = "It was not measured."


@dataclass(frozen=True)
class Level:
    """The mean of one metric over the valid strides of a session.

    side: `left`, `right` or `both`; value: NaN where withheld, and then `reason` says why; n: strides;
    low, high: ends of the 95 % interval of the mean, with the scatter from pass to pass and the product's own
    error in it, NaN where that is not known or there is one stride; walk_se: standard error of the mean from
    stride to stride or from pass to pass, whichever is larger; error_sd: of the product itself, which more
    strides do not lessen, NaN where not known.
    """

    metric: str
    side: str
    n: int
    quality: Quality
    reason: str
    value: float = np.nan
    low: float = np.nan
    high: float = np.nan
    walk_se: float = np.nan
    error_sd: float = np.nan

    @property
    def unit(self) -> str:
        """The metric's unit."""
        return unit_of(self.metric)

    @property
    def verdict(self) -> Verdict:
        """Quality and reason, for the rules."""
        return Verdict(self.quality, (self.reason,) if self.reason else ())

    @property
    def sem(self) -> float:
        """Standard error of measurement: the walk's own scatter and the product's error together.

        NaN for one stride, and where the product's error is not known.
        """
        return float(np.hypot(self.walk_se, self.error_sd))


Levels = Mapping[tuple[str, str], Level]
"""Of one session, by metric and side."""


def read_levels(assessment: Assessment) -> Levels:
    """Return where every metric of every side stands; withheld where the summary has no such row."""
    rows = {(row["metric"], row["side"]): row for row in assessment.summary.to_dict("records")}
    passes = {side: _pass_se(assessment.strides, side) for side in COMPARED_SIDES}
    return {
        (metric, side): _level(metric, side, rows.get((metric, side)), passes[side].get(metric, np.nan))
        for metric in COMPARED
        for side in COMPARED_SIDES
    }


def _level(metric: str, side: str, row: Mapping[Hashable, Any] | None, passes: float) -> Level:
    if row is None:
        return Level(metric, side, 0, "withheld", NOT_MEASURED)
    strides = float(row["sd"] / np.sqrt(row["n"])) if row["n"] > 1 else np.nan
    stated = float(row.get(SHARED, np.nan))
    error = float(np.fmax(stated, error_sd(metric)))
    further = np.fmax(passes**2 - strides**2, 0.0)
    added = Z95 * np.sqrt(further + error**2 - np.nan_to_num(stated) ** 2)
    value = float(row["value"])
    return Level(
        metric,
        side,
        int(row["n"]),
        row["quality"],
        str(row["reason"]),
        value,
        low=value - float(np.hypot(value - row["ci95_low"], added)),
        high=value + float(np.hypot(row["ci95_high"] - value, added)),
        walk_se=float(np.fmax(strides, passes)),
        error_sd=error,
    )


def _pass_se(strides: pd.DataFrame, side: str) -> dict[str, float]:
    """Return each metric's standard error of the mean from the scatter of the passes' own means.

    A metric that one pass only has is not in it.
    """
    if "pass" not in strides or not len(strides):
        return {}
    used = in_means(strides[strides["side"].isin(SIDES if side == "both" else [side])])
    means = used.groupby("pass")[[m for m in COMPARED if m in strides]].mean().astype(float)
    spread: dict[str, float] = (means.std(ddof=1) / np.sqrt(means.count())).dropna().to_dict()
    return spread
