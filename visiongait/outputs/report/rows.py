"""The summary table as a page shows it: one row per measure, with quality marks and footnotes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from ...datatypes.walk import SIDES
from ...metrics.names import ANKLE, FOOT, KNEE, SHANK, SHARE_OF_STRIDES, SPATIAL, TEMPORAL, unit_of

GROUPS = {
    "temporal": TEMPORAL,
    "spatial": SPATIAL,
    "ankle": (*ANKLE, *SHANK, *FOOT),
    "knee": KNEE,
}
DECIMALS = {"s": 2, "m": 2, "m/s": 2, "%": 1, "steps/min": 0, "deg": 1, "body heights": 2}
SENTENCE_END = re.compile(r"(?<=\.) (?=[A-Z0-9])")
FINER = {"min_toe_clearance_m": 3}

Texts = Mapping[str, Any]


@dataclass(frozen=True)
class Cell:
    """One number of the table as text; `notes` are the numbers of its footnotes."""

    text: str = ""
    spread: str = ""
    n: int = 0
    quality: str = ""
    notes: tuple[int, ...] = ()


@dataclass(frozen=True)
class Row:
    """One measure: a cell per side, both and asymmetry."""

    name: str
    unit: str
    cells: tuple[Cell, ...]


class SummaryTable:
    """Groups of rows, and the footnotes that their cells refer to.

    groups: heading → rows; footnotes: each reason once, in order of appearance, numbered from 1.
    """

    def __init__(self, summary: pd.DataFrame, texts: Texts) -> None:
        self._texts = texts
        self._of = {(row["metric"], row["side"]): row for row in summary.to_dict("records")}
        self.footnotes: list[str] = []
        self.groups = {
            texts["groups"][group]: [self._row(metric) for metric in metrics if self._known(metric)]
            for group, metrics in GROUPS.items()
        }

    def _known(self, metric: str) -> bool:
        return any((metric, side) in self._of for side in SIDES)

    def _row(self, metric: str) -> Row:
        left, right, both = (self._cell(metric, self._of.get((metric, side))) for side in (*SIDES, "both"))
        own_notes = tuple(note for note in both.notes if note not in (*left.notes, *right.notes))
        sides = (left, right, replace(both, notes=own_notes))
        name = self._texts["metrics"][metric]
        return Row(name, self._texts["units"].get(unit_of(metric), ""), (*sides, self._asymmetry(metric)))

    def _cell(self, metric: str, row: Mapping[Any, Any] | None) -> Cell:
        if row is None:
            return Cell(self._texts["table"]["none"])
        notes = self._notes(row)
        if not np.isfinite(row["value"]):
            return Cell(self._texts["table"]["withheld"], quality="withheld", notes=notes)
        if metric == SHARE_OF_STRIDES:
            pattern = str(row["unit"]).removeprefix("% ")
            text = f"{self._texts['patterns'].get(pattern, pattern)} {row['value']:.0f} %"
            return Cell(text, n=int(row["n"]), quality=row["quality"], notes=notes)
        spread = _number(row["sd"], metric) if np.isfinite(row["sd"]) else ""
        return Cell(_number(row["value"], metric), spread, int(row["n"]), row["quality"], notes)

    def _asymmetry(self, metric: str) -> Cell:
        """Per cent as the summary has it; for angles, left minus right in degrees."""
        row = self._of.get((f"{metric}_asymmetry_percent", "both"))
        if row is not None:
            known = np.isfinite(row["value"])
            return Cell(f"{row['value']:.1f} %" if known else self._texts["table"]["none"])
        left, right = (self._of.get((metric, side), {}).get("value", np.nan) for side in SIDES)
        if unit_of(metric) != "deg" or not np.isfinite(left - right):
            return Cell()
        return Cell(f"{_number(left - right, metric)}°")

    def _notes(self, row: Mapping[Any, Any]) -> tuple[int, ...]:
        """Return the footnotes of a reason's sentences; one that came before keeps its number."""
        sentences = SENTENCE_END.split(row["reason"]) if row["quality"] != "ok" and row["reason"] else []
        self.footnotes += [s for s in dict.fromkeys(sentences) if s not in self.footnotes]
        return tuple(sorted({self.footnotes.index(sentence) + 1 for sentence in sentences}))


def _number(value: float, metric: str) -> str:
    decimals = FINER.get(metric, DECIMALS.get(unit_of(metric), 2))
    return f"{round(value, decimals) + 0.0:.{decimals}f}".replace("-", "−")
