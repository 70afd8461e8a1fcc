"""One picture of the annotated video: faces hidden, figure and events drawn, panel below."""

from typing import TYPE_CHECKING

import numpy as np

from ..datatypes.video import Frame, Image
from .blur import hide_head
from .figure import draw_corners, draw_figure
from .heads import HeadPath, head_paths, heads_at
from .layout import Layout
from .lettering import width_px, write
from .marks import draw_marks
from .palette import WHITE
from .panel import Panel
from .scene import Moment, Scene

if TYPE_CHECKING:
    from ..pipeline import Measurement


class Artist:
    """Draws the pictures of one recording in one size; `bare` ones without marks of subject and events."""

    def __init__(self, measurement: "Measurement", layout: Layout, blur: bool, *, bare: bool = False) -> None:
        self._layout = layout
        self._bare = bare
        self._scene = Scene(measurement, layout.scale)
        self._panel = Panel(self._scene, layout.width_px, layout.panel_height_px, layout.unit_px)
        tracks = (*measurement.survey.people, *([measurement.track] if measurement.track else []))
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
