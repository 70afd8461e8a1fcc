"""The CSV files of the result folder, to the names, order and units of the contract."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from ..datatypes.assessment import Assessment
from ..datatypes.walk import ANGLES, LEG_POINTS, SIDES
from ..metrics import STRIDE_COLUMNS, SUMMARY_COLUMNS
from .cells import marked_table

COLUMNS: dict[str, tuple[str, ...]] = {
    "frames": (
        "frame",
        "time_s",
        *(f"{side}_{name}" for side in SIDES for name in (*ANGLES, "toe_height_m", "reliable")),
    ),
    "landmarks": (
        "frame",
        "time_s",
        *(
            f"{side}_{point}_{what}"
            for side in SIDES
            for point in LEG_POINTS
            for what in ("x_px", "y_px", "visibility")
        ),
    ),
    "events": ("time_s", "frame", "side", "event", "method", "confidence"),
    "strides": STRIDE_COLUMNS,
    "summary": SUMMARY_COLUMNS,
}
"""Columns of each table in the order of the contract; a table's own further columns follow them."""

WHOLE_NUMBERS = (
    "frame",
    "stride",
    "n",
    "valid",
    "steady",
    "left_reliable",
    "right_reliable",
    "left_relabelled",
    "right_relabelled",
)
DECIMALS = {"_px": 3, "_deg": 3, "_percent": 3, "_s": 6, "time_s": 6, "_per_min": 3}
USUAL_DECIMALS = 5

NOT_AS_CSV = ("cycles",)
"""Tables that only assessment.json and the exports hold."""

_ROWS_AT_ONCE = 2000

NOTES = Path(__file__).with_name("readme.txt")


def write_tables(assessment: Assessment, folder: Path) -> None:
    """Write a CSV file for each table, and the note that explains them into `folder`."""
    for name, table in assessment.all_tables.items():
        if name not in NOT_AS_CSV:
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                file.writelines(csv_pieces(name, table))
    notes = NOTES.read_text(encoding="utf-8").format(
        notice=assessment.notice,
        name=assessment.video.name,
        version=assessment.provenance.program_version,
        schema_version=assessment.schema_version,
    )
    (folder / "README.txt").write_text(notes, encoding="utf-8", newline="\n")


def csv_pieces(name: str, table: pd.DataFrame) -> Iterator[str]:
    """Yield one table as CSV text: contract columns first, empty cell = not measured, truth as 0 or 1.

    Piece by piece: the text of a long recording would take several times the memory of its numbers.
    """
    ordered = [*COLUMNS.get(name, ()), *(c for c in table.columns if c not in COLUMNS.get(name, ()))]
    table = table.reindex(columns=ordered)
    for start in range(0, max(len(table), 1), _ROWS_AT_ONCE):
        printable = marked_table(table.iloc[start : start + _ROWS_AT_ONCE].apply(_printable))
        yield printable.to_csv(index=False, header=start == 0, lineterminator="\n", na_rep="")


def _printable(column: "pd.Series[Any]") -> "pd.Series[Any]":
    """Round to what the unit deserves; whole numbers stay whole beside empty cells."""
    name = str(column.name)
    if name in WHOLE_NUMBERS:
        return pd.to_numeric(column).astype("Float64").round().astype("Int64")
    decimals = next((d for unit, d in DECIMALS.items() if name.endswith(unit)), USUAL_DECIMALS)
    if pd.api.types.is_numeric_dtype(column):
        return column.astype(float).round(decimals) + 0.0  # adding 0.0 turns -0.0 into 0.0
    return column
