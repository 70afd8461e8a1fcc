"""The numbers of a walk with their intervals: the walk's own scatter and the method's error together."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from ..change.level import Level, read_levels
from ..change.measurement_error import Z95, error_sd
from ..datatypes.assessment import Assessment
from ..norms.pace import USUAL_HEIGHT_M

VARIATION = "stride_time_s_cv_percent"
STEP = "step_length_per_height"


@dataclass(frozen=True)
class Measured:
    """One number of one side.

    half: half its 95 % interval; error_sd: the method's part in it, NaN where that was never measured; n:
    strides; caution: why it is to be read with care, empty where it is not.
    """

    value: float
    half: float
    n: int
    unit: str
    caution: str
    error_sd: float

    @property
    def interval(self) -> tuple[float, float]:
        """From where to where the true value lies with 95 % confidence."""
        return self.value - self.half, self.value + self.half


Numbers = Mapping[tuple[str, str], Measured]
"""Of one walk, by metric and side; what is withheld or was not measured is not in it."""


def numbers(assessment: Assessment) -> Numbers:
    """Return every number of a walk that may be looked at.

    With one stride there is no scatter, so that the interval is that of the method alone; such a number is
    always to be read with caution.
    """
    means = {key: _mean(level, assessment) for key, level in read_levels(assessment).items() if _kept(level)}
    return {**means, **_variation(assessment)}


def _kept(level: Level) -> bool:
    return level.quality != "withheld" and bool(np.isfinite(level.value))


def _mean(level: Level, assessment: Assessment) -> Measured:
    error = _step_error_sd(assessment) if level.metric == STEP else level.error_sd
    scatter = stdtrit(level.n - 1, 0.975) * level.walk_se if level.n > 1 else 0.0
    half = np.hypot(scatter, Z95 * np.nan_to_num(error))
    caution = level.reason if level.quality == "caution" else ""
    return Measured(level.value, float(half), level.n, level.unit, caution, error)


def _step_error_sd(assessment: Assessment) -> float:
    """Return the method's error of a step in statures: the step's in metres, on this stature."""
    return error_sd("step_length_m") / (assessment.scale.height_m if assessment.scale else USUAL_HEIGHT_M)


def _variation(assessment: Assessment) -> Numbers:
    """Return the coefficient of variation of the stride time; its standard error is CV / √(2 (n − 1))."""
    summary = assessment.summary
    rows = summary[(summary["metric"] == VARIATION) & summary["value"].notna() & (summary["n"] > 1)]
    return {
        (VARIATION, row["side"]): Measured(
            row["value"],
            Z95 * row["value"] / np.sqrt(2 * (row["n"] - 1)),
            int(row["n"]),
            row["unit"],
            row["reason"] if row["quality"] == "caution" else "",
            0.0,
        )
        for row in rows.to_dict("records")
    }
