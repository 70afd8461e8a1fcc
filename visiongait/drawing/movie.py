"""The annotated video: the recording in its own time, with what was measured drawn over it."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..datatypes import Frame, Image
from ..video import ahead
from .faces import HeadPath, head_paths, heads_at, hide_head
from .figure import draw_corners, draw_figure, draw_marks
from .panel import Panel
from .pen import width_px, write
from .scene import Layout, Moment, Scene, layout_of
from .style import WHITE

if TYPE_CHECKING:
    from ..datatypes import Progress, VideoInfo
    from ..pipeline import Measurement
    from ..video import VideoSource


class Artist:
    """Draws the pictures of one recording in one size; `bare` ones without marks of subject and events."""

    def __init__(self, measurement: "Measurement", layout: Layout, blur: bool, *, bare: bool = False) -> None:
        self._layout = layout
        self._bare = bare
        self._scene = Scene(measurement, layout.scale)
        self._panel = Panel(self._scene, layout.width_px, layout.panel_height_px, layout.unit_px)
        tracks = (*measurement.detected.people, *([measurement.track] if measurement.track else []))
        self._heads: tuple[HeadPath, ...] = head_paths(tracks) if blur else ()

    def canvas(self, frame: Frame) -> Image:
        """Return picture and panel of one frame."""
        canvas = np.empty((*self._layout.canvas_size[::-1], 3), np.uint8)
        picture, panel = np.split(canvas, [self._layout.picture_height_px])
        moment = self._scene.at(frame)
        picture[:] = self._layout.resized(frame)
        self._hide_faces(picture, frame.time_s)
        self._draw(picture, moment)
        self._panel.draw(panel, moment)
        return canvas

    def _hide_faces(self, picture: Image, time_s: float) -> None:
        for centre, radius in heads_at(self._heads, time_s):
            hide_head(picture, centre * self._layout.scale, radius * self._layout.scale)

    def _draw(self, picture: Image, moment: Moment) -> None:
        unit_px = self._layout.unit_px
        if not self._bare:
            draw_corners(picture, moment, unit_px)
            draw_marks(picture, self._scene, moment, unit_px)
        draw_figure(picture, moment, unit_px)
        if moment.caption:
            self._draw_caption(picture, f"Not measured: {moment.caption}")

    def _draw_caption(self, picture: Image, text: str) -> None:
        """Write why nothing is measured, smaller where it would not fit."""
        margin_px = size_px = 24 * self._layout.unit_px
        room_px = self._layout.width_px - 3 * margin_px
        size_px *= min(1.0, room_px / width_px(text, size_px))
        write(picture, text, (margin_px, 1.5 * margin_px), size_px, WHITE, plate=0.6)


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
