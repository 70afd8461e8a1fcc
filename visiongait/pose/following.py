"""The second pass: the landmark network on every frame of one person, in any order, on every core."""

from collections import defaultdict, deque
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from ..datatypes._arrays import FloatArray
from ..datatypes.pose import BLAZEPOSE
from ..datatypes.video import Image
from .blazepose import LANDMARK_SIZE, MIN_SCORE, Outputs, Pose, decode_pose
from .body import mid_hip_px
from .looks import AGREEMENT, LEGS, agreed, apart, consensus, right_facing_first
from .regions import Region
from .runtime import Network

_OFF_CENTRE = 0.06  # of the region's side: look again, centred
_SOMEBODY_ELSE = 0.3
_OTHER_SIZES = (1.15 / 1.3, 1.45 / 1.3)


@dataclass(frozen=True)
class _Look:
    """One evaluation: of row `row`, on `region` of `image`, plain or in the mirror.

    `again`: the region was centred after a first look; `extra`: one of those that settle a disagreement.
    """

    row: int
    image: Image
    region: Region
    mirrored: bool
    again: bool = False
    extra: bool = False


class Follower:
    """Collects plain and mirrored looks at one person over `n_rows` frames.

    A look whose person is not in the middle of its region is repeated once, centred; one that lands on
    somebody else is dropped.  Where the plain and the mirrored look place a leg differently, four more at
    regions of other sizes settle which of them stands alone.
    """

    def __init__(self, network: Network, n_rows: int) -> None:
        self._network = network
        self._done: deque[tuple[_Look, Pose]] = deque()
        self._extra: defaultdict[int, list[FloatArray]] = defaultdict(list)
        shape = (n_rows, len(BLAZEPOSE.landmarks))
        self._looks_px: FloatArray = np.full((2, *shape, 2), np.nan)  # plain, mirrored
        self._world_m: FloatArray = np.full((2, *shape, 3), np.nan)
        self._visibility: FloatArray = np.zeros((2, *shape))

    def look(self, row: int, image: Image, region: Region) -> None:
        """Evaluate a frame and its mirror image in the background."""
        for mirrored in (False, True):
            self._submit(_Look(row, image, region, mirrored))
        self._settle()

    def finish(self) -> None:
        """Wait for every look, and for those that follow from them."""
        self._network.finish()
        while self._done:
            self._settle()
            self._network.finish()

    def landmarks(self) -> tuple[FloatArray, FloatArray]:
        """Return landmarks (T, 33, 2) and the second opinion about them (T, 33, 2), in pixels."""
        first, second = right_facing_first(*self._looks_px.copy())
        for row, extra in self._extra.items():
            first[row], second[row] = consensus(np.array([first[row], second[row], *extra]))
        return agreed(first, second), second

    @property
    def world_m(self) -> FloatArray:
        """(T, 33, 3) the network's metric guess, mean of both looks."""
        plain, mirrored = self._world_m
        known = np.where(np.isnan(mirrored), plain, (plain + mirrored) / 2)
        mean: FloatArray = np.where(np.isnan(plain), mirrored, known)
        return mean

    @property
    def visibility(self) -> FloatArray:
        """(T, 33) visibility, mean of both looks."""
        mean: FloatArray = self._visibility.mean(axis=0)
        return mean

    def _submit(self, look: _Look) -> None:
        width_px = look.image.shape[1]
        region = look.region.mirrored(width_px) if look.mirrored else look.region
        crop = region.crop(look.image, LANDMARK_SIZE, mirrored=look.mirrored)
        self._network.submit(crop, partial(self._take, look, region))

    def _take(self, look: _Look, region: Region, outputs: Outputs) -> None:
        """Note a result; runs in a thread of the network, so that everything else waits for `_settle`."""
        pose = decode_pose(outputs, region)
        self._done.append((look, pose.mirrored(look.image.shape[1]) if look.mirrored else pose))

    def _settle(self) -> None:
        while self._done:
            look, pose = self._done.popleft()
            x_px, y_px = map(float, mid_hip_px(pose.xy_px))
            off = np.hypot(x_px - look.region.x_px, y_px - look.region.y_px) / look.region.side_px
            if pose.score < MIN_SCORE or off > _SOMEBODY_ELSE:
                continue
            if off > _OFF_CENTRE and not look.again:
                centred = replace(look.region, x_px=x_px, y_px=y_px)
                self._submit(replace(look, region=centred, again=True))
            elif look.extra:
                self._extra[look.row].append(pose.xy_px)
            else:
                self._keep(look, pose)

    def _keep(self, look: _Look, pose: Pose) -> None:
        both = self._looks_px[:, look.row]
        both[int(look.mirrored)] = pose.xy_px
        self._world_m[int(look.mirrored), look.row] = pose.world_m
        self._visibility[int(look.mirrored), look.row] = pose.visibility
        if (apart(both[0], both[1])[LEGS] > AGREEMENT).any():
            for size in _OTHER_SIZES:
                region = replace(look.region, side_px=size * look.region.side_px)
                for mirrored in (False, True):
                    self._submit(replace(look, region=region, mirrored=mirrored, again=True, extra=True))
