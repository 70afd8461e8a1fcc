"""The only reader and writer of pixels: recordings in, annotated video out, and how the camera moved.

The heavy libraries behind it (PyAV, OpenCV) are imported when one of its names is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .camera_motion import CameraMotionEstimator
    from .cores import each_in_one_thread
    from .decoded import brightness, resized, sampled
    from .sink import VideoSink
    from .source import VideoSource, open_video

__all__ = [
    "CameraMotionEstimator",
    "VideoSink",
    "VideoSource",
    "brightness",
    "each_in_one_thread",
    "open_video",
    "resized",
    "sampled",
]

_MODULE_OF = {
    "CameraMotionEstimator": "camera_motion",
    "brightness": "decoded",
    "each_in_one_thread": "cores",
    "resized": "decoded",
    "sampled": "decoded",
    "VideoSink": "sink",
    "VideoSource": "source",
    "open_video": "source",
}


def __getattr__(name: str) -> Any:
    """Import the module behind a public name on first use."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_MODULE_OF[name]}", __name__), name)
