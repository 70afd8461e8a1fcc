"""How fast somebody walks for their size, so that tall and short people can be compared."""

import math

import pandas as pd

from ..datatypes.assessment import Assessment

GRAVITY_M_PER_S2 = 9.81
LEG_PER_HEIGHT = 0.53
"""Height of the hip's centre above the floor in statures (Drillis & Contini 1966, in Winter's textbook)."""
USUAL_HEIGHT_M = 1.7
"""Taken where the stature is not known; the pace goes with its root: 10 cm are worth 3 %."""


def pace_of(assessment: Assessment) -> float | None:
    """Return the dimensionless walking speed v / √(g · leg length) (Hof 1996, Gait Posture 4:222).

    From cadence and step length in statures, so that it needs no scale; the leg is 0.53 of the stature.
    About 0.43 in free walking, 0.17 very slow.  None if steps were not measured or are withheld.
    """
    cadence_per_min = _pooled(assessment.summary, "cadence_steps_per_min")
    step_per_height = _pooled(assessment.summary, "step_length_per_height")
    if cadence_per_min is None or step_per_height is None:
        return None
    height_m = assessment.scale.height_m if assessment.scale else USUAL_HEIGHT_M
    speed_m_per_s = cadence_per_min / 60 * step_per_height * height_m
    return speed_m_per_s / math.sqrt(GRAVITY_M_PER_S2 * LEG_PER_HEIGHT * height_m)


def _pooled(summary: pd.DataFrame, metric: str) -> float | None:
    """Return the mean of both legs; None if it is missing or withheld."""
    values = summary.loc[(summary["metric"] == metric) & (summary["side"] == "both"), "value"].dropna()
    return float(values.iloc[0]) if len(values) else None
