"""The annotated video: the recording in its own time, with what was measured drawn over it."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from ...datatypes.video import Frame, Image, VideoInfo
from ..palette import WHITE
from .blur import hide_head
from .figure import draw_corners, draw_figure
from .heads import HeadPath, head_paths
from .lettering import write
from .marks import draw_marks
from .panel import HEIGHT, Panel
from .scene import Moment, Scene
from .stills import Still, StillPicker

if TYPE_CHECKING:
    from ...pipeline import Measurement, Progress
    from ...video import VideoSource

LONGEST_PX = 1920
SHORTEST_PX = 960
"""The picture's longer side is brought between these: 4K would be slow, and a tiny picture holds no text."""

UNIT_AT_PX = 1440
"""Side of the square as large as a 1080p picture: there a unit of drawing is one pixel."""


@dataclass(frozen=True)
class Layout:
    """Sizes of the annotated video in pixels, all even as H.264 wants them."""

    width_px: int
    picture_height_px: int
    panel_height_px: int
    scale: float
    unit_px: float


def layout_of(video: VideoInfo) -> Layout:
    """Return the sizes of the annotated video of a recording."""
    longer = max(video.width_px, video.height_px)
    scale = min(max(1.0, SHORTEST_PX / longer), LONGEST_PX / longer)
    width, height = (2 * max(1, round(side * scale / 2)) for side in (video.width_px, video.height_px))
    unit = float(np.sqrt(width * height)) / UNIT_AT_PX
    return Layout(width, height, 2 * round(HEIGHT * unit / 2), width / video.width_px, unit)


def annotate(
    measurement: "Measurement", source: "VideoSource", path: Path, blur: bool, progress: "Progress"
) -> tuple[Still, ...]:
    """Write the annotated video and return the pictures worth showing in the report.

    Pictures keep the presentation times of the file, so a slow-motion recording plays as slowly as before.
    """
    from ...video import VideoSink

    layout = layout_of(source.info)
    artist = Artist(measurement, layout, blur)
    picker = StillPicker(measurement)
    height_px = layout.picture_height_px + layout.panel_height_px
    slower = source.info.slowmo_factor
    rate_fps = source.info.nominal_fps / slower
    first_s: float | None = None
    with VideoSink(path, layout.width_px, height_px, rate_hint_fps=rate_fps) as sink:
        for done, (frame, canvas) in enumerate(artist.drawn(source.frames()), start=1):
            first_s = frame.time_s if first_s is None else first_s
            sink.write(canvas, (frame.time_s - first_s) * slower)
            picker.offer(frame, canvas[: layout.picture_height_px])
            progress("annotated video", done, source.info.frame_count)
    return picker.stills


class Artist:
    """Draws one recording's pictures."""

    def __init__(self, measurement: "Measurement", layout: Layout, blur: bool) -> None:
        self._layout = layout
        self._scene = Scene(measurement, layout.scale)
        self._panel = Panel(self._scene, layout.width_px, layout.panel_height_px, layout.unit_px)
        tracks = (*measurement.survey.people, *([measurement.track] if measurement.track else []))
        self._heads: tuple[HeadPath, ...] = head_paths(tracks) if blur else ()

    def drawn(self, frames: Iterable[Frame]) -> "Iterable[tuple[Frame, Image]]":
        """Yield each frame with its finished picture, valid until the next."""
        layout = self._layout
        canvas = np.empty((layout.picture_height_px + layout.panel_height_px, layout.width_px, 3), np.uint8)
        picture, panel = np.split(canvas, [layout.picture_height_px])
        for frame in frames:
            moment = self._scene.at(frame)
            picture[:] = _resized(frame.image, layout)
            self._hide_faces(picture, frame.time_s)
            self._draw(picture, moment)
            self._panel.draw(panel, moment)
            yield frame, canvas

    def _draw(self, picture: Image, moment: Moment) -> None:
        unit_px = self._layout.unit_px
        draw_corners(picture, moment, unit_px)
        draw_figure(picture, moment, unit_px)
        draw_marks(picture, self._scene, moment, unit_px)
        if moment.caption:
            text = f"Not measured: {moment.caption}"
            write(picture, text, (24 * unit_px, 36 * unit_px), 24 * unit_px, WHITE, plate=0.6)

    def _hide_faces(self, picture: Image, time_s: float) -> None:
        for path in self._heads:
            if head := path.at(time_s):
                centre, radius = head
                hide_head(picture, centre * self._layout.scale, radius * self._layout.scale)


def _resized(image: Image, layout: Layout) -> Image:
    size = (layout.width_px, layout.picture_height_px)
    if image.shape[1::-1] == size:
        return image
    how = cv2.INTER_AREA if layout.scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(image, size, interpolation=how), np.uint8)
