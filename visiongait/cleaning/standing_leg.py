"""Which leg stands and which is held up, for tests on one leg: the foot on the floor is the lower one.

Pose networks mix up the legs of somebody who stands on one of them: the thighs lie on each other, and the
bent shank is taken now for one leg, now for the other.  Which foot is on the floor the picture shows; whose
it is the network's names say by majority, or the person who films (`--side`).
"""

from dataclasses import replace

import numpy as np

from ..datatypes import SIDES, BoolArray, FloatArray, PoseTrack, Side
from .camera import chain_height_px
from .in_place import name_legs_in_place
from .points import point_paths, runs
from .swaps import as_named, swap_legs
from .walking import sideways_lead_px

APART = (0.045, 0.07)
"""Feet that differ in height by half their usual difference in a lift, and by a share of the body height
within these limits: one of them is held up.  On the floor the nearer one looks lower, by up to 0.04."""

BESIDE = 0.015
"""On the floor: where the farther foot looks lower by more than this, in body heights, they are mixed up."""

JOINS_S = 0.4
"""Lifts with less between them are one lift in which landmarks failed."""

SURE = 0.95
"""Share of frames from which on the network's names are held to be right."""

FEET = ("ankle", "heel", "foot_index")


def foot_lead(track: PoseTrack) -> FloatArray:
    """(T,) how much lower the left foot is than the right one, in body heights; NaN where not seen."""
    height_px = float(np.nanmedian(chain_height_px(point_paths(track)[0])))
    left, right = (np.mean([track.of(f"{side}_{part}")[:, 1] for part in FEET], axis=0) for side in SIDES)
    return np.asarray((left - right) / height_px)


def lift_threshold(lead: FloatArray) -> float:
    """Return from which difference in height on, in body heights, one foot counts as held up."""
    usual = np.nanpercentile(np.abs(lead), 90) if np.isfinite(lead).any() else 0.0
    return float(np.clip(usual / 2, *APART))


def lifts(track: PoseTrack) -> list[tuple[int, int]]:
    """Return the stretches `[start, end)` of frames in which one foot is held up, whichever it is."""
    lead = np.abs(np.nan_to_num(foot_lead(track)))
    up = np.asarray(lead > lift_threshold(lead))
    for start, end in runs(~up):
        inside = start > 0 and end < len(up)
        if inside and track.time_s[end] - track.time_s[start] < JOINS_S:
            up[start:end] = True
    return runs(up)


def name_standing_leg(track: PoseTrack, side: Side | None = None) -> PoseTrack:
    """Return the track with the legs named so that in each lift one and the same leg is the lower one.

    Legs are first named by how little they move (`name_legs_in_place`).  A lift whose frames disagree goes
    with their majority, or with `side`, the leg that somebody said is the standing one, unless the network
    contradicts that in nearly every frame (`SURE`).  While both feet are on the floor the nearer one is the
    lower one in the picture: the camera is above the floor.
    """
    named = name_legs_in_place(track)
    lead = foot_lead(named)
    wrong = np.zeros(len(lead), dtype=np.bool_)
    on_floor = np.ones(len(lead), dtype=np.bool_)
    for start, end in lifts(named):
        on_floor[start:end] = False
        apart = np.abs(np.nan_to_num(lead[start:end])) > APART[0]
        usual = 1.0 if (lead[start:end][apart] > 0).mean() >= 0.5 else -1.0
        wrong[start:end] = apart & (np.sign(lead[start:end]) == -usual)
    wrong |= on_floor & (_nearer_left(named) * np.nan_to_num(lead) < -BESIDE)
    steady = _swapped(named, wrong)
    return steady if side is None else _as_said(steady, side)


def _nearer_left(track: PoseTrack) -> float:
    """Return 1 where the left leg is nearer to the camera, -1 where the right one is."""
    leads = np.nanmedian(sideways_lead_px(point_paths(track)[0]))
    return -1.0 if leads > 0 else 1.0


def _as_said(track: PoseTrack, side: Side) -> PoseTrack:
    """Return the track with the legs exchanged where another leg stands than was said."""
    lead = foot_lead(track)
    up = np.zeros(len(lead), dtype=np.bool_)
    for start, end in lifts(track):
        up[start:end] = True
    if not up.any():
        return track
    lower_is_left = np.nan_to_num(lead[up]) > 0
    stands = lower_is_left.mean() if side == "left" else 1.0 - lower_is_left.mean()
    if stands >= 0.5 or network_share(track, up, side) < 1.0 - SURE:
        return track
    return _swapped(track, np.ones(len(lead), dtype=np.bool_))


def network_share(track: PoseTrack, rows: BoolArray, side: Side) -> float:
    """Return the share of frames (T,) in which the network itself called the lower foot that of `side`."""
    own = foot_lead(as_named(track))
    seen = rows & (np.abs(np.nan_to_num(own)) > APART[0])
    if not seen.any():
        return float("nan")
    left = float((own[seen] > 0).mean())
    return left if side == "left" else 1.0 - left


def _swapped(track: PoseTrack, rows: BoolArray) -> PoseTrack:
    before = np.zeros(len(rows), dtype=np.bool_) if track.relabelled is None else track.relabelled
    return replace(swap_legs(track, rows), relabelled=before ^ rows)
