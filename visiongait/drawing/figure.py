"""The subject drawn over the picture: legs and trunk, angles at the joints, and events at the feet."""

import numpy as np

from ..datatypes import SIDES, FloatArray, Image, Side, other
from ..system import degrees
from . import pen
from .pen import Anchor, write
from .scene import FootMark, Moment, Scene
from .style import GREY, INK, PALE, SIDE_COLOUR, WHITE

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
    near, read = moment.near_side, moment.read_side
    for side in (other(near), near):
        _draw_leg(image, moment, side, unit_px)
    if moment.measured(read):
        draw_readouts(image, moment, read, unit_px)


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


ARC_RADIUS = 0.33
"""Of the ankle's arc, in lengths of the shank."""


def draw_readouts(image: Image, moment: Moment, side: Side, unit_px: float) -> None:
    """Draw the angles of one leg; nothing where a point of it is not known."""
    knee, ankle, heel, toe = (
        moment.points_px[f"{side}_{name}"] for name in ("knee", "ankle", "heel", "foot_index")
    )
    shank_px = float(np.linalg.norm(knee - ankle))
    if not np.isfinite([knee, ankle, heel, toe]).all() or shank_px == 0:
        return
    _draw_ankle_arc(image, knee - ankle, toe - heel, ankle, ARC_RADIUS * shank_px, unit_px)
    _draw_plumb_line(image, ankle, knee - ankle, shank_px, unit_px)
    ahead, behind = moment.facing, -moment.facing
    middle = (ankle + knee) / 2
    aside_px = 0.12 * shank_px + 12 * unit_px
    angle = moment.angles[side]
    texts = (
        ("Knee", degrees(angle["knee_flexion_deg"], plus=False), ahead, (knee,), knee[1]),
        ("Shank", degrees(angle["shank_to_vertical_deg"]), behind, (middle, ankle), middle[1]),
        ("Ankle", degrees(angle["ankle_dorsiflexion_deg"]), behind, (heel, ankle), ankle[1]),
    )
    for name, text, towards, beyond, y in texts:
        x = max(towards * place[0] for place in beyond) * towards + towards * aside_px
        place = (x, y - 0.1 * shank_px)
        anchor: Anchor = "l" if towards > 0 else "r"
        write(image, f"{name} {text}", place, 23 * unit_px, WHITE, anchor=anchor, bold=True, plate=0.6)


def _draw_ankle_arc(
    image: Image,
    up_shank: FloatArray,
    along_sole: FloatArray,
    ankle: FloatArray,
    radius_px: float,
    unit_px: float,
) -> None:
    """Draw the angle between the shank and the line of the sole, moved to the ankle."""
    directions = [float(np.arctan2(v[1], v[0])) for v in (up_shank, along_sole)]
    arc = pen.arc(ankle, radius_px, *directions)
    with pen.faded(image, ankle, radius_px * 1.1, 0.35) as (layer, origin):
        pen.fill(layer, np.vstack([ankle, arc]) - origin, WHITE)
    sole_end = ankle + along_sole / np.linalg.norm(along_sole).clip(1e-9) * radius_px * 1.15
    pen.dashed(image, [(ankle, sole_end)], WHITE, 2 * unit_px, 5 * unit_px)
    pen.haloed(image, [arc], WHITE, 2.5 * unit_px)


def _draw_plumb_line(
    image: Image, ankle: FloatArray, up_shank: FloatArray, shank_px: float, unit_px: float
) -> None:
    """Draw the vertical through the ankle, and the arc from it to the shank."""
    upright = [(ankle, ankle - np.array([0, 0.95 * shank_px]))]
    pen.dashed(image, upright, INK, 4 * unit_px, 7 * unit_px)
    pen.dashed(image, upright, WHITE, 2.6 * unit_px, 7 * unit_px)
    lean = float(np.arctan2(up_shank[1], up_shank[0]))
    pen.haloed(image, [pen.arc(ankle, 0.8 * shank_px, -np.pi / 2, lean)], WHITE, 2.5 * unit_px)


MARK_SHOWN_FOR_S = 0.6
REACH = 130
"""Half of the square that a mark and its word may take, in units."""

WORDS = {"foot_strike": "contact", "foot_off": "foot off"}


def draw_marks(image: Image, scene: Scene, moment: Moment, unit_px: float) -> None:
    """Draw the events of the last moments, growing and fading."""
    for mark in scene.marks:
        age = (moment.time_s - mark.time_s) / MARK_SHOWN_FOR_S
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
