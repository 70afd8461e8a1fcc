"""The table `summary.csv`: one number per metric and side, how far it goes, and whether to believe it."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ..datatypes._arrays import FloatArray
from ..datatypes.walk import SIDES, Side, other
from .interval import Interval, asymmetry_interval, mean_interval
from .names import RATIO_SCALED, SHARE_OF_STRIDES, STRIDE_METRICS, unit_of
from .quality import Circumstances, Finding, caution, judge, judge_variation, worst
from .variation import asymmetry_percent, cv_percent

COLUMNS = ("metric", "side", "value", "unit", "n", "sd", "ci95_low", "ci95_high", "quality", "reason")
METHOD = "ci95_method"
"""The column after those: how the interval came about, `bootstrap` or `t`; empty without one."""
NUMERIC = tuple(metric for metric in STRIDE_METRICS if metric != SHARE_OF_STRIDES)
FINE = Finding("ok")
NO_INTERVAL = Interval()

Row = dict[str, Any]


def summarise(strides: pd.DataFrame, circumstances: Circumstances) -> pd.DataFrame:
    """Return the summary of a table of strides, with the columns of `COLUMNS` and `METHOD`.

    Per metric and side: mean over valid strides, their number and SD (blank for one stride), 95 % interval of
    the mean (see `mean_interval`), quality and its reason.  `both` pools the strides of the legs that are not
    withheld.  A withheld value is blank.  `contact_pattern` names the commonest pattern in its unit; its
    value is the share of strides (%) that have it.  Asymmetry and coefficient of variation: `RATIO_SCALED`
    metrics only.
    """
    valid = strides[strides["valid"].astype(bool)]
    rows = []
    for metric in NUMERIC:
        legs = _legs(metric, valid, circumstances)
        rows += _mean_rows(metric, legs)
        rows += _comparisons(metric, legs) if metric in RATIO_SCALED else []
    rows += _contact_rows(_legs(SHARE_OF_STRIDES, valid, circumstances))
    rows += _count_rows(valid) + _masked_rows(circumstances)
    numbers = dict.fromkeys(("value", "sd", "ci95_low", "ci95_high"), "float64")
    return pd.DataFrame(rows, columns=[*COLUMNS, METHOD]).astype({"n": "int64", **numbers})


def no_summary() -> pd.DataFrame:
    """Return the summary without a row."""
    return pd.DataFrame(columns=[*COLUMNS, METHOD])


@dataclass(frozen=True)
class _Leg:
    """One metric's values over the valid strides of one leg, and what to think of their mean.

    Of both legs pooled, `parts` holds each leg's values.
    """

    parts: "tuple[np.ndarray[tuple[int], np.dtype[Any]], ...]"
    finding: Finding

    @property
    def values(self) -> "np.ndarray[tuple[int], np.dtype[Any]]":
        return np.concatenate(self.parts)

    @property
    def kept(self) -> bool:
        return self.finding.quality != "withheld"


def _legs(metric: str, valid: pd.DataFrame, circumstances: Circumstances) -> dict[Side, _Leg]:
    legs = {}
    for side in SIDES:
        values = valid.loc[valid["side"] == side, metric].dropna().to_numpy()
        legs[side] = _Leg((values,), judge(metric, side, len(values), circumstances))
    return legs


def _together(legs: dict[Side, _Leg]) -> _Leg:
    """Pool the legs that are not withheld; withheld only if both are."""
    kept = {side: leg for side, leg in legs.items() if leg.kept}
    pooled = tuple(leg.values for leg in (kept or legs).values())
    findings = [leg.finding for leg in (kept or legs).values()]
    if len(kept) == 1:
        (side,) = kept
        findings.append(caution(f"From the {side} leg only; the {other(side)} one was withheld."))
    return _Leg(pooled, worst(findings))


def _mean_rows(metric: str, legs: dict[Side, _Leg]) -> list[Row]:
    return [_mean_row(metric, side, leg) for side, leg in (*legs.items(), ("both", _together(legs)))]


def _mean_row(metric: str, side: str, leg: _Leg) -> Row:
    values: FloatArray = leg.values.astype(float)
    if not leg.kept:
        return _row(metric, side, np.nan, len(values), leg.finding)
    sd = float(np.std(values, ddof=1)) if len(values) > 1 else np.nan
    interval = mean_interval(*(part.astype(float) for part in leg.parts))
    row = _row(metric, side, float(np.mean(values)), len(values), leg.finding, interval)
    return row | {"sd": sd}


def _comparisons(metric: str, legs: dict[Side, _Leg]) -> list[Row]:
    left, right = legs["left"], legs["right"]
    finding = worst([left.finding, right.finding])
    n = len(left.values) + len(right.values)
    asymmetry, interval = np.nan, NO_INTERVAL
    if finding.quality != "withheld":
        asymmetry = asymmetry_percent(float(np.mean(left.values)), float(np.mean(right.values)))
        interval = asymmetry_interval(left.values.astype(float), right.values.astype(float))
    rows = [_row(f"{metric}_asymmetry_percent", "both", asymmetry, n, finding, interval)]
    for side, members in (("left", [left]), ("right", [right]), ("both", [left, right])):
        rows.append(_cv_row(metric, side, members))
    return rows


def _cv_row(metric: str, side: str, legs: list[_Leg]) -> Row:
    n = min(len(leg.values) for leg in legs)
    finding = worst([*(leg.finding for leg in legs), judge_variation(n)])
    value = np.nan if finding.quality == "withheld" else cv_percent(*(leg.values for leg in legs))
    return _row(f"{metric}_cv_percent", side, value, sum(len(leg.values) for leg in legs), finding)


def _contact_rows(legs: dict[Side, _Leg]) -> list[Row]:
    rows = []
    for side, leg in (*legs.items(), ("both", _together(legs))):
        if not leg.kept:
            rows.append(_row(SHARE_OF_STRIDES, side, np.nan, len(leg.values), leg.finding))
            continue
        pattern, count = Counter(leg.values).most_common(1)[0]
        share = _row(SHARE_OF_STRIDES, side, 100 * count / len(leg.values), len(leg.values), leg.finding)
        rows.append(share | {"unit": f"% {pattern}"})
    return rows


def _count_rows(valid: pd.DataFrame) -> list[Row]:
    counts = [(side, int((valid["side"] == side).sum())) for side in SIDES]
    counted = (*counts, ("both", len(valid)))
    return [_row("n_strides", side, n, n, FINE) | {"unit": "strides"} for side, n in counted]


def _masked_rows(circumstances: Circumstances) -> list[Row]:
    shares = circumstances.masked_frames_percent
    listed = (*shares.items(), ("both", float(np.mean(list(shares.values())))))
    return [_row("masked_frames_percent", side, share, 0, FINE) for side, share in listed]


def _row(
    metric: str, side: str, value: float, n: int, finding: Finding, interval: Interval = NO_INTERVAL
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
        "quality": finding.quality,
        "reason": " ".join(finding.reasons),
        METHOD: interval.method,
    }
