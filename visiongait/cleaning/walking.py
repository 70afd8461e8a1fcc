"""Finds the stretches of straight walking past the camera, and says why the rest is left out.

A person is seen from the side while toes lie ahead of heels and knees ahead of the line from hip to ankle, in
the picture's left-right direction; who walks steps, so the ankles pass each other again and again.
"""

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np

from ..datatypes._arrays import BoolArray, FloatArray
from ..datatypes.walk import SIDES, LeftOut
from .camera import Ground
from .points import column, middle, nan_mean, runs
from .settings import CleaningSettings
from .smoothing import low_pass

SIDEWAYS = (
    0.08  # foot plus knee lead, in body heights, above which a person is seen from the side (usual: 0.2)
)
LEAST_STEPPING_PER_S = 0.08  # mean speed of one ankle against the other, in body heights per second
LEAST_STEP = 0.12  # range of the ankles' distance in body heights
LONGEST_PAUSE_S = 1.2
FLICKER_S = 0.25
STEADY = 0.5  # share of the usual speed below which the ends of a pass count as starting or stopping
BACKWARDS_PER_S = 0.12  # speed against the feet's direction, in body heights per second
FEWEST_FRAMES = 3  # of a stretch with a speed
STANDING_S = 0.5  # of standing before the first and after the last step stay with the walk
TREADMILL_SLIP = 0.3
FIXED_SLIP = (0.75, 1.3)

_Labels = np.ndarray[tuple[int], np.dtype[np.object_]]

ABSENT = "The person is not wholly in the picture."
CUT_OFF = "The feet are outside the picture."
LEGS_ONLY = "The hips are outside the picture."
JUMP = "The recording jumps: pictures are missing here."
FRONT = "The person is seen from the front or from behind."
STANDING = "The person does not walk."
TURN = "The person turns round."
SLOW_END = "The person starts, stops or turns."
BACKWARDS = "The person walks backwards."
SHORT = "The walk is too short to measure."
WALK_RIGHT, WALK_LEFT = "right", "left"


@dataclass(frozen=True)
class Stretch:
    """Frames `[start, end)` of walking seen from the side, facing the picture's right (+1) or left (-1).

    steady_start, steady_end: the part of it between starting and stopping.
    """

    start: int
    end: int
    facing: Literal[1, -1]
    steady_start: int
    steady_end: int

    @property
    def steady(self) -> slice:
        """The frames between starting and stopping."""
        return slice(self.steady_start, self.steady_end)


class Seen(NamedTuple):
    """Per frame (T,) whether at least one whole foot, and one hip, is inside the picture."""

    feet: BoolArray
    hips: BoolArray


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


def find_stretches(
    time_s: FloatArray,
    ground: Ground,
    height_px: FloatArray,
    seen: "Seen",
    cuts: list[int],
    settings: CleaningSettings,
) -> tuple[list[Stretch], list[LeftOut]]:
    """Cut a recording into stretches of walking in one direction and stretches left out.

    Parameters
    ----------
    time_s, ground
        Frame times (T,) and positions in the background's pixels.
    height_px
        (T,) apparent stature.
    seen
        What of the person is inside the picture.
    cuts
        Frames with which the recording goes on after a jump (`cuts.find_cuts`).
    """
    xy_px = ground.xy_px
    labels = _labels(time_s, ground, height_px, seen, cuts)
    stretches: list[Stretch] = []
    left_out: list[LeftOut] = []
    for start, end in _equal_runs(labels):
        reason = str(labels[start])
        if reason in (WALK_LEFT, WALK_RIGHT):
            whole = Stretch(start, end, 1 if reason == WALK_RIGHT else -1, start, end)
            kept = _with_standing(time_s, labels, steady_part(time_s, xy_px, height_px, whole))
            if time_s[kept.steady_end - 1] - time_s[kept.steady_start] >= settings.shortest_pass_s:
                left_out += _ends(time_s, whole, kept)
                stretches.append(kept)
                continue
            reason = SHORT
        elif _between_opposite(labels, start, end):
            reason = TURN
        left_out.append(LeftOut(float(time_s[start]), float(time_s[end - 1]), reason))
    return stretches, _without_flicker(sorted(left_out, key=lambda part: part.start_s))


def steady_part(time_s: FloatArray, xy_px: FloatArray, height_px: FloatArray, stretch: Stretch) -> Stretch:
    """Find the part of a stretch between the ends, at which the hips move at less than half their speed."""
    part = slice(stretch.start, stretch.end)
    if stretch.end - stretch.start < FEWEST_FRAMES:
        return stretch
    hips = low_pass(middle(xy_px[part], "hip")[:, 0] / height_px[part], _rate_hz(time_s), 0.7)
    speed = stretch.facing * np.gradient(hips, time_s[part])
    usual = float(np.nanmedian(speed))
    on_the_spot = travel(time_s, xy_px, height_px, stretch).treadmill
    steady = np.flatnonzero(speed > STEADY * usual)
    if on_the_spot or usual <= 0 or len(steady) == 0:
        return stretch
    return replace(
        stretch,
        steady_start=stretch.start + int(steady[0]),
        steady_end=stretch.start + int(steady[-1]) + 1,
    )


def _with_standing(time_s: FloatArray, labels: "_Labels", stretch: Stretch) -> Stretch:
    """Return a stretch from and to standing with a moment of that; cut where somebody turns instead."""
    before, after = stretch.start, stretch.end
    starts = before == 0 or labels[before - 1] == STANDING
    stops = after == len(labels) or labels[after] == STANDING
    first, last = stretch.steady_start, stretch.steady_end
    if starts:
        first = before
        while (
            first > 0 and labels[first - 1] == STANDING and time_s[before] - time_s[first - 1] <= STANDING_S
        ):
            first -= 1
    if stops:
        last = after
        while (
            last < len(labels) and labels[last] == STANDING and time_s[last] - time_s[after - 1] <= STANDING_S
        ):
            last += 1
    return replace(stretch, start=first, end=last)


def travel(time_s: FloatArray, xy_px: FloatArray, height_px: FloatArray, stretch: Stretch) -> Travel:
    """Measure how a stretch moves over the ground; the foot that moves back faster is the one that stands."""
    part = stretch.steady
    t, rate_hz = time_s[part], _rate_hz(time_s)
    hips = middle(xy_px[part], "hip")[:, 0] * stretch.facing / height_px[part]
    known = np.isfinite(hips)
    speed = float(np.polyfit(t[known], hips[known], 1)[0]) if known.sum() > 2 else np.nan
    back = []
    for side in SIDES:
        toe = xy_px[part, column(side, "toe"), 0] * stretch.facing / height_px[part]
        relative = -np.gradient(low_pass(toe - hips, rate_hz, 5.0), t)
        back.append(relative)
    return Travel(speed, float(np.nanmedian(np.fmax(*back))))


def stepping(time_s: FloatArray, xy_px: FloatArray, height_px: FloatArray) -> BoolArray:
    """(T,) whether the ankles move against each other as in walking, pauses of up to 1.2 s bridged."""
    apart = ankles_apart(time_s, xy_px, height_px)
    if len(time_s) < 3:
        return np.zeros(len(time_s), dtype=np.bool_)
    pace = low_pass(np.abs(np.gradient(apart, time_s)), _rate_hz(time_s), 1.0)
    active: BoolArray = np.nan_to_num(pace) > LEAST_STEPPING_PER_S
    for start, end in runs(~active):
        inside = start > 0 and end < len(time_s)
        active[start:end] = inside and time_s[end - 1] - time_s[start] <= LONGEST_PAUSE_S
    for start, end in runs(active):
        active[start:end] = np.nanmax(apart[start:end]) - np.nanmin(apart[start:end]) >= LEAST_STEP
    return active


def ankles_apart(time_s: FloatArray, xy_px: FloatArray, height_px: FloatArray) -> FloatArray:
    """(T,) horizontal distance from the right to the left ankle in body heights, low-passed at 3 Hz."""
    apart = (xy_px[:, column("left", "ankle"), 0] - xy_px[:, column("right", "ankle"), 0]) / height_px
    return low_pass(apart, _rate_hz(time_s), 3.0)


def facing_sideways(time_s: FloatArray, xy_px: FloatArray, height_px: FloatArray) -> FloatArray:
    """(T,) how far toes and knees lead towards the picture's right, in body heights, low-passed at 1 Hz."""
    leads = []
    for side in SIDES:
        at = {part: xy_px[:, column(side, part), 0] for part in ("hip", "knee", "ankle", "heel", "toe")}
        leads.append(at["toe"] - at["heel"] + 2 * at["knee"] - at["hip"] - at["ankle"])
    return low_pass(nan_mean(np.stack(leads), axis=0) / height_px, _rate_hz(time_s), 1.0)


def _labels(
    time_s: FloatArray, ground: Ground, height_px: FloatArray, seen: "Seen", cuts: list[int]
) -> "_Labels":
    """(T,) what each frame shows: a direction of walking or the reason why it is none."""
    xy_px = ground.xy_px
    lead = facing_sideways(time_s, xy_px, height_px)
    labels = np.full(len(time_s), STANDING, dtype=object)
    steps = stepping(time_s, xy_px, height_px)
    labels[steps & (lead > 0)] = WALK_RIGHT
    labels[steps & (lead < 0)] = WALK_LEFT
    if ground.at_rest:
        labels[steps & _goes_back(time_s, xy_px, height_px, np.sign(lead))] = BACKWARDS
    labels[np.abs(lead) < SIDEWAYS] = FRONT
    labels[~seen.hips] = LEGS_ONLY
    labels[~seen.feet] = CUT_OFF
    labels[~np.isfinite(lead)] = ABSENT
    for start, end in _equal_runs(labels):
        inside = start > 0 and end < len(labels) and labels[start - 1] == labels[end]
        if inside and time_s[end] - time_s[start] <= FLICKER_S:
            labels[start:end] = labels[end]
    for row in cuts:
        labels[row - 1 : row + 1] = JUMP
    return labels


def _goes_back(time_s: FloatArray, xy_px: FloatArray, height_px: FloatArray, facing: FloatArray) -> BoolArray:
    """(T,) whether the hips move against the direction in which the feet point."""
    if len(time_s) < FEWEST_FRAMES:
        return np.zeros(len(time_s), dtype=np.bool_)
    hips = low_pass(middle(xy_px, "hip")[:, 0] / height_px, _rate_hz(time_s), 0.7)
    return np.asarray(np.nan_to_num(facing * np.gradient(hips, time_s)) < -BACKWARDS_PER_S)


def _equal_runs(labels: "_Labels") -> list[tuple[int, int]]:
    """Return the stretches `[start, end)` of equal labels."""
    borders = [0, *(1 + np.flatnonzero(labels[1:] != labels[:-1])), len(labels)]
    return [(int(a), int(b)) for a, b in pairwise(borders) if b > a]


def _without_flicker(parts: list[LeftOut]) -> list[LeftOut]:
    """Join moments to the stretch before them or, where none precedes at once, after them."""
    joined: list[LeftOut] = []
    for part in parts:
        last = joined[-1] if joined else None
        if last is None or JUMP in (part.reason, last.reason) or part.start_s - last.end_s > FLICKER_S:
            joined.append(part)
        elif part.end_s - part.start_s < FLICKER_S:
            joined[-1] = replace(last, end_s=part.end_s)
        elif last.end_s - last.start_s < FLICKER_S:
            joined[-1] = replace(part, start_s=last.start_s)
        else:
            joined.append(part)
    return joined


def _between_opposite(labels: "_Labels", start: int, end: int) -> bool:
    """Whether a stretch lies between walking one way and walking the other."""
    if start == 0 or end == len(labels):
        return False
    return {labels[start - 1], labels[end]} == {WALK_LEFT, WALK_RIGHT}


def _ends(time_s: FloatArray, whole: Stretch, kept: Stretch) -> list[LeftOut]:
    """Return what was cut off a stretch."""
    parts = [(whole.start, kept.start), (kept.end, whole.end)]
    return [LeftOut(float(time_s[a]), float(time_s[b - 1]), SLOW_END) for a, b in parts if b > a]


def _rate_hz(time_s: FloatArray) -> float:
    """Return the usual rate of uneven times."""
    return float(1.0 / np.median(np.diff(time_s))) if len(time_s) > 1 else 1.0
