"""A number of one leg with its interval: the walk's own scatter and the method's error together."""

from dataclasses import dataclass

import numpy as np

from ..change.level import Level, read_level
from ..change.measurement_error import Z95, error_sd
from ..datatypes.assessment import Assessment
from ..norms.pace import USUAL_HEIGHT_M

VARIATION = "_cv_percent"


@dataclass(frozen=True)
class Measured:
    """One number of one leg.

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


def measured(assessment: Assessment, metric: str, side: str) -> Measured | None:
    """Return the number of one side; None where it is withheld or was not measured.

    With one stride there is no scatter, so that the interval is that of the method alone; such a number is
    always to be read with caution.
    """
    level = read_level(assessment, metric, side)
    if level.quality == "withheld" or not np.isfinite(level.value):
        return None
    caution = level.reason if level.quality == "caution" else ""
    error = _error_sd(assessment, metric)
    half = np.hypot(np.nan_to_num(_scatter(level)), Z95 * np.nan_to_num(error))
    return Measured(level.value, float(half), level.n, level.unit, caution, error)


def _scatter(level: Level) -> float:
    """Return half the interval of the mean over strides; of a coefficient of variation, by its own error."""
    if level.metric.endswith(VARIATION):
        return float(Z95 * level.value / np.sqrt(2 * max(level.n - 1, 1)))
    return (level.high - level.low) / 2


def _error_sd(assessment: Assessment, metric: str) -> float:
    """Return the method's error; of a step in statures the step's in metres, of a variation none (tiny)."""
    if metric.endswith(VARIATION):
        return 0.0
    if metric == "step_length_per_height":
        height_m = assessment.scale.height_m if assessment.scale else USUAL_HEIGHT_M
        return error_sd("step_length_m") / height_m
    return error_sd(metric)
