"""Flags points that cannot be trusted, before anything is smoothed.

The network's own visibility does not notice swapped or collapsed legs; disagreement with the mirrored
picture, jumps, bone lengths and the two legs lying on one limb do.  Distances are judged in body heights.
"""

import numpy as np
from numpy.typing import NDArray

from ..datatypes._arrays import BoolArray, FloatArray
from ..datatypes.video import VideoInfo
from ..datatypes.walk import SIDES, Fault
from .jumps import HALF_WINDOW_S, find_jumps, window_s
from .points import BELOW_HIP, BONES, column, runs
from .settings import CleaningSettings

Faults = NDArray[np.int64]
APART = 0.15  # ankles this far apart are not one limb
APART_WITHIN_S = 0.5
JUMP_POWER = 2.2
HARDLY_SEEN = 0.3  # visibility below which the limits are halved


def find_faults(
    time_s: FloatArray,
    xy_px: FloatArray,
    visibility: FloatArray,
    second_xy_px: FloatArray | None,
    height_px: FloatArray,
    video: VideoInfo,
    settings: CleaningSettings,
) -> Faults:
    """Return the `Fault` flags (T, K) of every point but for its bone lengths.

    Parameters
    ----------
    time_s, xy_px, visibility, second_xy_px
        Times (T,), pixels (T, K, 2), visibility (T, K), second opinion (T, K, 2) or None.
    height_px
        (T,) apparent stature, smooth in time.
    """
    limit = np.where(visibility < HARDLY_SEEN, 0.5, 1.0)
    faults = np.zeros(xy_px.shape[:2], dtype=np.int64)
    found = np.isfinite(xy_px).all(axis=2)
    faults[~found] |= Fault.NOT_FOUND
    faults[found & _outside(xy_px, video)] |= Fault.OUT_OF_PICTURE
    doubted = np.zeros_like(found)
    if second_xy_px is not None:
        apart = np.linalg.norm(xy_px - second_xy_px, axis=2) / height_px[:, None]
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
