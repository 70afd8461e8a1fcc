"""One person followed from picture to picture as they come: a single evaluation of each picture."""

from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..datatypes import Frame, Image, LivePose
from .blazepose import MIN_SCORE, Find, Pose, infer_people, infer_pose
from .detection_pass import squares
from .inference import Network
from .openvino_backend import model_of
from .people import Person
from .regions import Region, Target, height_px, mid_hip_px
from .weights import read_bundle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future

LOOK_ROUND_S = 0.3
"""While somebody is followed, one square of the picture is searched for others this often."""

REMEMBERED_S = 1.6
"""Somebody else counts as in view for this long after a find: longer than one round over all squares."""

LOST_AFTER_S = 0.25
_SOMEBODY_ELSE = 0.3  # of the region's side
_CLEARLY_LARGER = 1.3
_SAME_PLACE, _REACH_PER_S = 0.2, 1.0  # of a region's side
_TRAVEL = 0.3  # of the side, sideways
_MEMORY = 40  # detections: more than a second


@dataclass(frozen=True)
class _Other:
    """Somebody who is not followed: where they were seen last and when, and where at first."""

    region: Region
    seen_s: float
    start_x_px: float

    def reaches(self, find: Region, time_s: float) -> bool:
        """Whether they may have come to where somebody was found now."""
        return _near(find, self.region, _SAME_PLACE + _REACH_PER_S * (time_s - self.seen_s))

    @property
    def travels(self) -> bool:
        """Whether they crossed a good part of the picture."""
        return abs(self.region.x_px - self.start_x_px) > _TRAVEL * self.region.side_px


class OneLookTracker:
    """Follows the largest person in view with the landmark network, one evaluation per picture.

    As in the second pass over a recording, the network sees an upright square about where the mid-hip should
    be, turned about so that the person faces right; nothing is smoothed.  The detector searches one square
    of the picture at a time: on every picture while nobody is followed, else every `LOOK_ROUND_S`, beside the
    landmark network, for people who have come in.  One who is clearly larger is followed from then on, or one
    who is larger and crosses the picture while the other stays where they are: a passer-by behind a patient
    is smaller than the patient.

    Parameters
    ----------
    bundle
        Path of a `.task` bundle.
    """

    def __init__(self, bundle: Path) -> None:
        networks = read_bundle(bundle)
        self._landmarks = Network(networks.landmarks, mean=0.0, scale=255.0, prompt=True)
        self._detector = Network(networks.detector, mean=127.5, scale=127.5)
        self.model = model_of(networks, self._landmarks.device)
        self.forget()

    def forget(self) -> None:
        """Forget everybody, and the size of the pictures: those that follow are another stream's."""
        self._person: Person | None = None
        self._others: list[_Other] = []
        self._squares: Iterator[Region] | None = None
        self._next_search_s = -np.inf

    def look(self, image: Image, time_s: float) -> LivePose:
        """Take the next picture (RGB, upright) and the time at which it was taken."""
        frame = Frame(0, time_s, image)
        self._give_up_lost(time_s)
        finds = self._search(frame, time_s)
        pose = self._follow(frame, self._person, time_s) if self._person else None
        for _, find in finds.result() if finds else ():
            pose = self._newcomer(frame, find, time_s) or pose
        self._others = [other for other in self._others if time_s - other.seen_s < REMEMBERED_S]
        people = len(self._others) + (self._person is not None)
        return LivePose(pose.xy_px, pose.visibility, people) if pose else LivePose(None, None, people)

    def _search(self, frame: Frame, time_s: float) -> "Future[list[Find]] | None":
        """Send one square to the detector if it is time."""
        if self._person and time_s < self._next_search_s:
            return None
        self._next_search_s = time_s + LOOK_ROUND_S
        return infer_people(self._detector, frame, self._next_square(frame))

    def _next_square(self, frame: Frame) -> Region:
        if self._squares is None:
            self._squares = cycle(squares(*frame.size_px))
        return next(self._squares)

    def _follow(self, frame: Frame, person: Person, time_s: float) -> Pose | None:
        """Look where the person should be, and remember the last few detections."""
        pose = self._evaluate(frame, person.expected(time_s))
        if pose is not None:
            person.add(0, time_s, pose)
            del person.rows[:-_MEMORY], person.times_s[:-_MEMORY], person.poses[:-_MEMORY]
        return pose

    def _newcomer(self, frame: Frame, find: Region, time_s: float) -> Pose | None:
        """Follow whoever was found, if nobody is followed or they are clearly larger; else remember them."""
        followed = self._person.expected(time_s).region if self._person else None
        if followed and _near(find, followed, _SAME_PLACE):
            return None
        pose = self._evaluate(frame, Target(find, faces_right=True))
        if pose is None:
            return None
        new = self._noted(find, time_s) if followed else None
        if self._person and new and not _outdoes(pose, new, self._person):
            return None
        self._person = Person([0], [time_s], [pose])
        if followed and new:
            self._others[-1] = _Other(followed, time_s, followed.x_px)
        return pose

    def _noted(self, find: Region, time_s: float) -> _Other:
        """Remember somebody who is not followed; last in the list."""
        before = [other for other in self._others if other.reaches(find, time_s)]
        start_x_px = before[0].start_x_px if before else find.x_px
        self._others = [other for other in self._others if other not in before]
        self._others.append(_Other(find, time_s, start_x_px))
        return self._others[-1]

    def _evaluate(self, frame: Frame, target: Target) -> Pose | None:
        """Return the pose at a target; None if nobody is there, or somebody far from its middle."""
        region = target.region
        pose = infer_pose(self._landmarks, frame, region, mirrored=not target.faces_right).result()
        x_px, y_px = mid_hip_px(pose.xy_px)
        off = np.hypot(x_px - region.x_px, y_px - region.y_px) / region.side_px
        return pose if pose.score >= MIN_SCORE and off <= _SOMEBODY_ELSE else None

    def _give_up_lost(self, time_s: float) -> None:
        if self._person and time_s - self._person.times_s[-1] > LOST_AFTER_S:
            self._person = None


def _outdoes(pose: Pose, new: _Other, followed: Person) -> bool:
    """Whether somebody new is the one to follow."""
    stays = np.ptp([mid_hip_px(one.xy_px)[0] for one in followed.poses]) < _TRAVEL * followed.height_px
    limit = 1.0 if new.travels and stays else _CLEARLY_LARGER
    return bool(height_px(pose.xy_px) > limit * followed.height_px)


def _near(region: Region, other: Region, reach: float) -> bool:
    """Whether two regions are no farther apart than a share of the smaller one's side."""
    apart_px = np.hypot(region.x_px - other.x_px, region.y_px - other.y_px)
    return bool(apart_px < reach * min(region.side_px, other.side_px))
