"""Takes landmarks into the background's frame where the camera moved."""

from typing import NamedTuple

import numpy as np

from ..datatypes._arrays import FloatArray
from ..datatypes.video import CameraMotion

LEAST_SUPPORT = 0.3  # share of background features that must agree with the motion found


class Stabilised(NamedTuple):
    """Positions (T, K, 2), whether they stand in the background's frame, and a sentence for people."""

    xy_px: FloatArray
    world_fixed: bool
    note: str


def stabilise(xy_px: FloatArray, camera: CameraMotion) -> Stabilised:
    """Move positions (T, K, 2) of each frame into the first frame's pixels.

    A camera that stood still changes nothing.  Where its motion is known in fewer than nine of ten frames,
    the positions stay as they are and are not fixed to the ground; single unknown frames become NaN.
    """
    if not camera.moving:
        return Stabilised(xy_px, True, "")
    known = (camera.support >= LEAST_SUPPORT) & np.isfinite(camera.to_reference).all(axis=(1, 2))
    if known.mean() < 0.9:
        return Stabilised(
            xy_px,
            False,
            "The camera moved and its motion could not be measured: no walking speed or step length.",
        )
    moved = np.einsum("tij,tkj->tki", camera.to_reference[:, :, :2], xy_px)
    moved = moved + camera.to_reference[:, None, :, 2]
    moved[~known] = np.nan
    return Stabilised(
        moved, True, "The camera moved; its motion was taken out with the help of the background."
    )
