"""The running curve of the angle that the cue is about, with its target band and the events among it."""

import numpy as np

from ...causal import LiveEvent
from ...datatypes._arrays import FloatArray
from ...datatypes.video import Image
from ...datatypes.walk import SIDES
from ...drawing import GREY, INK, PALE, SIDE_COLOUR, SLATE, WHITE, Box, pen, unbroken, write
from ..cues import Target
from .history import SPAN_S, History
from .theme import COLUMN, REACHED, faint

BOX = Box(COLUMN.left + 64, 272, COLUMN.right - 24, 448)
TITLE_Y = 250
STEP_DEG = 10
BAND_STRENGTH = 0.3

ANGLE_WORDS = {
    "ankle_dorsiflexion_deg": ("Ankle, dorsiflexion", (-25, 25)),
    "shank_to_vertical_deg": ("Shank to vertical", (-40, 60)),
    "foot_to_floor_deg": ("Foot to floor, toes", (-70, 35)),
    "knee_flexion_deg": ("Knee, flexion", (-10, 80)),
}
"""Title and range in degrees of each curve."""


class Curve:
    """Draws the curve of one angle in a range that stays, so that a movement looks the same all along."""

    def __init__(self, target: Target | None) -> None:
        self._target = target
        self.angle = target.about.angle if target else "ankle_dorsiflexion_deg"
        self._title, self._range_deg = ANGLE_WORDS[self.angle]

    def draw_ground(self, canvas: Image) -> None:
        """Draw what stays: title, band and grid."""
        write(canvas, f"{self._title} up ↑", (COLUMN.left + 24, TITLE_Y), 22, PALE, bold=True)
        self._draw_band(canvas)
        low, high = self._range_deg
        for level in range(STEP_DEG * -(-low // STEP_DEG), high + 1, STEP_DEG):
            y = float(self._y(level))
            pen.path(canvas, [(BOX.left, y), (BOX.right, y)], GREY if level == 0 else SLATE, 1)
            if level % (2 * STEP_DEG) == 0:
                text = f"{level:+d}".replace("-", "−") if level else "0"
                write(canvas, text, (BOX.left - 8, y), 18, PALE, anchor="r")

    def draw(self, canvas: Image, history: History, now_s: float) -> None:
        """Draw the last seconds; now is at the right end."""
        for event in history.events:
            if now_s - SPAN_S < event.time_s <= now_s:
                self._tick(canvas, event, now_s)
        for side in SIDES:
            samples = history.curve(side, self.angle, now_s)
            places = np.stack([_x(samples[:, 0], now_s), self._y(samples[:, 1])], axis=1)
            pen.strokes(canvas, unbroken(places), SIDE_COLOUR[side], 3)

    def _draw_band(self, canvas: Image) -> None:
        target = self._target
        if target is None or not target.is_of_curve:
            return
        low, high = self._range_deg
        top = self._y(high if target.at_most is None else target.at_most)
        bottom = self._y(low if target.at_least is None else target.at_least)
        colour = faint(REACHED, BAND_STRENGTH)
        canvas[round(float(top)) : round(float(bottom)), int(BOX.left) : int(BOX.right)] = colour
        for y, limit in ((top, target.at_most), (bottom, target.at_least)):
            if limit is not None:
                pen.dashed(canvas, [[(BOX.left, float(y)), (BOX.right, float(y))]], WHITE, 2, 8)

    def _tick(self, canvas: Image, event: LiveEvent, now_s: float) -> None:
        """Draw a triangle under the curve: filled for a strike, hollow for an off."""
        x, top = float(_x(event.time_s, now_s)), BOX.bottom + 5
        pen.path(canvas, [(x, BOX.top), (x, BOX.bottom)], SLATE, 1)
        corners = np.array([(x, top), (x + 8, top + 14), (x - 8, top + 14)])
        pen.fill(canvas, corners, SIDE_COLOUR[event.side])
        if event.kind == "foot_off":
            pen.fill(canvas, corners * 0.5 + corners.mean(axis=0) * 0.5, INK)

    def _y(self, angle_deg: "FloatArray | float") -> FloatArray:
        low, high = self._range_deg
        share = (np.asarray(angle_deg, dtype=float).clip(low, high) - low) / (high - low)
        y: FloatArray = BOX.bottom - share * (BOX.bottom - BOX.top)
        return y


def _x(time_s: "FloatArray | float", now_s: float) -> FloatArray:
    x: FloatArray = BOX.right - (now_s - np.asarray(time_s)) / SPAN_S * (BOX.right - BOX.left)
    return x
