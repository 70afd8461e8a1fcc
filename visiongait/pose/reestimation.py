"""Several looks at the same person put together: the picture's, its mirror image's, and those that settle.

Everything here gives the mirror image of a recording the mirror image of its result, so that neither side and
neither direction of walking is favoured.
"""

import numpy as np

from ..datatypes import BLAZEPOSE, FloatArray
from .blazepose import Pose
from .regions import height_px

AGREEMENT = 0.05
"""Two looks closer than this, in body heights, mean the same point."""

LEGS = [
    BLAZEPOSE.index(f"{s}_{p}") for s in ("left", "right") for p in ("knee", "ankle", "heel", "foot_index")
]
_HEELS, _TOES = (
    [BLAZEPOSE.index(f"{s}_{point}") for s in ("left", "right")] for point in ("heel", "foot_index")
)


def right_facing_first(plain_px: FloatArray, mirrored_px: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Order two looks (..., 33, 2) by which of the pictures shows the person facing right: that one first.

    On rendered walkers the network is surer of people who face right: in walks to the left, the mirrored
    picture gives the better landmarks.
    """
    both = np.array([plain_px, mirrored_px])
    ahead_px = both[..., _TOES, 0] - both[..., _HEELS, 0]
    known = ahead_px[np.isfinite(ahead_px)]
    return (plain_px, mirrored_px) if known.size == 0 or np.median(known) >= 0 else (mirrored_px, plain_px)


def agreed(first_px: FloatArray, second_px: FloatArray) -> FloatArray:
    """Return the mean of two opinions (..., K, 2) where they are within `AGREEMENT`, else the first.

    Of two places far apart at most one is right: their mean would be neither.
    """
    close = apart(first_px, second_px) < AGREEMENT
    return np.where(close[..., np.newaxis], (first_px + second_px) / 2, first_px)


def merged(plain: Pose, mirrored: Pose) -> Pose:
    """Return what a look at the picture and one at its mirror image say together."""
    first_px, second_px = right_facing_first(plain.xy_px, mirrored.xy_px)
    return Pose(
        score=(plain.score + mirrored.score) / 2,
        xy_px=agreed(first_px, second_px),
        visibility=(plain.visibility + mirrored.visibility) / 2,
        world_m=(plain.world_m + mirrored.world_m) / 2,
    )


def consensus(looks_px: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return, of (N, K, 2) looks at one frame, the one nearest to all others, and a doubter (K, 2).

    The doubter is the farthest look but one: it is near only if no more than a single look disagrees.
    """
    legs = looks_px[:, LEGS]
    distance_px = np.linalg.norm(legs[:, np.newaxis] - legs, axis=-1).mean(axis=-1)
    best = int(distance_px.sum(axis=1).argmin())
    by_distance = np.argsort(distance_px[best], kind="stable")
    return looks_px[best], looks_px[by_distance[-2]]


def apart(a_px: FloatArray, b_px: FloatArray) -> FloatArray:
    """(..., K) distance of landmarks (..., K, 2) in body heights."""
    distance: FloatArray = np.linalg.norm(a_px - b_px, axis=-1) / height_px(a_px)[..., np.newaxis]
    return distance
