"""The error that all strides of a leg share, in the conditions of a recording."""

import numpy as np

from ..datatypes.calibration import MetricError, Precision
from ..datatypes.walk import Side
from .names import TEMPORAL
from .quality import RecordingConditions

MOST_NOISE = 3.0
"""Beyond this many times the noise of the walks learnt from, the error is not extrapolated."""


def shared_sd(metric: str, side: Side, conditions: RecordingConditions, precision: Precision) -> float:
    """Return the SD, in the metric's unit, of the error that the strides of one leg share.

    The error from the side, of the near or the far leg (the larger if each was near once), grows with the
    noise of the landmarks; that of angles and lengths with the square of the view angle, that of times with
    the frame interval.  NaN where it is not known.
    """
    error = precision.metrics.get(metric)
    if error is None:
        return np.nan
    by_geometry = _interval_factor if metric in TEMPORAL else _view_factor
    factor = by_geometry(conditions, precision) * _noise_factor(conditions, precision)
    return _of_leg(error, side, conditions) * factor


def stride_sd(metric: str, precision: Precision) -> float:
    """Return the usual SD of single strides about their mean; NaN where it is not known."""
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
    """Return how much noisier than usual the landmarks are; at least 1: noise is only part of the error."""
    disagreement = conditions.disagreement
    if disagreement is None:
        return 1.0
    return float(np.clip(disagreement / precision.disagreement, 1.0, MOST_NOISE))
