"""What walking looks like in landmarks.

A person is seen from the side while toes lie ahead of heels and knees ahead of the line from hip to ankle, in
the picture's left-right direction; who walks steps, so the ankles pass each other again and again.
"""

from dataclasses import dataclass

import numpy as np

from ..datatypes import SIDES, BoolArray, FloatArray
from .filtering import low_pass
from .points import column, middle, nan_mean, runs

SIDEWAYS = (
    0.08  # foot plus knee lead, in body heights, above which a person is seen from the side (usual: 0.2)
)
MIN_STEPPING_PER_S = 0.08  # mean speed of one ankle against the other, in body heights per second
MIN_STEP = 0.12  # range of the ankles' distance in body heights
LONGEST_PAUSE_S = 1.2
BACKWARDS_PER_S = 0.12  # speed against the feet's direction, in body heights per second
FEWEST_FRAMES = 3  # of a stretch with a speed
TREADMILL_SLIP = 0.3
FIXED_SLIP = (0.75, 1.3)


def sideways_lead_px(xy_px: FloatArray) -> FloatArray:
    """(T,) how far toes and knees lead towards the picture's right, mean of both legs, in pixels."""
    leads = []
    for side in SIDES:
        at = {part: xy_px[:, column(side, part), 0] for part in ("hip", "knee", "ankle", "heel", "toe")}
        leads.append(at["toe"] - at["heel"] + 2 * at["knee"] - at["hip"] - at["ankle"])
    return nan_mean(np.stack(leads), axis=0)


def facing_sideways(time_s: FloatArray, xy_px: FloatArray, height_px: FloatArray) -> FloatArray:
    """(T,) how far toes and knees lead towards the picture's right, in body heights, low-passed at 1 Hz."""
    return low_pass(sideways_lead_px(xy_px) / height_px, rate_hz(time_s), 1.0)


def stepping(time_s: FloatArray, xy_px: FloatArray, height_px: FloatArray) -> BoolArray:
    """(T,) whether the ankles move against each other as in walking, pauses of up to 1.2 s bridged."""
    apart = ankles_apart(time_s, xy_px, height_px)
    if len(time_s) < 3:
        return np.zeros(len(time_s), dtype=np.bool_)
    pace = low_pass(np.abs(np.gradient(apart, time_s)), rate_hz(time_s), 1.0)
    active: BoolArray = np.nan_to_num(pace) > MIN_STEPPING_PER_S
    for start, end in runs(~active):
        inside = start > 0 and end < len(time_s)
        active[start:end] = inside and time_s[end - 1] - time_s[start] <= LONGEST_PAUSE_S
    for start, end in runs(active):
        active[start:end] = np.nanmax(apart[start:end]) - np.nanmin(apart[start:end]) >= MIN_STEP
    return active


def ankles_apart(time_s: FloatArray, xy_px: FloatArray, height_px: FloatArray) -> FloatArray:
    """(T,) horizontal distance from the right to the left ankle in body heights, low-passed at 3 Hz."""
    apart = (xy_px[:, column("left", "ankle"), 0] - xy_px[:, column("right", "ankle"), 0]) / height_px
    return low_pass(apart, rate_hz(time_s), 3.0)


def goes_back(time_s: FloatArray, xy_px: FloatArray, height_px: FloatArray, facing: FloatArray) -> BoolArray:
    """(T,) whether the hips move against the direction in which the feet point."""
    if len(time_s) < FEWEST_FRAMES:
        return np.zeros(len(time_s), dtype=np.bool_)
    hips = low_pass(middle(xy_px, "hip")[:, 0] / height_px, rate_hz(time_s), 0.7)
    return np.asarray(np.nan_to_num(facing * np.gradient(hips, time_s)) < -BACKWARDS_PER_S)


@dataclass(frozen=True)
class Travel:
    """How a stretch moves over the ground.

    speed: of the hips in the facing direction; foot_speed: at which standing feet move back under the hips,
    both in body heights per second.  Equal on firm ground; on a treadmill the first is 0.
    """

    speed: float
    foot_speed: float

    @property
    def treadmill(self) -> bool:
        """Whether the person walks on the spot."""
        return abs(self.speed) < TREADMILL_SLIP * self.foot_speed

    @property
    def feet_stay(self) -> bool:
        """Whether standing feet stay where they are, so that positions are relative to the ground."""
        return FIXED_SLIP[0] * self.foot_speed < self.speed < FIXED_SLIP[1] * self.foot_speed


def travel(time_s: FloatArray, xy_px: FloatArray, height_px: FloatArray, facing: int, part: slice) -> Travel:
    """Measure how a stretch moves over the ground; the foot that moves back faster is the one that stands."""
    t, rate = time_s[part], rate_hz(time_s)
    hips = middle(xy_px[part], "hip")[:, 0] * facing / height_px[part]
    known = np.isfinite(hips)
    speed = float(np.polyfit(t[known], hips[known], 1)[0]) if known.sum() > 2 else np.nan
    back = []
    for side in SIDES:
        toe = xy_px[part, column(side, "toe"), 0] * facing / height_px[part]
        relative = -np.gradient(low_pass(toe - hips, rate, 5.0), t)
        back.append(relative)
    return Travel(speed, float(np.nanmedian(np.fmax(*back))))


def rate_hz(time_s: FloatArray) -> float:
    """Return the usual rate of uneven times."""
    return float(1.0 / np.median(np.diff(time_s))) if len(time_s) > 1 else 1.0
