"""Angles of one leg at their joints: the ankle's arc, the plumb line of the shank, and three numbers."""

import numpy as np

from ..datatypes._arrays import FloatArray
from ..datatypes.video import Image
from ..datatypes.walk import Side
from . import pen
from .lettering import Anchor, write
from .palette import INK, WHITE
from .scene import Moment

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
        ("Knee", degrees_text(angle["knee_flexion_deg"], signed=False), ahead, (knee,), knee[1]),
        ("Shank", degrees_text(angle["shank_to_vertical_deg"]), behind, (middle, ankle), middle[1]),
        ("Ankle", degrees_text(angle["ankle_dorsiflexion_deg"]), behind, (heel, ankle), ankle[1]),
    )
    for name, text, towards, beyond, y in texts:
        x = max(towards * place[0] for place in beyond) * towards + towards * aside_px
        place = (x, y - 0.1 * shank_px)
        anchor: Anchor = "l" if towards > 0 else "r"
        write(image, f"{name} {text}", place, 23 * unit_px, WHITE, anchor=anchor, bold=True, plate=0.6)


def degrees_text(value: float, *, signed: bool = True) -> str:
    """Return whole degrees with a true minus sign; a dash where nothing was measured."""
    if not np.isfinite(value):
        return "–"
    whole = round(value)
    return f"{whole:{'+' if signed and whole else ''}d}°".replace("-", "−")


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
