"""What every pose backend offers, and how backends are found: ours, and those that other packages bring."""

from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

from ..datatypes import (
    DetectionPass,
    FloatArray,
    Frame,
    Image,
    IntArray,
    LivePose,
    PoseModel,
    PoseQuality,
    PoseTrack,
    Progress,
)
from ..errors import EnvironmentFaultError

if TYPE_CHECKING:
    from ..video import VideoSource
    from .blazepose import Pose

GROUP = "visiongait.pose_backends"
"""Entry points of this group name backends: each is a `MakeBackend`."""


class PoseSession(Protocol):
    """One recording on its way through a backend: first `detect`, then the rest, about what that found."""

    def detect(self, progress: Progress) -> DetectionPass:
        """Read the recording: who is there, roughly where, and how the camera moved.

        Nobody at all is not an error.  To be called anew once the source has been turned.
        """

    def estimate_landmarks(self, person: int, progress: Progress) -> PoseTrack:
        """Give the landmarks of the detection pass's `people[person]` on every frame."""

    def reestimate(self, person: int, rows: IntArray, progress: Progress) -> FloatArray:
        """Give further estimates for some frames (R,) in which landmarks are doubtful: (R, L, K, 2) pixels.

        L may be 0 for a backend that cannot; NaN where an estimate did not find the person.
        """


class PoseBackend(Protocol):
    """A pose model, ready to work on any number of recordings, one after the other."""

    @property
    def model(self) -> PoseModel:
        """What finds the landmarks."""

    def begin(self, source: "VideoSource") -> PoseSession:
        """Begin a recording; everything that is remembered of it is the session's."""

    def poses(self, frame: Frame) -> "list[Pose]":
        """Find everybody in a single picture."""


class LiveTracker(Protocol):
    """Tracks one person through pictures that come one by one."""

    @property
    def model(self) -> PoseModel:
        """What finds the landmarks."""

    def look(self, image: Image, time_s: float) -> LivePose:
        """Take the next picture (RGB, upright) and the time at which it was taken, later than the last."""

    def forget(self) -> None:
        """Forget everybody: the pictures that follow may be of another size and show others."""


MakeBackend = Callable[[str, PoseQuality, Progress], PoseBackend]
"""Makes a backend of a model's name (what it may be is the backend's own business), a quality, and a progress
that is told about fetching weights.  Raises UsageError or WeightsError."""

OURS: Mapping[str, str] = MappingProxyType(
    {
        "openvino": "visiongait.pose.openvino_backend:make",
        "mediapipe": "visiongait.pose.mediapipe_backend:make",
    }
)


def backends() -> dict[str, Callable[[], MakeBackend]]:
    """Return, by name, what imports the maker of each backend that is installed here; ours come first."""
    ours = {name: _importer(place) for name, place in OURS.items()}
    return ours | {one.name: _loader(one) for one in entry_points(group=GROUP) if one.name not in ours}


def _importer(place: str) -> Callable[[], MakeBackend]:
    module, _, name = place.partition(":")

    def imported() -> MakeBackend:
        maker: MakeBackend = getattr(import_module(module), name)
        return maker

    return imported


def _loader(entry: EntryPoint) -> Callable[[], MakeBackend]:
    def loaded() -> MakeBackend:
        try:
            maker: Any = entry.load()
        except (ImportError, AttributeError) as fault:
            raise EnvironmentFaultError(
                f"The pose backend {entry.name} cannot be loaded: {fault}.", "Reinstall its package."
            ) from fault
        made: MakeBackend = maker
        return made

    return loaded
