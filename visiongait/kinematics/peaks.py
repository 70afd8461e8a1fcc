"""Peaks that stand out."""

import numpy as np
from numpy.typing import NDArray

from ..datatypes._arrays import FloatArray


def prominent_peaks(values: FloatArray, prominence: float) -> NDArray[np.intp]:
    """Return the samples (N,) of peaks from which a curve (T,) falls on both sides before it is higher.

    It must fall by at least `prominence`, which is above 0.  The curve's ends are no peaks.  `find_peaks` of
    `scipy.signal` gives the same, but takes half a second to import, in every analysis.
    """
    before, here, after = values[:-2], values[1:-1], values[2:]
    places = np.flatnonzero((here > before) & (here >= after)) + 1
    return np.array([place for place in places if _prominence(values, place) >= prominence], dtype=np.intp)


def _prominence(values: FloatArray, place: np.intp) -> float:
    higher = np.flatnonzero(values > values[place])
    after = int(np.searchsorted(higher, place))
    start = higher[after - 1] if after else 0
    stop = higher[after] if after < len(higher) else len(values)
    return float(values[place] - max(values[start : place + 1].min(), values[place:stop].min()))
