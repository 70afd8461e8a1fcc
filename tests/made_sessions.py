"""Assessments made by hand: strides about known means, and the summary that the product makes of them."""

import json
from dataclasses import replace
from datetime import date
from functools import cache
from hashlib import sha256
from typing import Any

import numpy as np
import pandas as pd

from visiongait.datatypes import (
    ANGLES,
    SIDES,
    AnkleZero,
    Assessment,
    Conditions,
    PassSummary,
    Provenance,
    Scale,
    Session,
    SubjectChoice,
    Verdict,
    VideoInfo,
)
from visiongait.metrics import RecordingConditions, summarise

MEANS = {
    "stride_time_s": 1.1,
    "step_time_s": 0.55,
    "stance_time_s": 0.68,
    "swing_time_s": 0.42,
    "stance_percent": 62.0,
    "swing_percent": 38.0,
    "double_support_percent": 24.0,
    "single_support_percent": 38.0,
    "cadence_steps_per_min": 109.0,
    "stride_length_m": 1.31,
    "step_length_m": 0.65,
    "walking_speed_m_per_s": 1.19,
    "min_toe_clearance_m": 0.015,
    "step_length_per_height": 0.38,
    "ankle_dorsiflexion_at_foot_strike_deg": 0.4,
    "peak_dorsiflexion_stance_deg": 11.2,
    "peak_dorsiflexion_swing_deg": 2.4,
    "peak_plantarflexion_deg": -17.1,
    "ankle_rom_deg": 28.3,
    "shank_to_vertical_midstance_deg": 10.1,
    "foot_strike_angle_deg": 19.0,
    "heel_rise_percent": 41.0,
    "knee_flexion_at_foot_strike_deg": 5.0,
    "peak_knee_flexion_stance_deg": 18.0,
    "min_knee_flexion_stance_deg": 4.0,
    "peak_knee_flexion_swing_deg": 62.0,
}
ZERO = {side: AnkleZero("foot_flat", 1.0, 30, 1.0) for side in SIDES}
SCATTER = {"deg": 1.0, "percent": 0.8, "other": 0.02}


def assessment(name: str = "baseline", **means: Any) -> Assessment:
    """A recording whose means are `MEANS`, but for those given; scatter and file depend on the name."""
    return _assessment(name, json.dumps(means, sort_keys=True))


@cache
def _assessment(name: str, means: str) -> Assessment:
    return _made(name, **json.loads(means))


def _made(
    name: str,
    *,
    left: dict[str, float] | None = None,
    right: dict[str, float] | None = None,
    strides: int = 10,
    passes: int = 2,
    pass_shift_deg: float = 0.0,
    height_m: float = 1.70,
    masked_percent: dict[str, float] | None = None,
) -> Assessment:
    rng = np.random.default_rng(int(sha256(name.encode()).hexdigest()[:8], 16))
    table = pd.concat(
        [
            _strides(side, MEANS | (given or {}), strides, passes, pass_shift_deg, rng)
            for side, given in (("left", left), ("right", right))
        ],
        ignore_index=True,
    )
    masked = {"left": 5.0, "right": 5.0} | (masked_percent or {})
    conditions = RecordingConditions(masked, ZERO, None, 0.0, 60.0, 500.0, 900.0)
    return Assessment(
        video=VideoInfo(
            f"{name}.mp4", 1920, 1080, 60.0, 12.0, 720, 0, "h264", "mp4", sha256(name.encode()).hexdigest()
        ),
        subject=SubjectChoice(0, "The only person seen.", 1),
        verdict=Verdict("ok"),
        passes=tuple(
            PassSummary(10.0 * k, 10.0 * k + 8, "right", "right", 0.0, False, False, strides)
            for k in range(passes)
        ),
        left_out=(),
        ankle_zero=ZERO,
        scale=Scale(height_m, "stature", 0.02),
        frames=pd.DataFrame({"frame": [0], "time_s": [0.0]}),
        landmarks=pd.DataFrame({"frame": [0], "time_s": [0.0]}),
        events=pd.DataFrame(columns=["time_s", "frame", "side", "event", "method", "confidence"]),
        strides=table,
        cycles=_cycles(table),
        summary=summarise(table, conditions),
        provenance=Provenance(
            "0.1.0",
            "2026-11-01T08:00:00+00:00",
            "made by hand",
            {"heavy": "59e4"},
            {"numpy": "2"},
            {"height_m": height_m, "start_s": None, "end_s": None, "subject": "auto"},
        ),
        processing={"cutoff_hz": 7.0, "leg_correction": {"name": "made", "sha256": "ab"}},
    )


def withheld(name: str = "nothing") -> Assessment:
    """A recording in which nothing could be assessed."""
    made = assessment(name)
    none = {table: getattr(made, table).iloc[:0] for table in ("events", "strides", "cycles", "summary")}
    return replace(made, **none, passes=(), verdict=Verdict("withheld", ("Nobody walks in it.",)))


def session(
    name: str, day: str = "2026-09-01", scores: dict[str, float] | None = None, *, task: str = "single",
    state: str = "fresh", shoes: str = "", **means: object,
) -> Session:  # fmt: skip
    """A session of such a recording."""
    conditions = Conditions(shoes, "", task, state)  # type: ignore[arg-type]
    return Session(name, date.fromisoformat(day), assessment(name, **means), conditions, scores or {})  # type: ignore[arg-type]


def _strides(
    side: str,
    means: dict[str, float],
    count: int,
    passes: int,
    pass_shift_deg: float,
    rng: np.random.Generator,
) -> pd.DataFrame:
    number = np.arange(count)
    of_pass = number % passes
    columns: dict[str, object] = {
        "stride": number + (0 if side == "left" else count),
        "side": side,
        "start_s": 1.1 * number,
        "end_s": 1.1 * number + 1.1,
        "valid": True,
        "reject_reason": "",
        "contact_pattern": "heel",
        "pass": of_pass,
        "leg": "near" if side == "right" else "far",
    }
    for metric, mean in means.items():
        scatter = SCATTER.get(metric.rsplit("_", 1)[1], SCATTER["other"] * abs(mean))
        shift = pass_shift_deg * (of_pass - 0.5 * (passes - 1)) if metric.endswith("_deg") else 0.0
        columns[metric] = mean + scatter * rng.normal(size=count) + shift
    return pd.DataFrame(columns)


def _cycles(strides: pd.DataFrame) -> pd.DataFrame:
    percent = np.arange(101)
    wave = np.sin(2 * np.pi * percent / 100)
    cycles = [
        pd.DataFrame(
            {"stride": row.stride, "side": row.side, "valid": True, "percent": percent}
            | dict.fromkeys(ANGLES, row.peak_dorsiflexion_swing_deg + 10 * wave)
        )
        for row in strides.itertuples()
    ]
    return pd.concat(cycles, ignore_index=True)
