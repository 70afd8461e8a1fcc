"""The tables of a test: a row per repetition, a row per video frame."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from ...datatypes import (
    ANGLES,
    BODY_POINTS,
    POSITIONS,
    REPETITIONS,
    SIDES,
    AnkleZero,
    DetectionPass,
    FloatArray,
    IntArray,
    PoseTrack,
    Side,
)
from .body import Body
from .numbers import Measure

POSITION_DECIMALS = 6


def repetitions_table(
    rows: Sequence[Mapping[str, object]], measures: Sequence[Measure], body: Body | None = None
) -> pd.DataFrame:
    """Return the table of repetitions: who, when, whether valid, every measure, then every interval.

    Parameters
    ----------
    rows
        Each with `side`, `start_s`, `peak_s`, `end_s`, `reject_reason` (empty: it is valid) and the measures
        by name; what is missing is empty.
    measures
        The columns, in order; of one with a known error `NAME_ci95_low` and `_high` follow at the end.
    body
        Tells which leg is the far one; None for an empty table.
    """
    filled = [
        {
            "repetition": number,
            "valid": int(not row.get("reject_reason")),
            **row,
            "reject_reason": row.get("reject_reason") or "",
        }
        for number, row in enumerate(rows, 1)
    ]
    table = pd.DataFrame(filled, columns=[*REPETITIONS.names, *(one.name for one in measures)])
    for one in measures:
        table[one.name] = pd.to_numeric(table[one.name])
        if one.error is None:
            continue
        ends = [
            one.interval(float(value), body is not None and side != "both" and body.is_far(side))
            for value, side in zip(table[one.name], table["side"], strict=True)
        ]
        for place, end in enumerate(("low", "high")):
            table[f"{one.name}_ci95_{end}"] = np.array([pair[place] for pair in ends], dtype=float)
    return table


def frames_table(
    seen: DetectionPass,
    track: PoseTrack | None,
    body: Body | None,
    zeros: Mapping[Side, AnkleZero] | None = None,
    further: Mapping[str, FloatArray] | None = None,
) -> pd.DataFrame:
    """Return a row per frame of the recording, columns as of a walk, at the frame's own time.

    further: curves (N,) of the test on the body's clock, by column: `{side}_heel_height_m`, `trunk_lean_deg`.
    """
    clock = {"frame": seen.frame, "time_s": seen.time_s}
    if body is None or zeros is None:
        return pd.DataFrame(clock)
    none = np.zeros(len(seen.time_s), dtype=np.bool_)
    relabelled = none if track is None or track.relabelled is None else track.relabelled
    angles = body.angles(zeros)
    columns: dict[str, FloatArray | IntArray] = {}
    for side in SIDES:
        curves = {name: angles[side][name] for name in ANGLES}
        curves["toe_height_m"] = np.full(len(body.time_s), np.nan)
        points = [body.of(side, point) / body.height_px for point in BODY_POINTS]
        curves |= dict(zip(POSITIONS, np.hstack(points).round(POSITION_DECIMALS).T, strict=True))
        for name, curve in curves.items():
            columns[f"{side}_{name}"] = _on_frames(seen.time_s, body, curve)
        trusted = _on_frames(seen.time_s, body, body.reliable(side).astype(float))
        columns[f"{side}_reliable"] = (trusted == 1).astype(np.int64)
        columns[f"{side}_relabelled"] = relabelled.astype(np.int64)
    for name, curve in (further or {}).items():
        columns[name] = _on_frames(seen.time_s, body, curve)
    return pd.DataFrame({**clock, **columns})


def _on_frames(time_s: FloatArray, body: Body, curve: FloatArray) -> FloatArray:
    """Return a curve on the body's clock at the frames' times; NaN outside."""
    return np.interp(time_s, body.time_s, curve, left=np.nan, right=np.nan)
