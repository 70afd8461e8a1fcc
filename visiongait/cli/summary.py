"""What the terminal shows of an assessment: a short table for people, or one line of JSON for programs."""

import json
from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..system import printable

if TYPE_CHECKING:
    from ..datatypes.assessment import Assessment

COLUMNS = ("left", "right", "both")
NOT_MEASURED = "–"
CARE = "*"


def table(assessment: "Assessment") -> str:
    """Return the short table; a star marks a number that must be read with care, and the reasons follow."""
    from ..assessments import clinical_test

    rows = {(str(row["metric"]), str(row["side"])): row for row in assessment.summary.to_dict("records")}
    lines = [_line("", COLUMNS)]
    for metric, words in clinical_test(assessment.test).headline.items():
        cells = [_cell(rows.get((metric, side))) for side in COLUMNS]
        if set(cells) - {"", NOT_MEASURED}:
            lines.append(_line(words, cells))
    if any(CARE in line for line in lines):
        lines += [f"{CARE} to be read with care:", *(f"  {reason}" for reason in assessment.verdict.reasons)]
    return "\n".join([*lines, *assessment.video.notes])


def _line(words: str, cells: Sequence[str]) -> str:
    return "".join([f"{words:<34}", *(f"{cell:<9}" for cell in cells)]).rstrip()


def _cell(row: Mapping[Hashable, Any] | None) -> str:
    if row is None:
        return ""
    if row["value"] != row["value"]:  # NaN: withheld
        return NOT_MEASURED
    return f"{row['value']:.{2 if row['unit'] == 'm/s' else 1}f}{CARE if row['quality'] != 'ok' else ''}"


def json_line(video: Path, folder: Path, assessment: "Assessment") -> str:
    """Return verdict and summary as one line of JSON; what was not measured is null."""
    content = {
        "video": printable(video),
        "folder": printable(folder),
        "test": assessment.test,
        "schema_version": assessment.schema_version,
        "quality": assessment.verdict.quality,
        "reasons": list(assessment.verdict.reasons),
        "notes": list(assessment.notes),
        "summary": json.loads(assessment.summary.to_json(orient="records", double_precision=10)),
        "notice": assessment.notice,
    }
    return json.dumps(content, ensure_ascii=False)
