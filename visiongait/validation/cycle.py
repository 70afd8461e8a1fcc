"""The error of each angle over the gait cycle."""

import numpy as np
import pandas as pd

from ..datatypes._arrays import FloatArray
from ..datatypes.walk import Stride
from .result import Result
from .truth import ANGLE_KEYS, TrueWalk

PERCENT = np.arange(0, 101, 2)
COLUMNS = ("clip", "view_angle_deg", "leg", "angle", "percent", "error_deg")


def cycle_errors(truth: TrueWalk, result: Result) -> pd.DataFrame:
    """Return measured minus true at every second percent of each true stride, the mean over strides.

    A row per leg, angle and percent; only strides with the legs in the picture throughout; NaN where no
    stride was measured there.
    """
    measured = result.angles_at(truth.angles.time_s)
    tables = []
    for side in ("left", "right"):
        whole = [one for one in truth.strides if one.side == side and truth.seen(one.start_s, one.end_s)]
        for name in ANGLE_KEYS if whole else ():
            error = measured.of(side, name) - truth.angles.of(side, name)
            about = {"clip": truth.name, "view_angle_deg": truth.view_angle_deg, "leg": truth.leg(side)}
            mean = _mean_over(whole, truth.angles.time_s, error)
            tables.append(pd.DataFrame(about | {"angle": name, "percent": PERCENT, "error_deg": mean}))
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(COLUMNS))


def _mean_over(strides: list[Stride], time_s: FloatArray, error: FloatArray) -> FloatArray:
    at_percent = np.array(
        [np.interp(one.start_s + PERCENT / 100 * (one.end_s - one.start_s), time_s, error) for one in strides]
    )
    seen = np.isfinite(at_percent)
    total = np.where(seen, at_percent, 0.0).sum(axis=0)
    count = seen.sum(axis=0)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)
