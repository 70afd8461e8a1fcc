"""Which landmarks become trajectory points, and simple geometry on them."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ..datatypes import LEG_POINTS, SIDES, FloatArray, IntArray, PoseTrack, Side, Skeleton

Part = Literal["hip", "knee", "ankle", "heel", "toe", "shoulder"]
POINTS: tuple[str, ...] = tuple(f"{side}_{part}" for side in SIDES for part in (*LEG_POINTS, "shoulder"))
BONES: tuple[tuple[Part, Part], ...] = (("hip", "knee"), ("knee", "ankle"), ("heel", "toe"))
BELOW_HIP: tuple[Part, ...] = ("knee", "ankle", "heel", "toe")


def column(side: Side, part: Part) -> int:
    """Return where a point stands in `POINTS`."""
    return POINTS.index(f"{side}_{part}")


LEG_COLUMNS: IntArray = np.array([[column(side, part) for part in BELOW_HIP] for side in SIDES])
"""(2, 4) columns of knee, ankle, heel and toe of the left and the right leg."""

HIP_COLUMNS: IntArray = np.array([column(side, "hip") for side in SIDES])


def near_side(facing: int) -> Side:
    """Return the leg that a camera sees first: the right one of a person who faces the picture's right."""
    return "right" if facing > 0 else "left"


def landmark_columns(skeleton: Skeleton) -> IntArray:
    """Return the skeleton's column of each of `POINTS`; the trajectory's toe is its `foot_index`."""
    return np.array([skeleton.index(point.replace("toe", "foot_index")) for point in POINTS])


def point_paths(track: PoseTrack) -> tuple[FloatArray, FloatArray, FloatArray | None]:
    """Return pixels (T, K, 2), visibility (T, K) and what they compare with (T, K, 2) or None of `POINTS`."""
    columns = landmark_columns(track.skeleton)
    compared_px = None if track.compared_xy_px is None else track.compared_xy_px[:, columns]
    return track.xy_px[:, columns], track.visibility[:, columns].astype(float), compared_px


def swapped_legs() -> IntArray:
    """Return the column order that swaps left and right leg; the shoulders stay."""
    order = np.arange(len(POINTS))
    for part in LEG_POINTS:
        left, right = POINTS.index(f"left_{part}"), POINTS.index(f"right_{part}")
        order[left], order[right] = right, left
    return order


def nan_mean(values: FloatArray, axis: int) -> FloatArray:
    """Mean of the finite values along an axis; NaN, without a warning, where there is none."""
    finite = np.isfinite(values)
    count = finite.sum(axis=axis)
    total = np.where(finite, values, 0.0).sum(axis=axis)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def middle(xy: FloatArray, part: Part) -> FloatArray:
    """(T, 2) middle of the left and right point; the one that is there where the other is not."""
    return nan_mean(xy[:, [column("left", part), column("right", part)]], axis=1)


def runs(flags: "NDArray[np.bool_]") -> list[tuple[int, int]]:
    """Return the stretches `[start, end)` in which a (T,) flag is set."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
