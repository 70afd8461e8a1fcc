"""What must hold of a real walk whose truth nobody knows: a foot has one length, a flat sole one angle."""

import numpy as np
import pandas as pd

from ..datatypes._arrays import FloatArray
from ..datatypes.assessment import Assessment
from ..datatypes.tables import in_means
from ..datatypes.walk import SIDES, Side

FLAT_PERCENT = (15.0, 40.0)
"""Part of the stride after a foot strike in which the whole sole rests on the floor."""

COMPARED = (
    "ankle_rom_deg",
    "peak_dorsiflexion_stance_deg",
    "peak_dorsiflexion_swing_deg",
    "peak_plantarflexion_deg",
    "shank_to_vertical_midstance_deg",
    "peak_knee_flexion_swing_deg",
)
"""Angles in which the legs of a healthy walker, and the halves of a recording, agree."""


def foot_steadiness(assessment: Assessment) -> pd.DataFrame:
    """Return, per side, how steady the foot is while it stands flat.

    Columns: `side`; `strides`; `flat_angle_sd_deg`, the SD of the sole's angle about its mean in each stance
    (root mean square over stances); `flat_angle_range_deg`, the range of those means from stance to stance;
    `foot_length_cv_percent`, the SD of the distance heel to toe in the picture while flat, in percent of its
    mean, in frames whose leg was trusted.  NaN where no stance was measured.
    """
    return pd.DataFrame([{"side": side, **_steadiness(assessment, side)} for side in SIDES])


def _steadiness(assessment: Assessment, side: Side) -> dict[str, float]:
    sole = assessment.frames[f"{side}_foot_to_floor_deg"].to_numpy(float)
    length = np.where(
        assessment.frames[f"{side}_reliable"] == 1, _foot_length_px(assessment.landmarks, side), np.nan
    )
    stances = _flat(assessment, side)
    seen = [sole[flat][np.isfinite(sole[flat])] for flat in stances]
    angles = [one for one in seen if len(one) > 1]
    lengths = [length[flat] / np.nanmean(length[flat]) for flat in stances if np.isfinite(length[flat]).any()]
    means = [float(one.mean()) for one in angles]
    return {
        "strides": len(angles),
        "flat_angle_sd_deg": _pooled_sd(angles),
        "flat_angle_range_deg": max(means) - min(means) if means else np.nan,
        "foot_length_cv_percent": 100 * float(np.nanstd(np.concatenate(lengths))) if lengths else np.nan,
    }


def _pooled_sd(groups: list[FloatArray]) -> float:
    return float(np.sqrt(np.mean([one.var(ddof=1) for one in groups]))) if groups else np.nan


def _flat(assessment: Assessment, side: Side) -> "list[np.ndarray[tuple[int], np.dtype[np.bool_]]]":
    """Return the frames in which the foot stands flat, stride by stride."""
    time_s = assessment.frames["time_s"].to_numpy(float)
    strides = _valid(assessment, side)
    spans = zip(strides["start_s"], strides["end_s"], strict=True)
    shares = [100 * (time_s - start_s) / (end_s - start_s) for start_s, end_s in spans]
    return [(share >= FLAT_PERCENT[0]) & (share <= FLAT_PERCENT[1]) for share in shares]


def _foot_length_px(landmarks: pd.DataFrame, side: Side) -> FloatArray:
    heel, toe = (
        landmarks[[f"{side}_{point}_x_px", f"{side}_{point}_y_px"]].to_numpy(float)
        for point in ("heel", "toe")
    )
    length: FloatArray = np.linalg.norm(toe - heel, axis=1)
    return length


def _valid(assessment: Assessment, side: Side) -> pd.DataFrame:
    strides = assessment.strides
    return in_means(strides[strides["side"] == side])


def side_differences(assessment: Assessment) -> pd.DataFrame:
    """Return left minus right of the mean of each of `COMPARED`: `metric`, `left`, `right`, `difference`."""
    table = pd.DataFrame({"metric": COMPARED})
    for side in SIDES:
        table[side] = _valid(assessment, side)[list(COMPARED)].astype(float).mean().to_numpy()
    return table.assign(difference=table["left"] - table["right"])


def half_differences(assessment: Assessment) -> pd.DataFrame:
    """Return whether the first and the second half of the strides agree within the stated interval.

    A row per side and metric of `COMPARED` with at least two strides: `first` and `second`, the means of the
    halves; `ci95_low`, `ci95_high` of the whole as stated; `agree`, whether both lie in it.
    """
    stated = {(one["metric"], one["side"]): one for one in assessment.summary.to_dict("records")}
    rows = []
    for side in SIDES:
        strides = _valid(assessment, side)
        for metric in COMPARED:
            values = strides[metric].dropna().to_numpy(float)
            half = len(values) // 2
            if half:
                halves = float(np.mean(values[:half])), float(np.mean(values[half:]))
                low, high = (float(stated[metric, side][name]) for name in ("ci95_low", "ci95_high"))
                rows.append((metric, side, *halves, low, high, low <= min(halves) and max(halves) <= high))
    columns = ["metric", "side", "first", "second", "ci95_low", "ci95_high", "agree"]
    return pd.DataFrame(rows, columns=columns)
