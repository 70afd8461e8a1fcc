"""Flags points that cannot be trusted, before anything is filtered.

The network's own visibility does not notice swapped or collapsed legs; disagreement with the mirrored
picture, jumps, bone lengths and the two legs lying on one limb do.  A jump is a point far from where its
neighbours in time say it should be: from a robust local cubic through them.  Distances are judged in body
heights.
"""

from typing import cast

import numpy as np
from numpy.typing import NDArray

from ..datatypes import SIDES, BoolArray, Fault, FloatArray, IntArray, VideoInfo
from .points import BELOW_HIP, BONES, column, runs
from .settings import CleaningSettings

Faults = NDArray[np.int64]
APART = 0.15  # ankles this far apart are not one limb
APART_WITHIN_S = 0.5
JUMP_POWER = 2.2
HARDLY_SEEN = 0.3  # visibility below which the limits are halved

HALF_WINDOW_S = 0.14
FEWEST_FRAMES = 4  # on either side
DEGREE = 3
MIN_NEIGHBOURS = 6
MIN_BESIDE = 2  # neighbours on either side: a fit that reaches beyond its points says little
ROUNDS = 6
MOST_PEELS = 6
MIN_OFF_PX = 0.5
BATCH_FRAMES = 1000  # fitted at once, so that memory does not grow with the recording


def find_faults(
    time_s: FloatArray,
    xy_px: FloatArray,
    visibility: FloatArray,
    compared_px: FloatArray | None,
    height_px: FloatArray,
    video: VideoInfo,
    settings: CleaningSettings,
) -> Faults:
    """Return the `Fault` flags (T, K) of every point but for its bone lengths.

    Parameters
    ----------
    time_s, xy_px, visibility, compared_px
        Times (T,), pixels (T, K, 2), visibility (T, K), what they compare with (T, K, 2) or None.
    height_px
        (T,) apparent stature, smooth in time.
    """
    limit = np.where(visibility < HARDLY_SEEN, 0.5, 1.0)
    faults = np.zeros(xy_px.shape[:2], dtype=np.int64)
    found = np.isfinite(xy_px).all(axis=2)
    faults[~found] |= Fault.NOT_FOUND
    faults[found & _outside(xy_px, video)] |= Fault.OUT_OF_PICTURE
    doubted = np.zeros_like(found)
    if compared_px is not None:
        apart = np.linalg.norm(xy_px - compared_px, axis=2) / height_px[:, None]
        doubted |= _raise(faults, apart > settings.mirror_limit * limit, Fault.MIRROR)
    jumped = find_jumps(time_s, xy_px, limit * jump_limit_px(time_s, height_px, settings)[:, None])
    doubted |= _raise(faults, jumped, Fault.JUMP)
    faults[doubted & (limit < 1)] |= Fault.LOW_VISIBILITY
    legs = [column(side, part) for side in SIDES for part in BELOW_HIP]
    faults[:, legs] |= Fault.COLLAPSED * _collapsed(time_s, xy_px, height_px, settings)[:, None]
    return faults


def jump_limit_px(time_s: FloatArray, height_px: FloatArray, settings: CleaningSettings) -> FloatArray:
    """(T,) how far a point may lie from the path of its neighbours, in pixels.

    What the path itself misses of a swinging foot, which grows with the time that the neighbours span
    (measured on the true movement of rendered walkers at 12 to 120 frames a second), and the landmarks'
    noise.
    """
    missed = settings.jump_limit * (window_s(time_s) / HALF_WINDOW_S) ** JUMP_POWER
    return np.asarray(np.hypot(missed * height_px, settings.noise_px))


def find_bone_faults(xy_px: FloatArray, height_px: FloatArray, settings: CleaningSettings) -> Faults:
    """Return `Fault.BONE_LENGTH` (T, K) where a segment of one pass differs too much from its median.

    Lengths are taken relative to the apparent stature, so that perspective does not count.  The farther point
    is held guilty; of the foot, heel and toe both.
    """
    faults = np.zeros(xy_px.shape[:2], dtype=np.int64)
    for side in SIDES:
        for a, b in BONES:
            length = np.linalg.norm(xy_px[:, column(side, a)] - xy_px[:, column(side, b)], axis=1) / height_px
            if not np.isfinite(length).any():
                continue
            usual = np.nanmedian(length)
            wrong = np.abs(length - usual) > settings.bone_change_limit * usual
            faults[wrong, column(side, b)] |= Fault.BONE_LENGTH
            if a == "heel":
                faults[wrong, column(side, a)] |= Fault.BONE_LENGTH
    return faults


def _collapsed(
    time_s: FloatArray, xy_px: FloatArray, height_px: FloatArray, settings: CleaningSettings
) -> BoolArray:
    """(T,) whether both legs lie on one limb although they were apart a moment before and are so after.

    Legs that pass each other never do so with knees, ankles, heels and toes at once (in walking the widest of
    the four stays above 0.07 body heights).
    """
    between = np.stack(
        [
            np.linalg.norm(xy_px[:, column("left", p)] - xy_px[:, column("right", p)], axis=1)
            for p in BELOW_HIP
        ]
    )
    together: BoolArray = np.all(between < settings.collapse_limit * height_px, axis=0)
    apart_s = time_s[between[1] > APART * height_px]
    for start, end in runs(together):
        before = apart_s[(apart_s < time_s[start]) & (apart_s > time_s[start] - APART_WITHIN_S)]
        after = apart_s[(apart_s > time_s[end - 1]) & (apart_s < time_s[end - 1] + APART_WITHIN_S)]
        together[start:end] = len(before) > 0 and len(after) > 0
    return together


def _outside(xy_px: FloatArray, video: VideoInfo) -> BoolArray:
    """(T, K) whether a point lies outside the picture."""
    return np.asarray(np.any((xy_px < 0) | (xy_px > [video.width_px, video.height_px]), axis=2))


def _raise(faults: Faults, where: BoolArray, fault: Fault) -> BoolArray:
    """Set a flag in place and return where."""
    faults[where] |= fault
    return where


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
    centre[(usable.sum(axis=2) < MIN_NEIGHBOURS) | (both_sides < MIN_BESIDE)] = np.nan
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
        weight = usable / (off + MIN_OFF_PX)
    return coefficients[:, :, 0]
