"""What the terminal shows of an assessment: a short table for people, or one line of JSON for programs."""

import json
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..datatypes.assessment import Assessment

SHOWN = (
    ("cadence_steps_per_min", "Cadence", "steps/min"),
    ("walking_speed_m_per_s", "Walking speed", "m/s"),
    ("stance_percent", "Stance", "%"),
    ("ankle_rom_deg", "Ankle range of motion", "°"),
    ("peak_dorsiflexion_stance_deg", "Peak dorsiflexion in stance", "°"),
)
"""Metrics of the short table: name in `summary.csv`, words, unit."""

COLUMNS = ("left", "right", "both")


def table(assessment: "Assessment") -> str:
    """Return the short table; a number that must be read with care carries its quality behind it."""
    rows = {(str(row["metric"]), str(row["side"])): row for row in assessment.summary.to_dict("records")}
    lines = ["".join([" " * 30, *(f"{side:>20}" for side in COLUMNS)])]
    for metric, words, unit in SHOWN:
        cells = [_cell(rows.get((metric, side)), unit) for side in COLUMNS]
        if any(cells):
            lines.append("".join([f"{words:<30}", *(f"{cell:>20}" for cell in cells)]))
    return "\n".join(line.rstrip() for line in lines)


def _cell(row: Mapping[Hashable, Any] | None, unit: str) -> str:
    if row is None:
        return ""
    if row["value"] != row["value"]:  # NaN: withheld, and the report says why
        return str(row["quality"])
    value = f"{row['value']:.2f}" if unit == "m/s" else f"{row['value']:.1f}"
    return f"{value} {unit}" if row["quality"] == "ok" else f"({row['quality']}) {value} {unit}"


def json_line(video: Path, folder: Path, assessment: "Assessment") -> str:
    """Return verdict and summary as one line of JSON; what was not measured is null."""
    content = {
        "video": str(video),
        "folder": str(folder),
        "schema_version": assessment.schema_version,
        "quality": assessment.verdict.quality,
        "reasons": list(assessment.verdict.reasons),
        "summary": json.loads(assessment.summary.to_json(orient="records", double_precision=10)),
        "notice": assessment.notice,
    }
    return json.dumps(content, ensure_ascii=False)
