"""The default backend: a sparse detection pass, then every frame of one person (OpenVINO)."""

from collections import deque
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..datatypes import (
    BLAZEPOSE,
    DetectionPass,
    FloatArray,
    Frame,
    IntArray,
    PoseModel,
    PoseQuality,
    PoseTrack,
    Progress,
)
from ..system import printable
from ..video import ahead
from .blazepose import Pose
from .detection_pass import PersonDetector, run_detection_pass
from .inference import Network
from .landmark_pass import LandmarkPass, estimate_views, found_px
from .prefetch import LandmarkPrefetch, near
from .regions import Target, follow_targets
from .weights import Bundle, known_as, read_bundle, resolve

if TYPE_CHECKING:
    from ..video import VideoSource

SPARSE_S = 0.3
"""Between two detections of people; between them, people move in straight lines."""

_ASKED_AHEAD = 4


def make(model: str, quality: PoseQuality, progress: Progress) -> "OpenVinoBackend":
    """Return the backend of a model's name or `.task` file; see `backend.MakeBackend`."""
    return OpenVinoBackend(resolve(model, progress), thorough=quality == "best")


def model_of(bundle: Bundle, device: str) -> PoseModel:
    """Return what a bundle is on OpenVINO: only our own networks have calibrations."""
    sha256 = bundle.sha256()
    known = known_as(bundle)
    stem = printable(bundle.path.stem)
    return PoseModel(
        id=f"{known or f'{stem} {sha256[bundle.path.name][:8]}'} on OpenVINO",
        name=f"{stem} on OpenVINO ({device})",
        sha256=sha256,
        calibration=f"{known} on OpenVINO" if known else "",
    )


class OpenVinoBackend:
    """BlazePose's networks run frame by frame, without MediaPipe's smoothing in time.

    Parameters
    ----------
    bundle
        Path of a `.task` bundle.
    thorough
        Estimate every frame twice, and settle where the two disagree: over twice the time.
    """

    def __init__(self, bundle: Path, *, thorough: bool = False) -> None:
        networks = read_bundle(bundle)
        with ThreadPoolExecutor() as side_by_side:
            detector = side_by_side.submit(Network, networks.detector, mean=127.5, scale=127.5)
            self._landmarks = Network(networks.landmarks, mean=0.0, scale=255.0)
        self._people = PersonDetector(detector.result(), self._landmarks)
        self._thorough = thorough
        self.model = model_of(networks, self._landmarks.device)

    def begin(self, source: "VideoSource") -> "OpenVinoSession":
        """Begin a recording."""
        return OpenVinoSession(source, self.model, self._people, self._landmarks, self._thorough)

    def poses(self, frame: Frame) -> list[Pose]:
        """Find everybody in a single picture."""
        return self._people.poses(frame, [])


class OpenVinoSession:
    """One recording: a sparse detection pass, in which most landmarks are estimated as well.

    Notes
    -----
    The detection pass decodes every frame but looks for people only every 0.3 s.  Where a person is between
    two detections is then known, so that frames need not wait for each other: all cores work, and no frame
    inherits the errors of the one before.  The landmarks of the person who will probably be chosen are
    estimated on the way; `estimate_landmarks` reads again only what that missed.
    """

    def __init__(
        self,
        source: "VideoSource",
        model: PoseModel,
        people: PersonDetector,
        landmarks: Network,
        thorough: bool,
    ) -> None:
        self._source, self._model = source, model
        self._people, self._landmarks, self._thorough = people, landmarks, thorough
        self._detected: DetectionPass | None = None
        self._begun: LandmarkPass | None = None

    def detect(self, progress: Progress) -> DetectionPass:
        """Read the recording once: everybody in it, every 0.3 s, and the motion of the camera."""
        prefetch = LandmarkPrefetch(LandmarkPass(self._landmarks, thorough=self._thorough), hold_s=SPARSE_S)
        self._detected = run_detection_pass(
            self._source,
            self._people.poses,
            progress,
            every_s=SPARSE_S,
            backend=self._model.name,
            prefetch=prefetch,
        )
        self._begun = prefetch.landmarks
        return self._detected

    def estimate_landmarks(self, person: int, progress: Progress) -> PoseTrack:
        """Give one person's landmarks on every frame.

        If thorough, the person is shown facing right and facing left.  Where both agree, `xy_px` is their
        mean.  Where they place a leg differently, regions of other sizes are shown too: `xy_px` is then the
        estimate nearest to all others, and `dissent_xy_px` is far from it unless all but one of them agree.
        """
        detected = self._detection()
        landmarks = self._begun or LandmarkPass(self._landmarks, thorough=self._thorough)
        self._begun = None  # what was estimated is in the track then
        targets = dict(enumerate(follow_targets(detected.people[person], detected.video.width_px)))
        missing = missing_targets(landmarks, targets)
        if missing:
            self._read_missing(landmarks, missing, progress)
        found = landmarks.result(len(targets))
        progress("landmarks", len(targets), len(targets))
        return PoseTrack(
            skeleton=self._model.skeleton,
            frame=detected.frame,
            time_s=detected.time_s,
            xy_px=found.xy_px,
            visibility=found.visibility,
            world_m=found.world_m,
            dissent_xy_px=found.dissent_xy_px,
            source=self._model.name,
            calibration=self._model.calibration,
        )

    def reestimate(self, person: int, rows: IntArray, progress: Progress) -> FloatArray:
        """Estimate single frames again, the person turned about and in a smaller region."""
        detected = self._detection()
        targets = follow_targets(detected.people[person], detected.video.width_px)
        place = {int(detected.frame[row]): i for i, row in enumerate(rows)}
        views = LandmarkPass(self._landmarks, thorough=self._thorough).other_views
        found = np.full((len(rows), len(views(0)), len(BLAZEPOSE.landmarks), 2), np.nan)
        asked: deque[tuple[int, Target, list[Future[Pose]]]] = deque()

        def settle(most: int) -> None:
            while len(asked) > most:
                i, target, answers = asked.popleft()
                found[i] = [found_px(answer.result(), target) for answer in answers]
                progress("re-estimation", i + 1, len(rows))

        for picture in self._source.frames_at(place):
            i = place[picture.index]
            target = targets[rows[i]]
            if target is not None:
                asked.append(
                    (i, target, estimate_views(self._landmarks, picture, target, views(int(rows[i]))))
                )
            settle(_ASKED_AHEAD)
        settle(0)
        return found

    def _detection(self) -> DetectionPass:
        if self._detected is None:
            raise ValueError("detect() comes before what is about the people that it finds")
        return self._detected

    def _read_missing(
        self, landmarks: LandmarkPass, missing: Mapping[int, Target], progress: Progress
    ) -> None:
        """Read the recording once more, as far as needed, and look where the detection found the person."""
        frame = self._detection().frame
        rows = {int(frame[row]): row for row in missing}
        last = max(rows)
        for picture in ahead(self._source.frames()):
            row = rows.get(picture.index)
            if row is not None:
                landmarks.estimate(row, picture, missing[row])
                progress("landmarks", row + 1, len(frame))
            if picture.index >= last:
                break
        landmarks.finish()


def missing_targets(landmarks: LandmarkPass, targets: Mapping[int, Target | None]) -> dict[int, Target]:
    """Return the targets, by row, that have no landmarks yet; landmarks at other places are taken back."""
    missing: dict[int, Target] = {}
    for row, target in targets.items():
        done = landmarks.estimated_at(row)
        if done and not (target and near(done, target)):
            landmarks.forget(row)
            done = None
        if target and not done:
            missing[row] = target
    return missing
