"""The errors of many clips as one figure, with the interval that the choice of clips leaves."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from .goals import FIGURES, LEGS, SAGITTAL_DEG, Figure

RESAMPLES = 2000
SEED = 20260101
"""Of the bootstrap, so that the same clips give the same interval."""


@dataclass(frozen=True)
class Pooled:
    """One figure of one leg over all clips, in the unit it is written in.

    mean: mean absolute error; low, high: its 95 % interval when whole clips are drawn anew (Efron &
    Tibshirani 1993), NaN with fewer than two clips; bias: measured minus true; clips that gave the figure;
    n samples of `wanted`; invented events; met: whether the goal is, None without a goal or a number.
    """

    figure: Figure
    leg: str
    mean: float
    low: float
    high: float
    bias: float
    clips: int
    n: int
    wanted: int
    invented: int

    @property
    def met(self) -> bool | None:
        """Whether the mean is within the goal, and for events all were found and none was invented."""
        goal = self.figure.goal(self.leg)
        if goal is None or np.isnan(self.mean):
            return None
        complete = self.figure.unit != "ms" or (self.n == self.wanted and not self.invented)
        return self.mean <= goal and complete


def pool(errors: pd.DataFrame, figure: Figure, leg: str) -> Pooled:
    """Pool one figure of one leg over the clips of a table of errors (`score`)."""
    mine = errors[(errors["figure"] == figure.name) & (errors["leg"] == leg)]
    measured = mine[mine["n"] > 0]
    weight = measured["n"].to_numpy(float) if figure.pooled_over == "samples" else np.ones(len(measured))
    mean = _weighted(measured["mae"].to_numpy(float), weight)
    low, high = _interval(measured["mae"].to_numpy(float), weight)
    bias = _weighted(measured["bias"].to_numpy(float), weight)
    counts: dict[str, Any] = {name: int(mine[name].sum()) for name in ("n", "wanted", "invented")}
    mean, low, high, bias = (figure.scale * value for value in (mean, low, high, bias))
    return Pooled(figure, leg, mean, low, high, bias, len(measured), **counts)


def pool_all(errors: pd.DataFrame) -> list[Pooled]:
    """Pool every figure of the table, near and far, over the clips seen from the side."""
    sagittal = errors[errors["view_angle_deg"] <= SAGITTAL_DEG]
    return [pool(sagittal, figure, leg) for figure in FIGURES for leg in LEGS]


def _weighted(values: "np.ndarray[Any, Any]", weight: "np.ndarray[Any, Any]") -> float:
    return float(np.average(values, weights=weight)) if len(values) else np.nan


def _interval(values: "np.ndarray[Any, Any]", weight: "np.ndarray[Any, Any]") -> tuple[float, float]:
    """Return the 2.5 and 97.5 % points of the weighted mean over clips drawn with replacement."""
    if len(values) < 2:
        return np.nan, np.nan
    drawn = np.random.default_rng(SEED).integers(0, len(values), (RESAMPLES, len(values)))
    means = (values * weight)[drawn].sum(axis=1) / weight[drawn].sum(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)
