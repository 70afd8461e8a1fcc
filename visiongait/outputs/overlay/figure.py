"""The subject drawn over the picture: legs, trunk, angles with their arcs, and the subject's corners."""

import numpy as np

from ...datatypes._arrays import FloatArray
from ...datatypes.video import Image
from ...datatypes.walk import SIDES, Side, other
from ..palette import GREY, INK, PALE, SIDE_COLOUR, WHITE, Colour
from . import pen
from .lettering import write
from .scene import Moment

LEG = (("hip", "knee"), ("knee", "ankle"), ("ankle", "heel"), ("heel", "foot_index"), ("ankle", "foot_index"))
ARM = (("shoulder", "elbow"), ("elbow", "wrist"))
JOINTS = ("hip", "knee", "ankle", "heel", "foot_index")

LABELS = (("knee", "Knee", "knee_flexion_deg"), ("ankle", "Ankle", "ankle_dorsiflexion_deg"))


def draw_figure(image: Image, moment: Moment, unit_px: float) -> None:
    """Draw the subject; a leg that is not trusted in this picture is drawn in thin grey dashes."""
    if not moment.points_px:
        return
    _trunk_and_arms(image, moment, unit_px)
    near = moment.near_side
    for side in (other(near), near):
        _leg(image, moment, side, unit_px)
    if moment.walk and moment.reliable[near]:
        draw_angles(image, moment, near, unit_px)


def draw_corners(image: Image, moment: Moment, unit_px: float) -> None:
    """Mark the chosen subject with the corners of a box and a word."""
    places = np.array([p for p in moment.points_px.values() if np.isfinite(p).all()])
    if not len(places):
        return
    low, high = places.min(axis=0), places.max(axis=0)
    margin = 0.07 * (high[1] - low[1]) + 6 * unit_px
    (left, top), (right, bottom) = low - margin, high + margin
    for x, y, dx, dy in (
        (left, top, 1, 1),
        (right, top, -1, 1),
        (left, bottom, 1, -1),
        (right, bottom, -1, -1),
    ):
        arm = 22 * unit_px
        pen.path(image, [(x + dx * arm, y), (x, y), (x, y + dy * arm)], WHITE, 2.5 * unit_px)
    write(image, "Subject", (left, top - 20 * unit_px), 21 * unit_px, WHITE, plate=0.55)


def draw_angles(image: Image, moment: Moment, side: Side, unit_px: float) -> None:
    """Draw ankle arc, plumb line of the shank and the three readouts of one leg."""
    knee, ankle, heel, toe = (
        moment.points_px[f"{side}_{n}"] for n in ("knee", "ankle", "heel", "foot_index")
    )
    shank_px = float(np.linalg.norm(knee - ankle))
    if not np.isfinite([knee, ankle, heel, toe]).all() or shank_px == 0:
        return
    colour = SIDE_COLOUR[side]
    _ankle_arc(image, knee - ankle, toe - heel, ankle, 0.33 * shank_px, unit_px)
    _plumb_line(image, ankle, knee, shank_px, unit_px)
    behind, ahead = -moment.facing, moment.facing
    off_px = 0.36 * shank_px
    angle = moment.angles[side]
    _readout(
        image,
        ankle + (behind * 0.62 * shank_px, 0.08 * shank_px),
        "Ankle",
        angle["ankle_dorsiflexion_deg"],
        colour,
        unit_px,
    )
    _readout(
        image,
        (ankle + knee) / 2 + (behind * off_px * 1.5, -0.05 * shank_px),
        "Shank",
        angle["shank_to_vertical_deg"],
        colour,
        unit_px,
    )
    _readout(
        image,
        knee + (ahead * off_px * 1.5, -0.1 * shank_px),
        "Knee",
        angle["knee_flexion_deg"],
        colour,
        unit_px,
    )


def degrees_text(value: float, signed: bool = True) -> str:
    """Return whole degrees with a true minus sign; a dash where nothing was measured."""
    if not np.isfinite(value):
        return "–"
    text = f"{round(value):+d}°" if signed and round(value) else f"{round(value)}°"
    return text.replace("-", "−")


def _readout(image: Image, at: FloatArray, name: str, value: float, colour: Colour, unit_px: float) -> None:
    if np.isfinite(value):
        text = f"{name} {degrees_text(value, signed=name != 'Knee')}"
        write(image, text, (at[0], at[1]), 23 * unit_px, WHITE, anchor="m", bold=True, plate=0.6)


def _ankle_arc(
    image: Image,
    up_shank: FloatArray,
    along_sole: FloatArray,
    ankle: FloatArray,
    radius_px: float,
    unit_px: float,
) -> None:
    """Draw the angle between the shank and the line of the sole, moved to the ankle."""
    directions = [float(np.arctan2(v[1], v[0])) for v in (up_shank, along_sole)]
    points = pen.arc_points(ankle, radius_px, *directions)
    with pen.faded(image, ankle, radius_px * 1.5, 0.35) as (layer, origin):
        pen.fill(layer, np.vstack([ankle, points]) - origin, WHITE)
    sole_end = ankle + along_sole / np.linalg.norm(along_sole).clip(1e-9) * radius_px * 1.15
    pen.dashed(image, ankle, sole_end, WHITE, 2 * unit_px, 5 * unit_px)
    pen.haloed(image, points, WHITE, 2.5 * unit_px)


def _plumb_line(image: Image, ankle: FloatArray, knee: FloatArray, shank_px: float, unit_px: float) -> None:
    """Draw the vertical through the ankle, and the arc from it to the shank."""
    top = ankle - (0, 0.95 * shank_px)
    pen.dashed(image, ankle, top, INK, 4 * unit_px, 7 * unit_px)
    pen.dashed(image, ankle, top, WHITE, 2.2 * unit_px, 7 * unit_px)
    lean = knee - ankle
    arc = pen.arc_points(ankle, 0.8 * shank_px, -np.pi / 2, float(np.arctan2(lean[1], lean[0])))
    pen.haloed(image, arc, WHITE, 2.5 * unit_px)


def _leg(image: Image, moment: Moment, side: Side, unit_px: float) -> None:
    points = {name: moment.points_px[f"{side}_{name}"] for name in JOINTS}
    near = side == moment.near_side
    trusted = moment.walk is not None and moment.reliable[side]
    for a, b in LEG:
        if trusted and near:
            pen.haloed(image, [points[a], points[b]], SIDE_COLOUR[side], 6 * unit_px)
        elif trusted:
            pen.dashed(image, points[a], points[b], INK, 6 * unit_px, 14 * unit_px)
            pen.dashed(image, points[a], points[b], SIDE_COLOUR[side], 3.5 * unit_px, 14 * unit_px)
        else:
            pen.dashed(image, points[a], points[b], PALE, 2 * unit_px, 8 * unit_px)
    for place in points.values() if trusted else ():
        pen.dot(image, place, (7.5 if near else 5) * unit_px, INK)
        pen.dot(image, place, (6 if near else 4) * unit_px, WHITE)
        pen.dot(image, place, (3.8 if near else 2.4) * unit_px, SIDE_COLOUR[side])


def _trunk_and_arms(image: Image, moment: Moment, unit_px: float) -> None:
    at = moment.points_px
    shoulders, hips = ((at[f"left_{n}"] + at[f"right_{n}"]) / 2 for n in ("shoulder", "hip"))
    colour = PALE if moment.walk else GREY
    pen.haloed(image, [shoulders, hips], colour, 3 * unit_px)
    for side in SIDES:
        for a, b in ARM:
            pen.path(image, [at[f"{side}_{a}"], at[f"{side}_{b}"]], colour, 2 * unit_px)
