"""The second pass begun during the first: whoever will probably be the subject is followed at once.

Where somebody is between two detections is known as soon as the second has come, so that their frames can be
evaluated while the recording is read for the first time.  Afterwards, once the subject has been chosen, what
was estimated in another place than the finished detection pass says is taken back, and only that is read
again.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..datatypes import Frame
from .landmark_pass import LandmarkPass
from .people import MEMORY_S, PeopleTracker, Person, as_track
from .regions import Target, follow_targets

HELD_BYTES = 120_000_000
"""Pictures that may wait, two intervals between detections of 1080p at 60 a second; beyond it, the oldest are
looked at with what is known so far."""

CONTEXT_S = 2.0
"""Sizes and directions are medians over some seconds; more of the past makes no difference."""

SAME_PLACE = 0.05
SAME_SIZE = 0.07
"""Looks at regions this near, in sides of the region, are kept: one step of the grid of places, two of sizes.
In single frames an ankle may differ by a degree or two for it; on average landmarks are as good."""

_BYTES_PER_PX = 1.5


@dataclass(frozen=True)
class _Held:
    row: int
    frame: Frame


class LandmarkPrefetch:
    """Holds each frame until it is known where the person was who walked farthest so far, then looks there.

    That is known with the next detection; of somebody who is new, or was missed, with the one after it.
    A frame is evaluated for each that is taken in, so that decoding and the network go on side by side.

    Parameters
    ----------
    landmarks
        Estimates them.
    hold_s
        How long people are carried on before their first and after their last detection.
    """

    def __init__(self, landmarks: LandmarkPass, *, hold_s: float) -> None:
        self.landmarks = landmarks
        self._hold_s = hold_s
        self._held: deque[_Held] = deque()
        self._ready: deque[tuple[_Held, Target]] = deque()
        self._clock: deque[tuple[int, float]] = deque()
        self._detected_s = -np.inf

    def hold(self, row: int, frame: Frame) -> None:
        """Take the next frame, and evaluate one that is ready."""
        self._held.append(_Held(row, frame))
        self._clock.append((frame.index, frame.time_s))
        self._look(1)

    def sighted(self, tracker: PeopleTracker, time_s: float) -> None:
        """Take note that people were looked for: the frames since the last time may be ready."""
        self._look(len(self._ready))
        last_two = [self._detected_s, time_s]
        settled = all(person.times_s[-2:] == last_two for person in tracker.present(time_s))
        self._make_ready(tracker.people(), last_two[1 if settled else 0])
        self._detected_s = time_s

    def finish(self, tracker: PeopleTracker) -> None:
        """Evaluate everything that is left."""
        self._look(len(self._ready))
        self._make_ready(tracker.people(), np.inf)
        self._look(len(self._ready))
        self.landmarks.finish()

    def _look(self, count: int) -> None:
        for _ in range(min(count, len(self._ready))):
            one, target = self._ready.popleft()
            self.landmarks.estimate(one.row, one.frame, target)

    def _make_ready(self, people: Sequence[Person], until_s: float) -> None:
        due: list[_Held] = []
        while self._held and (self._held[0].frame.time_s < until_s or self._too_many):
            due.append(self._held.popleft())
        if due:
            targets = self._targets(people, due[0].frame.size_px[0])
            self._ready.extend((one, targets[one.frame.index]) for one in due if one.frame.index in targets)
            while self._clock[0][1] < due[-1].frame.time_s - CONTEXT_S:
                self._clock.popleft()

    @property
    def _too_many(self) -> bool:
        width_px, height_px = self._held[0].frame.size_px
        return len(self._held) * width_px * height_px * _BYTES_PER_PX > HELD_BYTES

    def _targets(self, people: Sequence[Person], width_px: int) -> dict[int, Target]:
        """Return where to look in each frame, by its index: at who came farthest of those who were there."""
        indices, times_s = map(np.array, zip(*self._clock, strict=True))
        targets: dict[int, Target] = {}
        for person in sorted(people, key=_way):
            recent = person.since(times_s[0] - MEMORY_S)
            if recent is not None:
                track = as_track(recent, indices, times_s, hold_s=self._hold_s, gap_s=MEMORY_S, source="")
                found = zip(indices.tolist(), follow_targets(track, width_px), strict=True)
                targets |= {index: target for index, target in found if target}
        return targets


def _way(person: Person) -> float:
    """Return how far a person has come from detection to detection, in body heights."""
    return person.way_px / person.height_px


def near(one: Target | None, other: Target) -> bool:
    """Whether two targets show the network the same."""
    if one is None or one.faces_right != other.faces_right:
        return False
    a, b = one.region, other.region
    apart = np.hypot(a.x_px - b.x_px, a.y_px - b.y_px) / b.side_px
    return bool(apart <= SAME_PLACE and abs(np.log(a.side_px / b.side_px)) <= SAME_SIZE)
