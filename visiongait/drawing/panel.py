"""The band under the picture: running curves, live angles of both legs, clock and notice."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..assessments import Curve, clinical_test
from ..datatypes import SIDES, FloatArray, Image, Side
from ..system import degrees, number
from . import pen
from .pen import write
from .scene import PANEL_HEIGHT, Moment, Scene
from .style import GREY, INK, PALE, SIDE_COLOUR, SLATE, WHITE

SPAN_S = 3.0


@dataclass(frozen=True)
class Box:
    """A rectangle of the picture, in pixels."""

    left: float
    top: float
    right: float
    bottom: float


class RunningPlot:
    """Draws a curve of each leg over the last `SPAN_S` seconds into one box; now is at its right end.

    Which curve it is, the clinical test says: the ankle's angle of walking.
    """

    def __init__(self, scene: Scene, box: Box, unit_px: float) -> None:
        self._box, self._unit_px = box, unit_px
        self._marks = scene.marks
        self._curve = clinical_test(scene.assessment.test).curve
        frames = scene.assessment.frames
        self._time_s = frames["time_s"].to_numpy(dtype=float)
        self._values = {side: _values_of(frames, side, self._curve) for side in SIDES}
        self._range = _rounded_range(np.concatenate(list(self._values.values())), self._curve)

    def draw_ground(self, image: Image) -> None:
        """Draw what stays: title, the line of zero and the grid."""
        box, unit = self._box, self._unit_px
        write(image, self._curve.title, (box.left, box.top - 20 * unit), 19 * unit, PALE, bold=True)
        write(image, self._curve.legend, (box.right, box.top - 20 * unit), 16 * unit, GREY, anchor="r")
        low, high = self._range
        step = self._curve.step
        for level in np.arange(low, high + step / 2, step):
            y = float(self._y(level))
            pen.path(
                image,
                [(box.left, y), (box.right, y)],
                GREY if level == 0 else SLATE,
                unit * (2 if level == 0 else 1),
            )
            if round(level / step) % 2 == 0:
                text = number(level, plus=True)
                write(
                    image, text, (box.left - 8 * unit, y), 16 * unit, PALE if level == 0 else GREY, anchor="r"
                )

    def draw(self, image: Image, now_s: float) -> None:
        """Draw the curves up to now, and the events among them."""
        shown = slice(*np.searchsorted(self._time_s, [now_s - SPAN_S, now_s], side="right"))
        x = self._x(self._time_s[shown], now_s)
        for mark in self._marks:
            if now_s - SPAN_S < mark.time_s <= now_s:
                self._tick(image, float(self._x(mark.time_s, now_s)), mark.side, mark.kind == "foot_strike")
        for side in SIDES:
            y = self._y(self._values[side][shown])
            for piece in unbroken(np.stack([x, y], axis=1)):
                pen.path(image, piece, SIDE_COLOUR[side], 3 * self._unit_px)
            if len(y) and np.isfinite(y[-1]):
                pen.dot(image, (x[-1], y[-1]), 6 * self._unit_px, SIDE_COLOUR[side])

    def _tick(self, image: Image, x: float, side: Side, strike: bool) -> None:
        """Draw a triangle under the plot: filled for a strike, hollow for an off."""
        half, top = 6 * self._unit_px, self._box.bottom + 5 * self._unit_px
        corners = np.array([(x, top), (x + half, top + 1.7 * half), (x - half, top + 1.7 * half)])
        pen.fill(image, corners, SIDE_COLOUR[side])
        if not strike:
            pen.fill(image, corners * 0.5 + corners.mean(axis=0) * 0.5, INK)
        pen.path(image, [(x, top), (x, self._box.top)], SLATE, self._unit_px)

    def _x(self, time_s: "FloatArray | float", now_s: float) -> FloatArray:
        share = 1 - (now_s - np.asarray(time_s)) / SPAN_S
        x: FloatArray = self._box.left + share * (self._box.right - self._box.left)
        return x

    def _y(self, value: "FloatArray | float") -> FloatArray:
        low, high = self._range
        share = (np.asarray(value).clip(low, high) - low) / (high - low)
        y: FloatArray = self._box.bottom - share * (self._box.bottom - self._box.top)
        return y


def _values_of(frames: pd.DataFrame, side: Side, curve: Curve) -> FloatArray:
    """Return a leg's curve in the unit that is shown; NaN where the recording has none."""
    name = f"{side}_{curve.column}"
    if name not in frames:
        return np.full(len(frames), np.nan)
    return np.asarray(frames[name].to_numpy(dtype=float) * curve.factor)


def _rounded_range(values: FloatArray, curve: Curve) -> tuple[float, float]:
    """Return the range that a chart covers at least, widened to this recording's, in whole steps."""
    known = values[np.isfinite(values)]
    low, high = curve.low, curve.high
    if len(known):
        low, high = min(low, float(np.percentile(known, 1))), max(high, float(np.percentile(known, 99)))
    return curve.step * np.floor(low / curve.step), curve.step * np.ceil(high / curve.step)


def unbroken(points: FloatArray) -> list[FloatArray]:
    """Split a curve (N, 2) where it is not known."""
    known = np.isfinite(points).all(axis=1)
    edges = np.flatnonzero(np.diff(known)) + 1
    return [piece for piece in np.split(points, edges) if len(piece) and np.isfinite(piece).all()]


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
        self._plot = RunningPlot(scene, box, unit_px)
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
            text = degrees(moment.angles[side][name], plus=name != "knee_flexion_deg") if measured else "–"
            write(image, text, (x, y), 29 * unit, WHITE if measured else GREY, anchor="m", bold=measured)
        if not measured:
            y = (FIRST_ROW + len(ROWS) * ROW_HEIGHT - 8) * unit
            write(image, "not measured", (x, y), 16 * unit, GREY, anchor="m")
