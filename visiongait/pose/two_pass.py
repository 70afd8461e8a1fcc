"""The default backend: a sparse survey, then every frame of one person on regions of our own (OpenVINO)."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ..datatypes.pose import BLAZEPOSE, PoseTrack, Survey
from ..datatypes.progress import Progress
from ..datatypes.video import Frame
from .blazepose import Pose
from .body import follow_targets
from .bundle import read_bundle
from .following import Follower
from .lookout import Lookout
from .prefetch import ahead
from .regions import Target
from .runtime import Network
from .surveying import take_survey

if TYPE_CHECKING:
    from ..video import VideoSource

SPARSE_S = 0.3


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
    The survey decodes every frame but looks for people only every 0.3 s.  `follow` then knows where the
    person is in every frame, so that frames need not wait for each other: all cores work, and no frame
    inherits the errors of the one before.
    """

    def __init__(self, bundle: Path, *, thorough: bool = False) -> None:
        networks = read_bundle(bundle)
        self._landmarks = Network(networks.landmarks, mean=0.0, scale=255.0)
        self._lookout = Lookout(Network(networks.detector, mean=127.5, scale=127.5), self._landmarks)
        self._thorough = thorough
        self.name = f"{bundle.stem} on OpenVINO ({self._landmarks.device})"
        self.weights_sha256: Mapping[str, str] = networks.sha256()

    def survey(self, source: "VideoSource", progress: Progress) -> Survey:
        """Read the recording once: everybody in it, every 0.3 s, and the motion of the camera."""

        def look(picture: Frame, expected: list[Target]) -> list[Pose]:
            return self._lookout.poses(picture.image, expected)

        return take_survey(source, look, progress, every_s=SPARSE_S, backend=self.name)

    def follow(self, source: "VideoSource", survey: Survey, person: int, progress: Progress) -> PoseTrack:
        """Give one person's landmarks on every frame.

        If thorough, the person is shown facing right and facing left.  Where both agree, `xy_px` is their
        mean.  Where they place a leg differently, looks at regions of other sizes are taken too: `xy_px` is
        then the look nearest to all others, and `second_xy_px` is far from it unless all but one of them
        agree.
        """
        targets = dict(
            zip(
                survey.frame.tolist(),
                follow_targets(survey.people[person], survey.video.width_px),
                strict=True,
            )
        )
        rows = {index: row for row, index in enumerate(targets)}
        follower = Follower(self._landmarks, len(rows), thorough=self._thorough)
        for picture in ahead(source.frames()):
            target = targets.get(picture.index)
            if target is not None:
                follower.look(rows[picture.index], picture.image, target)
            progress("follow", rows.get(picture.index, 0) + 1, len(rows))
        follower.finish()
        xy_px, second_xy_px = follower.landmarks()
        return PoseTrack(
            skeleton=BLAZEPOSE,
            frame=survey.frame,
            time_s=survey.time_s,
            xy_px=xy_px,
            visibility=follower.visibility,
            world_m=follower.world_m,
            second_xy_px=second_xy_px,
            source=self.name,
        )
