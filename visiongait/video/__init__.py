"""The only reader and writer of pixels: recordings and cameras in, annotated video out, how the camera moved.

The heavy libraries behind it (PyAV, OpenCV) are imported when one of its names is first asked for.
"""

from typing import TYPE_CHECKING

from ..system import lazy_exports
from .prefetch import ahead

if TYPE_CHECKING:
    from .camera_motion import CameraMotionEstimator
    from .capture import Capture, Packets, Shot, is_file
    from .container import each_in_one_thread
    from .frames import brightness, resized, sampled
    from .pacing import CRAWL_S
    from .sink import VideoSink
    from .source import VideoSource, open_video
    from .standing_feet import StandingFoot, follow_standing_feet

__all__ = [
    "CRAWL_S",
    "CameraMotionEstimator",
    "Capture",
    "Packets",
    "Shot",
    "StandingFoot",
    "VideoSink",
    "VideoSource",
    "ahead",
    "brightness",
    "each_in_one_thread",
    "follow_standing_feet",
    "is_file",
    "open_video",
    "resized",
    "sampled",
]

if not TYPE_CHECKING:  # a type checker would take every name for one of them
    __getattr__ = lazy_exports(
        __name__,
        {
            "camera_motion": ["CameraMotionEstimator"],
            "capture": ["Capture", "Packets", "Shot", "is_file"],
            "container": ["each_in_one_thread"],
            "frames": ["brightness", "resized", "sampled"],
            "pacing": ["CRAWL_S"],
            "sink": ["VideoSink"],
            "source": ["VideoSource", "open_video"],
            "standing_feet": ["StandingFoot", "follow_standing_feet"],
        },
    )
