"""The CSV files of the result folder, to the names, order and units that README.md lists.

Excel, LibreOffice and others take a cell that begins with = + - @ for a formula, in a CSV file as well.  A
leading apostrophe, their own sign for "this is text", keeps them from it: words are marked on the way
out, and unmarked on the way back.
"""

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from ..datatypes import (
    CYCLES,
    EVENTS,
    FRAMES,
    LANDMARKS,
    REPETITIONS,
    SUMMARY,
    Assessment,
    TableSchema,
    csv_decimals,
)
from ..metrics import strides_schema

SCHEMAS = {one.name: one for one in (FRAMES, LANDMARKS, EVENTS, CYCLES, SUMMARY, REPETITIONS)}
NOT_AS_CSV = ("cycles",)
"""Tables that only assessment.json and the exports hold."""

_ROWS_AT_ONCE = 2000

_RUN = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_MARKED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
MARK = "'"

NOTES = Path(__file__).with_name("readme.txt")


def write_tables(assessment: Assessment, folder: Path) -> None:
    """Write a CSV file for each table, and the note that explains them into `folder`."""
    for name, table in assessment.all_tables.items():
        if name not in NOT_AS_CSV:
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                file.writelines(csv_pieces(name, table))
    notes = NOTES.read_text(encoding="utf-8").format(
        notice=assessment.notice,
        name=assessment.person.pseudonym or assessment.video.name,
        version=assessment.provenance.program_version,
        schema_version=assessment.schema_version,
    )
    (folder / "README.txt").write_text(notes, encoding="utf-8", newline="\n")


def csv_pieces(name: str, table: pd.DataFrame) -> Iterator[str]:
    """Yield one table as CSV text: measures first, empty cell = not measured, truth as 0 or 1.

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


def marked(cell: Any) -> Any:
    """Return a cell as it may be written; numbers, also those in words, and other words stay as they are."""
    if isinstance(cell, str) and _RUN.match(cell) and not _NUMBER.fullmatch(cell):
        return MARK + cell
    return cell


def unmarked(cell: Any) -> Any:
    """Return what `marked` was given."""
    return cell[len(MARK) :] if isinstance(cell, str) and _MARKED.match(cell) else cell


def marked_table(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose words, its columns' names included, may be written as CSV."""
    named = table.rename(columns=_in_csv)
    words = [place for place, kind in enumerate(named.dtypes) if _holds_words(kind)]
    return _each(named, words, _in_csv)


def unmarked_table(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table that `marked_table` was given."""
    named = table.rename(columns=unmarked)
    words = [place for place, kind in enumerate(named.dtypes) if _holds_words(kind)]
    return _each(named, words, unmarked)


def _in_csv(cell: Any) -> Any:
    """Mark a cell; a lone carriage return, which pandas does not quote, would begin a new row."""
    safe = marked(cell)
    return re.sub(r"\r\n?", "\n", safe) if isinstance(safe, str) else safe


def _each(table: pd.DataFrame, places: list[int], change: Any) -> pd.DataFrame:
    changed = table.copy(deep=False)
    for place in places:
        name = changed.columns[place]
        changed[name] = changed[name].map(change, na_action="ignore")
    return changed


def _holds_words(kind: Any) -> bool:
    return bool(pd.api.types.is_object_dtype(kind) or pd.api.types.is_string_dtype(kind))
