"""Whether a foot that drops in swing is seen to drop, by as much as it does, and only that foot."""

import numpy as np
import pandas as pd

from ..datatypes.walk import SIDES, AngleSeries, Side, other
from ..metrics.windows import MIN_WINDOW_SHARE
from .result import Result
from .truth import TrueWalk

NOTEWORTHY_DEG = 5.0
"""A side whose true dorsiflexion in swing is this much below the other's has a deficit."""

GOAL_DEG = 2.0
"""A deficit should be measured within this of its true size."""

DEFICIT = "swing_deficit_deg"
COLUMNS = ("clip", "side", "leg", "true_deg", "measured_deg", "error_deg", "other_side_error_deg")


def swing_deficits(truth: TrueWalk, result: Result) -> pd.DataFrame:
    """Return the swing dorsiflexion deficit of the affected side, true and measured; no row without one.

    The deficit is the other side's dorsiflexion minus the affected side's, each the mean over swings (true
    foot off to true foot strike, legs in the picture).  `other_side_error_deg` is the error of the other
    side's own mean: it should stay untouched.
    """
    true = {side: swing_dorsiflexion(truth, truth.angles, side) for side in SIDES}
    seen = {side: swing_dorsiflexion(truth, result.angles_at(truth.angles.time_s), side) for side in SIDES}
    rows = []
    for side in SIDES:
        deficit = true[other(side)] - true[side]
        if deficit >= NOTEWORTHY_DEG:
            measured = seen[other(side)] - seen[side]
            untouched = seen[other(side)] - true[other(side)]
            rows.append((truth.name, side, truth.leg(side), deficit, measured, measured - deficit, untouched))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def swing_dorsiflexion(truth: TrueWalk, angles: AngleSeries, side: Side) -> float:
    """Return the mean dorsiflexion (degrees) of one side over its swings, those measured to four fifths."""
    means = []
    for stride in truth.strides:
        if stride.side != side or stride.foot_off_s is None or not truth.seen(stride.start_s, stride.end_s):
            continue
        swing = (angles.time_s >= stride.foot_off_s) & (angles.time_s < stride.end_s)
        ankle = angles.of(side, "ankle_dorsiflexion_deg")[swing]
        measured = ankle[np.isfinite(ankle)]
        if len(measured) >= MIN_WINDOW_SHARE * len(ankle) > 0:
            means.append(float(np.mean(measured)))
    return float(np.mean(means)) if means else np.nan
