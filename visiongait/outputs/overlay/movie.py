"""The annotated video: the recording in its own time, with what was measured drawn over it."""

from pathlib import Path
from typing import TYPE_CHECKING

from ...video.prefetch import ahead
from .artist import Artist
from .layout import layout_of
from .stills import Still, StillPicker

if TYPE_CHECKING:
    from ...datatypes.progress import Progress
    from ...pipeline import Measurement
    from ...video import VideoSource


MOST_FPS = 30
"""Pictures a second of the annotated video, about: more take twice the time and show the eye no more."""


def annotate(
    measurement: "Measurement", source: "VideoSource", path: Path, blur: bool, progress: "Progress"
) -> tuple[Still, ...]:
    """Write the annotated video and return the pictures worth showing in the report.

    Pictures keep the presentation times of the file, so a slow-motion recording plays as slowly as before.
    Of a file that shows many more than `MOST_FPS` pictures a second, every second, third … is drawn.
    """
    from ...video import VideoSink

    info = source.info
    layout = layout_of(info)
    artist = Artist(measurement, layout, blur)
    picker = StillPicker(measurement, blur)
    fps = info.nominal_fps / info.slowmo_factor
    every = max(1, round(fps / MOST_FPS))
    first_s: float | None = None
    with VideoSink(path, *layout.canvas_size, rate_hint_fps=fps / every) as sink:
        for done, frame in enumerate(ahead(source.frames()), start=1):
            first_s = frame.time_s if first_s is None else first_s
            if (done - 1) % every == 0:
                sink.write(artist.canvas(frame), (frame.time_s - first_s) * info.slowmo_factor)
            picker.offer(frame)
            progress("annotated video", done, info.frame_count)
    return picker.stills
