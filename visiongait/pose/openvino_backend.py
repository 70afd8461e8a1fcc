"""The default backend: a sparse survey, then every frame of one person on regions of our own (OpenVINO)."""

from collections import deque
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..datatypes._arrays import FloatArray, IntArray
from ..datatypes.pose import BLAZEPOSE, PoseTrack, Survey
from ..datatypes.progress import Progress
from ..datatypes.video import Frame
from ..system import printable
from ..video.prefetch import ahead
from . import core_time
from .blazepose import Pose
from .detection_pass import Lookout, take_survey
from .inference import Network
from .landmark_pass import Follower, found_px, look_again
from .prefetch import EarlyLooks, near
from .regions import Target, follow_targets
from .weights import read_bundle

if TYPE_CHECKING:
    from ..video import VideoSource

SPARSE_S = 0.3
_ASKED_AHEAD = 4


class TwoPassBackend:
    """BlazePose's networks run frame by frame, without MediaPipe's smoothing in time.

    Parameters
    ----------
    bundle
        Path of a `.task` bundle.
    thorough
        Look at every frame twice, and settle where the two disagree: over twice the time.

    Notes
    -----
    The survey decodes every frame but looks for people only every 0.3 s.  Where a person is between two
    sightings is then known, so that frames need not wait for each other: all cores work, and no frame
    inherits the errors of the one before.  The person who will probably be chosen is followed during the
    survey; `follow` looks only at what that missed.
    """

    def __init__(self, bundle: Path, *, thorough: bool = False) -> None:
        networks = read_bundle(bundle)
        with ThreadPoolExecutor() as side_by_side:
            detector = side_by_side.submit(Network, networks.detector, mean=127.5, scale=127.5)
            self._landmarks = Network(networks.landmarks, mean=0.0, scale=255.0)
        self._lookout = Lookout(detector.result(), self._landmarks)
        self._thorough = thorough
        self._begun: tuple[Survey, Follower] | None = None
        self.name = f"{printable(bundle.stem)} on OpenVINO ({self._landmarks.device})"
        self.weights_sha256: Mapping[str, str] = networks.sha256()

    @property
    def network_core_s(self) -> float:
        """Seconds of all cores that networks took so far in this process."""
        return core_time.so_far_s()

    def survey(self, source: "VideoSource", progress: Progress) -> Survey:
        """Read the recording once: everybody in it, every 0.3 s, and the motion of the camera."""

        def look(picture: Frame, expected: list[Target]) -> list[Pose]:
            return self._lookout.poses(picture, expected)

        early = EarlyLooks(Follower(self._landmarks, thorough=self._thorough), hold_s=SPARSE_S)
        survey = take_survey(source, look, progress, every_s=SPARSE_S, backend=self.name, early=early)
        self._begun = survey, early.follower
        return survey

    def follow(self, source: "VideoSource", survey: Survey, person: int, progress: Progress) -> PoseTrack:
        """Give one person's landmarks on every frame.

        If thorough, the person is shown facing right and facing left.  Where both agree, `xy_px` is their
        mean.  Where they place a leg differently, looks at regions of other sizes are taken too: `xy_px` is
        then the look nearest to all others, and `second_xy_px` is far from it unless all but one of them
        agree.
        """
        begun_with, follower = self._begun or (None, None)
        self._begun = None  # what was seen is in the track then
        if follower is None or begun_with is not survey:
            follower = Follower(self._landmarks, thorough=self._thorough)
        targets = dict(enumerate(follow_targets(survey.people[person], survey.video.width_px)))
        missing = looks_to_take(follower, targets)
        if missing:
            self._read_missing(source, survey, follower, missing, progress)
        seen = follower.seen(len(targets))
        progress("follow", len(targets), len(targets))
        return PoseTrack(
            skeleton=BLAZEPOSE,
            frame=survey.frame,
            time_s=survey.time_s,
            xy_px=seen.xy_px,
            visibility=seen.visibility,
            world_m=seen.world_m,
            second_xy_px=seen.second_xy_px,
            source=self.name,
        )

    def look_again(
        self, source: "VideoSource", survey: Survey, person: int, rows: IntArray, progress: Progress
    ) -> FloatArray:
        """Look at single frames again, the person turned about and in a smaller region."""
        targets = follow_targets(survey.people[person], survey.video.width_px)
        place = {int(survey.frame[row]): i for i, row in enumerate(rows)}
        views = Follower(self._landmarks, thorough=self._thorough).other_views
        looks_px = np.full((len(rows), len(views(0)), len(BLAZEPOSE.landmarks), 2), np.nan)
        asked: deque[tuple[int, Target, list[Future[Pose]]]] = deque()

        def settle(most: int) -> None:
            while len(asked) > most:
                i, target, answers = asked.popleft()
                looks_px[i] = [found_px(answer.result(), target) for answer in answers]
                progress("look again", i + 1, len(rows))

        for picture in source.frames_at(place):
            i = place[picture.index]
            target = targets[rows[i]]
            if target is not None:
                asked.append((i, target, look_again(self._landmarks, picture, target, views(int(rows[i])))))
            settle(_ASKED_AHEAD)
        settle(0)
        return looks_px

    def look(self, frame: Frame) -> list[Pose]:
        """Find everybody in a single picture."""
        return self._lookout.poses(frame, [])

    def _read_missing(
        self,
        source: "VideoSource",
        survey: Survey,
        follower: Follower,
        missing: Mapping[int, Target],
        progress: Progress,
    ) -> None:
        """Read the recording once more, as far as needed, and look where the survey found the person."""
        rows = {int(survey.frame[row]): row for row in missing}
        last = max(rows)
        for picture in ahead(source.frames()):
            row = rows.get(picture.index)
            if row is not None:
                follower.look(row, picture, missing[row])
                progress("follow", row + 1, len(survey.frame))
            if picture.index >= last:
                break
        follower.finish()


def looks_to_take(follower: Follower, targets: Mapping[int, Target | None]) -> dict[int, Target]:
    """Return the targets, by row, that nobody has looked at yet; looks at other places are taken back."""
    missing: dict[int, Target] = {}
    for row, target in targets.items():
        looked = follower.looked_at(row)
        if looked and not (target and near(looked, target)):
            follower.forget(row)
            looked = None
        if target and not looked:
            missing[row] = target
    return missing
