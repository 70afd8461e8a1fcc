"""The annotated video: the recording in its own time, with what was measured drawn over it."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from ..video.prefetch import ahead
from .artist import Artist
from .layout import layout_of

if TYPE_CHECKING:
    from ..datatypes.progress import Progress
    from ..datatypes.video import VideoInfo
    from ..pipeline import Measurement
    from ..video import VideoSource


MOST_FPS = 30
"""Pictures a second of the annotated video, about: more take twice the time and show the eye no more."""


def keep_pictures(source: "VideoSource") -> None:
    """Keep what the annotated video will need when the recording is read for the first time."""
    source.keep_small(layout_of(source.info).picture_size, _every(source.info))


def annotate(
    measurement: "Measurement", source: "VideoSource", path: Path, blur: bool, progress: "Progress"
) -> None:
    """Write the annotated video.

    Pictures keep the presentation times of the file, so a slow-motion recording plays as slowly as before.
    Of a file that shows many more than `MOST_FPS` pictures a second, every second, third … is drawn.
    """
    from ..video import VideoSink

    info = source.info
    layout = layout_of(info)
    every = _every(info)
    artist = Artist(measurement, layout, blur)
    first_s: float | None = None
    with VideoSink(path, *layout.canvas_size, rate_hint_fps=_shown_fps(info) / every) as sink:
        small = ahead(source.small_frames(layout.picture_size, every))
        drawn = ahead(
            ((frame.time_s, artist.canvas(frame)) for frame in small), 2
        )  # while others are encoded
        with closing(drawn):  # after Ctrl-C no thread may draw on while the program ends
            for done, (time_s, canvas) in enumerate(drawn, start=1):
                first_s = time_s if first_s is None else first_s
                sink.write(canvas, (time_s - first_s) * info.slowmo_factor)
                progress("annotated video", done * every, info.frame_count)


def _shown_fps(info: "VideoInfo") -> float:
    return info.nominal_fps / info.slowmo_factor


def _every(info: "VideoInfo") -> int:
    """Return of how many pictures one is drawn."""
    return max(1, round(_shown_fps(info) / MOST_FPS))
