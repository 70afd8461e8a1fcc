"""The band under the picture: running ankle plot, live angles of both legs, clock and notice."""

import numpy as np

from ..datatypes.video import Image
from ..datatypes.walk import SIDES, Side
from .chart import AnklePlot, Box
from .layout import PANEL_HEIGHT
from .lettering import write
from .palette import GREY, INK, PALE, SIDE_COLOUR, WHITE
from .readouts import degrees_text
from .scene import Moment, Scene

TABLE_WIDTH = 390
ROWS = (
    ("Ankle", "ankle_dorsiflexion_deg"),
    ("Shank", "shank_to_vertical_deg"),
    ("Knee", "knee_flexion_deg"),
)
ROW_HEIGHT = 42
FIRST_ROW = 78
COLUMNS: dict[Side, int] = {"left": 240, "right": 105}
"""Right ends of the columns from the right edge, in units."""

FOOTER = "VisionGait — not a diagnostic device"


class Panel:
    """Draws the band of one recording, (height_px, width_px, 3) for every picture."""

    def __init__(self, scene: Scene, width_px: int, height_px: int, unit_px: float) -> None:
        self._unit_px = unit_px
        self._width_px, self._height_px = width_px, height_px
        box = Box(
            70 * unit_px, 46 * unit_px, width_px - (TABLE_WIDTH + 40) * unit_px, (PANEL_HEIGHT - 62) * unit_px
        )
        self._plot = AnklePlot(scene, box, unit_px)
        self._ground = self._drawn_ground()

    def draw(self, image: Image, moment: Moment) -> None:
        """Draw the band of one moment into `image`."""
        image[:] = self._ground
        self._plot.draw(image, moment.time_s)
        for side in SIDES:
            self._column(image, moment, side)
        unit = self._unit_px
        clock = f"{moment.time_s:.2f} s"
        write(image, clock, (self._width_px - 24 * unit, self._footer_y), 18 * unit, PALE, anchor="r")

    @property
    def _footer_y(self) -> float:
        return self._height_px - 19 * self._unit_px

    def _drawn_ground(self) -> Image:
        ground = np.full((self._height_px, self._width_px, 3), INK, np.uint8)
        unit = self._unit_px
        self._plot.draw_ground(ground)
        for side, from_right in COLUMNS.items():
            at = (self._width_px - from_right * unit + 18 * unit, 32 * unit)
            write(ground, side.capitalize(), at, 23 * unit, SIDE_COLOUR[side], anchor="m", bold=True)
        for row, (name, _) in enumerate(ROWS):
            at = (self._width_px - TABLE_WIDTH * unit, (FIRST_ROW + row * ROW_HEIGHT) * unit)
            write(ground, name, at, 22 * unit, PALE)
        write(ground, FOOTER, (24 * unit, self._footer_y), 17 * unit, GREY)
        return ground

    def _column(self, image: Image, moment: Moment, side: Side) -> None:
        unit = self._unit_px
        measured = moment.measured(side)
        x = self._width_px - COLUMNS[side] * unit + 18 * unit
        for row, (_, name) in enumerate(ROWS):
            y = (FIRST_ROW + row * ROW_HEIGHT) * unit
            text = (
                degrees_text(moment.angles[side][name], signed=name != "knee_flexion_deg")
                if measured
                else "–"
            )
            write(image, text, (x, y), 29 * unit, WHITE if measured else GREY, anchor="m", bold=measured)
        if not measured:
            y = (FIRST_ROW + len(ROWS) * ROW_HEIGHT - 8) * unit
            write(image, "not measured", (x, y), 16 * unit, GREY, anchor="m")
