"""Which leg is which, decided over the whole recording at once.

A pose network takes the legs for each other in single pictures, in every other picture or for a whole step,
while both are well placed.  So its names decide nothing alone.  First the likeliest way to name the legs is
found by following both (`leg_paths`).  Then every frame is held against its neighbours on both sides, and
every crossing of the legs against the movement that would be if they were swapped from there on: a swap
bends both paths.  Together with the names between the crossings that tells whether whole steps are to be
swapped after all, and how certain it is which leg is which.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np

from ..datatypes import SIDES, BoolArray, FloatArray, PoseTrack, SingleArray, Skeleton
from .camera import smooth_height_px
from .cuts import find_cuts
from .filtering import low_pass
from .leg_paths import (
    APART,
    OUTLIER,
    TEMPER,
    LegPaths,
    distance_apart,
    label_weight,
    landmark_noise,
    legs_about,
)
from .mask import local_path
from .points import BELOW_HIP, LEG_COLUMNS, middle, nan_mean, point_paths, runs

STEP_LABELS = 4.0
"""Most that the network's names weigh together from one crossing to the next: it errs for whole steps."""

NEAR_FOOT, LOWER = 8.0, 0.006
"""Most that it weighs that the near foot stands lower in the picture, and how much lower, in body heights, it
must stand for that: 1.3 to 2.7 % in 28 real and rendered walks.  Feet set down in one line stand alike."""

STANDING_PERCENTILE = 60.0
"""Of a foot's heights: it stands for 60 % of the stride."""

CROSSING_S = 0.3
"""The movement is judged so far to either side of a crossing: less hides the bend, more is no cubic."""

INDEPENDENT_S = 0.04
"""Errors of landmarks last about so long: frames that come faster count less each."""

PELVIS_HZ = 4.0
"""The pelvis, which legs are counted from, is filtered at this cut-off: its noise would be all points'."""

MEETING = 0.1
"""Feet nearer to each other than this, in body heights, meet: there they may have passed each other."""

SAME_CROSSING_S = 0.2
FRAME_GAIN = 2.0
ROUNDS = 5
FIT_ROUNDS = 8

DOUBTFUL, UNDECIDED = 10.0, 4.0
"""Margins (logarithms of odds) below which it is not certain, and undetermined, which leg is which.  On 13
rendered walks at 12 to 60 frames a second, of the frames above the first one in 2500 is wrong."""


class Swaps(NamedTuple):
    """What was decided, per frame (T,).

    swapped: the network had left and right swapped; margin: how much likelier this is than the best path on
    which this frame's legs are the other way round (logarithm of odds; infinite where legs are not found or
    together).
    """

    swapped: BoolArray
    margin: FloatArray


SwapEvidence = Literal["names", "path", "neighbours", "crossings", "near foot"]
"""What is weighed: the network's names of the legs, the likeliest path, each frame between its neighbours,
the movement where the legs cross, and which foot stands lower in the picture."""


class _Frames(NamedTuple):
    """Frames' times (T,), legs (T, 2, 4, 2) as named, their noise (T,) and what their names weigh (T,)."""

    time_s: FloatArray
    legs: FloatArray
    noise: FloatArray
    weight: FloatArray


def relabel(
    track: PoseTrack, without: SwapEvidence | None = None, *, leaped: BoolArray | None = None
) -> PoseTrack:
    """Return the track with left and right leg swapped back wherever the network had them swapped.

    Its `relabelled` and `label_margin` say what was done; a track that has both is returned as it is, one
    whose legs were named by another rule is named anew.  `without` leaves one piece of evidence out, to see
    what it is worth; frames (T,) with which the picture leaps (`FrameFaults.leaped`) are evidence of cuts,
    over which no movement leads.
    """
    if track.label_margin is not None:
        return track
    track = as_named(track)
    points_px, _, _ = point_paths(track)
    found = _found_between_cuts(track.time_s, points_px, without, leaped)
    return replace(swap_legs(track, found.swapped), relabelled=found.swapped, label_margin=found.margin)


def as_named(track: PoseTrack) -> PoseTrack:
    """Return the track with the legs' names as the network gave them."""
    if track.relabelled is None:
        return track
    return replace(swap_legs(track, track.relabelled), relabelled=None, label_margin=None)


def swap_legs(track: PoseTrack, swapped: BoolArray) -> PoseTrack:
    """Return the track with left and right leg swapped in some frames (T,).

    What it is compared with is about places, not names: its legs are named as they lie nearer.
    """
    crosswise = track.skeleton.swapped_legs()

    def back(values: FloatArray | SingleArray, where: BoolArray) -> FloatArray:
        return np.where(where.reshape(-1, *(1,) * (values.ndim - 1)), values[:, crosswise], values)

    xy_px = back(track.xy_px, swapped)

    def as_nearer(other_px: FloatArray | None) -> FloatArray | None:
        if other_px is None:
            return None
        crossed_px = other_px[:, crosswise]
        as_is, crossed = (_leg_distance(track.skeleton, xy_px, one) for one in (other_px, crossed_px))
        return back(other_px, np.asarray(crossed < as_is))

    return replace(
        track,
        xy_px=xy_px,
        visibility=back(track.visibility, swapped),
        world_m=None if track.world_m is None else back(track.world_m, swapped),
        mirrored_xy_px=as_nearer(track.mirrored_xy_px),
        dissent_xy_px=as_nearer(track.dissent_xy_px),
    )


def _found_between_cuts(
    time_s: FloatArray, points_px: FloatArray, without: SwapEvidence | None, leaped: BoolArray | None
) -> Swaps:
    """Decide each part between jumps of the recording by itself: no movement leads over them."""
    height_px = smooth_height_px(time_s, points_px)
    borders = [0, *find_cuts(time_s, points_px, height_px, leaped), len(time_s)]
    parts = [find_swaps(time_s[a:b], points_px[a:b], height_px[a:b], without) for a, b in pairwise(borders)]
    return Swaps(*(np.concatenate(values) for values in zip(*parts, strict=True)))


def find_swaps(
    time_s: FloatArray, points_px: FloatArray, height_px: FloatArray, without: SwapEvidence | None = None
) -> Swaps:
    """Decide for every frame whether the network had the legs swapped.

    Parameters
    ----------
    time_s, points_px
        Frame times (T,) and positions (T, K, 2) of `points.POINTS`; NaN where not found.
    height_px
        (T,) apparent stature.
    without
        A piece of evidence to leave out.
    """
    legs = legs_from_pelvis(time_s, points_px, height_px)
    weight = label_weight(legs) * (0.0 if without == "names" else 1.0)
    frames = _Frames(time_s, legs, landmark_noise(height_px), weight)
    path = np.zeros(len(time_s), dtype=np.bool_) if without == "path" else _likeliest_path(frames)
    found = Swaps(path, np.full(len(time_s), np.inf))
    for _ in range(ROUNDS):
        settled = found.swapped if without == "neighbours" else _between_neighbours(frames, found.swapped)
        if without == "crossings":
            return Swaps(settled, found.margin)
        found = _steps_weighed(frames, settled, without)
        if (found.swapped == settled).all():
            break
    return found


def legs_from_pelvis(time_s: FloatArray, points_px: FloatArray, height_px: FloatArray) -> FloatArray:
    """(T, 2, 4, 2) knee, ankle, heel and toe of each leg from the steadied pelvis, in body heights."""
    hips = middle(points_px, "hip")
    known = np.asarray(np.isfinite(hips).all(axis=1))
    if known.sum() < 2:
        return np.full((len(points_px), *LEG_COLUMNS.shape, 2), np.nan)
    bridged = np.column_stack([np.interp(time_s, time_s[known], hips[known, axis]) for axis in (0, 1)])
    pelvis = low_pass(bridged, 1.0 / float(np.median(np.diff(time_s))), PELVIS_HZ)
    return np.where(known[:, None, None, None], legs_about(pelvis, points_px, height_px), np.nan)


def _likeliest_path(frames: _Frames) -> BoolArray:
    """(T,) whether each frame's legs are swapped on the likeliest path."""
    paths = LegPaths()
    intervals_s = np.diff(frames.time_s, prepend=frames.time_s[:1])
    before = [
        paths.add(float(interval_s), legs, float(noise), float(weight))
        for interval_s, legs, noise, weight in zip(
            intervals_s, frames.legs, frames.noise, frames.weight, strict=True
        )
    ]
    swapped = np.zeros(len(before), dtype=np.bool_)
    state = paths.best
    for row in range(len(before) - 1, -1, -1):
        swapped[row] = state & 1
        state = int(before[row][state])
    return swapped


def _between_neighbours(frames: _Frames, swapped: BoolArray) -> BoolArray:
    """Swap single frames that then fit far better between their neighbours before and after."""
    swapped = swapped.copy()
    scaled = (frames.legs / frames.noise[:, None, None, None]).reshape(len(swapped), -1, 2)
    crosswise = np.roll(np.arange(scaled.shape[1]), len(BELOW_HIP))
    for _ in range(ROUNDS):
        placed = np.where(swapped[:, None, None], scaled[:, crosswise], scaled)
        expected = local_path(frames.time_s, placed)
        straight, crossed = (_misfit(one - expected) for one in (placed, placed[:, crosswise]))
        gain = TEMPER * (straight - crossed) - frames.weight * np.where(swapped, -1.0, 1.0)
        turned = (gain > FRAME_GAIN) & (gain >= np.maximum(np.roll(gain, 1), np.roll(gain, -1)))
        if not turned.any():
            break
        swapped ^= turned
    return swapped


def _steps_weighed(frames: _Frames, swapped: BoolArray, without: SwapEvidence | None) -> Swaps:
    """Swap whole steps where movement and names together make that likelier, with the margins."""
    crossings, links = _crossings(frames, swapped)
    borders = [0, *crossings, len(swapped)]
    votes = frames.weight * np.where(swapped, -1.0, 1.0)
    labels = [float(np.clip(votes[a:b].sum(), -STEP_LABELS, STEP_LABELS)) for a, b in pairwise(borders)]
    near_foot = 0.0 if without == "near foot" else _near_foot(frames.legs, swapped) / len(labels)
    labels = [one + near_foot for one in labels]
    turned, margins = _likeliest_steps(labels, links)
    lengths = np.diff(borders)
    apart = distance_apart(frames.legs) > APART
    found = np.isfinite(frames.legs).any(axis=(1, 2, 3))
    return Swaps(
        found & (swapped ^ np.repeat(turned, lengths)), np.where(apart, np.repeat(margins, lengths), np.inf)
    )


def _near_foot(legs: FloatArray, swapped: BoolArray) -> float:
    """Return what speaks for the names as they are: the foot nearer to the camera stands lower.

    The near leg is the right one of a person who faces the picture's right.
    """
    named = np.where(swapped[:, None, None, None], legs[:, ::-1], legs)
    heel, toe = (named[:, :, BELOW_HIP.index(part)] for part in ("heel", "toe"))
    lowest = np.fmax(heel[..., 1], toe[..., 1])
    if not np.isfinite(lowest).any(axis=0).all():
        return 0.0
    stands = np.nanpercentile(lowest, STANDING_PERCENTILE, axis=0)
    near = 1 if np.nanmedian(toe[..., 0] - heel[..., 0]) > 0 else 0
    return NEAR_FOOT * float(np.clip((stands[near] - stands[1 - near]) / LOWER, -1.0, 1.0))


def _likeliest_steps(labels: Sequence[float], links: Sequence[float]) -> tuple[BoolArray, FloatArray]:
    """Decide which steps (S,) to swap after all, and by what margin each is certain.

    labels: what speaks for each step as it is; links (S - 1): what speaks for neighbours staying alike.
    """
    alone = np.column_stack([labels, np.zeros(len(labels))])
    pair = [np.array([[link, 0.0], [0.0, link]]) for link in links]
    forward, backward = alone.copy(), np.zeros_like(alone)
    for i, link in enumerate(pair):
        forward[i + 1] += (forward[i][:, None] + link).max(axis=0)
    for i in range(len(pair) - 1, -1, -1):
        backward[i] = (pair[i] + alone[i + 1] + backward[i + 1]).max(axis=1)
    best = forward + backward
    return np.asarray(best[:, 1] > best[:, 0]), np.abs(best[:, 0] - best[:, 1])


def _crossings(frames: _Frames, swapped: BoolArray) -> tuple[list[int], list[float]]:
    """Return the frames at which the legs cross, and by what margin they do not swap there.

    Where the feet pass each other and, on a path that may be wrong, where they only meet.  Of several frames
    within one crossing the one at which a swap is likeliest.
    """
    chosen: list[tuple[int, float]] = []
    for row in _meetings(frames.legs, swapped):
        margin = _crossing_margin(frames, swapped, row)
        if not chosen or frames.time_s[row] - frames.time_s[chosen[-1][0]] > SAME_CROSSING_S:
            chosen.append((row, margin))
        elif margin < chosen[-1][1]:
            chosen[-1] = row, margin
    return [row for row, _ in chosen], [margin for _, margin in chosen]


def _meetings(legs: FloatArray, swapped: BoolArray) -> list[int]:
    """Return the frames from which on the other foot is ahead, and those in which feet only come near."""
    ahead = nan_mean(legs[:, 0, 1:, 0] - legs[:, 1, 1:, 0], axis=1) * np.where(swapped, -1.0, 1.0)
    known = np.flatnonzero(np.isfinite(ahead))
    ahead = ahead[known]
    passing = 1 + np.flatnonzero(np.diff(np.sign(ahead)) != 0)
    near = runs(np.asarray(np.abs(ahead) < MEETING))
    only_met = [
        start + int(np.argmin(np.abs(ahead[start:end])))
        for start, end in near
        if not ((passing >= start) & (passing <= end)).any()
    ]
    return [int(known[i]) for i in sorted({*passing.tolist(), *only_met}) if i > 0]


def _crossing_margin(frames: _Frames, swapped: BoolArray, row: int) -> float:
    """How much likelier the movement about a crossing is than the one with the legs swapped from there on."""
    offset_s = frames.time_s - frames.time_s[row]
    rows = np.flatnonzero(np.abs(offset_s) <= CROSSING_S)
    if len(rows) < 2:
        return 0.0
    as_is = swapped[rows]
    legs = frames.legs[rows] / frames.noise[rows, None, None, None]
    bends = [
        _bend(offset_s[rows] / CROSSING_S, np.where(one[:, None, None, None], legs[:, ::-1], legs))
        for one in (as_is, as_is ^ (rows >= row))
    ]
    share = min(1.0, float(np.median(np.diff(frames.time_s[rows]))) / INDEPENDENT_S)
    return TEMPER * share * (bends[1] - bends[0])


def _bend(offset: FloatArray, legs: FloatArray) -> float:
    """How far legs (W, 2, 4, 2), in standard deviations, are from smooth movement: a robust cubic each."""
    powers = offset[:, None] ** np.arange(4)
    points = legs.reshape(len(legs), -1, 2)
    usable = np.asarray(np.isfinite(points).all(axis=2))
    around, weight = np.nan_to_num(points), usable.astype(float)
    off = around
    for _ in range(FIT_ROUNDS):
        normal = np.einsum("wi,wk,wj->kij", powers, weight, powers) + 1e-9 * np.eye(4)
        right = np.einsum("wi,wk,wkc->kic", powers, weight, around)
        off = around - np.einsum("wi,kic->wkc", powers, np.linalg.solve(normal, right))
        weight = usable / (np.linalg.norm(off, axis=2) + 0.5)
    return float(_misfit(np.where(usable[..., None], off, np.nan)).sum())


def _misfit(off: FloatArray) -> FloatArray:
    """(T,) half the squares of distances (T, K, 2) in standard deviations; outliers count as `OUTLIER`."""
    square = (off**2).sum(axis=2)
    misfit: FloatArray = np.where(np.isfinite(square), np.minimum(square, OUTLIER**2) / 2, 0.0).sum(axis=1)
    return misfit


def _leg_distance(skeleton: Skeleton, a_px: FloatArray, b_px: FloatArray) -> FloatArray:
    """(T,) mean distance of the legs' landmarks."""
    parts = ("knee", "ankle", "heel", "foot_index")
    legs = [skeleton.index(f"{side}_{part}") for side in SIDES for part in parts]
    return nan_mean(np.linalg.norm(a_px - b_px, axis=2)[:, legs], axis=1)
