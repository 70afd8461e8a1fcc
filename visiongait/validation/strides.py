"""The product's stride metrics beside the true ones."""

import numpy as np
import pandas as pd

from ..datatypes.tables import in_means
from ..metrics import STRIDE_METRICS
from .result import Result
from .truth import TrueWalk

COLUMNS = ("clip", "view_angle_deg", "leg", "side", "metric", "start_s", "true", "measured")
SAME_STRIDE_S = 0.15
"""Both ends of the same stride are nearer than this."""


def matched_strides(truth: TrueWalk, result: Result) -> pd.DataFrame:
    """Return every metric of every valid stride that has a true one, measured beside true.

    A row is a metric of a stride, with the columns of `COLUMNS`; `measured` is NaN where the stride lacks the
    metric, or the summary withholds it for that side: what the product does not stand by is not judged.
    """
    rows = [
        row
        for _, stride in _valid(result).iterrows()
        for _, true in _same(truth.stride_metrics, stride).iterrows()
        for row in _rows(truth, stride, true, _withheld(result.summary, str(stride["side"])))
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def leg_means(strides: pd.DataFrame) -> pd.DataFrame:
    """Return the mean of each metric over the strides of each leg and clip: `n`, `true`, `measured`."""
    both = strides.dropna(subset=["true", "measured"])
    groups = both.groupby(["clip", "view_angle_deg", "leg", "side", "metric"], sort=False)
    return groups.agg(n=("true", "size"), true=("true", "mean"), measured=("measured", "mean")).reset_index()


def _valid(result: Result) -> pd.DataFrame:
    strides = result.strides
    return in_means(strides)


def _same(table: pd.DataFrame, stride: "pd.Series[float]") -> pd.DataFrame:
    if not len(table):
        return table
    near = (table[["start_s", "end_s"]] - [stride["start_s"], stride["end_s"]]).abs() <= SAME_STRIDE_S
    return table[(table["side"] == stride["side"]) & near.all(axis=1)]


def _withheld(summary: pd.DataFrame, side: str) -> set[str]:
    if not len(summary):
        return set()
    mine = summary[(summary["side"] == side) & (summary["quality"] == "withheld")]
    return set(mine["metric"])


def _rows(
    truth: TrueWalk, stride: "pd.Series[float]", true: "pd.Series[float]", withheld: set[str]
) -> list[dict[str, object]]:
    side = stride["side"]
    about = {"clip": truth.name, "view_angle_deg": truth.view_angle_deg, "side": side}
    return [
        about
        | {
            "leg": truth.leg(side),  # type: ignore[arg-type]
            "metric": metric,
            "start_s": stride["start_s"],
            "true": true[metric],
            "measured": np.nan if metric in withheld else stride.get(metric, np.nan),
        }
        for metric in STRIDE_METRICS
        if metric in true and isinstance(true[metric], float)
    ]
