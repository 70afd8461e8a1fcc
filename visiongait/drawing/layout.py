"""How large the annotated video, its letters and its lines are."""

from dataclasses import dataclass

import numpy as np

from ..datatypes.video import Frame, Image, VideoInfo
from ..video import resized

LONGEST_PX = 1280
SHORTEST_PX = 960
"""The picture's longer side is brought between these: more takes twice as long, a tiny one holds no text."""

UNIT_AT_PX = 1440
"""Side of the square as large as a 1080p picture: there a unit of drawing is one pixel."""

PANEL_HEIGHT = 248
"""Height of the band under the picture, in units."""


@dataclass(frozen=True)
class Layout:
    """Sizes in output pixels, all even as H.264 wants them; `scale` is output per source pixel."""

    width_px: int
    picture_height_px: int
    panel_height_px: int
    scale: float
    unit_px: float

    @property
    def canvas_size(self) -> tuple[int, int]:
        """Width and height of picture and panel together."""
        return self.width_px, self.picture_height_px + self.panel_height_px

    @property
    def picture_size(self) -> tuple[int, int]:
        """Width and height of the picture alone."""
        return self.width_px, self.picture_height_px

    def resized(self, frame: Frame) -> Image:
        """Return a source picture in the size of the output."""
        return resized(frame, self.picture_size)


def layout_of(video: VideoInfo) -> Layout:
    """Return the sizes of the annotated video of a recording."""
    longer = max(video.width_px, video.height_px)
    return layout_at(video, min(max(1.0, SHORTEST_PX / longer), LONGEST_PX / longer))


def layout_at(video: VideoInfo, scale: float, unit_px: float | None = None) -> Layout:
    """Return the sizes at a given scale; a unit that fits the picture, or the one given."""
    width, height = (2 * max(1, round(side * scale / 2)) for side in (video.width_px, video.height_px))
    unit = unit_px or float(np.sqrt(width * height)) / UNIT_AT_PX
    return Layout(width, height, 2 * round(PANEL_HEIGHT * unit / 2), width / video.width_px, unit)
