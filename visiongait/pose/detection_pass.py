"""The first pass over a recording: who is in it, how the camera moved, and which way up it is."""

from array import array
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING

import numpy as np

from ..datatypes import BLAZEPOSE, DetectionPass, FloatArray, Frame, IntArray, Progress
from ..system import give_back_memory
from ..video import ahead
from .blazepose import MIN_SCORE, Find, Pose, infer_people, infer_pose
from .people import MEMORY_S, PeopleTracker, as_track, covers
from .prefetch import LandmarkPrefetch
from .reestimation import merged
from .regions import Region, Target, torso_px

if TYPE_CHECKING:
    from ..video import VideoSource
    from .backend import PoseBackend
    from .inference import Network


_TIDY_S = 20.0
"""Pictures come and go between landmarks that stay: what they leave behind is given back this often."""

Detect = Callable[[Frame, list[Target]], list[Pose]]
"""Everybody in a frame; the targets say where people are expected."""


def run_detection_pass(
    source: "VideoSource",
    detect: Detect,
    progress: Progress,
    *,
    every_s: float,
    backend: str,
    prefetch: LandmarkPrefetch | None = None,
) -> DetectionPass:
    """Read a recording once: its people, its camera's motion, its faults.

    Parameters
    ----------
    source
        The recording.
    detect
        Finds the people of one frame.
    progress
        Told after each frame.
    every_s
        Minimum time between two detections, 0 for every frame; between them people move in straight lines.
    backend
        Noted as the source of the tracks.
    prefetch
        Estimates the landmarks of whoever will probably be the subject, on the way.
    """
    from ..video import CameraMotionEstimator

    camera = CameraMotionEstimator(source.info.width_px, source.info.height_px)
    people = PeopleTracker()
    frame: array[int] = array("q")
    times_s: array[float] = array("d")
    next_detection_s, next_tidy_s = -np.inf, _TIDY_S
    for row, picture in enumerate(ahead(source.frames())):
        present = people.present(picture.time_s)
        if picture.time_s >= next_detection_s:
            expected = [person.expected(picture.time_s) for person in present]
            people.add(row, picture.time_s, detect(picture, expected))
            present = people.present(picture.time_s)
            next_detection_s = picture.time_s + every_s
            if prefetch:
                prefetch.sighted(people, picture.time_s)
        if prefetch:
            prefetch.hold(row, picture)
        camera.add(picture, [person.expected_box(picture.time_s) for person in present])
        frame.append(picture.index)
        times_s.append(picture.time_s)
        progress("detection", row + 1, source.info.frame_count)
        if picture.time_s >= next_tidy_s:
            give_back_memory()
            next_tidy_s = picture.time_s + _TIDY_S
    if prefetch:
        prefetch.finish(people)
    give_back_memory()  # of the pictures that waited
    clock = np.array(frame, dtype=np.int64), np.array(times_s)
    gap_s = MEMORY_S if every_s else 0.0
    found = [
        as_track(one, *clock, hold_s=every_s, gap_s=gap_s, source=backend, metric=prefetch is None)
        for one in people.people()
    ]
    return DetectionPass(source.info, *clock, tuple(found), camera.result(), source.faults())


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


class PersonDetector:
    """Both networks of a bundle, used on single pictures."""

    def __init__(self, detector: "Network", landmarks: "Network") -> None:
        self._detector = detector
        self._landmarks = landmarks

    def poses(self, frame: Frame, expected: list[Target]) -> list[Pose]:
        """Return the poses of everybody in the picture.

        `expected` says where people should be; they are looked at once, facing right.  Whoever the detector
        finds elsewhere is looked at both ways, and added unless they are a worse look at a body that was
        expected.
        """
        searches = [infer_people(self._detector, frame, square) for square in squares(*frame.size_px)]
        looks = [self._look(frame, target.region, not target.faces_right) for target in expected]
        regions = [target.region for target in expected]
        finds = [region for region in _distinct(searches) if not _known(region, regions)]
        both_ways = [[self._look(frame, region, turn) for turn in (False, True)] for region in finds]
        known = [one.result() for one in looks]
        new = [merged(*(one.result() for one in both)) for both in both_ways]
        known, new = ([pose for pose in poses if _there(frame, pose)] for poses in (known, new))
        return known + [pose for pose in new if not covers(known, pose)]

    def _look(self, frame: Frame, region: Region, mirrored: bool) -> Future[Pose]:
        return infer_pose(self._landmarks, frame, region, mirrored=mirrored)


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


_LOOKS = 6
"""Pictures that are looked at in all four ways."""

_UPRIGHT_DEG = 35.0
"""So far from the vertical may the body of one who stands, walks or bends be, the phone held askew."""

_SURE = 0.5
"""Mean visibility of the landmarks of somebody who is there and stands upright in the picture."""

_FEW = 5
_MOST = 0.8
"""Bodies on their head, followed as if they stood, turn over and over: over half of them may be upright."""


def turns_to_upright(
    detected: DetectionPass, source: "VideoSource", backend: "PoseBackend", progress: Progress
) -> int:
    """Return by how many quarter turns, clockwise, a recording must be turned for people to stand.

    0 where anybody stands in it, or where no way of turning it shows more of them.
    """
    if _somebody_stands(detected):
        return 0
    standing = np.zeros(4, dtype=int)
    rows = _rows_to_look_at(detected)
    for done, frame in enumerate(source.frames_at([int(detected.frame[row]) for row in rows]), start=1):
        for turns in range(4):
            image = np.ascontiguousarray(np.rot90(frame.image, -turns))
            poses = backend.poses(Frame(frame.index, frame.time_s, image))
            standing[turns] += any(
                pose.visibility.mean() >= _SURE and _is_upright(pose.xy_px) for pose in poses
            )
        progress("picture orientation", done, len(rows))
    best = int(standing.argmax())
    return best if standing[best] > max(standing[0], len(rows) // 2) else 0


def _somebody_stands(detected: DetectionPass) -> bool:
    """Whether somebody was upright in nearly all of the pictures that show them, and well seen."""
    for person in detected.people:
        seen = np.isfinite(person.xy_px).all(axis=(1, 2))
        upright = [_is_upright(xy_px) for xy_px in person.xy_px[seen]]
        if len(upright) >= _FEW and np.mean(upright) > _MOST and person.visibility[seen].mean() >= _SURE:
            return True
    return False


def _is_upright(xy_px: FloatArray) -> bool:
    """Whether the ankles of (33, 2) landmarks lie below the shoulders."""
    ankles, shoulders = (
        (xy_px[BLAZEPOSE.index(f"left_{part}")] + xy_px[BLAZEPOSE.index(f"right_{part}")]) / 2
        for part in ("ankle", "shoulder")
    )
    across, down = ankles - shoulders
    return bool(np.degrees(np.abs(np.arctan2(across, down))) < _UPRIGHT_DEG)


def _rows_to_look_at(detected: DetectionPass) -> Sequence[int]:
    """Return rows spread over the pictures in which anybody was seen; over all, if that is next to none."""
    found = [np.isfinite(person.xy_px).all(axis=(1, 2)) for person in detected.people]
    rows: IntArray = np.flatnonzero(np.any(found, axis=0)) if found else np.zeros(0, dtype=np.int64)
    if len(rows) < _LOOKS:
        rows = np.arange(len(detected.frame))
    chosen = np.linspace(0, len(rows) - 1, min(_LOOKS, len(rows))).round().astype(int)
    return [int(row) for row in rows[chosen]]
