"""A person who stays in one place: legs named, landmarks cleaned and put into a frame of the body.

Walking is cut into passes, and its legs are told apart by how they cross.  In a clinical test the feet stand,
or one of them is held up for a while: legs stay where they are, and which is which is decided by that.
"""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from ..datatypes import (
    SIDES,
    BoolArray,
    CameraMotion,
    Fault,
    FloatArray,
    Pass,
    PoseTrack,
    Trajectories,
    VideoInfo,
)
from .camera import (
    View,
    angle_by_shoulders_deg,
    chain_height_px,
    in_walking_frame,
    pinhole_of,
    smooth_height_px,
    stabilise,
    to_walking_plane,
)
from .filtering import low_pass, on_clock, uniform_clock
from .leg_paths import APART, distance_apart, legs_about
from .mask import Faults, find_faults
from .points import BELOW_HIP, POINTS, middle, near_side, point_paths, runs
from .settings import CleaningSettings
from .swaps import as_named, swap_legs
from .walking import SIDEWAYS, sideways_lead_px

SMOOTH_HZ = 4.0
"""Cut-off for people who do not walk: a squat or a heel rise lasts a second or more."""

LONGEST_GAP_S = 0.3
"""Longer than in walking: at 4 Hz less happens in between."""

NAME_PER_S = 0.1
"""What the network's names weigh in a second in which the legs are well apart: body heights of movement."""

FARTHEST = 0.15
"""A point that leaps farther between two pictures, in body heights, counts as one that leapt so far."""

KEPT_IN_PICTURE = 0.9
"""Share of the frames in which a part of the body must be in the picture."""

UPRIGHT_SHARE = 30.0
"""Percentile of the knees' bend below which a person counts as upright, for the apparent stature."""

WELL_APART, ON_ONE, USUAL_S = 0.1, 0.05, 2.0
"""Legs stand well apart at the first distance, in body heights; points as near as the second lie on one."""

TRAVELS = 1.0
"""Hips that move farther than this along the picture, in body heights, belong to somebody who walks."""

STILL_PER_S, STILL_HZ = 0.05, 2.0
"""Who stands moves slower than this, in body heights per second, low-passed."""

STANDING_S, SHORTEST_STANDING_S, EARLY = 0.7, 0.25, 0.4
"""How much of standing is looked at, how much is needed, and in which share of the recording."""

Absence = Literal["nobody", "walks", "feet", "hips", "front"]
"""Why a person cannot be measured in place: not seen, does not stay, feet or hips out of the picture, not
from the side."""


@dataclass(frozen=True)
class InPlace:
    """A person in the frame of the body, and notes; `stays` is their path, a `Pass` that goes nowhere.

    view_angle_deg of the pass comes from the breadth of the shoulders and is good to about 5°.
    """

    stays: Pass
    notes: tuple[str, ...] = ()


def name_legs_in_place(track: PoseTrack) -> PoseTrack:
    """Return the track with left and right leg swapped back in pictures where they would have to leap.

    Of all ways to name the legs the one is taken in which they move least (Viterbi 1967, IEEE Trans Inf
    Theory 13:260); the network's names, by majority of the time, say which leg is left.  A track that was
    named otherwise before is named anew.
    """
    unnamed = as_named(track)
    points_px, _, _ = point_paths(unnamed)
    height_px = smooth_height_px(track.time_s, points_px)
    legs = legs_about(np.zeros((len(points_px), 2)), points_px, height_px)
    found = _least_movement(track.time_s, legs)
    return replace(swap_legs(unnamed, found), relabelled=found, label_margin=None)


def clean_in_place(
    track: PoseTrack,
    camera: CameraMotion,
    video: VideoInfo,
    *,
    cutoff_hz: float = SMOOTH_HZ,
    may_walk: bool = False,
    settings: CleaningSettings | None = None,
) -> InPlace | Absence:
    """Clean the landmarks of a person who stays in place.

    Parameters
    ----------
    track
        The person's landmarks, legs named (`name_legs_in_place`).
    camera, video
        How the background moved, and the picture's size.
    cutoff_hz
        Of the low-pass filter.
    may_walk
        Whether the person may go through the picture all the same.
    settings
        Limits of masking; the defaults where None.

    Returns
    -------
    InPlace or Absence
        x forward, y up, in pixels as at the picture's centre; or why it cannot be done.
    """
    settings = settings or CleaningSettings()
    xy_px, visibility, compared_px = point_paths(track)
    height_px = smooth_height_px(track.time_s, xy_px)
    if len(track.time_s) < 2 or not np.isfinite(height_px).any():
        return "nobody"
    hips = middle(xy_px, "hip")[:, 0] / height_px
    if not may_walk and np.nanpercentile(hips, 95) - np.nanpercentile(hips, 5) > TRAVELS:
        return "walks"
    if missing := _cut_off(xy_px, video):
        return missing
    lead = float(np.nanmedian(sideways_lead_px(xy_px) / height_px))
    if not abs(lead) > SIDEWAYS:
        return "front"
    facing: Literal[1, -1] = 1 if lead > 0 else -1
    faults = find_faults(track.time_s, xy_px, visibility, compared_px, height_px, video, settings)
    faults |= _on_the_other_leg(track.time_s, xy_px, height_px)
    pinhole = pinhole_of(video.width_px, video.height_px, settings.focal_per_long_side)
    ground = stabilise(xy_px, camera, pinhole)
    trusted = np.where(faults[..., None] == 0, ground.xy_px, np.nan)
    clock_s = uniform_clock(track.time_s)
    placed, filled = on_clock(track.time_s, trusted, clock_s, LONGEST_GAP_S)
    rate_hz = float((len(clock_s) - 1) / (clock_s[-1] - clock_s[0]))
    smooth_px = low_pass(placed, rate_hz, cutoff_hz)
    stature_px = _stature_px(smooth_px)
    angle_deg = angle_by_shoulders_deg(smooth_px, stature_px, pinhole, facing)
    plane_px = to_walking_plane(smooth_px, View(pinhole, stature_px, 0.0), facing)
    nearest = np.abs(track.time_s[:, None] - clock_s).argmin(axis=0)
    path = Trajectories(
        POINTS, clock_s, rate_hz, in_walking_frame(plane_px, facing), "px", filled, faults[nearest]
    )
    stays = Pass(
        trajectories=path,
        facing=facing,
        near_side=near_side(facing),
        view_angle_deg=abs(angle_deg),
        treadmill=False,
        world_fixed=ground.at_rest,
        height_px=np.full(len(clock_s), stature_px),
    )
    return InPlace(stays, (ground.note,) if ground.note else ())


def first_standing(track: PoseTrack) -> BoolArray:
    """(T,) the first moment in which the person stands still: both feet are taken to stand flat then.

    Hips, knees and heels move by less than `STILL_PER_S`; up to `STANDING_S`, and none of less than
    `SHORTEST_STANDING_S` or after the first `EARLY` of the recording.
    """
    xy_px, _, _ = point_paths(track)
    still = np.zeros(len(track.time_s), dtype=np.bool_)
    height_px = smooth_height_px(track.time_s, xy_px)
    if len(still) < 4 or not np.isfinite(height_px).any():
        return still
    rate_hz = 1.0 / float(np.median(np.diff(track.time_s)))
    columns = [POINTS.index(f"{side}_{part}") for side in SIDES for part in ("hip", "knee", "heel")]
    known = np.isfinite(xy_px[:, columns]).all(axis=(1, 2))
    smooth = low_pass(xy_px[:, columns], rate_hz, STILL_HZ)
    speed = np.linalg.norm(np.gradient(smooth, track.time_s, axis=0), axis=2) / height_px[:, None]
    rests = np.asarray(known & (np.median(speed, axis=1) < STILL_PER_S))
    for start, end in runs(rests):
        early = track.time_s[start] - track.time_s[0] <= EARLY * (track.time_s[-1] - track.time_s[0])
        if early and track.time_s[end - 1] - track.time_s[start] >= SHORTEST_STANDING_S:
            still[start:end] = track.time_s[start:end] <= track.time_s[start] + STANDING_S
            break
    return still


def _least_movement(time_s: FloatArray, legs: FloatArray) -> BoolArray:
    """(T,) whether to swap legs (T, 2, 4, 2) so that they move least and mostly keep their names."""
    last = legs.copy()
    for row in range(1, len(last)):  # where a point is not seen it stays where it was
        last[row] = np.where(np.isfinite(last[row]), last[row], last[row - 1])

    def leap(to: FloatArray) -> FloatArray:
        off = np.minimum(np.linalg.norm(to[1:] - last[:-1], axis=3), FARTHEST)
        return np.asarray(np.nan_to_num(off).sum(axis=2).mean(axis=1))

    keep, swap = leap(legs), leap(legs[:, ::-1])
    apart = np.clip(np.nan_to_num(distance_apart(legs)) / APART - 1.0, 0.0, 1.0)
    against = NAME_PER_S * apart * np.gradient(time_s)
    cost = np.array([0.0, against[0]])
    before = np.zeros((len(legs), 2), dtype=np.int64)
    for row in range(1, len(legs)):
        ways = cost[:, None] + np.array([[keep[row - 1], swap[row - 1]], [swap[row - 1], keep[row - 1]]])
        before[row] = ways.argmin(axis=0)
        cost = ways.min(axis=0) + np.array([0.0, against[row]])
    state = np.zeros(len(legs), dtype=np.int64)
    state[-1] = int(cost.argmin())
    for row in range(len(legs) - 1, 0, -1):
        state[row - 1] = before[row, state[row]]
    return state.astype(np.bool_)


def _on_the_other_leg(time_s: FloatArray, xy_px: FloatArray, height_px: FloatArray) -> Faults:
    """Return the faults (T, K) of points that lie on the other leg's, though the legs stand well apart.

    Of the two, the one is wrong that is farther from where it usually is within `USUAL_S`.
    """
    faults = np.zeros(xy_px.shape[:2], dtype=np.int64)
    half = max(1, round(USUAL_S / 2 / float(np.median(np.diff(time_s)))))
    for part in BELOW_HIP:
        columns = [POINTS.index(f"{side}_{part}") for side in SIDES]
        left, right = (xy_px[:, column] for column in columns)
        apart = np.linalg.norm(left - right, axis=1) / height_px
        if not np.nanmedian(apart) > WELL_APART:
            continue
        off = [np.linalg.norm(path - _running_median(path, half), axis=1) for path in (left, right)]
        together = apart < ON_ONE
        for column, mine, other_off in zip(columns, off, off[::-1], strict=True):
            faults[together & (mine > other_off), column] |= Fault.COLLAPSED
    return faults


def _running_median(path: FloatArray, half: int) -> FloatArray:
    """(T, 2) median of a path over `half` frames on either side."""
    rows = [np.nanmedian(path[max(0, row - half) : row + half + 1], axis=0) for row in range(len(path))]
    return np.array(rows)


def _cut_off(xy_px: FloatArray, video: VideoInfo) -> Absence | None:
    """Return which part of the body is out of the picture for too long; None where none is."""
    inside = np.all((xy_px > 0) & (xy_px < [video.width_px, video.height_px]), axis=2)
    found = np.any(np.isfinite(xy_px).all(axis=2), axis=1)
    if found.mean() < KEPT_IN_PICTURE / 2:
        return "nobody"
    for part, names in (("feet", ("heel", "toe", "ankle")), ("hips", ("hip",))):
        columns = [POINTS.index(f"{side}_{name}") for side in SIDES for name in names]
        if inside[:, columns].all(axis=1).mean() < KEPT_IN_PICTURE:
            return part  # type: ignore[return-value]
    return None


def _stature_px(xy_px: FloatArray) -> float:
    """Return the apparent stature while the person is upright: hips misplaced in a squat do not count."""
    heights = chain_height_px(xy_px)
    hips = middle(xy_px, "hip")[:, 1]
    lowest = np.nanpercentile(hips, UPRIGHT_SHARE) if np.isfinite(hips).any() else np.nan
    upright = heights[hips <= lowest]
    return float(np.nanmedian(upright if np.isfinite(upright).any() else heights))
