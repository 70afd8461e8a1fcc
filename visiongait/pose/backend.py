"""What every pose backend can do: look at a whole recording, then follow one person through it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from ..datatypes._arrays import FloatArray, IntArray
from ..datatypes.pose import PoseTrack, Sighting, Survey
from ..datatypes.progress import Progress
from ..datatypes.video import Frame, Image

if TYPE_CHECKING:
    from ..video import VideoSource
    from .blazepose import Pose


class PoseBackend(Protocol):
    """Two looks at a recording.

    `survey` finds every person and the camera's motion; `follow` gives the landmarks of the one chosen, on
    every frame; `look_again` gives other looks at frames in which those are doubtful.  No person at all is
    not an error: `Survey.people` is empty then.
    """

    @property
    def name(self) -> str:
        """Which model on which runtime, in words."""

    @property
    def weights_sha256(self) -> Mapping[str, str]:
        """Hash of each file of weights."""

    @property
    def network_core_s(self) -> float:
        """Seconds of all cores that the networks took so far; NaN where nobody knows."""

    def survey(self, source: "VideoSource", progress: Progress) -> Survey:
        """Read the recording once: who is there, roughly where, and how the camera moved."""

    def follow(self, source: "VideoSource", survey: Survey, person: int, progress: Progress) -> PoseTrack:
        """Give the landmarks of `survey.people[person]` on every frame of the survey."""

    def look_again(
        self, source: "VideoSource", survey: Survey, person: int, rows: IntArray, progress: Progress
    ) -> FloatArray:
        """Give other looks at some rows (R,) of the survey: landmarks (R, L, K, 2) in pixels.

        L may be 0 for a backend that cannot; NaN where a look did not find the person.
        """

    def look(self, frame: Frame) -> "list[Pose]":
        """Find everybody in a single picture."""


class LiveTracker(Protocol):
    """Follows one person through pictures that come one by one."""

    @property
    def name(self) -> str:
        """Which model on which runtime, in words."""

    def look(self, image: Image, time_s: float) -> Sighting:
        """Take the next picture (RGB, upright) and the time at which it was taken, later than the last."""

    def forget(self) -> None:
        """Forget everybody: the pictures that follow may be of another size and show others."""
