"""Finding everybody in one picture: the detector on the whole and on tiles, landmarks for each find."""

from collections.abc import Sequence
from concurrent.futures import Future

import numpy as np

from ..datatypes.video import Frame
from .blazepose import MIN_SCORE, Pose
from .body import torso_px
from .looking import Find, look, search
from .looks import merged
from .people import covers
from .regions import Region, Target
from .runtime import Network

_TILE_STEP = 0.6  # of a tile's side, so that nobody is cut by every tile
_KNOWN = 0.2  # of a region's side


def tiles(width_px: int, height_px: int) -> list[Region]:
    """Return squares of the picture's short side that cover it, overlapping."""
    side, length = sorted((width_px, height_px))
    count = int(np.ceil((length - side) / (_TILE_STEP * side))) + 1
    if count == 1:
        return []
    middles = np.linspace(side / 2, length - side / 2, count)
    wide = width_px >= height_px
    return [Region(m, side / 2, side) if wide else Region(side / 2, m, side) for m in middles]


def squares(width_px: int, height_px: int) -> list[Region]:
    """Return what the detector looks at: the whole picture, and its tiles."""
    return [Region.whole(width_px, height_px), *tiles(width_px, height_px)]


class Lookout:
    """Both networks of a bundle, used on single pictures."""

    def __init__(self, detector: Network, landmarks: Network) -> None:
        self._detector = detector
        self._landmarks = landmarks

    def poses(self, frame: Frame, expected: list[Target]) -> list[Pose]:
        """Return the poses of everybody in the picture.

        `expected` says where people should be; they are looked at once, facing right.  Whoever the detector
        finds elsewhere is looked at both ways, and added unless they are a worse look at a body that was
        expected.
        """
        searches = [search(self._detector, frame, square) for square in squares(*frame.size_px)]
        looks = [self._look(frame, target.region, not target.faces_right) for target in expected]
        regions = [target.region for target in expected]
        finds = [region for region in _distinct(searches) if not _known(region, regions)]
        both_ways = [[self._look(frame, region, turn) for turn in (False, True)] for region in finds]
        known = [one.result() for one in looks]
        new = [merged(*(one.result() for one in both)) for both in both_ways]
        known, new = ([pose for pose in poses if _there(frame, pose)] for poses in (known, new))
        return known + [pose for pose in new if not covers(known, pose)]

    def _look(self, frame: Frame, region: Region, mirrored: bool) -> Future[Pose]:
        return look(self._landmarks, frame, region, mirrored=mirrored)


def _distinct(searches: Sequence[Future[list[Find]]]) -> list[Region]:
    """Return a region for each person found, best first, without repeats."""
    found = [find for search in searches for find in search.result()]
    regions: list[Region] = []
    for _, region in sorted(found, key=lambda find: -find[0]):
        if not _known(region, regions):
            regions.append(region)
    return regions


def _there(frame: Frame, pose: Pose) -> bool:
    """Whether somebody is there, and in the picture: the network invents bodies beyond its edge."""
    point_px = torso_px(pose.xy_px)
    return pose.score >= MIN_SCORE and bool((point_px >= 0).all() and (point_px < frame.size_px).all())


def _known(region: Region, others: list[Region]) -> bool:
    """Whether one of the other regions lies on the same person."""
    return any(
        np.hypot(region.x_px - other.x_px, region.y_px - other.y_px)
        < _KNOWN * min(region.side_px, other.side_px)
        for other in others
    )
