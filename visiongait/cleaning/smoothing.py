"""Zero-phase low-pass with the gain of a Butterworth filter run forwards and backwards.

Whittaker's smoother minimises sum((y - x)²) + λ sum((Δ³ y)²).  Its gain is that of a third-order Butterworth
low-pass applied in both directions, 1 / (1 + c (f / f_c)⁶), yet it needs no padding: it does not ring at the
ends, follows a straight trend exactly and takes short stretches.

Sources: Whittaker 1923, Proc Edinburgh Math Soc 41:63; Eilers 2003, Anal Chem 75:3631.
"""

from typing import cast

import numpy as np
from scipy.linalg import solveh_banded
from scipy.sparse import diags_array, eye_array

from ..datatypes._arrays import FloatArray
from .points import runs

ORDER = 3
HALF_POWER = np.sqrt(2.0) - 1.0  # 1 / (1 + HALF_POWER) = 0.707 at the cut-off


def attenuation(cutoff_hz: float, frequency_hz: float) -> float:
    """Share of the amplitude at `frequency_hz` that the low-pass takes away, 0 to 1 (0.293 at the cut-off).

    Exact where the sampling rate is well above both frequencies.
    """
    return float(1.0 - 1.0 / (1.0 + HALF_POWER * (frequency_hz / cutoff_hz) ** (2 * ORDER)))


def low_pass(values: FloatArray, rate_hz: float, cutoff_hz: float) -> FloatArray:
    """Smooth (T, ...) series along time, each unbroken stretch by itself; NaN stays NaN.

    Parameters
    ----------
    values
        Samples on a uniform clock; NaN = not measured.
    rate_hz
        Sampling rate.
    cutoff_hz
        Frequency whose amplitude falls to 0.707.  At or above half the sampling rate nothing is smoothed.
    """
    if cutoff_hz >= rate_hz / 2:
        return values.copy()
    columns = values.reshape(len(values), -1)
    smooth = np.full_like(columns, np.nan)
    for k in range(columns.shape[1]):
        for start, end in runs(np.isfinite(columns[:, k])):
            smooth[start:end, k] = _whittaker(columns[start:end, k], cutoff_hz / rate_hz)
    return smooth.reshape(values.shape)


def _whittaker(values: FloatArray, cutoff_per_sample: float) -> FloatArray:
    """Smooth one unbroken stretch (N,); one of up to ORDER samples is returned as it is."""
    n = len(values)
    if n <= ORDER:
        return values.copy()
    stiffness = HALF_POWER / (2.0 * np.sin(np.pi * cutoff_per_sample)) ** (2 * ORDER)
    difference = diags_array([1.0, -3.0, 3.0, -1.0], offsets=[0, 1, 2, 3], shape=(n - ORDER, n))
    system = eye_array(n) + stiffness * (difference.T @ difference)
    bands = np.zeros((ORDER + 1, n))
    for offset in range(ORDER + 1):
        bands[ORDER - offset, offset:] = system.diagonal(offset)
    return cast(FloatArray, solveh_banded(bands, values))
