"""Who is who from one look to the next: poses joined into people who keep their identity."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from scipy.optimize import linear_sum_assignment

from ..datatypes import BLAZEPOSE, BoolArray, FloatArray, IntArray, PoseTrack, seal
from .blazepose import Pose
from .regions import SIDE_PER_HEIGHT, Region, Target, feet_ahead_px, mid_hip_px, torso_px

MEMORY_S = 1.0
_RECENT = 5
_REACH = 0.3  # body heights from where the person was expected
_REACH_PER_S = 0.3
_SIZE_RATIO = 1.6
_SAME = 0.06
_COVERED = 0.5
_BOX_ROOM = 0.1
_MIN_DETECTIONS = 2
_AT_ONCE = 4096


@dataclass
class Person:
    """Detections of one person: positions in the recording's list of frames, times, and poses.

    way_px: how far the hips have come, from detection to detection.
    """

    rows: list[int] = field(default_factory=list)
    times_s: list[float] = field(default_factory=list)
    poses: list[Pose] = field(default_factory=list)
    way_px: float = 0.0

    def add(self, row: int, time_s: float, pose: Pose) -> None:
        """Note one more detection."""
        if self.poses:
            self.way_px += float(np.linalg.norm(mid_hip_px(pose.xy_px) - mid_hip_px(self.poses[-1].xy_px)))
        self.rows.append(row)
        self.times_s.append(time_s)
        self.poses.append(pose)

    def since(self, time_s: float) -> "Person | None":
        """Return the person from the last detection before a time on; None if that is only one detection."""
        first = max(int(np.searchsorted(self.times_s, time_s)) - 1, 0)
        recent = Person(self.rows[first:], self.times_s[first:], self.poses[first:])
        return recent if len(recent.rows) >= _MIN_DETECTIONS else None

    @property
    def height_px(self) -> float:
        """Median body height of the last detections: single poses misjudge it."""
        return float(np.median([pose.height_px for pose in self.poses[-_RECENT:]]))

    def expected_px(self, time_s: float) -> FloatArray:
        """(33, 2) where the landmarks should be, shifted at the speed of the last two detections."""
        last = self.poses[-1].xy_px
        if len(self.poses) < 2:
            return last
        ago_s = self.times_s[-1] - self.times_s[-2]
        velocity = (torso_px(last) - torso_px(self.poses[-2].xy_px)) / ago_s
        expected: FloatArray = last + velocity * (time_s - self.times_s[-1])
        return expected

    def expected(self, time_s: float) -> Target:
        """Return where to look for the person at a time."""
        x_px, y_px = mid_hip_px(self.expected_px(time_s))
        region = Region(float(x_px), float(y_px), SIDE_PER_HEIGHT * self.height_px)
        ahead_px = np.median([feet_ahead_px(pose.xy_px) for pose in self.poses[-_RECENT:]])
        return Target(region, bool(ahead_px >= 0))

    def expected_box(self, time_s: float) -> FloatArray:
        """(4,) box x0, y0, x1, y1 in pixels about where the person should be, with room for moving limbs."""
        room_px = _BOX_ROOM * self.height_px
        around: FloatArray = box(self.expected_px(time_s)) + room_px * np.array([-1, -1, 1, 1])
        return around


class PeopleTracker:
    """Joins the poses of each look to the people seen before.

    A pose belongs to the person who was expected nearest to it (all pairs weighed together), within a reach
    that grows with the time unseen, and of like size.  A pose that fits nobody but covers somebody is a
    second look at the same body, else somebody new.  A person unseen for `MEMORY_S` is gone.
    """

    def __init__(self) -> None:
        self._people: list[Person] = []

    def present(self, time_s: float) -> list[Person]:
        """Return everybody seen within the last `MEMORY_S`."""
        return [person for person in self._people if time_s - person.times_s[-1] <= MEMORY_S]

    def add(self, row: int, time_s: float, poses: list[Pose]) -> None:
        """Take the poses of one look."""
        poses = distinct(poses)
        people = self.present(time_s)
        pairs = _pairs(people, poses, time_s)
        for i, j in pairs.items():
            people[j].add(row, time_s, poses[i])
        seen = [box(poses[i].xy_px) for i in pairs]
        for i, pose in enumerate(poses):
            around = box(pose.xy_px)
            if i in pairs or any(_covered(around, other) > _COVERED for other in seen):
                continue
            seen.append(around)
            self._people.append(Person([row], [time_s], [pose]))

    def people(self) -> list[Person]:
        """Return everybody seen at least twice, in order of appearance."""
        return [person for person in self._people if len(person.rows) >= _MIN_DETECTIONS]


def box(xy_px: FloatArray) -> FloatArray:
    """(4,) box x0, y0, x1, y1 around landmarks."""
    return np.concatenate([xy_px.min(axis=0), xy_px.max(axis=0)])


def _covered(a: FloatArray, b: FloatArray) -> float:
    """Shared area of two boxes, as a share of the smaller."""
    shared = np.clip(np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2]), 0, None)
    smaller = min(np.prod(a[2:] - a[:2]), np.prod(b[2:] - b[:2]))
    return float(np.prod(shared) / smaller)


def covers(poses: list[Pose], other: Pose) -> bool:
    """Whether one of the poses lies on most of the other: it is the same body seen twice."""
    around = box(other.xy_px)
    return any(_covered(around, box(pose.xy_px)) > _COVERED for pose in poses)


def distinct(poses: list[Pose]) -> list[Pose]:
    """Return the poses without those that are nearly equal to a surer one."""
    kept: list[Pose] = []
    for pose in sorted(poses, key=lambda pose: -pose.score):
        if not any(_spread(pose, other) < _SAME for other in kept):
            kept.append(pose)
    return kept


def _spread(a: Pose, b: Pose) -> float:
    """Median distance between two poses' landmarks, in heights of the smaller body."""
    height = min(a.height_px, b.height_px)
    return float(np.median(np.linalg.norm(a.xy_px - b.xy_px, axis=1)) / height)


def _pairs(people: list[Person], poses: list[Pose], time_s: float) -> dict[int, int]:
    """Return, for each pose that belongs to a person, the person's place in the list."""
    if not people or not poses:
        return {}
    cost = np.array([[_misfit(person, pose, time_s) for person in people] for pose in poses])
    rows, columns = linear_sum_assignment(np.minimum(cost, 4.0))
    return {int(i): int(j) for i, j in zip(rows, columns, strict=True) if cost[i, j] <= 2.0}


def _misfit(person: Person, pose: Pose, time_s: float) -> float:
    """Distance from where the person was expected, in reaches, plus the misfit of size; infinite beyond 1."""
    before, now = person.height_px, pose.height_px
    size = abs(np.log(now / before)) / np.log(_SIZE_RATIO)
    reach_px = (_REACH + _REACH_PER_S * (time_s - person.times_s[-1])) * before
    off_px = torso_px(pose.xy_px) - torso_px(person.expected_px(time_s))
    distance = float(np.linalg.norm(off_px)) / reach_px
    return distance + size if max(distance, size) <= 1.0 else np.inf


def as_track(
    person: Person,
    frame: IntArray,
    time_s: FloatArray,
    *,
    hold_s: float,
    gap_s: float,
    source: str,
    metric: bool = False,
) -> PoseTrack:
    """Return a person's path over all frames.

    Straight lines between detections, carried on for `hold_s` before the first and after the last; NaN beyond
    that and in gaps longer than `gap_s`.  The network's metric guess is only taken along if `metric`.
    """
    between = _Between.of(np.array(person.times_s), time_s, hold_s, gap_s)
    return PoseTrack(
        skeleton=BLAZEPOSE,
        frame=frame,
        time_s=time_s,
        xy_px=between.line([pose.xy_px for pose in person.poses]),
        visibility=np.clip(np.nan_to_num(between.line([pose.visibility for pose in person.poses])), 0, 1),
        world_m=between.line([pose.world_m for pose in person.poses]) if metric else None,
        source=source,
    )


class _Between(NamedTuple):
    """Between which detections frames lie: the one `after` (T,), `share` (T,) of the way there, `known`."""

    after: IntArray
    share: FloatArray
    known: BoolArray

    @staticmethod
    def of(seen_s: FloatArray, time_s: FloatArray, hold_s: float, gap_s: float) -> "_Between":
        after = np.clip(np.searchsorted(seen_s, time_s, side="right"), 1, len(seen_s) - 1)
        t0, t1 = seen_s[after - 1], seen_s[after]
        within = (time_s >= seen_s[0] - hold_s) & (time_s <= seen_s[-1] + hold_s)
        inside_gap = (t1 - t0 > gap_s) & (time_s > t0) & (time_s < t1)
        return _Between(after, (time_s - t0) / (t1 - t0), within & ~inside_gap)

    def line(self, detections: Sequence[FloatArray]) -> FloatArray:
        """(T, ...) straight lines through detections (N, ...), NaN where they are too far away."""
        values = np.array(detections)
        line = np.full((len(self.known), *values.shape[1:]), np.nan)
        for start in range(0, len(line), _AT_ONCE):  # so that little stands beside the result
            rows = np.arange(start, min(start + _AT_ONCE, len(line)))[self.known[start : start + _AT_ONCE]]
            share = self.share[rows].reshape(-1, *(values.ndim - 1) * (1,))
            after = self.after[rows]
            line[rows] = (1 - share) * values[after - 1] + share * values[after]
        seal(line)
        return line
