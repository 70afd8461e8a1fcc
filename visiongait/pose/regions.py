"""Square regions of the picture: what the networks see, and the way back to pixels."""

from dataclasses import dataclass

import numpy as np

from ..datatypes._arrays import FloatArray
from ..datatypes.video import Frame, Image


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
