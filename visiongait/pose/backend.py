"""What every pose backend can do: look at a whole recording, then follow one person through it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from ..datatypes.pose import PoseTrack, Survey
from ..datatypes.progress import Progress

if TYPE_CHECKING:
    from ..video import VideoSource


class PoseBackend(Protocol):
    """Two looks at a recording.

    `survey` finds every person and the camera's motion; `follow` gives the landmarks of the one chosen, on
    every frame.  No person at all is not an error: `Survey.people` is empty then.
    """

    @property
    def name(self) -> str:
        """Which model on which runtime, in words."""

    @property
    def weights_sha256(self) -> Mapping[str, str]:
        """Hash of each file of weights."""

    def survey(self, source: "VideoSource", progress: Progress) -> Survey:
        """Read the recording once: who is there, roughly where, and how the camera moved."""

    def follow(self, source: "VideoSource", survey: Survey, person: int, progress: Progress) -> PoseTrack:
        """Give the landmarks of `survey.people[person]` on every frame of the survey."""
