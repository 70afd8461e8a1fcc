"""Every angle on the clock of its own stride."""

import numpy as np
import pandas as pd

from ..datatypes.walk import ANGLES, AngleSeries, Stride
from .windows import sample

PERCENT = np.arange(101)


def normalise_cycles(
    strides: tuple[Stride, ...], angles: AngleSeries, *, first_number: int = 1
) -> pd.DataFrame:
    """Return each angle at 0, 1 … 100 % of each stride, linear in time between foot strikes.

    Columns `stride` (numbered as in `measure_strides`), `side`, `valid`, `steady`, `percent` and the angles;
    NaN where an angle was not measured.
    """
    cycles = [_cycle(stride, angles, number) for number, stride in enumerate(strides, first_number)]
    return pd.concat(cycles, ignore_index=True) if cycles else no_cycles()


def no_cycles() -> pd.DataFrame:
    """Return the table of cycles without a row."""
    return pd.DataFrame(columns=["stride", "side", "valid", "steady", "percent", *ANGLES])


def _cycle(stride: Stride, angles: AngleSeries, number: int) -> pd.DataFrame:
    instants_s = stride.start_s + (stride.end_s - stride.start_s) * PERCENT / 100
    curves = {name: sample(angles.time_s, angles.of(stride.side, name), instants_s) for name in ANGLES}
    told = {"stride": number, "side": stride.side, "valid": stride.valid, "steady": stride.steady}
    return pd.DataFrame({**told, "percent": PERCENT, **curves})
