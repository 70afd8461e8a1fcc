"""Which leg somebody stands on, and since when: for tests on one leg."""

import numpy as np

from ...cleaning import lift_threshold, runs
from ...datatypes import BoolArray, FloatArray, Side
from .body import Body


def foot_px(body: Body, side: Side) -> FloatArray:
    """Return the height (N,) of a foot, the mean of ankle, heel and toe, in pixels, origin arbitrary."""
    return np.asarray(np.mean([body.of(side, part)[:, 1] for part in ("ankle", "heel", "toe")], axis=0))


def feet_apart(body: Body) -> FloatArray:
    """Return how much higher the right foot is than the left one (N,), in body heights."""
    return np.asarray((foot_px(body, "right") - foot_px(body, "left")) / body.height_px)


def standing_leg(body: Body, rows: BoolArray) -> Side | None:
    """Return the leg whose foot is the lower one in most of the rows (N,); None where both stand."""
    apart = feet_apart(body)[rows]
    apart = apart[np.isfinite(apart)]
    if not len(apart) or np.mean(np.abs(apart) > lift_threshold(apart)) < 0.5:
        return None
    return "left" if np.median(apart) > 0 else "right"


def longest(rows: BoolArray) -> tuple[int, int] | None:
    """Return the longest unbroken stretch `[start, end)` of rows (N,); None where there is none."""
    return max(runs(rows), key=lambda stretch: stretch[1] - stretch[0], default=None)
