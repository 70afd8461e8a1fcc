"""The table `summary.csv`: one number per metric and side, how far it goes, and whether to believe it."""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from ..datatypes._arrays import FloatArray
from ..datatypes.assessment import Verdict
from ..datatypes.calibration import Precision
from ..datatypes.tables import in_means
from ..datatypes.walk import SIDES, Side, other
from .interval import Interval, asymmetry_interval, mean_interval, share_interval, variation_interval
from .names import RATIO_SCALED, SHARE_OF_STRIDES, STRIDE_METRICS, unit_of
from .precision import shared_sd, stride_sd
from .quality import RecordingConditions, caution, judge, judge_variation, worst
from .variation import asymmetry_percent, cv_percent

COLUMNS = ("metric", "side", "value", "unit", "n", "sd", "ci95_low", "ci95_high", "quality", "reason")
METHOD, SHARED = "ci95_method", "shared_sd"
"""The columns after those: how the interval came about (`interval.Method`), and the SD of the error that all
strides share, which is part of it."""
NUMERIC = tuple(metric for metric in STRIDE_METRICS if metric != SHARE_OF_STRIDES)
FINE = Verdict("ok")
NO_INTERVAL = Interval()

Row = dict[str, Any]


def summarise(
    strides: pd.DataFrame, conditions: RecordingConditions, precision: Precision | None = None
) -> pd.DataFrame:
    """Return the summary of a table of strides, with the columns of `COLUMNS`, `METHOD` and `SHARED`.

    Per metric and side: mean over valid strides, their number and SD (blank for one stride), the 95 %
    interval that holds the true mean (see `mean_interval`), quality and its reason.  Without a `precision`
    the interval knows the scatter of the strides only.  `both` pools the strides of the legs that are not
    withheld.  A withheld value is blank.  `contact_pattern` names the commonest pattern in its unit; its
    value is the share of strides (%) that have it.  Asymmetry and coefficient of variation: `RATIO_SCALED`
    metrics only.
    """
    valid = in_means(strides)
    rows = []
    for metric in NUMERIC:
        legs = _legs(metric, valid, conditions, precision)
        rows += _mean_rows(metric, legs)
        rows += _comparisons(metric, legs) if metric in RATIO_SCALED else []
    rows += _contact_rows(_legs(SHARE_OF_STRIDES, valid, conditions))
    rows += _count_rows(valid) + _masked_rows(conditions)
    numbers = dict.fromkeys(("value", "sd", "ci95_low", "ci95_high", SHARED), "float64")
    return pd.DataFrame(rows, columns=[*COLUMNS, METHOD, SHARED]).astype({"n": "int64", **numbers})


def no_summary() -> pd.DataFrame:
    """Return the summary without a row."""
    return pd.DataFrame(columns=[*COLUMNS, METHOD, SHARED])


@dataclass(frozen=True)
class _Leg:
    """One metric's values over the valid strides of one leg, and what to think of their mean.

    Of both legs pooled, `parts` holds each leg's values.  shared_sd, stride_sd: see `MetricError`; NaN where
    not known.
    """

    parts: "tuple[np.ndarray[tuple[int], np.dtype[Any]], ...]"
    verdict: Verdict
    shared_sd: float = np.nan
    stride_sd: float = np.nan

    @property
    def values(self) -> "np.ndarray[tuple[int], np.dtype[Any]]":
        return np.concatenate(self.parts)

    @property
    def kept(self) -> bool:
        return self.verdict.quality != "withheld"


def _legs(
    metric: str, valid: pd.DataFrame, conditions: RecordingConditions, precision: Precision | None = None
) -> dict[Side, _Leg]:
    legs = {}
    for side in SIDES:
        values = valid.loc[valid["side"] == side, metric].dropna().to_numpy()
        leg = _Leg((values,), judge(metric, side, len(values), conditions))
        if precision is not None:
            shared = shared_sd(metric, side, conditions, precision)
            leg = replace(leg, shared_sd=shared, stride_sd=stride_sd(metric, precision))
        legs[side] = leg
    return legs


def _together(legs: dict[Side, _Leg]) -> _Leg:
    """Pool the legs that are not withheld; withheld only if both are.

    What is shared by one leg's strides is taken to be shared by both legs': the mean is no surer than each.
    """
    kept = {side: leg for side, leg in legs.items() if leg.kept}
    pooled = list((kept or legs).values())
    verdicts = [leg.verdict for leg in pooled]
    if len(kept) == 1:
        (side,) = kept
        verdicts.append(caution(f"From the {side} leg only; the {other(side)} one was withheld."))
    shared = float(np.sqrt(np.mean([leg.shared_sd**2 for leg in pooled])))
    return _Leg(tuple(leg.values for leg in pooled), worst(verdicts), shared, pooled[0].stride_sd)


def _mean_rows(metric: str, legs: dict[Side, _Leg]) -> list[Row]:
    return [_mean_row(metric, side, leg) for side, leg in (*legs.items(), ("both", _together(legs)))]


def _mean_row(metric: str, side: str, leg: _Leg) -> Row:
    values: FloatArray = leg.values.astype(float)
    if not leg.kept:
        return _row(metric, side, np.nan, len(values), leg.verdict)
    sd = float(np.std(values, ddof=1)) if len(values) > 1 else np.nan
    parts = (part.astype(float) for part in leg.parts)
    shared = float(np.nan_to_num(leg.shared_sd))
    interval = mean_interval(*parts, instrument_sd=shared, stride_sd=leg.stride_sd)
    row = _row(metric, side, float(np.mean(values)), len(values), leg.verdict, interval)
    return row | {"sd": sd, SHARED: leg.shared_sd}


def _comparisons(metric: str, legs: dict[Side, _Leg]) -> list[Row]:
    left, right = legs["left"], legs["right"]
    verdict = worst([left.verdict, right.verdict])
    n = len(left.values) + len(right.values)
    asymmetry, interval = np.nan, NO_INTERVAL
    if verdict.quality != "withheld":
        asymmetry = asymmetry_percent(float(np.mean(left.values)), float(np.mean(right.values)))
        shared = left.shared_sd, right.shared_sd
        interval = asymmetry_interval(left.values.astype(float), right.values.astype(float), shared)
    rows = [_row(f"{metric}_asymmetry_percent", "both", asymmetry, n, verdict, interval)]
    for side, members in (("left", [left]), ("right", [right]), ("both", [left, right])):
        rows.append(_cv_row(metric, side, members))
    return rows


def _cv_row(metric: str, side: str, legs: list[_Leg]) -> Row:
    n = min(len(leg.values) for leg in legs)
    verdict = worst([*(leg.verdict for leg in legs), judge_variation(n)])
    value = np.nan if verdict.quality == "withheld" else cv_percent(*(leg.values for leg in legs))
    strides = sum(len(leg.values) for leg in legs)
    interval = variation_interval(value, strides - len(legs))
    return _row(f"{metric}_cv_percent", side, value, strides, verdict, interval)


def _contact_rows(legs: dict[Side, _Leg]) -> list[Row]:
    rows = []
    for side, leg in (*legs.items(), ("both", _together(legs))):
        if not leg.kept:
            rows.append(_row(SHARE_OF_STRIDES, side, np.nan, len(leg.values), leg.verdict))
            continue
        pattern, count = Counter(leg.values).most_common(1)[0]
        n = len(leg.values)
        interval = share_interval(count, n)
        share = _row(SHARE_OF_STRIDES, side, 100 * count / n, n, leg.verdict, interval)
        rows.append(share | {"unit": f"% {pattern}"})
    return rows


def _count_rows(valid: pd.DataFrame) -> list[Row]:
    counts = [(side, int((valid["side"] == side).sum())) for side in SIDES]
    counted = (*counts, ("both", len(valid)))
    return [_row("n_strides", side, n, n, FINE) | {"unit": "strides"} for side, n in counted]


def _masked_rows(conditions: RecordingConditions) -> list[Row]:
    shares = conditions.masked_frames_percent
    listed = (*shares.items(), ("both", float(np.mean(list(shares.values())))))
    return [_row("masked_frames_percent", side, share, 0, FINE) for side, share in listed]


def _row(
    metric: str, side: str, value: float, n: int, verdict: Verdict, interval: Interval = NO_INTERVAL
) -> Row:
    return {
        "metric": metric,
        "side": side,
        "value": value,
        "unit": unit_of(metric),
        "n": n,
        "sd": np.nan,
        "ci95_low": interval.low,
        "ci95_high": interval.high,
        "quality": verdict.quality,
        "reason": " ".join(verdict.reasons),
        METHOD: interval.method,
        SHARED: np.nan,
    }
