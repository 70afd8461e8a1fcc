"""What the page of a recording shows, gathered from its result folder into plain values."""

import math
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from ..api import load, undone
from ..datatypes import Assessment
from ..metrics import decimals_of, title_of
from ..results import read_assessment
from ..system import number

SHOWN_ANGLES = (
    "ankle_dorsiflexion_deg",
    "shank_to_vertical_deg",
    "foot_to_floor_deg",
    "knee_flexion_deg",
    "hip_flexion_deg",
)
DECIMALS = 2
REPETITION = ("repetition", "side", "start_s", "end_s", "valid", "reject_reason")
LANDMARKS = "pose.npz"
MOST_FPS = 30
"""Pictures a second of the annotated video, about, as `drawing` makes it."""


def view_of_folder(folder: Path) -> dict[str, Any]:
    """Return what the page of a result folder shows: curves, events, strides, findings, numbers, reasons."""
    assessment = read_assessment(folder)
    return {
        "test": assessment.test,
        "quality": assessment.verdict.quality,
        "reasons": list(assessment.verdict.reasons),
        "notes": list(assessment.notes),
        "clock": _clock(assessment),
        "time_s": _numbers(assessment.frames["time_s"], 4),
        "angles": _angles(assessment.frames),
        "events": _rows(assessment.events, ("time_s", "side", "event", "method")),
        "strides": _rows(assessment.all_tables.get("strides"), None),
        "findings": _findings(assessment),
        "repetitions": _rows(assessment.all_tables.get("repetitions"), REPETITION),
        "numbers": _summary_rows(assessment),
        "corrections": [asdict(one) for one in assessment.corrections],
        "undone": len(undone(folder)) if (folder / LANDMARKS).is_file() else 0,
        "correctable": (folder / LANDMARKS).is_file(),
        "people": _people(folder),
        "height_m": assessment.scale.height_m if assessment.scale else None,
        "side": assessment.provenance.parameters.get("side") or "",
    }


def _clock(assessment: Assessment) -> dict[str, float]:
    """Return how seconds of the tables become seconds of the annotated video, and which frames it has."""
    times, video = assessment.frames["time_s"], assessment.video
    first_s = float(times.iloc[0]) if len(times) else 0.0
    every = max(1, round(video.nominal_fps / video.slowmo_factor / MOST_FPS))
    return {"first_s": first_s, "slowmo": video.slowmo_factor, "every": every}


def _angles(frames: pd.DataFrame) -> dict[str, dict[str, list[float | None]]]:
    return {
        angle: {side: _numbers(frames[f"{side}_{angle}"], DECIMALS) for side in ("left", "right")}
        for angle in SHOWN_ANGLES
        if f"left_{angle}" in frames.columns
        and frames[[f"left_{angle}", f"right_{angle}"]].notna().any(axis=None)
    }


def _summary_rows(assessment: Assessment) -> list[dict[str, Any]]:
    """Return a row per metric that was measured, with what each leg has, and whether it is by hand."""
    found: dict[str, dict[str, Any]] = {}
    for row in assessment.summary.to_dict(orient="records"):
        metric = str(row["metric"])
        shown = found.setdefault(
            metric, {"metric": metric, "title": title_of(metric), "unit": str(row["unit"]), "sides": {}}
        )
        value = _plain(row["value"])
        shown["sides"][str(row["side"])] = {
            "text": "" if value is None else number(value, decimals_of(metric)),
            "quality": str(row["quality"]),
            "reason": str(row["reason"] or ""),
            "by_hand": bool(row.get("by_hand", 0)),
        }
    return [row for row in found.values() if any(side["text"] for side in row["sides"].values())]


def _people(folder: Path) -> list[dict[str, Any]]:
    """Return who else was seen, where there was a choice."""
    if not (folder / LANDMARKS).is_file():
        return []
    people = load(folder).people
    return _rows(people, None) if len(people) > 1 else []


def _rows(table: pd.DataFrame | None, columns: tuple[str, ...] | None) -> list[dict[str, Any]]:
    if table is None:
        return []
    shown = table if columns is None else table[list(columns)]
    return [
        {str(name): _plain(value) for name, value in row.items()} for row in shown.to_dict(orient="records")
    ]


def _plain(value: Any) -> Any:
    """Return a cell as JSON has it: null where nothing was measured."""
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        return round(value, 4) if math.isfinite(value) else None
    return None if value is None or value is pd.NA else value


def _numbers(column: pd.Series, decimals: int) -> list[float | None]:
    return [round(float(one), decimals) if math.isfinite(one) else None for one in column]


def _findings(assessment: Assessment) -> list[dict[str, str]]:
    from ..findings import find

    if assessment.verdict.quality == "withheld" or assessment.tables:
        return []
    return [
        {"statement": one.statement, "confidence": one.confidence, "doubt": one.doubt}
        for one in find(assessment)
    ]
