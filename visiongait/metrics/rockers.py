"""The three rockers over which the body rolls in stance, and the instants of a stride that people look at.

After Perry & Burnfield, Gait Analysis: Normal and Pathological Function (2nd ed. 2010): the heel rocker lasts
from foot strike until the foot lies flat, the ankle rocker until the heel rises, the forefoot rocker until
foot off.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ..datatypes import SIDES, FloatArray, Side, in_means, other
from .angles import HEEL_RISE, HEEL_RISE_DEG

FLAT_DEG = HEEL_RISE_DEG
"""Pitch of the sole within which the foot counts as flat after foot strike: the limit of heel rise."""

KEY_INSTANTS = ("foot_strike", "foot_flat", "mid_stance", "heel_rise", "foot_off", "mid_swing")
"""What people look at in a stride, in order."""


@dataclass(frozen=True)
class Rockers:
    """Where the rockers of one leg end, in % of the stride: means over valid strides, NaN where unknown."""

    foot_flat_percent: float
    heel_rise_percent: float
    foot_off_percent: float


def rockers(strides: pd.DataFrame, cycles: pd.DataFrame) -> dict[Side, Rockers]:
    """Return the rockers of each side that has a valid stride.

    Parameters
    ----------
    strides, cycles
        Tables of an assessment.
    """
    valid = in_means(strides)
    return {side: _mean_rockers(mine, cycles) for side in SIDES if len(mine := valid[valid["side"] == side])}


def foot_flat_percent(foot_to_floor_deg: FloatArray) -> float:
    """Return the share of the stride (%) at which the sole first comes within 5° of the floor.

    Parameters
    ----------
    foot_to_floor_deg
        (101,) pitch of the sole at 0, 1 … 100 % of the stride.

    Returns
    -------
    float
        0 for a foot that lands flat; NaN if the sole never comes that near to the floor in the first half of
        the stride, or was not measured until then.
    """
    above = np.abs(foot_to_floor_deg[:51]) - FLAT_DEG
    flat = np.flatnonzero(~(above > 0))  # a missing sample ends the search, and makes the answer missing
    if not flat.size or np.isnan(above[flat[0]]):
        return np.nan
    first = int(flat[0])
    if first == 0:
        return 0.0
    return float(first - 1 + above[first - 1] / (above[first - 1] - above[first]))


def key_instants_s(stride: Mapping[Any, Any], cycles: pd.DataFrame, events: pd.DataFrame) -> dict[str, float]:
    """Return when one stride shows what people look at, in seconds of the recording.

    Parameters
    ----------
    stride
        A row of the table of strides.
    cycles, events
        Tables of the same assessment.

    Returns
    -------
    dict
        Of `KEY_INSTANTS`, in order, without those that are not known; `mid_stance` is the middle of single
        support, `mid_swing` the middle of swing.
    """
    start_s, end_s = stride["start_s"], stride["end_s"]
    pitch = cycles.loc[cycles["stride"] == stride["stride"], "foot_to_floor_deg"].to_numpy(dtype=float)
    foot_off_s = start_s + stride["stance_time_s"]
    percent = (end_s - start_s) / 100
    instants_s = (
        start_s,
        start_s + percent * (foot_flat_percent(pitch) if len(pitch) else np.nan),
        _mid_stance_s(stride, events),
        start_s + percent * stride[HEEL_RISE],
        foot_off_s,
        (foot_off_s + end_s) / 2,
    )
    known = zip(KEY_INSTANTS, instants_s, strict=True)
    return {name: float(time_s) for name, time_s in known if np.isfinite(time_s)}


def _mean_rockers(strides: pd.DataFrame, cycles: pd.DataFrame) -> Rockers:
    pitches = cycles[cycles["stride"].isin(strides["stride"])].groupby("stride")["foot_to_floor_deg"]
    flat = [foot_flat_percent(pitch.to_numpy(dtype=float)) for _, pitch in pitches]
    ends = (flat, strides[HEEL_RISE], strides["stance_percent"])
    return Rockers(*(_mean(percents) for percents in ends))


def _mean(values: "pd.Series[Any] | list[float]") -> float:
    return float(pd.Series(values, dtype=float).mean())


def _mid_stance_s(stride: Mapping[Any, Any], events: pd.DataFrame) -> float:
    """Return the middle of single support: between the other foot's off and strike within the stride."""
    within = events[(events["time_s"] > stride["start_s"]) & (events["time_s"] < stride["end_s"])]
    theirs = within[within["side"] == other(stride["side"])].set_index("event")["time_s"]
    off_s, strike_s = (theirs.get(kind, np.nan) for kind in ("foot_off", "foot_strike"))
    return float(np.mean([np.min(off_s), np.min(strike_s)]))
