"""A walker made by hand whose every metric can be worked out on paper.

Stride 1 s, stance 60 %, right foot half a stride later; the left step is 0.70 m, the right one 0.60 m.
Left strikes at 0, 1, 2, 3 s; right ones at 0.5, 1.5, 2.5 s.  100 Hz; 500 px per metre; stature 1.75 m.
"""

from dataclasses import replace

import numpy as np

from visiongait.datatypes import (
    ANGLES,
    LEG_POINTS,
    SIDES,
    AngleSeries,
    AnkleZero,
    Pass,
    Side,
    Stride,
    Trajectories,
    other,
)
from visiongait.metrics import RecordingConditions

RATE_HZ, STRIDE_S, STANCE = 100.0, 1.0, 0.6
LEFT_STEP_M, RIGHT_STEP_M = 0.70, 0.60
STRIDE_M = LEFT_STEP_M + RIGHT_STEP_M
STATURE_M, PX_PER_M = 1.75, 500.0
FLOOR_M, CLEARANCE_M = 0.02, 0.015
FIRST_STRIKE_S: dict[Side, float] = {"left": 0.0, "right": 0.5}
FIRST_PLACE_M: dict[Side, float] = {"left": 0.0, "right": RIGHT_STEP_M}
HEIGHT_ABOVE_HEEL_M = {"hip": 0.90, "knee": 0.48, "ankle": 0.08, "heel": 0.0}
CURVES = {  # percent of the stride and degrees, straight lines between
    "ankle_dorsiflexion_deg": ([0, 8, 48, 64, 85, 100], [0, -5, 10, -20, 3, 0]),
    "shin_ankle_deg": ([0, 100], [100, 100]),
    "shank_to_vertical_deg": ([0, 60, 100], [-18, 42, -18]),
    "foot_to_floor_deg": ([0, 8, 40, 60, 100], [20, 0, 0, -40, 20]),
    "knee_flexion_deg": ([0, 15, 40, 72, 100], [5, 20, 4, 60, 5]),
    "hip_flexion_deg": ([0, 50, 100], [30, -10, 30]),
}
ZERO = AnkleZero("foot_flat", -3.0, 60, 1.0)
GOOD = RecordingConditions(
    masked_frames_percent={"left": 2.0, "right": 4.0},
    zero={"left": ZERO, "right": ZERO},
    far_side=None,
    view_angle_deg=3.0,
    rate_hz=60.0,
    height_px=800.0,
    px_per_m=470.0,
)
"""A recording with nothing to complain about."""


def walk(seconds: float = 3.6, start_s: float = 0.0) -> Pass:
    """Return the walk in metres, on the ground."""
    phase_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    points = tuple(f"{side}_{point}" for side in SIDES for point in LEG_POINTS)
    position = np.stack([_path(name, phase_s) for name in points], axis=1)
    path = Trajectories.clean(points, phase_s + start_s, position, "m")
    return Pass(path, 1, "right", 2.0, False, True, np.full(len(phase_s), STATURE_M * PX_PER_M))


def in_pixels(one: Pass, px_per_m: float = PX_PER_M) -> Pass:
    """Return the same walk in pixels."""
    path = replace(one.trajectories, position=one.trajectories.position * px_per_m, unit="px")
    return replace(one, trajectories=path, height_px=np.full(len(path.time_s), STATURE_M * px_per_m))


def angles(one: Pass) -> AngleSeries:
    """Return the angles of `CURVES` on the clock of the walk."""
    time_s = one.trajectories.time_s
    phase_s = time_s - time_s[0]
    values = {
        side: {
            name: np.interp(
                100 * np.mod(phase_s - FIRST_STRIKE_S[side], STRIDE_S) + 1e-9, *map(np.array, CURVES[name])
            )
            for name in ANGLES
        }
        for side in SIDES
    }
    return AngleSeries(time_s, values, dict.fromkeys(SIDES, ZERO))


def strides(n: int = 3, start_s: float = 0.0) -> tuple[Stride, ...]:
    """Return `n` left and `n - 1` right strides in order of their start."""
    left = [_stride("left", start_s + i * STRIDE_S) for i in range(n)]
    right = [_stride("right", start_s + 0.5 * STRIDE_S + i * STRIDE_S) for i in range(n - 1)]
    return tuple(sorted(left + right, key=lambda stride: stride.start_s))


def exchanged(one: Pass) -> Pass:
    """Return the walk with left and right exchanged."""
    path = one.trajectories
    names = tuple(name.replace(side, other(side)) for name in path.points for side in SIDES if side in name)
    return replace(one, trajectories=replace(path, points=names), near_side=other(one.near_side))


def _stride(side: Side, start_s: float) -> Stride:
    return Stride(side, start_s, start_s + 1.0, start_s + 0.1, start_s + 0.5, start_s + 0.6, 0)


def _path(name: str, time_s: np.ndarray) -> np.ndarray:
    side, point = name.split("_")
    since_s = time_s - FIRST_STRIKE_S[side] + 10 * STRIDE_S  # type: ignore[index]
    number, phase = np.divmod(np.round(since_s, 9), STRIDE_S)
    swing = np.clip((phase - STANCE) / (1 - STANCE), 0, 1)
    heel_m = FIRST_PLACE_M[side] + STRIDE_M * (number - 10 + swing)  # type: ignore[index]
    if point == "toe":
        return np.stack([heel_m + 0.25, FLOOR_M + toe_height_m(swing)], axis=1)
    return np.stack([heel_m, np.full(len(time_s), 0.05 + HEIGHT_ABOVE_HEEL_M[point])], axis=1)


def toe_height_m(swing: np.ndarray) -> np.ndarray:
    """Return the toe's height over the floor through swing (0 to 1): a hump, a dip to 15 mm at its half."""
    return 0.06 * np.sin(np.pi * swing) - (0.06 - CLEARANCE_M) * np.exp(-(((swing - 0.5) / 0.1) ** 2))
