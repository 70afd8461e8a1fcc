"""How high the heel is above the floor while the forefoot stays: five witnesses of one turning foot.

The foot turns about the hinge of the toes.  While the heel rises, the ankle rises and comes forward with it,
and the whole body above the ankle is lifted.  Landmarks of the foot understate its turning, by an amount that
differs from person to person, shoe to shoe; those of hips and shoulders do not belong to the foot and err
independently.  So the height is read off

- the heel's own rise,
- the ankle's rise, told by hips and by shoulders: their rise, and what bending the knee took away, as bones
  keep their lengths: only the directions of shank, thigh and trunk are needed,
- the way of ankle and heel forward (a point above the hinge moves forward as the foot turns),

each with a weight.  The weights were learnt on eight rendered heel rises of five people, none of whom is
among the tests that docs/validity.md measures (docs/decisions/0038).
"""

from collections.abc import Mapping

import numpy as np

from ...datatypes import BoolArray, FloatArray, Side
from .body import Body

WEIGHTS: Mapping[str, float] = {
    "heel_up": 0.19,
    "ankle_up_by_hips": 0.35,
    "ankle_up_by_shoulders": 0.62,
    "ankle_forward": 0.32,
    "heel_forward": 0.11,
}

WITHIN: Mapping[str, tuple[float, float]] = {
    "heel_up": (-0.03, 0.10),
    "ankle_forward": (-0.03, 0.06),
    "heel_forward": (-0.03, 0.06),
}
"""Where a planted foot can be, in body heights; beyond, the landmarks are on the other leg."""

BESIDE_S = 0.1


def heel_height_px(body: Body, side: Side, rest: BoolArray) -> FloatArray:
    """Return the heel's height (N,) in pixels above where it is in the rows `rest` (N,), foot flat.

    NaN where landmarks of the foot are where a planted foot cannot be, and within `BESIDE_S` of it.

    Raises
    ------
    ValueError
        If `rest` is empty.
    """
    seen = witnesses_px(body, side, rest)
    height_px = np.asarray(sum(weight * seen[name] for name, weight in WEIGHTS.items()))
    impossible = np.zeros(len(height_px), dtype=np.bool_)
    for name, (low, high) in WITHIN.items():
        share = seen[name] / body.height_px
        impossible |= (share < low) | (share > high)
    beside = 2 * round(BESIDE_S * body.path.rate_hz) + 1
    near = np.convolve(impossible, np.ones(beside), mode="same") > 0
    return np.where(near, np.nan, height_px)


def witnesses_px(body: Body, side: Side, rest: BoolArray) -> dict[str, FloatArray]:
    """Return what tells of the heel's height, by name: each (N,) in pixels, 0 at rest."""
    if not rest.any():
        raise ValueError("no rows in which the foot is flat")
    hip, knee, ankle, heel = (body.of(side, part) for part in ("hip", "knee", "ankle", "heel"))
    hips, shoulders = body.middle("hip"), body.middle("shoulder")
    legs_up = _upright(knee - ankle, rest) + _upright(hip - knee, rest)
    trunk_up = _upright(shoulders - hips, rest)
    curves = {
        "heel_up": heel[:, 1],
        "ankle_up_by_hips": hip[:, 1] - legs_up,
        "ankle_up_by_shoulders": shoulders[:, 1] - trunk_up - legs_up,
        "ankle_forward": ankle[:, 0],
        "heel_forward": heel[:, 0],
    }
    return {name: curve - float(np.nanmedian(curve[rest])) for name, curve in curves.items()}


def _upright(bone: FloatArray, rest: BoolArray) -> FloatArray:
    """Return the height (N,) of a bone of constant length whose direction is that of vectors (N, 2)."""
    length = np.linalg.norm(bone, axis=1)
    return np.asarray(float(np.nanmedian(length[rest])) * bone[:, 1] / length)
