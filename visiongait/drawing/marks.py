"""Foot strikes and foot offs, shown at the foot where and when they happen."""

import numpy as np

from ..datatypes._arrays import FloatArray
from ..datatypes.video import Image
from . import pen
from .lettering import write
from .palette import INK, SIDE_COLOUR, WHITE
from .scene import FootMark, Moment, Scene

SHOWN_FOR_S = 0.6
REACH = 130
"""Half of the square that a mark and its word may take, in units."""

WORDS = {"foot_strike": "strike", "foot_off": "off"}


def draw_marks(image: Image, scene: Scene, moment: Moment, unit_px: float) -> None:
    """Draw the events of the last moments, growing and fading."""
    for mark in scene.marks:
        age = (moment.time_s - mark.time_s) / SHOWN_FOR_S
        if 0 <= age < 1:
            at_px = scene.moved(mark.at_px, mark.time_s, moment.time_s)
            draw_mark(image, mark, at_px, age, unit_px)


def draw_mark(image: Image, mark: FootMark, at_px: FloatArray, age: float, unit_px: float) -> None:
    """Draw one event of age 0 (just now) to 1 (gone) where the foot was; nothing where that is not known."""
    if np.isnan(at_px).any():
        return
    with pen.faded(image, at_px, REACH * unit_px, min(1.0, 2 * (1 - age))) as (layer, origin):
        place, colour = at_px - origin, SIDE_COLOUR[mark.side]
        radius_px = (10 + 18 * age) * unit_px
        pen.ring(layer, place, radius_px, INK, 7 * unit_px)
        pen.ring(layer, place, radius_px, colour, 4 * unit_px)
        if mark.kind == "foot_strike":
            pen.dot(layer, place, 7 * unit_px, WHITE)
        below = (float(place[0]), float(place[1]) + 48 * unit_px)
        write(layer, f"{mark.side} {WORDS[mark.kind]}", below, 20 * unit_px, WHITE, anchor="m", plate=0.6)
