"""The CSV files of the result folder, to the names, order and units of the contract."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from ..datatypes.assessment import Assessment
from ..datatypes.tables import CYCLES, EVENTS, FRAMES, LANDMARKS, SUMMARY, TableSchema, csv_decimals
from ..metrics import strides_schema
from .cells import marked_table

SCHEMAS = {"frames": FRAMES, "landmarks": LANDMARKS, "events": EVENTS, "cycles": CYCLES, "summary": SUMMARY}
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
    schema = schema_of(name)
    table = schema.arranged(table)
    whole = {column.name for column in schema.columns if column.kind in ("whole", "truth")}
    for start in range(0, max(len(table), 1), _ROWS_AT_ONCE):
        printable = marked_table(table.iloc[start : start + _ROWS_AT_ONCE].apply(_printable, whole=whole))
        yield printable.to_csv(index=False, header=start == 0, lineterminator="\n", na_rep="")


def schema_of(name: str) -> TableSchema:
    """Return the schema of a table of an assessment; without columns, where a clinical test declares none."""
    return strides_schema() if name == "strides" else SCHEMAS.get(name, TableSchema(name, "", ()))


def _printable(column: "pd.Series[Any]", whole: Collection[str]) -> "pd.Series[Any]":
    """Round to what the unit deserves; whole numbers stay whole beside empty cells."""
    name = str(column.name)
    if name in whole:
        return pd.to_numeric(column).astype("Float64").round().astype("Int64")
    if pd.api.types.is_numeric_dtype(column):
        return column.astype(float).round(csv_decimals(name)) + 0.0  # adding 0.0 turns -0.0 into 0.0
    return column
