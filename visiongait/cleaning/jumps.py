"""Finds points that lie far from where their neighbours in time say they should be."""

from typing import cast

import numpy as np

from ..datatypes._arrays import BoolArray, FloatArray, IntArray

HALF_WINDOW_S = 0.14
FEWEST_FRAMES = 4  # on either side
DEGREE = 3
LEAST_NEIGHBOURS = 6
LEAST_BESIDE = 2  # neighbours on either side: a fit that reaches beyond its points says little
ROUNDS = 6
MOST_PEELS = 6
LEAST_OFF_PX = 0.5
BATCH_FRAMES = 1000  # fitted at once, so that memory does not grow with the recording


def find_jumps(time_s: FloatArray, xy_px: FloatArray, limit_px: FloatArray) -> BoolArray:
    """Return which points (T, K) lie more than `limit_px` (T, K) from the path of their neighbours.

    A jump also bends the fit of the frames around it.  So the worst point of every few frames is taken out
    first, and the others are judged again without it, until none is left.
    """
    jumped = np.zeros(xy_px.shape[:2], dtype=np.bool_)
    columns = np.arange(xy_px.shape[1])
    for _ in range(MOST_PEELS):
        trusted = np.where(jumped[:, columns, None], np.nan, xy_px[:, columns])
        off = np.nan_to_num(distance_from_local_fit(time_s, trusted) / limit_px[:, columns])
        around = np.maximum(np.roll(off, 1, axis=0), np.roll(off, -1, axis=0))
        worst = (off > 1) & (off >= around)
        if not worst.any():
            break
        jumped[:, columns] |= worst
        columns = columns[worst.any(axis=0)]
    return jumped


def distance_from_local_fit(time_s: FloatArray, xy_px: FloatArray) -> FloatArray:
    """Return the distance (T, K) in pixels of each point from its `local_path`."""
    return cast(FloatArray, np.linalg.norm(xy_px - local_path(time_s, xy_px), axis=2))


def local_path(time_s: FloatArray, xy_px: FloatArray) -> FloatArray:
    """Return where (T, K, 2) a robust local cubic through its neighbours in time puts each point.

    The fit (least absolute deviations by iterative reweighting; Schlossmacher 1973, J Am Stat Assoc 68:857)
    leaves the point itself out, so that a jump cannot hide in it.  NaN where too few neighbours are known.
    """
    n = len(time_s)
    half = _half_window(time_s)
    if n < 2 * half + 1:
        return np.full(xy_px.shape, np.nan)
    first = np.clip(np.arange(n) - half, 0, n - 2 * half - 1)
    window = first[:, None] + np.arange(2 * half + 1)
    batches = np.array_split(np.arange(n), 1 + n // BATCH_FRAMES)
    return np.concatenate([_local_fit(time_s, xy_px, rows, window[rows]) for rows in batches])


def window_s(time_s: FloatArray) -> float:
    """Return how far neighbours reach to either side, in seconds."""
    return (
        max(HALF_WINDOW_S, _half_window(time_s) * float(np.median(np.diff(time_s))))
        if len(time_s) > 1
        else 0.0
    )


def _half_window(time_s: FloatArray) -> int:
    """Return how many neighbours on either side a fit takes in."""
    if len(time_s) < 2:
        return 1
    return max(FEWEST_FRAMES, round(HALF_WINDOW_S / float(np.median(np.diff(time_s)))))


def _local_fit(time_s: FloatArray, xy_px: FloatArray, rows: IntArray, window: IntArray) -> FloatArray:
    """Return where their neighbours (R, W) say that the points of some frames (R,) are; NaN if too few."""
    offset = (time_s[window] - time_s[rows, None]) / HALF_WINDOW_S
    around = xy_px[window].transpose(0, 2, 1, 3)
    neighbour = (window != rows[:, None]) & (np.abs(offset) < 3)
    usable = (np.isfinite(around).all(axis=3) & neighbour[:, None]).astype(float)
    centre = _robust_value(offset[..., None] ** np.arange(DEGREE + 1), np.nan_to_num(around), usable)
    both_sides = np.minimum(
        (usable * (offset < 0)[:, None]).sum(axis=2), (usable * (offset > 0)[:, None]).sum(axis=2)
    )
    centre[(usable.sum(axis=2) < LEAST_NEIGHBOURS) | (both_sides < LEAST_BESIDE)] = np.nan
    return centre


def _robust_value(powers: FloatArray, around: FloatArray, usable: FloatArray) -> FloatArray:
    """Fit powers (T, W, P) to around (T, K, W, 2); return the value (T, K, 2) at each window's centre."""
    size = DEGREE + 1
    products = (powers[..., :, None] * powers[..., None, :]).reshape(*powers.shape[:2], size**2)
    weight = usable
    coefficients = np.zeros((*around.shape[:2], size, 2))
    for _ in range(ROUNDS):
        normal = (weight @ products).reshape(*around.shape[:2], size, size) + 1e-9 * np.eye(size)
        right = powers.transpose(0, 2, 1)[:, None] @ (weight[..., None] * around)
        coefficients = np.linalg.solve(normal, right)
        off = np.hypot(*np.moveaxis(around - powers[:, None] @ coefficients, 3, 0))
        weight = usable / (off + LEAST_OFF_PX)
    return coefficients[:, :, 0]
