"""The table `summary.csv`: one estimate per metric and side, and whether to believe it.

Here, and nowhere else, a number gets its interval: the scatter of the strides and the systematic error that
they share.  Everybody else reads it from the table (`datatypes.Summary`).
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from ..datatypes import (
    SIDES,
    SUMMARY,
    FloatArray,
    MetricError,
    MetricEstimate,
    Precision,
    Side,
    Verdict,
    Where,
    in_means,
    other,
)
from .catalogue import METRICS
from .interval import (
    Interval,
    asymmetry_interval,
    asymmetry_percent,
    cv_percent,
    mean_interval,
    share_interval,
    variation_interval,
)
from .metric import Metric, unit_of
from .quality import RecordingConditions, caution, judge, judge_variation, worst

FINE = Verdict("ok")
NO_INTERVAL = Interval()
MOST_NOISE = 3.0
"""Beyond this many times the noise of the walks learnt from, the error is not extrapolated."""


def summarise(
    strides: pd.DataFrame, conditions: RecordingConditions, precision: Precision | None = None
) -> pd.DataFrame:
    """Return the summary of a table of strides, with the columns of `datatypes.SUMMARY`.

    Per metric and side: mean over valid strides, their number and SD (blank for one stride), the 95 %
    interval that holds the true mean (see `mean_interval`), quality and its reason.  Without a `precision`
    the interval knows the scatter of the strides only.  `both` pools the strides of the legs that are not
    withheld.  A withheld value is blank.  A metric that is a word names the commonest one in its unit; its
    value is the share of strides (%) that have it.  Asymmetry and coefficient of variation: metrics that are
    `ratio_scaled` only.
    """
    rows = [_row(one) for one in _estimates(in_means(strides), conditions, precision)]
    numbers = dict.fromkeys(("value", "sd", "ci95_low", "ci95_high", "shared_sd"), "float64")
    return pd.DataFrame(rows, columns=list(SUMMARY.names)).astype({"n": "int64", **numbers})


def _row(one: MetricEstimate) -> dict[str, object]:
    return {
        "metric": one.metric,
        "side": one.side,
        "value": one.value,
        "unit": one.unit,
        "n": one.n,
        "sd": one.sd,
        "ci95_low": one.low,
        "ci95_high": one.high,
        "quality": one.quality,
        "reason": one.reason,
        "ci95_method": one.method,
        "shared_sd": one.components.get("systematic", np.nan),
    }


def _estimates(
    valid: pd.DataFrame, conditions: RecordingConditions, precision: Precision | None
) -> Iterator[MetricEstimate]:
    words = [metric for metric in METRICS if metric.is_word]
    for metric in METRICS:
        if metric.is_word:
            continue
        legs = _legs(metric, valid, conditions, precision)
        for side, leg in _sides(legs):
            yield _mean(metric, side, leg)
        if metric.ratio_scaled:
            yield from _comparisons(metric.name, legs)
    for metric in words:
        yield from _shares(metric, _legs(metric, valid, conditions))
    for side in SIDES:
        yield _count("n_strides", side, int((valid["side"] == side).sum()))
    yield _count("n_strides", "both", len(valid))
    shares = conditions.masked_frames_percent
    for side in SIDES:
        yield _estimate("masked_frames_percent", side, shares[side], 0, FINE)
    yield _estimate("masked_frames_percent", "both", float(np.mean(list(shares.values()))), 0, FINE)


@dataclass(frozen=True)
class _Leg:
    """One metric's values over the valid strides of one leg, and what to think of their mean.

    Of both legs pooled, `parts` holds each leg's values.  systematic_sd, stride_sd: of the error that they
    share, and the typical one of single strides; NaN where not known.
    """

    parts: "tuple[np.ndarray[tuple[int], np.dtype[Any]], ...]"
    verdict: Verdict
    systematic_sd: float = np.nan
    stride_sd: float = np.nan
    values: "np.ndarray[tuple[int], np.dtype[Any]]" = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", np.concatenate(self.parts))

    @property
    def withheld(self) -> bool:
        return self.verdict.quality == "withheld"


def _legs(
    metric: Metric, valid: pd.DataFrame, conditions: RecordingConditions, precision: Precision | None = None
) -> dict[Side, _Leg]:
    legs = {}
    for side in SIDES:
        strides = valid.loc[valid["side"] == side, metric.name]
        values = strides.dropna().to_numpy()
        verdict = judge(metric.name, side, len(values), conditions, of=len(strides))
        if precision is None:
            legs[side] = _Leg((values,), verdict)
        else:
            shared = systematic_sd(metric.name, side, conditions, precision)
            legs[side] = _Leg((values,), verdict, shared, stride_sd(metric.name, precision))
    return legs


def _sides(legs: Mapping[Side, _Leg]) -> Iterator[tuple[Where, _Leg]]:
    yield from legs.items()
    yield "both", _together(legs)


def _together(legs: Mapping[Side, _Leg]) -> _Leg:
    """Pool the legs that are not withheld; withheld only if both are.

    What one leg's strides share is taken to be shared by both legs': the mean is no more certain than each.
    """
    usable = {side: leg for side, leg in legs.items() if not leg.withheld}
    pooled = list((usable or legs).values())
    verdicts = [leg.verdict for leg in pooled]
    if len(usable) == 1:
        (side,) = usable
        verdicts.append(caution(f"From the {side} leg only; the {other(side)} one was withheld."))
    shared = float(np.sqrt(np.mean([leg.systematic_sd**2 for leg in pooled])))
    return _Leg(tuple(leg.values for leg in pooled), worst(verdicts), shared, pooled[0].stride_sd)


def _mean(metric: Metric, side: Where, leg: _Leg) -> MetricEstimate:
    values: FloatArray = leg.values.astype(float)
    if leg.withheld:
        return _estimate(metric.name, side, np.nan, len(values), leg.verdict)
    parts = (part.astype(float) for part in leg.parts)
    shared = float(np.nan_to_num(leg.systematic_sd))
    interval = mean_interval(*parts, systematic_sd=shared, stride_sd=leg.stride_sd)
    sd = float(np.std(values, ddof=1)) if len(values) > 1 else np.nan
    mean = float(np.mean(values))
    return _estimate(metric.name, side, mean, len(values), leg.verdict, interval, sd, leg.systematic_sd)


def _comparisons(metric: str, legs: dict[Side, _Leg]) -> Iterator[MetricEstimate]:
    left, right = legs["left"], legs["right"]
    verdict = worst([left.verdict, right.verdict])
    n = len(left.values) + len(right.values)
    asymmetry, interval = np.nan, NO_INTERVAL
    if verdict.quality != "withheld":
        asymmetry = asymmetry_percent(float(np.mean(left.values)), float(np.mean(right.values)))
        shared = left.systematic_sd, right.systematic_sd
        interval = asymmetry_interval(left.values.astype(float), right.values.astype(float), shared)
    yield _estimate(f"{metric}_asymmetry_percent", "both", asymmetry, n, verdict, interval)
    yield _variation(metric, "left", [left])
    yield _variation(metric, "right", [right])
    yield _variation(metric, "both", [left, right])


def _variation(metric: str, side: Where, legs: list[_Leg]) -> MetricEstimate:
    n = min(len(leg.values) for leg in legs)
    verdict = worst([*(leg.verdict for leg in legs), judge_variation(n)])
    value = np.nan if verdict.quality == "withheld" else cv_percent(*(leg.values for leg in legs))
    strides = sum(len(leg.values) for leg in legs)
    interval = variation_interval(value, strides - len(legs))
    return _estimate(f"{metric}_cv_percent", side, value, strides, verdict, interval)


def _shares(metric: Metric, legs: dict[Side, _Leg]) -> Iterator[MetricEstimate]:
    """Yield the share of strides that have the commonest word, which stands in the unit."""
    for side, leg in _sides(legs):
        n = len(leg.values)
        if leg.withheld:
            yield _estimate(metric.name, side, np.nan, n, leg.verdict)
            continue
        word, count = Counter(leg.values).most_common(1)[0]
        interval = share_interval(count, n)
        yield _estimate(metric.name, side, 100 * count / n, n, leg.verdict, interval, unit=f"% {word}")


def _count(metric: str, side: Where, n: int) -> MetricEstimate:
    return _estimate(metric, side, n, n, FINE, unit="strides")


def _estimate(
    metric: str,
    side: Where,
    value: float,
    n: int,
    verdict: Verdict,
    interval: Interval = NO_INTERVAL,
    sd: float = np.nan,
    systematic_sd: float = np.nan,
    unit: str | None = None,
) -> MetricEstimate:
    return MetricEstimate(
        value,
        interval.low,
        interval.high,
        interval.method,
        {"strides": sd / np.sqrt(n) if n > 1 else np.nan, "systematic": systematic_sd},
        metric=metric,
        side=side,
        unit=unit_of(metric) if unit is None else unit,
        n=n,
        sd=sd,
        quality=verdict.quality,
        reason=" ".join(verdict.reasons),
    )


def systematic_sd(metric: str, side: Side, conditions: RecordingConditions, precision: Precision) -> float:
    """Return the SD, in the metric's unit, of the error that the strides of one leg share.

    The error from the side, of the near or the far leg (the larger if each was near once), grows with the
    noise of the landmarks; that of angles and lengths with the square of the view angle, that of times with
    the frame interval.  NaN where it is not known.
    """
    error = precision.metrics.get(metric)
    if error is None:
        return np.nan
    by_geometry = _interval_factor if METRICS[metric].family == "time" else _view_factor
    factor = by_geometry(conditions, precision) * _noise_factor(conditions, precision)
    return _of_leg(error, side, conditions) * factor


def stride_sd(metric: str, precision: Precision) -> float:
    """Return the typical SD of single strides about their mean; NaN where it is not known."""
    error = precision.metrics.get(metric)
    return error.stride if error else np.nan


def _of_leg(error: MetricError, side: Side, conditions: RecordingConditions) -> float:
    if conditions.far_side is None:
        return max(error.near, error.far)
    return error.far if side == conditions.far_side else error.near


def _view_factor(conditions: RecordingConditions, precision: Precision) -> float:
    angle_deg = conditions.view_angle_deg or 0.0
    return float(1 + (angle_deg / precision.doubling_view_deg) ** 2)


def _interval_factor(conditions: RecordingConditions, precision: Precision) -> float:
    return max(1.0, precision.rate_hz / conditions.rate_hz)


def _noise_factor(conditions: RecordingConditions, precision: Precision) -> float:
    """Return how much noisier than typical the landmarks are; at least 1: noise is only part of the error."""
    disagreement = conditions.disagreement
    if disagreement is None:
        return 1.0
    return float(np.clip(disagreement / precision.disagreement, 1.0, MOST_NOISE))
