"""One row of numbers for each stride: the table `strides.csv`."""

from typing import Any

import numpy as np

from ..datatypes._arrays import FloatArray
from ..datatypes.walk import SIDES, AngleSeries, Pass, Side, Stride
from .angular import ankle_metrics, foot_metrics, knee_metrics, shank_to_vertical_midstance_deg
from .clearance import MIN_PX_PER_M, min_toe_clearance_m, toe_height
from .names import IN_METRES, STRIDE_METRICS
from .spatial import pixels_per_metre, step_length, step_length_per_height, stride_length
from .temporal import temporal_metrics

IDENTITY = ("stride", "side", "start_s", "end_s", "valid", "reject_reason")
INSIDE = ("opposite_foot_off_s", "opposite_foot_strike_s", "foot_off_s")
COLUMNS = (*IDENTITY, *STRIDE_METRICS, "steady", "pass", "leg", *INSIDE)
"""Columns of the table: the contract's, then which pass, near or far leg, and the events inside."""


def measure_strides(
    strides: tuple[Stride, ...],
    angles: AngleSeries,
    walk_pass: Pass,
    scaled_pass: Pass | None,
    *,
    first_number: int = 1,
) -> list[dict[str, Any]]:
    """Return the rows of one pass, with the keys of `COLUMNS`.

    Parameters
    ----------
    strides
        Of this pass, both sides.
    angles
        On the clock of the pass.
    walk_pass, scaled_pass
        The pass in pixels, and in metres; None without a scale, then everything in metres is NaN.
    first_number
        Number of the first row in column `stride`; the others count on.

    A stride that is not valid keeps its times and its reason, but gets no numbers.
    """
    passage = _Passage(strides, angles, walk_pass, scaled_pass)
    return [passage.row(stride, number) for number, stride in enumerate(strides, first_number)]


class _Passage:
    """What the strides of one pass have in common, worked out once."""

    def __init__(
        self, strides: tuple[Stride, ...], angles: AngleSeries, walk_pass: Pass, scaled_pass: Pass | None
    ) -> None:
        self.angles = angles
        self.walk_pass, self.scaled_pass = walk_pass, scaled_pass
        if scaled_pass is not None:
            self.toe_height_m = _fine_toe_height(walk_pass, scaled_pass, strides)

    def row(self, stride: Stride, number: int) -> dict[str, Any]:
        near = stride.side == self.walk_pass.near_side
        measured = self._metrics(stride) if stride.valid else {}
        return {
            "stride": number,
            **{name: getattr(stride, name) for name in IDENTITY[1:]},
            **{metric: measured.get(metric, _missing(metric)) for metric in STRIDE_METRICS},
            "steady": stride.steady,
            "pass": stride.pass_index,
            "leg": "near" if near else "far",
            **{name: _number(getattr(stride, name)) for name in INSIDE},
        }

    def _metrics(self, stride: Stride) -> dict[str, Any]:
        return {
            **temporal_metrics(stride),
            **self._in_metres(stride),
            "step_length_per_height": step_length_per_height(self.walk_pass, stride),
            **ankle_metrics(stride, self.angles),
            "shank_to_vertical_midstance_deg": shank_to_vertical_midstance_deg(stride, self.angles),
            **foot_metrics(stride, self.angles),
            **knee_metrics(stride, self.angles),
        }

    def _in_metres(self, stride: Stride) -> dict[str, float]:
        if self.scaled_pass is None:
            return dict.fromkeys(IN_METRES, np.nan)
        length_m = stride_length(self.scaled_pass, stride)
        time_s = self.scaled_pass.trajectories.time_s
        return {
            "stride_length_m": length_m,
            "step_length_m": step_length(self.scaled_pass, stride),
            "walking_speed_m_per_s": length_m / (stride.end_s - stride.start_s),
            "min_toe_clearance_m": min_toe_clearance_m(time_s, self.toe_height_m[stride.side], stride),
        }


def _fine_toe_height(
    walk_pass: Pass, scaled_pass: Pass, strides: tuple[Stride, ...]
) -> dict[Side, FloatArray]:
    """Return each toe's height in metres, NaN throughout where the picture is too coarse for a clearance."""
    path = scaled_pass.trajectories
    if pixels_per_metre(walk_pass, scaled_pass) < MIN_PX_PER_M:
        return {side: np.full(len(path.time_s), np.nan) for side in SIDES}
    return {side: toe_height(path, side, strides) for side in SIDES}


def _number(value: float | None) -> float:
    return np.nan if value is None else value


def _missing(metric: str) -> float | None:
    return None if metric == "contact_pattern" else np.nan
