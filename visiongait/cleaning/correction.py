"""Takes out what a pose network systematically misplaces in a leg, as a function of how the leg moves.

Landmarks are where annotators clicked on photographs, not joint centres, and the sole is not among them: hips
sit too far forward, toes lag behind in push-off.  The shifts were learnt on rendered walkers, whose joints
and soles are known exactly (`LegCorrection`, docs/decisions/0008).  A walk unlike all of those is left alone.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from ..datatypes import LEG_POINTS, SIDES, FloatArray, LegCorrection, Pass, Side
from .points import POINTS, middle

_AT_ONCE = 4096
"""Frames that are evaluated together: the network's inner values take 3 kB for each."""


class Corrected(NamedTuple):
    """A pass with corrected legs, and per side by which share the correction was attenuated, 0 to 1."""

    walk_pass: Pass
    attenuation: Mapping[Side, float]


def correct_legs(walk_pass: Pass, correction: LegCorrection, since: int = 0) -> Corrected:
    """Move hips, knees and ankles to the joint centres, and heels and toes to the line of the sole.

    Parameters
    ----------
    walk_pass
        The pass in pixels, low-pass filtered.  Points that were not measured stay so; where a neighbour in
        time is missing, a straight line stands in for it.
    correction
        The network and its limits.
    since
        Frames before this one are looked back at, but left as they are.

    Returns
    -------
    Corrected
        The line heel→toe is then the sole's: 0 where the foot stands flat.  The shoulders move along with the
        mid-hip, so that the trunk keeps its lean.  Where a movement is unlike those that the network knows,
        the shift fades to nothing.  A mirrored recording gives the same shifts with left and right swapped.
    """
    path = walk_pass.trajectories
    position = np.array(path.position)
    from_hips = (position - middle(position, "hip")[:, None]) / walk_pass.height_px[:, None, None]
    attenuation: dict[Side, float] = {}
    for side in SIDES:
        columns = [POINTS.index(f"{side}_{part}") for part in LEG_POINTS]
        near = 1.0 if side == walk_pass.near_side else -1.0
        inputs = leg_inputs(path.time_s, from_hips[:, columns], near, correction.lags_s)[since:]
        trust = _trust(inputs, correction)
        shift = _shift(inputs, correction) * trust[:, None, None]
        position[since:, columns] += np.nan_to_num(shift) * walk_pass.height_px[since:, None, None]
        known = np.isfinite(trust)
        attenuation[side] = float(1.0 - trust[known].mean()) if known.any() else 1.0
    shoulders = [POINTS.index(f"{side}_shoulder") for side in SIDES]
    moved = middle(position, "hip") - middle(path.position, "hip")
    position[:, shoulders] += moved[:, None]
    return Corrected(replace(walk_pass, trajectories=replace(path, position=position)), attenuation)


def leg_inputs(time_s: FloatArray, leg: FloatArray, near: float, lags_s: FloatArray) -> FloatArray:
    """(T, F) the network's input from one leg's points (T, 5, 2) as `LegCorrection` describes it.

    Missing points are bridged by straight lines, and held at the ends; a point never seen makes all NaN.
    """
    values = leg.reshape(len(leg), -1)
    inputs = np.full((len(leg), len(lags_s), values.shape[1]), np.nan)
    for k in range(values.shape[1]):
        known = np.isfinite(values[:, k])
        if known.any():
            inputs[:, :, k] = np.interp(time_s[:, None] + lags_s, time_s[known], values[known, k])
    return np.column_stack([inputs.reshape(len(leg), -1), np.full(len(leg), near)])


def _shift(inputs: FloatArray, correction: LegCorrection) -> FloatArray:
    """(T, 5, 2) shifts in body heights, none longer than allowed."""
    starts = range(0, max(len(inputs), 1), _AT_ONCE)
    return np.concatenate([_shift_of(inputs[start : start + _AT_ONCE], correction) for start in starts])


def _shift_of(inputs: FloatArray, correction: LegCorrection) -> FloatArray:
    z = (inputs - correction.mean) / correction.scale
    hidden = np.tanh(z @ correction.hidden + correction.hidden_bias)
    shift = (hidden @ correction.out + z @ correction.direct + correction.out_bias).reshape(-1, 5, 2)
    length = np.linalg.norm(shift, axis=2, keepdims=True)
    shift = shift * np.minimum(1.0, correction.longest_shift / np.maximum(length, 1e-9))
    return np.asarray(shift)


def _trust(inputs: FloatArray, correction: LegCorrection) -> FloatArray:
    """(T,) 1 for movements like those trained on, 0 out of distribution; NaN where the input is unknown."""
    z = (inputs - correction.mean) / correction.scale
    distance = np.sqrt(np.mean((z @ correction.whitening) ** 2, axis=1))
    width = correction.out_of_distribution - correction.in_distribution
    return np.asarray(np.clip((correction.out_of_distribution - distance) / width, 0.0, 1.0))
