"""How far the clinical tests are from rendered ones whose truth is known: repetitions, instants, numbers."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ..datatypes import SIDES, Assessment, Side

FORMAT = "synthetic-exercise-truth/1"
LETTER: Mapping[Side, str] = {"left": "L", "right": "R"}
WITHIN_S = 0.75
"""A repetition found is the true one whose start or end lies nearest, and no farther than this."""


@dataclass(frozen=True)
class TrueTest:
    """Which test a truth file is of, and under which names it holds what repetitions.csv says."""

    test: str
    numbers: Mapping[str, str]
    instants: Mapping[str, str] = field(
        default_factory=lambda: {"start_s": "start_s", "peak_s": "peak_s", "end_s": "end_s"}
    )


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


TESTS: Mapping[str, TrueTest] = {
    "weight_bearing_lunge": TrueTest(
        "lunge",
        _same("peak_shank_to_vertical_deg", "peak_dorsiflexion_deg", "heel_lift_s"),
        {"start_s": "start_s", "peak_s": "valid_peak_s", "end_s": "end_s"},
    ),
    "squat": TrueTest(
        "squat",
        _same(
            "peak_knee_flexion_deg",
            "dorsiflexion_at_depth_deg",
            "shank_to_vertical_at_depth_deg",
            "trunk_lean_at_depth_deg",
            "heel_lift_m",
        ),
    ),
    "step_down": TrueTest(
        "step-down",
        _same("peak_knee_flexion_deg", "dorsiflexion_at_tap_deg", "trunk_lean_at_tap_deg"),
        {"start_s": "start_s", "peak_s": "tap_s", "end_s": "end_s"},
    ),
    "heel_rise": TrueTest(
        "heel-rise",
        {"heel_height_m": "heel_height_gain_m", "knee_flexion_at_peak_deg": "knee_flexion_at_peak_deg"},
    ),
    "single_leg_stance": TrueTest(
        "single-leg-stance",
        _same("duration_s", "pelvis_sway_rms_m", "trunk_sway_rms_deg"),
        {"start_s": "lift_s", "end_s": "touch_s"},
    ),
    "sit_to_stand": TrueTest(
        "sit-to-stand",
        _same("rise_time_s", "peak_trunk_lean_rising_deg", "peak_dorsiflexion_rising_deg"),
        {"start_s": "start_s", "end_s": "end_s"},
    ),
}
"""By the exercise's name in the truth file."""

COLUMNS = ("clip", "test", "leg", "quantity", "error", "covered")


def read_truth(file: Path) -> dict[str, Any]:
    """Return a truth file of a clinical test.

    Raises
    ------
    ValueError
        If it is another file.
    """
    truth: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    if truth.get("format") != FORMAT:
        raise ValueError(f"{file.name}: expected {FORMAT}, got {truth.get('format')}")
    return truth


def score_test(assessment: Assessment, truth: Mapping[str, Any]) -> pd.DataFrame:
    """Return a row for every quantity of every repetition, columns `COLUMNS`.

    error: measured minus true, in the quantity's own unit; of `repetitions` how many too many (or too few)
    there are; covered: whether the stated 95 % interval holds the truth, NaN where there is none.
    """
    of = TESTS[truth["exercise"]["name"]]
    table = assessment.tables["repetitions"]
    near = "left" if truth["near_side"] == "L" else "right"
    rows: list[tuple[object, ...]] = []
    for side in [one for one in SIDES if _tested(truth, one)]:
        leg = "near" if side == near else "far"
        mine = table[table["side"].isin([side, "both"])]
        head = (truth["name"], of.test, leg)
        rows.append((*head, "repetitions", float(len(mine) - len(truth["repetitions"])), np.nan))
        for true in truth["repetitions"]:
            row = _nearest(mine, true, of)
            if row is not None:
                rows += [(*head, *told) for told in _errors(row, true, of, side)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def pooled(errors: pd.DataFrame) -> pd.DataFrame:
    """Return, by test, quantity and leg: n, mean absolute error, bias, greatest error and coverage."""
    groups = errors.groupby(["test", "quantity", "leg"], sort=False)
    return pd.DataFrame(
        [
            {
                "test": test,
                "quantity": quantity,
                "leg": leg,
                "n": int(one["error"].notna().sum()),
                "mae": float(one["error"].abs().mean()),
                "bias": float(one["error"].mean()),
                "worst": float(one["error"].abs().max()),
                "covered": float(one["covered"].mean()),
            }
            for (test, quantity, leg), one in groups
        ]
    )


def _tested(truth: Mapping[str, Any], side: Side) -> bool:
    tested = truth["exercise"]["tested_side"]
    return tested not in LETTER.values() or tested == LETTER[side]


def _nearest(table: pd.DataFrame, true: Mapping[str, Any], of: TrueTest) -> "pd.Series[Any] | None":
    """Return the row whose start lies nearest to the true one's; None where none is near."""
    off = (table["start_s"].astype(float) - float(true[of.instants["start_s"]])).abs()
    if not off.notna().any() or off.min() > WITHIN_S:
        return None
    nearest: pd.Series[Any] = table.iloc[int(off.fillna(np.inf).to_numpy().argmin())]
    return nearest


def _errors(
    row: "pd.Series[Any]", true: Mapping[str, Any], of: TrueTest, side: Side
) -> Iterator[tuple[str, float, float]]:
    for name, key in (*of.instants.items(), *of.numbers.items()):
        value = true.get(key)
        if isinstance(value, Mapping):
            value = value.get(LETTER[side], value.get("forward"))  # sway: what is seen from the side
        if value is None or name not in row:
            continue
        found = float(row[name])
        low, high = (float(row.get(f"{name}_ci95_{end}", np.nan)) for end in ("low", "high"))
        covered = float(low <= value <= high) if np.isfinite([low, high]).all() else np.nan
        yield name, found - float(value), covered
