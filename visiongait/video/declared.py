"""What a file itself says of slow motion."""

import math
import re

from av.container import InputContainer
from av.video.stream import VideoStream

_CAPTURE_RATE = re.compile(r"capture[._ -]?(fps|frame[._ -]?rate)$", re.IGNORECASE)
"""`com.android.capture.fps`, and its kin in QuickTime's metadata.

Apple's `full-frame-rate-playback-intent` is no such tag: the time stamps of those files are of real life, and
only a player would slow them down.
"""

_REAL_LIFE = 0.1  # a rate of capture that differs by less is that of the file
_WHOLE = 0.04  # so near to a whole factor, it was meant


def capture_rate_fps(container: InputContainer, stream: VideoStream) -> float | None:
    """Return how many pictures a second the camera took, by the file's own word; None where it has none."""
    for name, value in (*container.metadata.items(), *stream.metadata.items()):
        if _CAPTURE_RATE.search(name):
            try:
                rate_fps = float(value)
            except ValueError:
                continue
            if math.isfinite(rate_fps) and rate_fps > 0:
                return rate_fps
    return None


def slow_motion(captured_fps: float | None, shown_fps: float) -> float:
    """Return how many times slower than life a file plays, by the rates of capture and of playing.

    Below 1 for time lapse.  Phones write rates that are a little off the round ones they work with.
    """
    if captured_fps is None or not shown_fps:
        return 1.0
    factor = captured_fps / shown_fps
    if abs(factor - 1) < _REAL_LIFE:
        return 1.0
    whole = round(factor)
    return float(whole) if whole and abs(factor / whole - 1) < _WHOLE else factor
