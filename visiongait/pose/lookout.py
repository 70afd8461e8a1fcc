"""Finding everybody in one picture: the detector on the whole and on tiles, landmarks for each find."""

from functools import partial
from itertools import compress

import numpy as np

from ..datatypes._arrays import FloatArray
from ..datatypes.video import Image
from .blazepose import (
    DETECTOR_SIZE,
    LANDMARK_SIZE,
    MIN_SCORE,
    Outputs,
    Pose,
    decode_detections,
    decode_pose,
    person_region,
)
from .body import torso_px
from .looks import merged
from .people import covers
from .regions import Region
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


class Lookout:
    """Both networks of a bundle, used on single pictures."""

    def __init__(self, detector: Network, landmarks: Network) -> None:
        self._detector = detector
        self._landmarks = landmarks

    def poses(self, image: Image, expected: list[Region]) -> list[Pose]:
        """Return the poses of everybody in the picture.

        `expected` are regions where people should be; whoever the detector finds elsewhere is added, unless
        it is a worse look at a body that was expected.
        """
        finds = [region for region in self._detect(image) if not _known(region, expected)]
        poses = self._look(image, expected + finds)
        there = [pose.score >= MIN_SCORE and _within(image, torso_px(pose.xy_px)) for pose in poses]
        n = len(expected)
        known, new = list(compress(poses[:n], there[:n])), list(compress(poses[n:], there[n:]))
        return known + [pose for pose in new if not covers(known, pose)]

    def _detect(self, image: Image) -> list[Region]:
        """Return a region for each person found, best first, without repeats."""
        height, width = image.shape[:2]
        squares = [Region.whole(width, height), *tiles(width, height)]
        found: list[tuple[float, Region]] = []
        for square in squares:
            crop = square.crop(image, DETECTOR_SIZE, black_outside=True)
            self._detector.submit(crop, partial(_take_people, square, found))
        self._detector.finish()
        regions: list[Region] = []
        for _, region in sorted(found, key=lambda pair: -pair[0]):
            if not _known(region, regions):
                regions.append(region)
        return regions

    def _look(self, image: Image, regions: list[Region]) -> list[Pose]:
        """Return what a look at each region and one at its mirror image say together."""
        width_px = image.shape[1]
        poses: dict[tuple[int, bool], Pose] = {}
        for i, plain in enumerate(regions):
            for mirrored in (False, True):
                region = plain.mirrored(width_px) if mirrored else plain
                crop = region.crop(image, LANDMARK_SIZE, mirrored=mirrored)
                self._landmarks.submit(crop, partial(_take_pose, region, poses, (i, mirrored)))
        self._landmarks.finish()
        return [merged(poses[i, False], poses[i, True].mirrored(width_px)) for i in range(len(regions))]


def _take_people(square: Region, found: list[tuple[float, Region]], outputs: Outputs) -> None:
    for one in decode_detections(outputs):
        found.append((one.score, person_region(*square.to_pixels(one.points[:2]))))  # noqa: PERF401


def _take_pose(
    region: Region, poses: dict[tuple[int, bool], Pose], look: tuple[int, bool], outputs: Outputs
) -> None:
    poses[look] = decode_pose(outputs, region)


def _within(image: Image, point_px: FloatArray) -> bool:
    """Whether a point lies in the picture: the network invents bodies beyond its edge."""
    height, width = image.shape[:2]
    return bool((point_px >= 0).all() and (point_px < [width, height]).all())


def _known(region: Region, others: list[Region]) -> bool:
    """Whether one of the other regions lies on the same person."""
    return any(
        np.hypot(region.x_px - other.x_px, region.y_px - other.y_px)
        < _KNOWN * min(region.side_px, other.side_px)
        for other in others
    )
