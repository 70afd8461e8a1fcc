"""How far each point lies from where its neighbours in time say it should be."""

from typing import cast

import numpy as np

from ..datatypes._arrays import FloatArray

HALF_WINDOW_S = 0.14
DEGREE = 3
LEAST_NEIGHBOURS = 6
ROUNDS = 4


def distance_from_local_fit(time_s: FloatArray, xy_px: FloatArray) -> FloatArray:
    """Return the distance (T, K) in pixels of each point from a robust local cubic through its neighbours.

    The fit (iteratively reweighted, Tukey's biweight; Cleveland 1979, J Am Stat Assoc 74:829) leaves the
    point itself out, so that a jump cannot hide in it.  NaN where too few neighbours are known.
    """
    n = len(time_s)
    half = max(4, round(HALF_WINDOW_S / float(np.median(np.diff(time_s))))) if n > 1 else 4
    if n < 2 * half + 1:
        return np.full(xy_px.shape[:2], np.nan)
    first = np.clip(np.arange(n) - half, 0, n - 2 * half - 1)
    window = first[:, None] + np.arange(2 * half + 1)
    offset = (time_s[window] - time_s[:, None]) / HALF_WINDOW_S
    near = np.abs(offset) < 3
    powers = offset[..., None] ** np.arange(DEGREE + 1)
    around = xy_px[window].transpose(0, 2, 1, 3)
    usable = (np.isfinite(around).all(axis=3) & (near & (window != np.arange(n)[:, None]))[:, None]).astype(
        float
    )
    centre = _robust_value(powers, np.nan_to_num(around), usable)
    centre[usable.sum(axis=2) < LEAST_NEIGHBOURS] = np.nan
    return cast(FloatArray, np.linalg.norm(xy_px - centre, axis=2))


def _robust_value(powers: FloatArray, around: FloatArray, usable: FloatArray) -> FloatArray:
    """Fit powers (T, W, P) to around (T, K, W, 2); return the value (T, K, 2) at each window's centre."""
    weight = usable
    coefficients = np.zeros((*around.shape[:2], DEGREE + 1, 2))
    for _ in range(ROUNDS):
        normal = np.einsum("tkw,twp,twq->tkpq", weight, powers, powers) + 1e-9 * np.eye(DEGREE + 1)
        right = np.einsum("tkw,twp,tkwc->tkpc", weight, powers, around)
        coefficients = np.linalg.solve(normal, right)
        off = np.linalg.norm(around - np.einsum("twp,tkpc->tkwc", powers, coefficients), axis=3)
        spread = 6 * _median_of(off, usable)[..., None] + 1e-6
        weight = usable * np.clip(1 - (off / spread) ** 2, 0, None) ** 2
    return coefficients[:, :, 0]


def _median_of(values: FloatArray, usable: FloatArray) -> FloatArray:
    """Median of the usable values (T, K, W) over the window; 0 where there is none."""
    ordered = np.sort(np.where(usable > 0, values, np.inf), axis=2)
    half = (usable.sum(axis=2, keepdims=True) // 2).astype(np.int64)
    chosen = np.take_along_axis(ordered, np.minimum(half, values.shape[2] - 1), axis=2)[..., 0]
    return np.where(np.isfinite(chosen), chosen, 0.0)
