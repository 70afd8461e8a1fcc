"""The annotated video: the recording in its own time, with what was measured drawn over it."""

from pathlib import Path
from typing import TYPE_CHECKING

from .artist import Artist
from .layout import layout_of
from .stills import Still, StillPicker

if TYPE_CHECKING:
    from ...datatypes.progress import Progress
    from ...pipeline import Measurement
    from ...video import VideoSource


def annotate(
    measurement: "Measurement", source: "VideoSource", path: Path, blur: bool, progress: "Progress"
) -> tuple[Still, ...]:
    """Write the annotated video and return the pictures worth showing in the report.

    Pictures keep the presentation times of the file, so a slow-motion recording plays as slowly as before.
    """
    from ...video import VideoSink

    info = source.info
    layout = layout_of(info)
    artist = Artist(measurement, layout, blur)
    picker = StillPicker(measurement, blur)
    first_s: float | None = None
    with VideoSink(path, *layout.canvas_size, rate_hint_fps=info.nominal_fps / info.slowmo_factor) as sink:
        for done, frame in enumerate(source.frames(), start=1):
            first_s = frame.time_s if first_s is None else first_s
            sink.write(artist.canvas(frame), (frame.time_s - first_s) * info.slowmo_factor)
            picker.offer(frame)
            progress("annotated video", done, info.frame_count)
    return picker.stills
