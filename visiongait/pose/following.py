"""The second pass: the landmark network on every frame of one person, in any order, on every core."""

from collections import defaultdict, deque
from dataclasses import dataclass, replace
from functools import partial

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
_OTHER_SIZES = (1.15 / 1.3, 1.45 / 1.3)
_LEGS = [
    BLAZEPOSE.index(f"{s}_{p}") for s in ("left", "right") for p in ("knee", "ankle", "heel", "foot_index")
]


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
        self.world_m: FloatArray = np.full((*shape, 3), np.nan)
        self.visibility: FloatArray = np.zeros(shape)

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
        plain, second = self._looks_px.copy()
        for row, extra in self._extra.items():
            plain[row], second[row] = consensus(np.array([plain[row], second[row], *extra]))
        return agreed(plain, second), second

    def _submit(self, look: _Look) -> None:
        crop = look.region.crop(look.image, LANDMARK_SIZE)
        if look.mirrored:
            crop = np.ascontiguousarray(crop[:, ::-1])
        self._network.submit(crop, partial(self._take, look))

    def _take(self, look: _Look, outputs: Outputs) -> None:
        """Note a result; runs in a thread of the network, so that everything else waits for `_settle`."""
        self._done.append((look, decode_pose(outputs, look.region, mirrored=look.mirrored)))

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
        if not look.mirrored:
            self.world_m[look.row] = pose.world_m
            self.visibility[look.row] = pose.visibility
        if (_apart(both[0], both[1])[_LEGS] > _AGREEMENT).any():
            for size in _OTHER_SIZES:
                region = replace(look.region, side_px=size * look.region.side_px)
                for mirrored in (False, True):
                    self._submit(replace(look, region=region, mirrored=mirrored, again=True, extra=True))


def consensus(looks_px: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return, of (N, K, 2) looks at one frame, the one nearest to all others, and a doubter (K, 2).

    The doubter is the farthest look but one: it is near only if no more than a single look disagrees.
    """
    legs = looks_px[:, _LEGS]
    distance_px = np.linalg.norm(legs[:, np.newaxis] - legs, axis=-1).mean(axis=-1)
    best = int(distance_px.sum(axis=1).argmin())
    by_distance = np.argsort(distance_px[best], kind="stable")
    return looks_px[best], looks_px[by_distance[-2]]


def agreed(first_px: FloatArray, second_px: FloatArray) -> FloatArray:
    """Return the mean of two opinions (T, K, 2) where they are within 5 % of the body height, else the first.

    Of two places far apart at most one is right: their mean would be neither.
    """
    close = _apart(first_px, second_px) < _AGREEMENT
    return np.where(close[..., np.newaxis], (first_px + second_px) / 2, first_px)


def _apart(a_px: FloatArray, b_px: FloatArray) -> FloatArray:
    """(..., K) distance of landmarks (..., K, 2) in body heights."""
    apart: FloatArray = np.linalg.norm(a_px - b_px, axis=-1) / height_px(a_px)[..., np.newaxis]
    return apart
