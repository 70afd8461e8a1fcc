"""Shoes as people wear them, and toes that bend, for the renderer `gaitlab`.

The renderer's shoes are flat to their tip and its toes bend by the same 30 degrees in everybody.  Seen by the pose
network real shoes differ: their tip rises from the floor (toe spring), their cap is high and blunt, heels are
bevelled, and toes bend by 20 to 60 degrees in push-off.  `extend` teaches the renderer those.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from visiongait.datatypes import FloatArray

USUAL_TOE_BEND_DEG = 30.0
"""What the renderer bends every toe hinge by in push-off."""
ROLLING_POINT = 0.35
"""Where a shoe with toe spring still touches the floor when flat, from the toe hinge (0) to its tip (1)."""


@dataclass(frozen=True)
class Shape:
    """The shape of a pair of shoes, in metres.

    toe_spring: how high the tip's sole stands above the floor; cap: height added to the tip, which the renderer
    tapers; bevel: how high the rear edge of the heel stands above the floor.
    """

    toe_spring: float = 0.0
    cap: float = 0.0
    bevel: float = 0.0


def extend(shape: Shape, toe_bend_deg: tuple[float, float]) -> None:
    """Let the renderer draw this shape of shoes and bend the toes of left and right leg so far.

    It holds for all clips that are made from now on.
    """
    from gaitlab import footwear, motion, wardrobe

    originals = _originals(footwear, motion)

    def shoe_shell(body: Any, side: str, wear: Any) -> Any:
        vertices, faces, weights, colors = originals["shoe_shell"](body, side, wear)
        local = footwear.to_foot_frame(vertices, body, side)
        hinge_x = _hinge_x(footwear, body, side)
        shaped = footwear.from_foot_frame(_shaped(local, hinge_x, shape), body, side)
        return shaped, faces, weights, colors

    def measure_foot(body: Any, side: str, wear: Any) -> Any:
        foot = originals["measure_foot"](body, side, wear)
        if shape.toe_spring and not wear.barefoot:
            hinge_x, (toe, joint) = _hinge_x(footwear, body, side), foot.points["toe_c"]
            rolling = np.array(toe)
            rolling[0] = hinge_x + ROLLING_POINT * (toe[0] - hinge_x)
            foot.points["toe_c"] = (rolling, joint)
        return foot

    def leg_reference(gait: Any, side: str, phase: FloatArray, leg_length: float) -> Any:
        curves = originals["leg_reference"](gait, side, phase, leg_length)
        off = gait.toe_off(side)
        bump = motion._bump(phase, off - 0.25, off - 0.09, off - 0.06, off + 0.03)
        curves["mtp"] = curves["mtp"] + (toe_bend_deg["LR".index(side)] - USUAL_TOE_BEND_DEG) * bump
        return curves

    footwear.shoe_shell = wardrobe.shoe_shell = shoe_shell
    footwear.measure_foot = wardrobe.measure_foot = measure_foot
    motion._leg_reference = leg_reference


def _originals(footwear: Any, motion: Any) -> dict[str, Any]:
    """Return the renderer's own functions, kept at the first call."""
    if not hasattr(footwear, "originals"):
        footwear.originals = {
            "shoe_shell": footwear.shoe_shell,
            "measure_foot": footwear.measure_foot,
            "leg_reference": motion._leg_reference,
        }
    kept: dict[str, Any] = footwear.originals
    return kept


def _hinge_x(footwear: Any, body: Any, side: str) -> float:
    hinge = body.heads[footwear.JOINTS.index(f"toes.{side}")]
    return float(footwear.to_foot_frame(hinge, body, side)[0])


def _shaped(points: FloatArray, hinge_x: float, shape: Shape) -> FloatArray:
    """(N, 3) points of a shoe in the foot's frame (x forward, z up) with its tip and heel raised."""
    x, z = points[:, 0], points[:, 2]
    tip, back, sole = x.max(), x.min(), z.min()
    forward = np.clip((x - hinge_x) / (tip - hinge_x), 0, 1)
    rear = np.clip((back + 0.025 - x) / 0.025, 0, 1)
    height = np.clip((z - sole) / 0.03, 0, 1)
    shaped = np.array(points)
    shaped[:, 2] += shape.toe_spring * forward**2 + shape.cap * height * forward**2
    shaped[:, 2] += shape.bevel * (1 - height) * rear**1.5
    return shaped
