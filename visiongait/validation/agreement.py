"""Agreement with the truth: limits of agreement, intervals, gait cycle, foot drop."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..datatypes import SIDES, AngleSeries, FloatArray, Side, Stride, other
from ..metrics import MIN_WINDOW_SHARE
from .result import Result
from .scoring import leg_means, matched_strides
from .truth import ANGLE_KEYS, TrueWalk


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


PERCENT = np.arange(0, 101, 2)
CYCLE_COLUMNS = ("clip", "view_angle_deg", "leg", "angle", "percent", "error_deg")


def cycle_errors(truth: TrueWalk, result: Result) -> pd.DataFrame:
    """Return measured minus true at every second percent of each true stride, the mean over strides.

    A row per leg, angle and percent; only strides with the legs in the picture throughout; NaN where no
    stride was measured there.
    """
    measured = result.angles_at(truth.angles.time_s)
    tables = []
    for side in ("left", "right"):
        whole = [one for one in truth.strides if one.side == side and truth.seen(one.start_s, one.end_s)]
        for name in ANGLE_KEYS if whole else ():
            error = measured.of(side, name) - truth.angles.of(side, name)
            about = {"clip": truth.name, "view_angle_deg": truth.view_angle_deg, "leg": truth.leg(side)}
            mean = _mean_over(whole, truth.angles.time_s, error)
            tables.append(pd.DataFrame(about | {"angle": name, "percent": PERCENT, "error_deg": mean}))
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(CYCLE_COLUMNS))


def _mean_over(strides: list[Stride], time_s: FloatArray, error: FloatArray) -> FloatArray:
    at_percent = np.array(
        [np.interp(one.start_s + PERCENT / 100 * (one.end_s - one.start_s), time_s, error) for one in strides]
    )
    seen = np.isfinite(at_percent)
    total = np.where(seen, at_percent, 0.0).sum(axis=0)
    count = seen.sum(axis=0)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


NOTEWORTHY_DEG = 5.0
"""A side whose true dorsiflexion in swing is this much below the other's has a deficit."""

GOAL_DEG = 2.0
"""A deficit should be measured within this of its true size."""

DEFICIT = "swing_deficit_deg"
DEFICIT_COLUMNS = ("clip", "side", "leg", "true_deg", "measured_deg", "error_deg", "other_side_error_deg")


def swing_deficits(truth: TrueWalk, result: Result) -> pd.DataFrame:
    """Return the swing dorsiflexion deficit of the affected side, true and measured; no row without one.

    The deficit is the other side's dorsiflexion minus the affected side's, each the mean over swings (true
    foot off to true foot strike, legs in the picture).  `other_side_error_deg` is the error of the other
    side's own mean: it should stay untouched.
    """
    true = {side: swing_dorsiflexion(truth, truth.angles, side) for side in SIDES}
    seen = {side: swing_dorsiflexion(truth, result.angles_at(truth.angles.time_s), side) for side in SIDES}
    rows = []
    for side in SIDES:
        deficit = true[other(side)] - true[side]
        if deficit >= NOTEWORTHY_DEG:
            measured = seen[other(side)] - seen[side]
            untouched = seen[other(side)] - true[other(side)]
            rows.append((truth.name, side, truth.leg(side), deficit, measured, measured - deficit, untouched))
    return pd.DataFrame(rows, columns=list(DEFICIT_COLUMNS))


def swing_dorsiflexion(truth: TrueWalk, angles: AngleSeries, side: Side) -> float:
    """Return the mean dorsiflexion (degrees) of one side over its swings, those measured to four fifths."""
    means = []
    for stride in truth.strides:
        if stride.side != side or stride.foot_off_s is None or not truth.seen(stride.start_s, stride.end_s):
            continue
        swing = (angles.time_s >= stride.foot_off_s) & (angles.time_s < stride.end_s)
        ankle = angles.of(side, "ankle_dorsiflexion_deg")[swing]
        measured = ankle[np.isfinite(ankle)]
        if len(measured) >= MIN_WINDOW_SHARE * len(ankle) > 0:
            means.append(float(np.mean(measured)))
    return float(np.mean(means)) if means else np.nan
