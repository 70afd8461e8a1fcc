"""Knee, shank and trunk of somebody who bends: what landmarks put wrong then, and how it is put right.

The hip's landmark slides forward with the bending hip, by up to 15 cm, while its height stays right: the
thigh is told by how high the hip is above the knee, given its length while standing, beside how it looks
(`models/bending.toml`, learnt on rendered tests).  The ankle of a foot that stands does not move, but its
landmark does, up the leaning shank: the shank is the mean of what is seen and of the line from where the
ankle was at rest.
"""

import numpy as np

from ...datatypes import Bending, BoolArray, FloatArray, Side
from .body import Body


def planted_shank_deg(body: Body, side: Side, rest: BoolArray) -> FloatArray:
    """(N,) the shank of a foot that stands: mean of the angle seen and the one from the ankle at rest."""
    ankles = body.of(side, "ankle")
    stood = rest & np.isfinite(ankles).all(axis=1)
    if not stood.any():
        return body.shank_deg(side)
    ankle = np.median(ankles[stood], axis=0)
    up = body.of(side, "knee") - ankle
    return np.asarray((body.shank_deg(side) + np.degrees(np.arctan2(up[:, 0], up[:, 1]))) / 2)


def knee_deg(body: Body, side: Side, rest: BoolArray, bending: Bending | None) -> FloatArray:
    """(N,) flexion of the knee over a standing foot; as seen where there is no correction."""
    if bending is None:
        return body.knee_deg(side)
    inputs, _ = bending_inputs(body, side, rest)
    return planted_shank_deg(body, side, rest) + _line(inputs, bending.thigh(body.is_far(side)))


def trunk_lean_deg(body: Body, rest: BoolArray, bending: Bending | None) -> FloatArray:
    """(N,) lean of the trunk, shoulders ahead of the hips positive; as seen where there is no correction."""
    if bending is None:
        return body.trunk_lean_deg
    _, inputs = bending_inputs(body, body.near_side, rest)
    return _line(inputs, bending.trunk_near)


def bending_inputs(body: Body, side: Side, rest: BoolArray) -> tuple[FloatArray, FloatArray]:
    """Return what the lines of `Bending` take: (N, 2) of the thigh, (N, 2) of the trunk.

    rest (N,): samples in which the person stands upright.
    """
    thigh = body.of(side, "hip") - body.of(side, "knee")
    length = float(np.nanmedian(np.linalg.norm(thigh[rest], axis=1))) if rest.any() else np.nan
    by_height = np.degrees(np.arccos(np.clip(thigh[:, 1] / length, -1.0, 1.0)))
    seen = body.knee_deg(side) - body.shank_deg(side)
    trunk = body.trunk_lean_deg
    return (
        np.stack([seen, by_height], axis=1),
        np.stack([trunk, trunk * by_height / 100], axis=1),
    )


def _line(inputs: FloatArray, coefficients: FloatArray) -> FloatArray:
    return np.asarray(inputs @ coefficients[:-1] + coefficients[-1])
