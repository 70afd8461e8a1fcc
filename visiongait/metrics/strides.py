"""One row of numbers for each stride, the table `strides.csv`; and every angle on the clock of its stride."""

from typing import Any

import numpy as np
import pandas as pd

from ..datatypes import (
    ANGLES,
    CYCLES,
    SIDES,
    STRIDE_CONTEXT,
    STRIDE_IDENTITY,
    AngleSeries,
    Column,
    FloatArray,
    Pass,
    Side,
    Stride,
    TableSchema,
)
from .catalogue import METRICS
from .distances import MIN_PX_PER_M, pixels_per_metre, toe_height
from .metric import MeasuredStride, sample

PERCENT = np.arange(101)
IDENTITY = ("side", "start_s", "end_s", "valid", "reject_reason")
INSIDE = ("opposite_foot_off_s", "opposite_foot_strike_s", "foot_off_s")


def strides_schema() -> TableSchema:
    """Return the schema of the table of strides: times, validity, metrics, the pass and its events."""
    numbers = tuple(
        Column(m.name, "word" if m.is_word else "number", m.definition, m.unit, nullable=True)
        for m in METRICS
    )
    return TableSchema("strides", "stride of one side", (*STRIDE_IDENTITY, *numbers, *STRIDE_CONTEXT))


def measure_strides(
    strides: tuple[Stride, ...],
    angles: AngleSeries,
    walk_pass: Pass,
    scaled_pass: Pass | None,
    *,
    first_number: int = 1,
) -> list[dict[str, Any]]:
    """Return the rows of one pass, with the columns of `strides_schema`.

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
    toes = {} if scaled_pass is None else _toe_heights(walk_pass, scaled_pass, strides)
    rows = []
    for number, stride in enumerate(strides, first_number):
        measured = MeasuredStride(stride, angles, walk_pass, scaled_pass, toes.get(stride.side))
        nothing = {metric.name: metric.missing for metric in METRICS}
        rows.append(
            {
                "stride": number,
                **{name: getattr(stride, name) for name in IDENTITY},
                **(METRICS.measure(measured) if stride.valid else nothing),
                "steady": stride.steady,
                "pass": stride.pass_index,
                "leg": "near" if stride.side == walk_pass.near_side else "far",
                **{name: _number(getattr(stride, name)) for name in INSIDE},
            }
        )
    return rows


def normalise_cycles(
    strides: tuple[Stride, ...], angles: AngleSeries, *, first_number: int = 1
) -> pd.DataFrame:
    """Return each angle at 0, 1 … 100 % of each stride, linear in time between foot strikes.

    Columns of `datatypes.CYCLES`; strides are numbered as in `measure_strides`; NaN where an angle was
    not measured.
    """
    cycles = [_cycle(stride, angles, number) for number, stride in enumerate(strides, first_number)]
    return pd.concat(cycles, ignore_index=True) if cycles else CYCLES.empty()


def _cycle(stride: Stride, angles: AngleSeries, number: int) -> pd.DataFrame:
    instants_s = stride.start_s + (stride.end_s - stride.start_s) * PERCENT / 100
    curves = {name: sample(angles.time_s, angles.of(stride.side, name), instants_s) for name in ANGLES}
    about = {"stride": number, "side": stride.side, "valid": stride.valid, "steady": stride.steady}
    return pd.DataFrame({**about, "percent": PERCENT, **curves})


def _toe_heights(walk_pass: Pass, scaled_pass: Pass, strides: tuple[Stride, ...]) -> dict[Side, FloatArray]:
    """Return each toe's height in metres, NaN throughout where the picture is too coarse for a clearance."""
    path = scaled_pass.trajectories
    if pixels_per_metre(walk_pass, scaled_pass) < MIN_PX_PER_M:
        return {side: np.full(len(path.time_s), np.nan) for side in SIDES}
    return {side: toe_height(path, side, strides) for side in SIDES}


def _number(value: float | None) -> float:
    return np.nan if value is None else value
