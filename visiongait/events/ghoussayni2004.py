"""The first step from standing and the last one to it, from the feet's speed over the ground.

Ghoussayni S., Stevens C., Durham S., Ewins D. (2004). Assessment and validation of a simple automated method
for the detection of gait events and intervals. Gait & Posture 20(3):266-272.
"""

from collections.abc import Sequence

import numpy as np

from ..cleaning import runs
from ..datatypes import SIDES, EventKind, FloatArray, GaitEvent, Pass, Side, other
from ..kinematics import bridged, local_fit

NAME = "ghoussayni2004"

SWINGS = 0.25
"""A foot swings where it moves faster than this share of its usual greatest speed."""

LEAVES, LANDS = 0.4, 0.25
"""Shares of a swing's own greatest speed at which the toe leaves the ground and the heel lands on it.

The paper's limit, 0.5 m/s for all, is half the speed of a slow first step; a share suits slow and small steps
too.  Where `Zeni2008` sees both, the two agree to a frame."""

MIN_WAY = 0.1
"""Way of a step in body heights: feet that only turn or shift make none."""

CONFIDENCE = 0.5
SAME_S = 0.2


def end_events(walk_pass: Pass, found: Sequence[GaitEvent]) -> list[GaitEvent]:
    """Return the foot off of each foot's first step, and the initial contact of its last, if not found.

    `Zeni2008` cannot see them: a foot that starts from standing was never far behind the pelvis, one that
    ends there never comes far before it.  A foot that is only drawn up beside the other has made no step: it
    has to land ahead.  Only where positions are relative to the ground; both ends of a swing must be in the
    pass.
    """
    if not walk_pass.world_fixed:
        return []
    return [event for side in SIDES for event in _of_side(walk_pass, side, found)]


def _of_side(walk_pass: Pass, side: Side, found: Sequence[GaitEvent]) -> list[GaitEvent]:
    mine = sorted(event for event in found if event.side == side)
    swings = _swings(walk_pass, side)
    if not mine or not swings:
        return []
    (off_s, first_strike_s), (last_off_s, strike_s) = swings[0], swings[-1]
    first, last = mine[0], mine[-1]
    added: list[tuple[float, EventKind]] = []
    if (
        walk_pass.from_standing
        and first.kind == "foot_strike"
        and abs(first.time_s - first_strike_s) < SAME_S
    ):
        added.append((off_s, "foot_off"))
    closes = walk_pass.to_standing and last.kind == "foot_off" and abs(last.time_s - last_off_s) < SAME_S
    if closes and _lands_ahead(walk_pass, side, strike_s):
        added.append((strike_s, "foot_strike"))
    return [GaitEvent(time_s, side, kind, NAME, CONFIDENCE) for time_s, kind in added]


def _swings(walk_pass: Pass, side: Side) -> list[tuple[float, float]]:
    """Return when the foot leaves the ground and lands on it, for each whole swing of the pass."""
    path = walk_pass.trajectories
    heel, toe = (_speed(walk_pass, f"{side}_{point}") for point in ("heel", "toe"))
    foot = (heel + toe) / 2
    if not np.isfinite(foot).any():
        return []
    way = bridged(path.of(f"{side}_heel"))[:, 0]
    found = []
    for start, end in runs(foot > SWINGS * float(np.nanpercentile(foot, 95))):
        if start == 0 or end == len(foot) or way[end] - way[start - 1] < MIN_WAY * walk_pass.height_px[start]:
            continue
        top = start + int(np.argmax(foot[start:end]))
        leaves = _crossing(toe, LEAVES * float(toe[start:end].max()), top, -1)
        lands = _crossing(heel, LANDS * float(heel[start:end].max()), top, +1)
        if leaves is not None and lands is not None:
            found.append((leaves, lands))
    return [
        (float(path.time_s[0] + a / path.rate_hz), float(path.time_s[0] + b / path.rate_hz)) for a, b in found
    ]


def _speed(walk_pass: Pass, point: str) -> FloatArray:
    """(T,) speed of a point over the ground, per second; gaps bridged."""
    path = walk_pass.trajectories
    velocity = local_fit(bridged(path.of(point)), path.rate_hz, 1)
    return np.asarray(np.hypot(velocity[:, 0], velocity[:, 1]))


def _crossing(speed: FloatArray, limit: float, top: int, step: int) -> float | None:
    """Return the sample, between two, at which the speed falls below a limit on one side of its top."""
    at = top
    while 0 <= at + step < len(speed):
        if speed[at + step] < limit <= speed[at]:
            return at + step * float((speed[at] - limit) / (speed[at] - speed[at + step]))
        at += step
    return None


def _lands_ahead(walk_pass: Pass, side: Side, strike_s: float) -> bool:
    """Whether the foot stands ahead of the other one when it has landed."""
    path = walk_pass.trajectories
    mine, theirs = (
        np.interp(strike_s, path.time_s, bridged(path.of(f"{one}_heel"))[:, 0]) for one in (side, other(side))
    )
    return bool(mine > theirs)
