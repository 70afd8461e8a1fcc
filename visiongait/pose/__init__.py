"""From pictures to landmarks: everybody found, one person followed.

Nothing heavy is imported until a backend is made.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ..datatypes.options import Quality
from ..datatypes.progress import Progress, silent
from ..errors import EnvironmentFaultError
from ..system import lazy_exports
from .backend import LiveTracker, PoseBackend
from .replay import ReplayBackend, load_recording, save_recording

if TYPE_CHECKING:
    from .detection_pass import turns_to_upright

__all__ = [
    "LiveTracker",
    "PoseBackend",
    "Quality",
    "ReplayBackend",
    "load_recording",
    "make_backend",
    "make_live_tracker",
    "save_recording",
    "turns_to_upright",
]

__getattr__ = lazy_exports(__name__, {"detection_pass": ["turns_to_upright"]})

Runtime = Literal["auto", "openvino", "mediapipe"]


def make_backend(
    model: str = "heavy",
    *,
    runtime: Runtime = "auto",
    quality: Quality = "standard",
    progress: Progress = silent,
) -> PoseBackend:
    """Return the backend that evaluates a model, fetching its weights if they are not here yet.

    Parameters
    ----------
    model
        `heavy`, `full`, `lite`, or the path of a `.task` bundle.
    runtime
        `openvino` is the fast one, `mediapipe` the reference; `auto` is the fast one where it is installed.
    quality
        `standard` evaluates each frame once, `best` at least twice and settles where the looks disagree.
        MediaPipe knows only one.
    progress
        Told about the fetching of weights.

    Raises
    ------
    UsageError, WeightsError
        If the model is unknown, or its weights are not to be had.
    EnvironmentFaultError
        If the runtime asked for is not installed, or lacks a system library.
    """
    from .weights import resolve

    bundle = resolve(model, progress)
    if runtime != "mediapipe":
        backend = _openvino_backend(bundle, quality)
        if backend is not None:
            return backend
        if runtime == "openvino":
            raise EnvironmentFaultError("OpenVINO is not installed here.", "Use the mediapipe runtime.")
    from .mediapipe_backend import MediaPipeBackend

    return MediaPipeBackend(bundle)


def make_live_tracker(model: str = "full", *, progress: Progress = silent) -> LiveTracker:
    """Return what follows a person through live pictures; `full` keeps up with 30 a second on two cores.

    Raises
    ------
    UsageError, WeightsError
        As `make_backend`.
    EnvironmentFaultError
        If OpenVINO is not installed: nothing else is fast enough.
    """
    from .weights import resolve

    bundle = resolve(model, progress)
    try:
        from .live_tracking import OneLookTracker
    except ImportError as error:
        raise EnvironmentFaultError(
            "OpenVINO, which the live view needs, is not installed here.", "Analyse a recording instead."
        ) from error
    return OneLookTracker(bundle)


def _openvino_backend(bundle: Path, quality: Quality) -> PoseBackend | None:
    """Return the fast backend, or None where its runtime is missing."""
    try:
        from .openvino_backend import TwoPassBackend
    except ImportError:
        return None
    return TwoPassBackend(bundle, thorough=quality == "best")
