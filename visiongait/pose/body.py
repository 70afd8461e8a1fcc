"""The size and place of a body in the picture, and the regions that follow it through a recording."""

import numpy as np
from scipy.ndimage import median_filter

from ..datatypes._arrays import BoolArray, FloatArray, IntArray
from ..datatypes.pose import BLAZEPOSE, PoseTrack
from .regions import Region, Target

SIDE_PER_HEIGHT = 1.3
"""Side of the region in body heights; tighter ones ruin the landmarks (docs/decisions/0002)."""

_STATURE_PER_CHAIN = 1.115  # crown and sole lie beyond nose and ankle; measured on renderings
_SMOOTH_S = 1.0
_FACING_S = 3.0
_SIZE_STEP = 1.03  # ratio of one size of region to the next
_PLACE_STEP = 0.04  # of the side
_TORSO = [BLAZEPOSE.index(f"{s}_{part}") for s in ("left", "right") for part in ("shoulder", "hip")]
_HEELS, _TOES = (
    [BLAZEPOSE.index(f"{s}_{point}") for s in ("left", "right")] for point in ("heel", "foot_index")
)


def height_px(xy_px: FloatArray) -> FloatArray:
    """(...,) body height from (..., 33, 2) landmarks, whatever the posture.

    The lengths nose to mid-shoulder to mid-hip, and of the longer leg from hip over knee to ankle, added up
    and completed by the share of the crown and the sole.
    """

    def point(name: str) -> FloatArray:
        landmark: FloatArray = xy_px[..., BLAZEPOSE.index(name), :]
        return landmark

    def length(a: FloatArray, b: FloatArray) -> FloatArray:
        between: FloatArray = np.linalg.norm(a - b, axis=-1)
        return between

    shoulder = (point("left_shoulder") + point("right_shoulder")) / 2
    hip = mid_hip_px(xy_px)
    legs = [
        length(point(f"{s}_hip"), point(f"{s}_knee")) + length(point(f"{s}_knee"), point(f"{s}_ankle"))
        for s in ("left", "right")
    ]
    chain = length(point("nose"), shoulder) + length(shoulder, hip) + np.maximum(*legs)
    stature: FloatArray = _STATURE_PER_CHAIN * chain
    return stature


def mid_hip_px(xy_px: FloatArray) -> FloatArray:
    """(..., 2) middle of the hips of (..., 33, 2) landmarks."""
    left, right = BLAZEPOSE.index("left_hip"), BLAZEPOSE.index("right_hip")
    middle: FloatArray = (xy_px[..., left, :] + xy_px[..., right, :]) / 2
    return middle


def torso_px(xy_px: FloatArray) -> FloatArray:
    """(..., 2) middle of shoulders and hips of (..., 33, 2) landmarks."""
    middle: FloatArray = xy_px[..., _TORSO, :].mean(axis=-2)
    return middle


def feet_ahead_px(xy_px: FloatArray) -> FloatArray:
    """(...,) how far right of the heels the toes are, both feet of (..., 33, 2) landmarks added up."""
    ahead: FloatArray = (xy_px[..., _TOES, 0] - xy_px[..., _HEELS, 0]).sum(axis=-1)
    return ahead


def faces_right(track: PoseTrack) -> BoolArray:
    """(T,) whether a person faces the right of the picture: their toes are right of their heels.

    The median over some steps: cut off by the picture's edge, feet seem to point anywhere.
    """
    rows = np.flatnonzero(track.present)
    right: BoolArray = np.ones(len(track.time_s), dtype=np.bool_)
    if rows.size:
        ahead_px = median_filter(
            feet_ahead_px(track.xy_px[rows]), _window(track, rows, _FACING_S), mode="reflect"
        )
        right[rows] = ahead_px >= 0
    return right


def follow_targets(track: PoseTrack, width_px: float) -> list[Target | None]:
    """Return where to look for a person in each frame of their track; None where they are away.

    Upright squares about the mid-hip; their size is the median body height over about a second, so that the
    region does not breathe with the steps.  Squares lie on a coarse grid about the middle of the picture's
    width: a recording and its mirror image, whose surveys differ a little, then mostly get the same squares.
    """
    present = track.present
    targets: list[Target | None] = [None] * len(present)
    if not present.any():
        return targets
    rows = np.flatnonzero(present)
    sides = SIDE_PER_HEIGHT * median_filter(
        height_px(track.xy_px[rows]), _window(track, rows, _SMOOTH_S), mode="nearest"
    )
    right = faces_right(track)
    for row, centre, side in zip(rows, mid_hip_px(track.xy_px[rows]), sides, strict=True):
        targets[row] = Target(_on_grid(centre, float(side), width_px), bool(right[row]))
    return targets


def _window(track: PoseTrack, rows: IntArray, span_s: float) -> int:
    """Return how many of a track's frames, an odd number, make up a time."""
    usual_interval_s = float(np.median(np.diff(track.time_s))) if len(rows) > 1 else span_s
    return 2 * int(span_s / usual_interval_s / 2) + 1


def _on_grid(centre_px: FloatArray, side_px: float, width_px: float) -> Region:
    side = _SIZE_STEP ** round(np.log(side_px) / np.log(_SIZE_STEP))
    step = _PLACE_STEP * side
    x_px, y_px = step * np.round((centre_px - [width_px / 2, 0]) / step) + [width_px / 2, 0]
    return Region(float(x_px), float(y_px), float(side))
