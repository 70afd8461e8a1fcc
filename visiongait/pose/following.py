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
from .looks import AGREEMENT, LEGS, agreed, apart, consensus
from .regions import Region, Target
from .runtime import Network

_OFF_CENTRE = 0.06  # of the region's side: look again, centred
_SOMEBODY_ELSE = 0.3
_OTHER_SIZES = (1.15 / 1.3, 1.45 / 1.3)


@dataclass(frozen=True)
class _Look:
    """One evaluation: of row `row`, on `target` of `image`, which shows the person facing right or left.

    `again`: the region was centred after a first look; `extra`: one of those that settle a disagreement.
    """

    row: int
    image: Image
    target: Target
    shown_right: bool
    again: bool = False
    extra: bool = False

    @property
    def mirrored(self) -> bool:
        """Whether the person must be turned about to be shown so."""
        return self.shown_right != self.target.faces_right


class Follower:
    """Collects looks at one person over `n_rows` frames.

    Every frame is looked at once, with the person facing right: on rendered walkers the network is surer of
    people who face right, and a recording and its mirror image give it the same crops.  A look whose person
    is not in the middle of its region is repeated once, centred; one that lands on somebody else is dropped.

    `thorough` adds a look at the person facing left; where the two place a leg differently, four more at
    regions of other sizes settle which of them stands alone.
    """

    def __init__(self, network: Network, n_rows: int, *, thorough: bool) -> None:
        self._network = network
        self._thorough = thorough
        self._done: deque[tuple[_Look, Pose]] = deque()
        self._extra: defaultdict[int, list[FloatArray]] = defaultdict(list)
        shape = (2 if thorough else 1, n_rows, len(BLAZEPOSE.landmarks))  # shown facing right, left
        self._looks_px: FloatArray = np.full((*shape, 2), np.nan)
        self._world_m: FloatArray = np.full((*shape, 3), np.nan)
        self._visibility: FloatArray = np.zeros(shape)

    def look(self, row: int, image: Image, target: Target) -> None:
        """Evaluate a frame in the background."""
        for shown_right in (True, False) if self._thorough else (True,):
            self._submit(_Look(row, image, target, shown_right))
        self._settle()

    def finish(self) -> None:
        """Wait for every look, and for those that follow from them."""
        self._network.finish()
        while self._done:
            self._settle()
            self._network.finish()

    def landmarks(self) -> tuple[FloatArray, FloatArray | None]:
        """Return landmarks (T, 33, 2) and, if thorough, a second opinion about them, in pixels."""
        if not self._thorough:
            return self._looks_px[0].copy(), None
        first, second = self._looks_px.copy()
        for row, extra in self._extra.items():
            first[row], second[row] = consensus(np.array([first[row], second[row], *extra]))
        return agreed(first, second), second

    @property
    def world_m(self) -> FloatArray:
        """(T, 33, 3) the network's metric guess, mean of the looks that found the person."""
        known = np.isfinite(self._world_m)
        count = known.sum(axis=0)
        total = np.where(known, self._world_m, 0.0).sum(axis=0)
        mean: FloatArray = np.divide(total, count, out=np.full_like(total, np.nan), where=count > 0)
        return mean

    @property
    def visibility(self) -> FloatArray:
        """(T, 33) visibility, mean of the looks."""
        mean: FloatArray = self._visibility.mean(axis=0)
        return mean

    def _submit(self, look: _Look) -> None:
        width_px = look.image.shape[1]
        region = look.target.region.mirrored(width_px) if look.mirrored else look.target.region
        crop = region.crop(look.image, LANDMARK_SIZE, mirrored=look.mirrored)
        self._network.submit(crop, partial(self._take, look, region))

    def _take(self, look: _Look, region: Region, outputs: Outputs) -> None:
        """Note a result; runs in a thread of the network, so that everything else waits for `_settle`."""
        pose = decode_pose(outputs, region)
        self._done.append((look, pose.mirrored(look.image.shape[1]) if look.mirrored else pose))

    def _settle(self) -> None:
        while self._done:
            look, pose = self._done.popleft()
            region = look.target.region
            x_px, y_px = map(float, mid_hip_px(pose.xy_px))
            off = np.hypot(x_px - region.x_px, y_px - region.y_px) / region.side_px
            if pose.score < MIN_SCORE or off > _SOMEBODY_ELSE:
                continue
            if off > _OFF_CENTRE and not look.again:
                centred = replace(look.target, region=replace(region, x_px=x_px, y_px=y_px))
                self._submit(replace(look, target=centred, again=True))
            elif look.extra:
                self._extra[look.row].append(pose.xy_px)
            else:
                self._keep(look, pose)

    def _keep(self, look: _Look, pose: Pose) -> None:
        which = 0 if look.shown_right else 1
        self._looks_px[which, look.row] = pose.xy_px
        self._world_m[which, look.row] = pose.world_m
        self._visibility[which, look.row] = pose.visibility
        if self._thorough and self._disagree(look.row):
            for size in _OTHER_SIZES:
                region = replace(look.target.region, side_px=size * look.target.region.side_px)
                target = replace(look.target, region=region)
                for shown_right in (True, False):
                    self._submit(_Look(look.row, look.image, target, shown_right, again=True, extra=True))

    def _disagree(self, row: int) -> bool:
        return bool((apart(*self._looks_px[:, row])[LEGS] > AGREEMENT).any())
