"""The second pass: the landmark network on every frame of one person, in any order, on every core."""

from collections import deque
from dataclasses import dataclass

import numpy as np

from ..datatypes._arrays import FloatArray
from ..datatypes.pose import BLAZEPOSE
from ..datatypes.video import Image
from .blazepose import LANDMARK_SIZE, MIN_SCORE, Outputs, Pose, decode_pose
from .body import height_px, mid_hip_px
from .regions import Region
from .runtime import Network

_OFF_CENTRE = 0.06  # of the region's side: look again, centred
_SOMEBODY_ELSE = 0.3
_AGREEMENT = 0.05  # of the body height


@dataclass(frozen=True)
class _Look:
    """One evaluation: of row `row`, on `region` of `image`, plain or in the mirror."""

    row: int
    image: Image
    region: Region
    mirrored: bool
    corrected: bool = False


class Follower:
    """Collects plain and mirrored looks at one person over `n_rows` frames.

    A look whose person is not in the middle of its region is repeated once, centred; a look that lands on
    somebody else is dropped.
    """

    def __init__(self, network: Network, n_rows: int) -> None:
        self._network = network
        self._again: deque[_Look] = deque()
        k = len(BLAZEPOSE.landmarks)
        self._plain_px: FloatArray = np.full((n_rows, k, 2), np.nan)
        self.second_xy_px: FloatArray = np.full((n_rows, k, 2), np.nan)
        self.world_m: FloatArray = np.full((n_rows, k, 3), np.nan)
        self.visibility: FloatArray = np.zeros((n_rows, k))

    @property
    def xy_px(self) -> FloatArray:
        """(T, 33, 2) landmarks of both looks: their mean where they agree, else those of the plain look."""
        return agreed(self._plain_px, self.second_xy_px)

    def look(self, row: int, image: Image, region: Region) -> None:
        """Evaluate a frame and its mirror image in the background."""
        for mirrored in (False, True):
            self._submit(_Look(row, image, region, mirrored))
        self._repeat()

    def finish(self) -> None:
        """Wait for every look, the repeated ones too."""
        self._network.finish()
        self._repeat()
        self._network.finish()

    def _repeat(self) -> None:
        while self._again:
            self._submit(self._again.popleft())

    def _submit(self, look: _Look) -> None:
        crop = look.region.crop(look.image, LANDMARK_SIZE)
        if look.mirrored:
            crop = np.ascontiguousarray(crop[:, ::-1])
        self._network.submit(crop, lambda outputs: self._take(outputs, look))

    def _take(self, outputs: Outputs, look: _Look) -> None:
        pose = decode_pose(outputs, look.region, mirrored=look.mirrored)
        x_px, y_px = mid_hip_px(pose.xy_px)
        side_px = look.region.side_px
        off = float(np.hypot(x_px - look.region.x_px, y_px - look.region.y_px)) / side_px
        if pose.score < MIN_SCORE or off > _SOMEBODY_ELSE:
            return
        if off > _OFF_CENTRE and not look.corrected:
            centred = Region(float(x_px), float(y_px), side_px)
            self._again.append(_Look(look.row, look.image, centred, look.mirrored, corrected=True))
        self._keep(pose, look)

    def _keep(self, pose: Pose, look: _Look) -> None:
        if look.mirrored:
            self.second_xy_px[look.row] = pose.xy_px
        else:
            self._plain_px[look.row] = pose.xy_px
            self.world_m[look.row] = pose.world_m
            self.visibility[look.row] = pose.visibility


def agreed(plain_px: FloatArray, second_px: FloatArray) -> FloatArray:
    """Return the mean of two opinions (T, K, 2) where they are within 5 % of the body height, else the first.

    The mean halves no outlier: of two places far apart at most one is right.
    """
    apart_px = np.linalg.norm(plain_px - second_px, axis=2)
    close = apart_px < _AGREEMENT * height_px(plain_px)[:, np.newaxis]
    return np.where(close[:, :, np.newaxis], (plain_px + second_px) / 2, plain_px)
