"""Who is who from one look to the next: poses joined into people who keep their identity."""

from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linear_sum_assignment

from ..datatypes._arrays import FloatArray, IntArray
from ..datatypes.pose import BLAZEPOSE, PoseTrack
from .blazepose import Pose
from .regions import Region

MEMORY_S = 1.0
_REACH = 0.25  # of the region's side, from where the person was expected
_REACH_PER_S = 0.25
_SAME = 0.06
_BOX_ROOM = 0.08
_SIZE_RATIO = 1.6
_FEWEST_SIGHTINGS = 2
_TORSO = [BLAZEPOSE.index(f"{side}_{joint}") for side in ("left", "right") for joint in ("shoulder", "hip")]


@dataclass
class Person:
    """Sightings of one person: positions in the recording's list of frames, times, and poses."""

    rows: list[int] = field(default_factory=list)
    times_s: list[float] = field(default_factory=list)
    poses: list[Pose] = field(default_factory=list)

    def expected_shift_px(self, time_s: float) -> FloatArray:
        """(2,) how far the person should have moved since last seen, at the speed of the last sightings."""
        if len(self.times_s) < 2:
            return np.zeros(2)
        ago_s = self.times_s[-1] - self.times_s[-2]
        velocity = (torso_px(self.poses[-1]) - torso_px(self.poses[-2])) / ago_s
        shift: FloatArray = velocity * min(time_s - self.times_s[-1], MEMORY_S)
        return shift

    def expected_region(self, time_s: float) -> Region:
        """Return where to look for the person at a time."""
        region, (dx, dy) = self.poses[-1].next_region, self.expected_shift_px(time_s)
        return Region(region.x_px + dx, region.y_px + dy, region.side_px, region.rotation_rad)

    def expected_box(self, time_s: float) -> FloatArray:
        """(4,) box x0, y0, x1, y1 in pixels about where the person should be, with room for moving limbs."""
        xy_px = self.poses[-1].xy_px + self.expected_shift_px(time_s)
        room_px = _BOX_ROOM * self.poses[-1].next_region.side_px
        return np.concatenate([xy_px.min(axis=0) - room_px, xy_px.max(axis=0) + room_px])


class PeopleTracker:
    """Joins the poses of each look to the people seen before.

    A pose belongs to the person who was expected nearest to it (all pairs weighed together), within a reach
    that grows with the time unseen, and of like size.  A person unseen for `MEMORY_S` is gone; whoever comes
    then is somebody new.
    """

    def __init__(self) -> None:
        self._people: list[Person] = []

    def present(self, time_s: float) -> list[Person]:
        """Return everybody seen within the last `MEMORY_S`."""
        return [person for person in self._people if time_s - person.times_s[-1] <= MEMORY_S]

    def add(self, row: int, time_s: float, poses: list[Pose]) -> None:
        """Take the poses of one look; the same person's second pose is left out."""
        poses = distinct(poses)
        people = self.present(time_s)
        pairs = _pairs(people, poses, time_s)
        for i, pose in enumerate(poses):
            if i in pairs:
                person = people[pairs[i]]
            else:
                person = Person()
                self._people.append(person)
            person.rows.append(row)
            person.times_s.append(time_s)
            person.poses.append(pose)

    def people(self) -> list[Person]:
        """Return everybody seen at least twice, in order of appearance."""
        return [person for person in self._people if len(person.rows) >= _FEWEST_SIGHTINGS]


def torso_px(pose: Pose) -> FloatArray:
    """(2,) middle of shoulders and hips."""
    middle: FloatArray = pose.xy_px[_TORSO].mean(axis=0)
    return middle


def distinct(poses: list[Pose]) -> list[Pose]:
    """Return the poses without those that lie on a better one."""
    kept: list[Pose] = []
    for pose in sorted(poses, key=lambda pose: -pose.score):
        if not any(_spread(pose, other) < _SAME for other in kept):
            kept.append(pose)
    return kept


def _spread(a: Pose, b: Pose) -> float:
    """Median distance between two poses' landmarks, in sides of the smaller region."""
    side = min(a.next_region.side_px, b.next_region.side_px)
    return float(np.median(np.linalg.norm(a.xy_px - b.xy_px, axis=1)) / side)


def _pairs(people: list[Person], poses: list[Pose], time_s: float) -> dict[int, int]:
    """Return, for each pose that belongs to a person, the person's place in the list."""
    if not people or not poses:
        return {}
    cost = np.array([[_misfit(person, pose, time_s) for person in people] for pose in poses])
    rows, columns = linear_sum_assignment(np.minimum(cost, 2.0))
    return {int(i): int(j) for i, j in zip(rows, columns, strict=True) if cost[i, j] <= 1.0}


def _misfit(person: Person, pose: Pose, time_s: float) -> float:
    """Distance from where the person was expected, in reaches: above 1 it is somebody else."""
    last = person.poses[-1]
    sides = sorted([last.next_region.side_px, pose.next_region.side_px])
    if sides[1] > _SIZE_RATIO * sides[0]:
        return np.inf
    expected = torso_px(last) + person.expected_shift_px(time_s)
    reach = (_REACH + _REACH_PER_S * (time_s - person.times_s[-1])) * sides[0]
    return float(np.linalg.norm(torso_px(pose) - expected) / reach)


def as_track(person: Person, frame: IntArray, time_s: FloatArray, hold_s: float, source: str) -> PoseTrack:
    """Return a person's path over all frames, for choosing the subject and placing regions.

    Straight lines between sightings, carried on for `hold_s` before the first and after the last; NaN beyond
    that and in gaps longer than `MEMORY_S`.
    """
    seen_s = np.array(person.times_s)
    columns = [np.hstack([p.xy_px, p.world_m, p.visibility[:, None]]).ravel() for p in person.poses]
    values = _interpolated(seen_s, np.array(columns), time_s, hold_s)
    values = values.reshape(len(time_s), len(BLAZEPOSE.landmarks), 6)
    return PoseTrack(
        skeleton=BLAZEPOSE,
        frame=frame,
        time_s=time_s,
        xy_px=values[:, :, :2],
        visibility=np.clip(np.nan_to_num(values[:, :, 5]), 0, 1),
        world_m=values[:, :, 2:5],
        source=source,
    )


def _interpolated(seen_s: FloatArray, values: FloatArray, time_s: FloatArray, hold_s: float) -> FloatArray:
    """(T, C) straight lines through (N, C) sightings, NaN where they are too far away."""
    after = np.clip(np.searchsorted(seen_s, time_s, side="right"), 1, len(seen_s) - 1)
    t0, t1 = seen_s[after - 1], seen_s[after]
    share = ((time_s - t0) / (t1 - t0))[:, None]
    line = (1 - share) * values[after - 1] + share * values[after]
    within = (time_s >= seen_s[0] - hold_s) & (time_s <= seen_s[-1] + hold_s)
    inside_gap = (t1 - t0 > MEMORY_S) & (time_s > t0) & (time_s < t1)
    line[~within | inside_gap] = np.nan
    exact = np.isin(time_s, seen_s)
    line[exact] = values[np.searchsorted(seen_s, time_s[exact])]
    return line
