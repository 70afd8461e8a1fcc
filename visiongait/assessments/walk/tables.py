"""The tables with a row per video frame or event: frames, events."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ...datatypes import (
    ANGLES,
    BODY_POINTS,
    EVENTS,
    LEG_POINTS,
    POSITIONS,
    SIDES,
    DetectionPass,
    FloatArray,
    IntArray,
    Pass,
    PoseTrack,
    Side,
    Trajectories,
)
from ...metrics import toe_height
from .passage import MeasuredPass

POSITION_DECIMALS = 6
"""A millionth of a body height: more digits only make the files longer."""


def frames_table(
    detected: DetectionPass, track: PoseTrack | None, passes: Sequence[MeasuredPass]
) -> pd.DataFrame:
    """Return a row per frame of the recording: the angles at its own time, linear between clean samples.

    NaN outside the passes.  `{side}_reliable` is 1 where every point of the leg was measured, or filled
    across a short gap; `{side}_relabelled` where the network had left and right leg swapped, which was put
    right.  `{side}_{point}_x_per_height`, `_y_per_height`: the points that the angles are read
    off, in the walking frame of their pass (x forward, y up, origin arbitrary), in body heights.
    """
    nowhere = np.zeros(len(detected.time_s), dtype=np.bool_)
    relabelled = (nowhere if track is None or track.relabelled is None else track.relabelled).astype(np.int64)
    columns: dict[str, FloatArray | IntArray] = {}
    for side in SIDES:
        measured = [_leg_curves(one, side) for one in passes]
        for name in (*ANGLES, "toe_height_m", *POSITIONS):
            columns[f"{side}_{name}"] = _on_frames(detected.time_s, passes, [m[name] for m in measured])
        trusted = _on_frames(detected.time_s, passes, [m["reliable"] for m in measured])
        columns[f"{side}_reliable"] = (trusted == 1).astype(np.int64)
        columns[f"{side}_relabelled"] = relabelled
    return pd.DataFrame({"frame": detected.frame, "time_s": detected.time_s, **columns})


def events_table(detected: DetectionPass, passes: Sequence[MeasuredPass]) -> pd.DataFrame:
    """Return a row per event in order of time, with the frame nearest to it."""
    events = sorted(event for one in passes for event in one.report.events)
    rows = [
        (e.time_s, _nearest_frame(detected, e.time_s), e.side, e.kind, e.method, e.confidence) for e in events
    ]
    return pd.DataFrame(rows, columns=list(EVENTS.names))


def _leg_curves(one: MeasuredPass, side: Side) -> dict[str, FloatArray]:
    path = one.walk_pass.trajectories
    height_m = np.full(len(path.time_s), np.nan)
    if one.scaled_pass is not None:
        height_m = toe_height(one.scaled_pass.trajectories, side, one.strides)
    angles = {name: one.angles.of(side, name) for name in ANGLES}
    return {
        **angles,
        **_positions(one.legs_pass, side),
        "toe_height_m": height_m,
        "reliable": _leg_measured(path, side),
    }


def _positions(legs_pass: Pass, side: Side) -> dict[str, FloatArray]:
    """Return the columns of `POSITIONS`; NaN for shoulders that are not known."""
    path = legs_pass.trajectories
    unknown = np.full((len(path.time_s), 2), np.nan)
    points = [path.of(f"{side}_{p}") if path.has(f"{side}_{p}") else unknown for p in BODY_POINTS]
    per_height = np.hstack(points) / legs_pass.height_px[:, None]
    return dict(zip(POSITIONS, per_height.round(POSITION_DECIMALS).T, strict=True))


def _leg_measured(path: Trajectories, side: Side) -> FloatArray:
    known = [np.isfinite(path.of(f"{side}_{point}")).all(axis=1) for point in LEG_POINTS]
    measured: FloatArray = np.all(known, axis=0).astype(float)
    return measured


def _on_frames(
    time_s: FloatArray, passes: Sequence[MeasuredPass], curves: Sequence[FloatArray]
) -> FloatArray:
    """Return curves on the passes' clocks at the frames' times; NaN between passes."""
    values = np.full(len(time_s), np.nan)
    for one, curve in zip(passes, curves, strict=True):
        clock = one.walk_pass.trajectories.time_s
        inside = (time_s >= clock[0]) & (time_s <= clock[-1])
        values[inside] = np.interp(time_s[inside], clock, curve)
    return values


def _nearest_frame(detected: DetectionPass, time_s: float) -> int:
    return int(detected.frame[np.abs(detected.time_s - time_s).argmin()])
