"""The figures of the table and their goals; the errors of many clips as one figure, with its interval."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

SAGITTAL_DEG = 20.0
"""The goals count clips whose view is within this of the side."""


@dataclass(frozen=True)
class Figure:
    """One line of the table.

    scale turns the error's own unit into the one written; near and far are the goals for the mean absolute
    error in that unit, None where there is none; pooled_over: `clips`, every clip weighs the same, or
    `samples`, every event and stride does.
    """

    name: str
    words: str
    unit: str
    near: float | None
    far: float | None
    scale: float = 1.0
    pooled_over: Literal["clips", "samples"] = "clips"
    decimals: int = 1

    def goal(self, leg: str) -> float | None:
        """Return the goal for the near or the far leg."""
        return self.near if leg == "near" else self.far


FIGURES = (
    Figure("ankle_dorsiflexion_deg", "Ankle dorsiflexion, whole cycle", "°", 2.0, 2.5),
    Figure("ankle_rom_deg", "Ankle range of motion per stride", "°", 2.0, 2.5),
    Figure("peak_dorsiflexion_stance_deg", "Peak dorsiflexion in stance", "°", 2.0, 2.5),
    Figure("peak_dorsiflexion_swing_deg", "Peak dorsiflexion in swing", "°", 2.0, 2.5),
    Figure("peak_plantarflexion_deg", "Peak plantarflexion", "°", 2.0, 2.5),
    Figure("shank_to_vertical_deg", "Shank to vertical", "°", 1.5, 2.0),
    Figure("foot_to_floor_deg", "Foot to floor", "°", 2.0, 2.5),
    Figure("knee_flexion_deg", "Knee flexion", "°", 3.0, 3.5),
    Figure("hip_flexion_deg", "Hip flexion (truth against the pelvis)", "°", None, None),
    Figure("foot_strike", "Foot strike", "ms", 10.0, 15.0, 1000.0, "samples", 0),
    Figure("foot_off", "Foot off", "ms", 12.0, 18.0, 1000.0, "samples", 0),
    Figure("step_length_m", "Step length", "cm", 2.0, 2.0, 100.0, "samples"),
    Figure("walking_speed_m_per_s", "Walking speed, per stride", "%", 2.0, 2.0, 1.0, "samples"),
    Figure("stride_time_s", "Stride time, per stride", "%", 2.0, 2.0, 1.0, "samples"),
    Figure("cadence_steps_per_min", "Cadence, per stride", "%", 2.0, 2.0, 1.0, "samples"),
    Figure("min_toe_clearance_m", "Minimum toe clearance", "mm", 5.0, None, 1000.0, "samples"),
)
"""The lines of the table, in its order."""

EVENTS = ("foot_strike", "foot_off")
LEGS = ("near", "far")


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
