"""Beside the picture: both legs' angles now, cadence and symmetry."""

from math import isfinite

import numpy as np

from ...datatypes.video import Image
from ...datatypes.walk import SIDES, Side
from ...drawing import GREY, INK, PALE, SIDE_COLOUR, WHITE, degrees_text, write
from ..cues import zero_is_set
from ..state import LiveFrame
from .history import History
from .theme import COLUMN

ROWS = (
    ("Ankle", "ankle_dorsiflexion_deg"),
    ("Shank", "shank_to_vertical_deg"),
    ("Knee", "knee_flexion_deg"),
)
LEFT = COLUMN.left + 24
PLACES: dict[Side, float] = {"left": COLUMN.left + 226, "right": COLUMN.left + 350}
HEAD_Y, FIRST_ROW_Y, ROW_HEIGHT = 28, 72, 44
PACE_Y = 214


def draw_ground(canvas: Image) -> None:
    """Draw what stays: the names of the columns and rows."""
    canvas[int(COLUMN.top) : int(COLUMN.bottom), int(COLUMN.left) :] = INK
    for side in SIDES:
        write(canvas, side.capitalize(), (PLACES[side], HEAD_Y), 26, SIDE_COLOUR[side], anchor="m", bold=True)
    for row, (name, _) in enumerate(ROWS):
        write(canvas, name, (LEFT, FIRST_ROW_Y + row * ROW_HEIGHT), 28, PALE)


def draw_numbers(canvas: Image, frame: LiveFrame, history: History) -> None:
    """Draw the numbers of one frame; a dash where nothing is measured."""
    for side in SIDES:
        angles = frame.angles_deg.get(side, {})
        for row, (_, name) in enumerate(ROWS):
            value = angles.get(name, np.nan)
            text = degrees_text(value, signed=name != "knee_flexion_deg")
            place = (PLACES[side], FIRST_ROW_Y + row * ROW_HEIGHT)
            sure = isfinite(value) and (name != "ankle_dorsiflexion_deg" or zero_is_set(frame.zero, side))
            write(canvas, text, place, 36, WHITE if sure else GREY, anchor="m", bold=sure)
    cadence = history.latest("cadence_steps_per_min", frame.time_s)
    asymmetry = history.latest("step_time_asymmetry_percent", frame.time_s)
    write(canvas, _pace_text(cadence, asymmetry), (LEFT, PACE_Y), 24, WHITE)


def _pace_text(cadence: float, asymmetry: float) -> str:
    steps = f"{cadence:.0f}" if isfinite(cadence) else "–"
    apart = f"{asymmetry:.0f} %" if isfinite(asymmetry) else "–"
    return f"{steps} steps/min    asymmetry {apart}"
