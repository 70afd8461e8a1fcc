"""From pictures to landmarks: everybody detected, one person's landmarks estimated.

Nothing heavy is imported until a backend is made.
"""

import hashlib
from contextlib import suppress
from typing import TYPE_CHECKING

from ..datatypes import PoseQuality, Progress, silent
from ..errors import EnvironmentFaultError, UsageError
from ..system import lazy_exports, sha256_of
from .backend import LiveTracker, PoseBackend, PoseSession, backends
from .core_time import network_core_s

if TYPE_CHECKING:
    from . import weights
    from .detection_pass import turns_to_upright
    from .replay import ReplayBackend, load_landmarks, save_landmarks

__all__ = [
    "LiveTracker",
    "PoseBackend",
    "PoseQuality",
    "PoseSession",
    "ReplayBackend",
    "backends",
    "import_runtime",
    "load_landmarks",
    "make_backend",
    "make_live_tracker",
    "network_core_s",
    "save_landmarks",
    "sha256_of_model",
    "turns_to_upright",
    "weights",
]

if not TYPE_CHECKING:  # a type checker would take every name for one of them
    __getattr__ = lazy_exports(
        __name__,
        {
            "detection_pass": ["turns_to_upright"],
            "replay": ["ReplayBackend", "load_landmarks", "save_landmarks"],
            "weights": ["weights"],
        },
    )


def make_backend(
    model: str = "heavy",
    *,
    runtime: str = "auto",
    quality: PoseQuality = "standard",
    progress: Progress = silent,
) -> PoseBackend:
    """Return the backend that evaluates a model, fetching its weights if they are not here yet.

    Parameters
    ----------
    model
        `heavy`, `full`, `lite`, or the path of a `.task` bundle; or `BACKEND:MODEL` for a backend that
        another package brings (entry points of the group `visiongait.pose_backends`).
    runtime
        `openvino` is the fast one, `mediapipe` the reference; `auto` is the fast one where it is installed.
    quality
        `standard` evaluates each frame once, `best` at least twice and settles where the estimates disagree.
        MediaPipe knows only one.
    progress
        Told about the fetching of weights.

    Raises
    ------
    UsageError, WeightsError
        If the model or the backend is unknown, or its weights are unavailable.
    EnvironmentFaultError
        If the runtime asked for is not installed, or lacks a system library.
    """
    known = backends()
    brought = _brought(model)
    if brought:
        name, _, model = model.partition(":")
        return known[name]()(model, quality, progress)
    if runtime not in ("auto", *known):
        raise UsageError(f"There is no pose backend {runtime!r}.", f"Available: {', '.join(known)}.")
    if runtime != "auto" and runtime != "openvino":
        return known[runtime]()(model, quality, progress)
    try:
        make = known["openvino"]()
    except ImportError as missing:
        if runtime == "openvino":
            raise EnvironmentFaultError(
                "OpenVINO is not installed.", "Use the mediapipe runtime."
            ) from missing
        make = known["mediapipe"]()
    return make(model, quality, progress)


def import_runtime() -> None:
    """Import the fast runtime, where it is installed: a thread of its own may then make the backend."""
    with suppress(ImportError):
        from . import openvino_backend  # noqa: F401


def make_live_tracker(model: str = "full", *, progress: Progress = silent) -> LiveTracker:
    """Return what tracks a person through live pictures; `full` keeps up with 30 a second on two cores.

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
            "OpenVINO, which the live view needs, is not installed.", "Analyse a recording instead."
        ) from error
    return OneLookTracker(bundle)


def sha256_of_model(model: str, progress: Progress = silent) -> str:
    """Return the hash that tells a model from every other, fetching its weights if they are not here yet.

    Raises
    ------
    UsageError, WeightsError
        As `make_backend`.
    """
    if _brought(model):
        hashes = sorted(make_backend(model, progress=progress).model.sha256.items())
        return hashlib.sha256(repr((model, hashes)).encode()).hexdigest()
    from .weights import resolve

    return sha256_of(resolve(model, progress))


def _brought(model: str) -> bool:
    """Whether a model's name begins with the name of a backend."""
    name, colon, _ = model.partition(":")
    return bool(colon) and name in backends()
