"""The followed person as the pictures come: size, direction, and the points in the walking frame."""

from collections import deque
from typing import Literal, NamedTuple

import numpy as np

from ..cleaning import SIDEWAYS, CleaningSettings, column
from ..cleaning.camera import Pinhole, View, angle_by_shoulders_deg, chain_height_px, to_walking_plane
from ..datatypes._arrays import FloatArray
from ..datatypes.walk import SIDES

REMEMBERED_S = 1.5
"""Size and direction are those of about this long: the region of a step and a half."""

_FEWEST = 5


class Placed(NamedTuple):
    """Points (K, 2) of `cleaning.points.POINTS` in the walking frame, in body heights, x forward, y up.

    turned: the person faces the other way since the picture before.
    """

    points: FloatArray
    turned: bool


class Walker:
    """What is known of the followed person from the last moments.

    Attributes
    ----------
    facing
        +1 towards the picture's right, -1 towards its left, 0 as long as that is not known or the person is
        seen from the front or behind.
    height_px
        Apparent stature, NaN before it is known.
    """

    def __init__(self, width_px: int, height_px: int) -> None:
        focal_px = CleaningSettings().focal_per_long_side * max(width_px, height_px)
        self._camera = Pinhole((width_px / 2, height_px / 2), focal_px)
        self._recent: deque[tuple[float, FloatArray]] = deque()
        self.facing: Literal[-1, 0, 1] = 0
        self.height_px = np.nan

    def restart(self) -> None:
        """Forget the person."""
        self._recent.clear()
        self.facing, self.height_px = 0, np.nan

    def add(self, time_s: float, xy_px: FloatArray) -> Placed | None:
        """Take points (K, 2) in pixels; None while it is not known which way the person walks."""
        self._recent.append((time_s, xy_px))
        while time_s - self._recent[0][0] > REMEMBERED_S:
            self._recent.popleft()
        before = self.facing
        if len(self._recent) >= _FEWEST:
            self._look()
        if self.facing == 0:
            return None
        view = View(self._camera, self.height_px, 0.0)
        plane = to_walking_plane(xy_px[None], view, self.facing)[0]
        return Placed(plane * [self.facing, -1] / self.height_px, self.facing != before)

    def view_angle_deg(self) -> float:
        """How far the view is from exactly side-on, good to about 5°; NaN as long as that is not known."""
        if self.facing == 0:
            return np.nan
        return abs(angle_by_shoulders_deg(self._paths(), self.height_px, self._camera, self.facing))

    def _look(self) -> None:
        """Judge size and direction anew; a person who turns keeps the direction until the new is clear."""
        paths = self._paths()
        self.height_px = float(np.median(chain_height_px(paths)))
        lead = float(np.median(_lead_px(paths[-_FEWEST:]))) / self.height_px
        if abs(lead) > SIDEWAYS:
            self.facing = 1 if lead > 0 else -1
        elif abs(float(np.median(_lead_px(paths)))) < SIDEWAYS * self.height_px:
            self.facing = 0

    def _paths(self) -> FloatArray:
        return np.array([xy_px for _, xy_px in self._recent])


def _lead_px(paths: FloatArray) -> FloatArray:
    """(T,) how far toes and knees lead towards the picture's right, mean of both legs, in pixels."""
    sides = []
    for side in SIDES:
        at = {part: paths[:, column(side, part), 0] for part in ("hip", "knee", "ankle", "heel", "toe")}
        sides.append(at["toe"] - at["heel"] + 2 * at["knee"] - at["hip"] - at["ankle"])
    lead: FloatArray = np.mean(sides, axis=0)
    return lead
