"""What the curves and rockers of a report leave out: whatever the summary withholds stays withheld."""

from dataclasses import replace

import numpy as np
import pandas as pd

from ...datatypes.assessment import Assessment
from ...datatypes.walk import SIDES, Side
from ...metrics import Rockers, rockers
from ...metrics.names import ANKLE, KNEE, SHANK

SPEAK_FOR = {
    "ankle_dorsiflexion_deg": ANKLE,
    "shank_to_vertical_deg": SHANK,
    "knee_flexion_deg": KNEE,
    "foot_to_floor_deg": ("foot_strike_angle_deg",),
    "hip_flexion_deg": KNEE,
}
"""The metrics that speak for a curve: where all of them are withheld, so is it.  The hip has none of its own;
the knee shares its thigh.
"""


def cycles_to_show(assessment: Assessment) -> pd.DataFrame:
    """Return the table of cycles, NaN where a curve is withheld."""
    cycles = assessment.cycles.copy()
    for angle in SPEAK_FOR:
        for side in SIDES:
            if curve_withheld(assessment.summary, angle, side):
                cycles.loc[cycles["side"] == side, angle] = np.nan
    return cycles


def rockers_to_show(assessment: Assessment) -> dict[Side, Rockers]:
    """Return the rockers of each side, NaN where an end is withheld."""
    known = rockers(assessment.strides, assessment.cycles)
    return {side: _without_withheld(ends, assessment.summary, side) for side, ends in known.items()}


def curve_withheld(summary: pd.DataFrame, angle: str, side: Side) -> bool:
    """Whether the summary withholds everything that is read off a curve."""
    return all(is_withheld(summary, metric, side) for metric in SPEAK_FOR[angle])


def is_withheld(summary: pd.DataFrame, metric: str, side: Side) -> bool:
    """Whether the summary withholds a metric of a side."""
    rows = summary[(summary["metric"] == metric) & (summary["side"] == side)]
    return bool((rows["quality"] == "withheld").any())


def _without_withheld(ends: Rockers, summary: pd.DataFrame, side: Side) -> Rockers:
    if is_withheld(summary, "heel_rise_percent", side):
        ends = replace(ends, foot_flat_percent=np.nan, heel_rise_percent=np.nan)
    if is_withheld(summary, "stance_percent", side):
        ends = replace(ends, foot_off_percent=np.nan)
    return ends
