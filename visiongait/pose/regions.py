"""Where a body is in the picture, and the square regions of it that the networks see."""

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import median_filter

from ..datatypes import BLAZEPOSE, BoolArray, FloatArray, Frame, Image, IntArray, PoseTrack


@dataclass(frozen=True, slots=True)
class Region:
    """A square of the picture.

    Centre and side in pixels of the upright picture; `rotation_rad` turns the square clockwise as seen on
    the screen (y down).  Inside it, points are given as (u, v) from 0 to 1, v down along the square.
    """

    x_px: float
    y_px: float
    side_px: float
    rotation_rad: float = 0.0

    @staticmethod
    def whole(width_px: int, height_px: int) -> "Region":
        """Return the smallest square around a picture."""
        return Region(width_px / 2, height_px / 2, max(width_px, height_px))

    def affine(self) -> FloatArray:
        """(2, 3) affine from (u, v) to pixels."""
        cos, sin = np.cos(self.rotation_rad), np.sin(self.rotation_rad)
        turn = self.side_px * np.array([[cos, -sin], [sin, cos]])
        corner = np.array([self.x_px, self.y_px]) - turn @ [0.5, 0.5]
        return np.column_stack([turn, corner])

    def to_pixels(self, uv: FloatArray) -> FloatArray:
        """Take (..., 2) points of the square to pixels."""
        affine = self.affine()
        points: FloatArray = uv @ affine[:, :2].T + affine[:, 2]
        return points

    def from_pixels(self, xy_px: FloatArray) -> FloatArray:
        """Take (..., 2) pixels to points of the square."""
        affine = self.affine()
        points: FloatArray = (xy_px - affine[:, 2]) @ np.linalg.inv(affine[:, :2]).T
        return points

    def mirrored(self, width_px: float) -> "Region":
        """Return the same square in the mirror image of a picture of this width."""
        return Region(width_px - self.x_px, self.y_px, self.side_px, -self.rotation_rad)

    def crop(self, frame: Frame, size: int, *, black_outside: bool = False, mirrored: bool = False) -> Image:
        """Return the square as a (size, size, 3) picture; outside, the picture's edge repeats or it is black.

        Bilinear, crop pixel i at u = i / size, as MediaPipe samples its own regions.  `mirrored`: the square
        lies in the mirror image of the frame's picture, whose crop is the same to the pixel.
        """
        from ..video import sampled

        scaled = self.affine()
        scaled[:, :2] /= size
        if mirrored:
            scaled[0] = [0, 0, frame.size_px[0] - 1] - scaled[0]
        return sampled(frame, scaled, size, black_outside=black_outside)


@dataclass(frozen=True, slots=True)
class Target:
    """Where to look for a person in one picture, and whether they face its right side."""

    region: Region
    faces_right: bool


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
    width: a recording and its mirror image, whose detection passes differ a little, then mostly get the same
    squares.
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
