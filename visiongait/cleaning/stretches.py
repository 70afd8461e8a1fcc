"""Finds the stretches of straight walking past the camera, and says why the rest is left out."""

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np

from ..datatypes import BoolArray, FloatArray, LeftOut
from .camera import Ground
from .filtering import low_pass
from .mask import FEWEST_FRAMES
from .points import middle
from .settings import CleaningSettings
from .walking import SIDEWAYS, facing_sideways, goes_back, rate_hz, stepping, travel

FLICKER_S = 0.25
STEADY = 0.5  # share of the usual speed below which the ends of a pass count as starting or stopping
STANDING_S = 0.5  # of standing before the first and after the last step stay with the walk

_Labels = np.ndarray[tuple[int], np.dtype[np.object_]]

WALK_RIGHT, WALK_LEFT = "right", "left"


class Reason(StrEnum):
    """Why a stretch of the recording was not measured."""

    ABSENT = "The person is not fully in the picture."
    CUT_OFF = "The feet are out of the picture."
    LEGS_ONLY = "The hips are out of the picture."
    JUMP = "The recording jumps: frames are missing here."
    FRONT = "The person is filmed from the front or from behind."
    STANDING = "The person is not walking."
    TURN = "The person turns around."
    SLOW_END = "The person is starting, stopping or turning."
    BACKWARDS = "The person is walking backwards."
    SHORT = "The walk is too short to measure."


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


class InPicture(NamedTuple):
    """Per frame (T,) whether at least one whole foot, and one hip, is inside the picture."""

    feet: BoolArray
    hips: BoolArray


def find_stretches(
    time_s: FloatArray,
    ground: Ground,
    height_px: FloatArray,
    seen: InPicture,
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
            bout = _with_standing(time_s, labels, steady_part(time_s, xy_px, height_px, whole))
            if time_s[bout.steady_end - 1] - time_s[bout.steady_start] >= settings.shortest_pass_s:
                left_out += _ends(time_s, whole, bout)
                stretches.append(bout)
                continue
            reason = Reason.SHORT
        elif _between_opposite(labels, start, end):
            reason = Reason.TURN
        left_out.append(LeftOut(float(time_s[start]), float(time_s[end - 1]), str(reason)))
    return stretches, _without_flicker(sorted(left_out, key=lambda part: part.start_s))


def steady_part(time_s: FloatArray, xy_px: FloatArray, height_px: FloatArray, stretch: Stretch) -> Stretch:
    """Find the part of a stretch between the ends, at which the hips move at less than half their speed."""
    part = slice(stretch.start, stretch.end)
    if stretch.end - stretch.start < FEWEST_FRAMES:
        return stretch
    hips = low_pass(middle(xy_px[part], "hip")[:, 0] / height_px[part], rate_hz(time_s), 0.7)
    speed = stretch.facing * np.gradient(hips, time_s[part])
    usual = float(np.nanmedian(speed))
    on_the_spot = travel(time_s, xy_px, height_px, stretch.facing, stretch.steady).treadmill
    steady = np.flatnonzero(speed > STEADY * usual)
    if on_the_spot or usual <= 0 or len(steady) == 0:
        return stretch
    return replace(
        stretch,
        steady_start=stretch.start + int(steady[0]),
        steady_end=stretch.start + int(steady[-1]) + 1,
    )


def _with_standing(time_s: FloatArray, labels: _Labels, stretch: Stretch) -> Stretch:
    """Return a stretch from and to standing with a moment of that; cut where somebody turns instead."""
    before, after = stretch.start, stretch.end
    starts = before == 0 or labels[before - 1] == Reason.STANDING
    stops = after == len(labels) or labels[after] == Reason.STANDING
    first, last = stretch.steady_start, stretch.steady_end
    if starts:
        first = before
        while (
            first > 0
            and labels[first - 1] == Reason.STANDING
            and time_s[before] - time_s[first - 1] <= STANDING_S
        ):
            first -= 1
    if stops:
        last = after
        while (
            last < len(labels)
            and labels[last] == Reason.STANDING
            and time_s[last] - time_s[after - 1] <= STANDING_S
        ):
            last += 1
    return replace(stretch, start=first, end=last)


def _labels(
    time_s: FloatArray, ground: Ground, height_px: FloatArray, seen: InPicture, cuts: list[int]
) -> _Labels:
    """(T,) what each frame shows: a direction of walking or the reason why it is none."""
    xy_px = ground.xy_px
    lead = facing_sideways(time_s, xy_px, height_px)
    labels = np.full(len(time_s), Reason.STANDING, dtype=object)
    steps = stepping(time_s, xy_px, height_px)
    labels[steps & (lead > 0)] = WALK_RIGHT
    labels[steps & (lead < 0)] = WALK_LEFT
    if ground.at_rest:
        labels[steps & goes_back(time_s, xy_px, height_px, np.sign(lead))] = Reason.BACKWARDS
    labels[np.abs(lead) < SIDEWAYS] = Reason.FRONT
    labels[~seen.hips] = Reason.LEGS_ONLY
    labels[~seen.feet] = Reason.CUT_OFF
    labels[~np.isfinite(lead)] = Reason.ABSENT
    for start, end in _equal_runs(labels):
        inside = start > 0 and end < len(labels) and labels[start - 1] == labels[end]
        if inside and time_s[end] - time_s[start] <= FLICKER_S:
            labels[start:end] = labels[end]
    for row in cuts:
        labels[row - 1 : row + 1] = Reason.JUMP
    return labels


def _equal_runs(labels: _Labels) -> list[tuple[int, int]]:
    """Return the stretches `[start, end)` of equal labels."""
    borders = [0, *(1 + np.flatnonzero(labels[1:] != labels[:-1])), len(labels)]
    return [(int(a), int(b)) for a, b in pairwise(borders) if b > a]


def _without_flicker(parts: list[LeftOut]) -> list[LeftOut]:
    """Join moments to the stretch before them or, where none precedes at once, after them."""
    joined: list[LeftOut] = []
    for part in parts:
        last = joined[-1] if joined else None
        if last is None or Reason.JUMP in (part.reason, last.reason) or part.start_s - last.end_s > FLICKER_S:
            joined.append(part)
        elif part.end_s - part.start_s < FLICKER_S:
            joined[-1] = replace(last, end_s=part.end_s)
        elif last.end_s - last.start_s < FLICKER_S:
            joined[-1] = replace(part, start_s=last.start_s)
        else:
            joined.append(part)
    return joined


def _between_opposite(labels: _Labels, start: int, end: int) -> bool:
    """Whether a stretch lies between walking one way and walking the other."""
    if start == 0 or end == len(labels):
        return False
    return {labels[start - 1], labels[end]} == {WALK_LEFT, WALK_RIGHT}


def _ends(time_s: FloatArray, whole: Stretch, bout: Stretch) -> list[LeftOut]:
    """Return what was cut off a stretch."""
    parts = [(whole.start, bout.start), (bout.end, whole.end)]
    return [LeftOut(float(time_s[a]), float(time_s[b - 1]), str(Reason.SLOW_END)) for a, b in parts if b > a]
