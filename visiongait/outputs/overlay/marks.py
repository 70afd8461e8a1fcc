"""Foot strikes and foot offs, shown at the foot where and when they happen."""

from ...datatypes.video import Image
from ..palette import INK, SIDE_COLOUR, WHITE
from . import pen
from .lettering import write
from .scene import FootMark, Moment, Scene

SHOWN_FOR_S = 0.6
WORDS = {"foot_strike": "strike", "foot_off": "off"}


def draw_marks(image: Image, scene: Scene, moment: Moment, unit_px: float) -> None:
    """Draw the events of the last moments, growing and fading."""
    for mark in scene.marks:
        age = (moment.time_s - mark.time_s) / SHOWN_FOR_S
        if 0 <= age < 1:
            at_px = scene.moved(mark.at_px, mark.time_s, moment.time_s)
            _draw(image, mark, at_px, age, unit_px)


def _draw(image: Image, mark: FootMark, at_px: pen.FloatArray, age: float, unit_px: float) -> None:
    if at_px[0] != at_px[0]:
        return
    reach_px = 130 * unit_px
    with pen.faded(image, at_px, reach_px, min(1.0, 2 * (1 - age))) as (layer, origin):
        place, colour = at_px - origin, SIDE_COLOUR[mark.side]
        radius_px = (14 + 22 * age) * unit_px
        pen.ring(layer, place, radius_px, INK, 7 * unit_px)
        pen.ring(layer, place, radius_px, colour, 4 * unit_px)
        if mark.kind == "foot_strike":
            pen.dot(layer, place, 7 * unit_px, WHITE)
        text = f"{mark.side} {WORDS[mark.kind]}"
        write(layer, text, (place[0], place[1] + 52 * unit_px), 20 * unit_px, WHITE, anchor="m", plate=0.6)
