"""Sagittal joint and segment angles from trajectories in the walking frame."""

from collections.abc import Mapping

import numpy as np

from ..datatypes import SIDES, AngleSeries, AnkleZero, FloatArray, Side, Trajectories


def angle_series(trajectories: Trajectories, zero: Mapping[Side, AnkleZero]) -> AngleSeries:
    """Return the six sagittal angles of both sides, in degrees.

    All angles live in the plane of the picture: x is the direction of walking, y is up.

    =========================== ============================================ =============== ================
    name                        definition                                   zero            positive
    =========================== ============================================ =============== ================
    ``ankle_dorsiflexion_deg``  shank axis against the sole                  perpendicular   toes to the shin
    ``shin_ankle_deg``          interior angle ankle→knee, ankle→toe         –               plantarflexion
    ``shank_to_vertical_deg``   ankle→knee against the vertical              shank vertical  knee ahead
    ``foot_to_floor_deg``       sole against the floor                       foot flat       toes up
    ``knee_flexion_deg``        thigh against shank                          straight leg    flexion
    ``hip_flexion_deg``         thigh against trunk (mid-hip→mid-shoulder)   in line         flexion
    =========================== ============================================ =============== ================

    Parameters
    ----------
    trajectories
        Points in the walking frame; pixels or metres.
    zero
        Per side, the offset between the heel→toe line and the sole (see `ankle_zero`).

    Returns
    -------
    AngleSeries
        On the clock of the trajectories, each angle within (-180, 180].  NaN wherever a point that the angle
        needs is NaN; the hip is NaN throughout where no shoulders are known.
    """
    trunk_lean_deg = _trunk_lean_deg(trajectories)
    values = {side: _leg_angles(trajectories, side, zero[side], trunk_lean_deg) for side in SIDES}
    return AngleSeries(trajectories.time_s, values, dict(zero))


def heel_toe_line_deg(trajectories: Trajectories, side: Side) -> FloatArray:
    """(T,) angle of the line heel→toe against the floor, toes up positive: sole plus an offset."""
    return _inclination_deg(trajectories.of(f"{side}_toe") - trajectories.of(f"{side}_heel"))


def _leg_angles(
    trajectories: Trajectories, side: Side, zero: AnkleZero, trunk_lean_deg: FloatArray
) -> dict[str, FloatArray]:
    hip, knee, ankle, toe = (trajectories.of(f"{side}_{point}") for point in ("hip", "knee", "ankle", "toe"))
    shank = _lean_deg(knee - ankle)
    thigh = -_lean_deg(hip - knee)
    foot = _wrapped(zero.sole_deg(heel_toe_line_deg(trajectories, side)))
    return {
        "ankle_dorsiflexion_deg": _wrapped(shank + foot),
        "shin_ankle_deg": _interior_deg(knee - ankle, toe - ankle),
        "shank_to_vertical_deg": shank,
        "foot_to_floor_deg": foot,
        "knee_flexion_deg": _wrapped(thigh + shank),
        "hip_flexion_deg": _wrapped(thigh + trunk_lean_deg),
    }


def _trunk_lean_deg(trajectories: Trajectories) -> FloatArray:
    """(T,) mid-hip→mid-shoulder against the vertical, forward positive; NaN without shoulders."""
    if not all(trajectories.has(f"{side}_shoulder") for side in SIDES):
        return np.full(len(trajectories.time_s), np.nan)
    return _lean_deg(_middle(trajectories, "shoulder") - _middle(trajectories, "hip"))


def _middle(trajectories: Trajectories, point: str) -> FloatArray:
    middle: FloatArray = (trajectories.of(f"left_{point}") + trajectories.of(f"right_{point}")) / 2
    return middle


def _lean_deg(upward: FloatArray) -> FloatArray:
    """Angle of upward-pointing vectors (T, 2) against the vertical, forward positive."""
    return np.degrees(np.arctan2(upward[:, 0], upward[:, 1]))


def _inclination_deg(forward: FloatArray) -> FloatArray:
    """Angle of forward-pointing vectors (T, 2) against the horizontal, up positive."""
    return np.degrees(np.arctan2(forward[:, 1], forward[:, 0]))


def _interior_deg(a: FloatArray, b: FloatArray) -> FloatArray:
    """Angle between vectors (T, 2), 0 to 180, from both sine and cosine: exact near 0 and 180."""
    sine = np.abs(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0])
    cosine = (a * b).sum(axis=1)
    angle_deg: FloatArray = np.degrees(np.arctan2(sine, cosine))
    return angle_deg


def _wrapped(angle_deg: FloatArray) -> FloatArray:
    """Bring an angle within (-180, 180]: sums of angles must not jump by a full turn."""
    wrapped: FloatArray = 180.0 - np.mod(180.0 - angle_deg, 360.0)
    return wrapped
