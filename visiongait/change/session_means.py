"""Where the metrics of one session stand, ready to be compared with another session's.

The intervals are those of the summary.  Two sessions differ by more than that: people walk past the camera
several times, and the phone is put up anew.  Both are added here, as components of their own.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from math import nan

import numpy as np
import pandas as pd

from ..datatypes import SIDES, Z95, Assessment, MetricEstimate, Where, in_means
from ..metrics import METRICS

COMPARED_SIDES: tuple[Where, ...] = (*SIDES, "both")

PER_HEIGHT = {"step_length_per_height": "step_length_m"}
"""Lengths in body heights have the error of those in metres, divided by the stature."""
SHORTEST_M = 1.6
"""The shortest of the walkers that the limits come from, so that no error is taken for too small."""

SessionMeans = Mapping[tuple[str, str], MetricEstimate]
"""Of one session, by metric and side."""


def compared() -> tuple[str, ...]:
    """Return the metrics that are numbers."""
    return METRICS.names(lambda metric: not metric.is_word)


@cache
def limits_of_agreement() -> Mapping[str, tuple[float, float]]:
    """Return the lower and upper 95 % limits of measured minus true by metric, as in docs/validity.md."""
    text = (files(__package__) / "limits_of_agreement.toml").read_text(encoding="utf-8")
    return {metric: (low, high) for metric, (low, high) in tomllib.loads(text).items()}


def error_sd(metric: str, height_m: float = SHORTEST_M) -> float:
    """Return the SD of the product's error from recording to recording, in the metric's unit; NaN if unknown.

    A recording's error that is the same in everybody (the bias) goes out of a change; what differs from
    recording to recording does not.  How much of that a person's own recordings share is not known, so all of
    it counts: the careful way.

    Parameters
    ----------
    metric
        Its name.
    height_m
        Stature, for lengths in body heights.
    """
    if metric in PER_HEIGHT:
        return error_sd(PER_HEIGHT[metric]) / height_m
    low, high = limits_of_agreement().get(metric, (nan, nan))
    return (high - low) / (2 * Z95)


def session_means(assessment: Assessment) -> SessionMeans:
    """Return where every metric of every side stands; withheld where the summary has no such row.

    Components beside those of the summary: `passes`, what the means of the passes scatter beyond what their
    strides explain; `sessions`, by how much the limits of agreement exceed the systematic error stated.  The
    stated one was learnt on walks of which few are unusual; the limits are those of the worst of them, too.
    Unusual walks are those whose change is followed.  Where none is stated, the limits stand in for it.
    """
    summary = assessment.estimates
    passes = {side: _pass_se(assessment.strides, side) for side in COMPARED_SIDES}
    return {
        (metric, side): comparable(summary.get(metric, side), passes[side].get(metric, nan))
        for metric in compared()
        for side in COMPARED_SIDES
    }


def comparable(own: MetricEstimate, pass_se: float = nan) -> MetricEstimate:
    """Return a mean with what two sessions differ by, and the scatter of passes, beside its own interval."""
    systematic, strides = (own.components.get(name, nan) for name in ("systematic", "strides"))
    measured = error_sd(own.metric)
    if np.isnan(systematic):
        own = own.adding("systematic", measured)
    else:
        own = own.adding("sessions", _beyond(measured, systematic))
    return own.adding("passes", _beyond(pass_se, strides))


def _beyond(whole: float, part: float) -> float:
    """Return the SD that is missing from a part to the whole; 0 where either is not known."""
    return float(np.sqrt(np.fmax(whole**2 - part**2, 0.0)))


def _pass_se(strides: pd.DataFrame, side: Where) -> dict[str, float]:
    """Return each metric's standard error of the mean from the scatter of the passes' own means.

    A metric that one pass only has is not in it.
    """
    if "pass" not in strides or not len(strides):
        return {}
    used = in_means(strides[strides["side"].isin(SIDES if side == "both" else [side])])
    means = used.groupby("pass")[[m for m in compared() if m in strides]].mean().astype(float)
    spread: dict[str, float] = (means.std(ddof=1) / np.sqrt(means.count())).dropna().to_dict()
    return spread
