"""A walk whose truth is a few sines and round numbers, and results that are off by known amounts."""

import json
from pathlib import Path

import numpy as np
import pandas as pd

from visiongait.datatypes import SIDES
from visiongait.validation.result import Result
from visiongait.validation.truth import ANGLE_KEYS, LETTER, TrueWalk, read_truth

RATE_HZ, LAST_S = 100.0, 4.0
TIME_S = np.arange(0.0, LAST_S + 0.005, 1 / RATE_HZ)
STRIKES = {"left": [0.5, 1.5, 2.5, 3.5], "right": [1.0, 2.0, 3.0]}
OFFS = {"left": [1.1, 2.1, 3.1], "right": [0.6, 1.6, 2.6, 3.6]}
AMPLITUDE_DEG = 10.0
STEP_M, STRIDE_M, CLEARANCE_M = 0.6, 1.2, 0.02


def sine(side: str) -> np.ndarray:
    """One cycle per stride, at its peak a quarter of a stride after the foot strike: in stance."""
    return AMPLITUDE_DEG * np.sin(2 * np.pi * (TIME_S - STRIKES[side][0]))


def content(name: str = "made", **changes: object) -> dict[str, object]:
    """The truth file of the made walk, near side left."""
    listed = {LETTER[side]: STRIKES[side] for side in SIDES}
    offs = {LETTER[side]: OFFS[side] for side in SIDES}

    def lengths(value: float, times: dict[str, list[float]], key: str) -> dict[str, list[dict[str, float]]]:
        return {letter: [{"time_s": t, key: value} for t in mine] for letter, mine in times.items()}

    return {
        "format": "synthetic-gait-truth/1",
        "name": name,
        "near_side": "L",
        "standing": False,
        "camera": {"azimuth": -10.0},
        "subject": {"stature_m": 1.7},
        "frames": {
            "time_s": TIME_S.tolist(),
            "legs_in_frame": [True] * len(TIME_S),
            "angles": {
                f"{key}.{LETTER[side]}": sine(side).tolist() for key in ANGLE_KEYS.values() for side in SIDES
            },
        },
        "events": {"heel_strike_s": listed, "toe_off_s": offs},
        "gait": {
            "step_length_m": lengths(STEP_M, listed, "length_m"),
            "stride_length_m": lengths(STRIDE_M, listed, "length_m"),
            "min_toe_clearance_m": lengths(CLEARANCE_M, offs, "clearance_m"),
        },
    } | changes


def made_truth(folder: Path, name: str = "made", **changes: object) -> TrueWalk:
    """Write the made truth file and read it as the product does."""
    path = folder / f"{name}.truth.json"
    path.write_text(json.dumps(content(name, **changes)))
    return read_truth(path)


def made_result(
    *, offset_deg: float = 0.0, factor: float = 1.0, late_s: float = 0.0, longer: float = 1.0
) -> Result:
    """A result whose angles are scaled and shifted, events late, and lengths too long, by as much."""
    frames = pd.DataFrame({"frame": np.arange(len(TIME_S)), "time_s": TIME_S})
    for side in SIDES:
        for name in ANGLE_KEYS:
            frames[f"{side}_{name}"] = factor * sine(side) + offset_deg
    events = pd.DataFrame(
        [
            {"time_s": t + late_s, "side": side, "event": kind}
            for kind, times in (("foot_strike", STRIKES), ("foot_off", OFFS))
            for side in SIDES
            for t in times[side]
        ]
    )
    return Result(frames, events, _strides(late_s, longer), _summary(longer))


def _strides(late_s: float, longer: float) -> pd.DataFrame:
    spans = [(side, a, b) for side in SIDES for a, b in zip(STRIKES[side], STRIKES[side][1:], strict=False)]
    return pd.DataFrame(
        [
            {
                "side": side,
                "start_s": a + late_s,
                "end_s": b + late_s,
                "valid": True,
                "stride_time_s": longer * (b - a),
                "step_length_m": longer * STEP_M,
                "walking_speed_m_per_s": longer * STRIDE_M / (b - a),
            }
            for side, a, b in spans
        ]
    )


def _summary(longer: float) -> pd.DataFrame:
    mean = longer * STEP_M
    return pd.DataFrame(
        [("step_length_m", side, mean, mean - 0.01, mean + 0.01, "ok") for side in SIDES],
        columns=["metric", "side", "value", "ci95_low", "ci95_high", "quality"],
    )
