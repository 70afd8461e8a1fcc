"""Finding everybody in one picture: the detector on the whole and on tiles, landmarks for each find."""

from functools import partial

import numpy as np

from ..datatypes.video import Frame
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
        regions = [target.region for target in expected]
        finds = [region for region in self._detect(frame) if not _known(region, regions)]
        known = self._look(frame, [(target.region, not target.faces_right) for target in expected])
        plain, mirrored = (self._look(frame, [(region, turn) for region in finds]) for turn in (False, True))
        new = [merged(a, b) for a, b in zip(plain, mirrored, strict=True)]
        known, new = ([pose for pose in poses if _there(frame, pose)] for poses in (known, new))
        return known + [pose for pose in new if not covers(known, pose)]

    def _detect(self, frame: Frame) -> list[Region]:
        """Return a region for each person found, best first, without repeats."""
        width, height = frame.size_px
        squares = [Region.whole(width, height), *tiles(width, height)]
        found: list[tuple[float, Region]] = []
        for square in squares:
            crop = square.crop(frame, DETECTOR_SIZE, black_outside=True)
            self._detector.submit(crop, partial(_take_people, square, found))
        self._detector.finish()
        regions: list[Region] = []
        for _, region in sorted(found, key=lambda pair: -pair[0]):
            if not _known(region, regions):
                regions.append(region)
        return regions

    def _look(self, frame: Frame, looks: list[tuple[Region, bool]]) -> list[Pose]:
        """Return what the network says about each region of the picture or, if true, of its mirror image."""
        width_px = frame.size_px[0]
        poses: dict[int, Pose] = {}
        for i, (region, mirrored) in enumerate(looks):
            seen = region.mirrored(width_px) if mirrored else region
            crop = seen.crop(frame, LANDMARK_SIZE, mirrored=mirrored)
            self._landmarks.submit(crop, partial(_take_pose, seen, poses, i))
        self._landmarks.finish()
        return [
            poses[i].mirrored(width_px) if mirrored else poses[i] for i, (_, mirrored) in enumerate(looks)
        ]


def _take_people(square: Region, found: list[tuple[float, Region]], outputs: Outputs) -> None:
    for one in decode_detections(outputs):
        found.append((one.score, person_region(*square.to_pixels(one.points[:2]))))  # noqa: PERF401


def _take_pose(region: Region, poses: dict[int, Pose], i: int, outputs: Outputs) -> None:
    poses[i] = decode_pose(outputs, region)


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
