"""The subject drawn over the picture: legs, trunk, and the corners that say who is measured."""

import numpy as np

from ..datatypes.video import Image
from ..datatypes.walk import SIDES, Side, other
from . import pen
from .lettering import write
from .palette import GREY, INK, PALE, SIDE_COLOUR, WHITE
from .readouts import draw_readouts
from .scene import Moment

BONES = (
    ("hip", "knee"),
    ("knee", "ankle"),
    ("ankle", "heel"),
    ("heel", "foot_index"),
    ("ankle", "foot_index"),
)
ARM = (("shoulder", "elbow"), ("elbow", "wrist"))
JOINTS = ("hip", "knee", "ankle", "heel", "foot_index")


def draw_figure(image: Image, moment: Moment, unit_px: float) -> None:
    """Draw the subject; a leg that is not trusted in this picture is drawn in thin grey dashes."""
    if not moment.points_px:
        return
    _draw_trunk_and_arms(image, moment, unit_px)
    near = moment.near_side
    for side in (other(near), near):
        _draw_leg(image, moment, side, unit_px)
    if moment.measured(near):
        draw_readouts(image, moment, near, unit_px)


def draw_corners(image: Image, moment: Moment, unit_px: float) -> None:
    """Mark the chosen subject with the corners of a box and a word."""
    places = np.array([place for place in moment.points_px.values() if np.isfinite(place).all()])
    if not len(places):
        return
    low, high = places.min(axis=0), places.max(axis=0)
    margin = 0.07 * (high[1] - low[1]) + 6 * unit_px
    (left, top), (right, bottom) = low - margin, high + margin
    arm = 22 * unit_px
    for x, inward in ((left, arm), (right, -arm)):
        for y, into in ((top, arm), (bottom, -arm)):
            pen.path(image, [(x + inward, y), (x, y), (x, y + into)], WHITE, 2.5 * unit_px)
    write(image, "Subject", (left, top - 20 * unit_px), 21 * unit_px, WHITE, plate=0.55)


def _draw_leg(image: Image, moment: Moment, side: Side, unit_px: float) -> None:
    points = {name: moment.points_px[f"{side}_{name}"] for name in JOINTS}
    bones = np.array([(points[a], points[b]) for a, b in BONES])
    colour = SIDE_COLOUR[side]
    if not moment.measured(side):
        pen.dashed(image, bones, PALE, 2 * unit_px, 8 * unit_px)
        return
    near = side == moment.near_side
    if near:
        pen.haloed(image, bones, colour, 6 * unit_px)
    else:
        pen.dashed(image, bones, INK, 6 * unit_px, 14 * unit_px)
        pen.dashed(image, bones, colour, 3.5 * unit_px, 14 * unit_px)
    radius_px = (6.5 if near else 4.5) * unit_px
    for place in points.values():
        pen.dot(image, place, radius_px, WHITE)
        pen.dot(image, place, 0.6 * radius_px, colour)


def _draw_trunk_and_arms(image: Image, moment: Moment, unit_px: float) -> None:
    at = moment.points_px
    shoulders, hips = ((at[f"left_{name}"] + at[f"right_{name}"]) / 2 for name in ("shoulder", "hip"))
    colour = PALE if moment.walk else GREY
    pen.haloed(image, [(shoulders, hips)], colour, 3 * unit_px)
    arms = [(at[f"{side}_{a}"], at[f"{side}_{b}"]) for side in SIDES for a, b in ARM]
    pen.strokes(image, arms, colour, 2 * unit_px)
