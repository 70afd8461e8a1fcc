"""Training samples: legs as the pose network places them, beside the true ones of the renderer."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from visiongait.cleaning import POINTS, clean, leg_inputs, middle, nan_mean
from visiongait.datatypes import LEG_POINTS, SIDES, FloatArray, Pass, Side, other
from visiongait.pose import load_landmarks

from .settings import CorrectionSettings

Truth = dict[str, Any]
"""What a file NAME.truth.json holds (format synthetic-gait-truth/1)."""


@dataclass(frozen=True)
class Leg:
    """One leg in body heights: inputs (P, T, F) at each pace, measured and true points (T, 5, 2).

    ends: (P, T, 2) seconds since the leg was first seen and until it is last seen, at each pace.
    """

    inputs: FloatArray
    ends: FloatArray
    measured: FloatArray
    true: FloatArray


@dataclass(frozen=True)
class WalkSeen:
    """A stretch of walking one way, as landmarks: times (T,), points (T, K, 2).

    Points are relative to mid-hip, in body heights, x forward.
    """

    time_s: FloatArray
    from_hips: FloatArray
    near_side: Side
    rate_hz: float


def truths(clips: Path, splits: Sequence[str] | None) -> Iterator[Truth]:
    """Yield the truth of every clip in a folder, of these splits only if any are given."""
    for file in sorted(clips.glob("*.truth.json")):
        truth = json.loads(file.read_text(encoding="utf-8"))
        if splits is None or truth["split"] in splits:
            yield truth


def recorded_legs(truth: Truth, replay: Path, settings: CorrectionSettings) -> list[Leg]:
    """Return every leg of a recording whose landmarks were saved (`visiongait.pose.save_landmarks`)."""
    detected, track = load_landmarks(replay)
    walk = clean(track, detected.camera, detected.video, leaped=detected.faults.leaped)
    return [leg for one in walk.passes for leg in legs_of(truth, _seen(one), settings)]


def _seen(one: Pass) -> WalkSeen:
    path = one.trajectories
    from_hips = (path.position - middle(path.position, "hip")[:, None]) / one.height_px[:, None, None]
    return WalkSeen(path.time_s, from_hips, one.near_side, path.rate_hz)


def legs_of(truth: Truth, walk: WalkSeen, settings: CorrectionSettings) -> list[Leg]:
    """Return both legs of a stretch of walking, where they were wholly in the picture and long enough."""
    sides = (walk.near_side, other(walk.near_side))
    measured = walk.from_hips[:, [[POINTS.index(f"{side}_{part}") for part in LEG_POINTS] for side in sides]]
    true = true_legs(truth, walk.time_s, sides)
    # the person stays where the landmarks are: only the shape is corrected
    true += nan_mean((measured - true).reshape(len(true), -1, 2), axis=1)[:, None, None]
    frames = truth["frames"]
    inside = np.interp(walk.time_s, frames["time_s"], np.array(frames["legs_in_frame"], float), 0, 0) > 0.99
    inside &= np.arange(len(inside)) % max(1, round(walk.rate_hz / settings.max_rate_hz)) == 0
    legs = []
    for k in range(len(SIDES)):
        off = np.linalg.norm(true[:, k] - measured[:, k], axis=2)
        usable = inside & (off < settings.max_error).all(axis=1)
        if usable.sum() >= settings.min_frames:
            near = 1.0 - 2.0 * k
            legs.append(_leg(walk.time_s, measured[:, k], true[:, k], near, usable, settings))
    return legs


def _leg(
    time_s: FloatArray,
    measured: FloatArray,
    true: FloatArray,
    near: float,
    usable: np.ndarray[Any, np.dtype[np.bool_]],
    settings: CorrectionSettings,
) -> Leg:
    inputs = np.stack([leg_inputs(time_s, measured, near, settings.lags * pace) for pace in settings.paces])
    ends = np.stack([ends_of(time_s, measured) / pace for pace in settings.paces])
    return Leg(inputs[:, usable], ends[:, usable], measured[usable], true[usable])


def ends_of(time_s: FloatArray, leg: FloatArray) -> FloatArray:
    """(T, 2) seconds since a leg (T, 5, 2) was first seen whole and until it is last seen."""
    seen_s = time_s[np.isfinite(leg).all(axis=(1, 2))]
    first_s, last_s = (seen_s[0], seen_s[-1]) if len(seen_s) else (np.nan, np.nan)
    return np.stack([time_s - first_s, last_s - time_s], axis=1)


def true_legs(truth: Truth, time_s: FloatArray, sides: tuple[Side, Side]) -> FloatArray:
    """(T, 2, 5, 2) true points of both legs in body heights, x forward: the toes lie ahead of the heels."""
    true = np.stack([_true_leg(truth, time_s, side) for side in sides], axis=1)
    forward = np.sign(np.nanmedian(true[..., 4, 0] - true[..., 3, 0]))
    return np.asarray(true * [forward, 1])


def _true_leg(truth: Truth, time_s: FloatArray, side: Side) -> FloatArray:
    """(T, 5, 2) hip, knee, ankle, heel and toe tip on the rigid sole, in body heights, at the given times."""
    frames, letter = truth["frames"], side[0].upper()

    def path(name: str) -> FloatArray:
        points = np.array(frames["landmarks_3d_m"][f"{name}.{letter}"], float)[:, [0, 2]]
        moments = [np.interp(time_s, frames["time_s"], column, np.nan, np.nan) for column in points.T]
        return np.asarray(np.stack(moments, axis=1) / truth["subject"]["stature_m"])

    heel = path("heel_sole")
    along = path("ball_sole") - heel  # the toe joints bend: the rigid part of the sole ends at the ball
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    length = np.nanmedian(np.linalg.norm(path("toe_sole") - heel, axis=1))
    return np.stack([path("hip"), path("knee"), path("ankle"), heel, heel + length * along], axis=1)
