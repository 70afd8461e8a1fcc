"""Every table of an assessment, for people who calculate: Parquet files, or one Excel workbook."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from ..datatypes import Assessment
from ..errors import UsageError
from ..results import marked, schema_of

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")

MOST_ROWS = 1_048_576
"""Rows of a sheet of Excel, its head included."""

NOTES = (
    "An empty cell means not measured. The unit is the last part of a column's name.",
    "Left and right are the subject's own. Angles in degrees, times in seconds of the recording.",
    "summary: a withheld metric has no value; its reason is beside it.",
)


def write_parquet(assessment: Assessment, folder: Path) -> None:
    """Write each table as `<name>.parquet`, without rounding; the notice is in the file's own metadata."""
    import pyarrow as pa
    from pyarrow import parquet

    for name, table in _tables(assessment):
        arrow = pa.Table.from_pandas(table, preserve_index=False)
        metadata = (arrow.schema.metadata or {}) | _facts(assessment)
        parquet.write_table(arrow.replace_schema_metadata(metadata), folder / f"{name}.parquet")


def write_xlsx(assessment: Assessment, folder: Path) -> None:
    """Write `tables.xlsx`: a sheet with the notice, then one sheet per table.

    Raises
    ------
    UsageError
        If a table has more rows than a sheet can hold.
    """
    from openpyxl import Workbook

    _refuse_long(assessment)
    workbook = Workbook(write_only=True)
    workbook.properties.creator = f"VisionGait {assessment.provenance.program_version}"
    workbook.properties.description = assessment.notice
    notes = workbook.create_sheet("notes")
    for line in (assessment.notice, workbook.properties.creator, *NOTES):
        notes.append([line])
    for name, table in _tables(assessment):
        _fill(workbook.create_sheet(name), table)
    workbook.save(folder / "tables.xlsx")


def _refuse_long(assessment: Assessment) -> None:
    for name, table in _tables(assessment):
        if len(table) >= MOST_ROWS:
            raise UsageError(
                f"The table {name} has {len(table)} rows, more than a sheet of Excel holds.",
                "Take parquet instead of xlsx.",
            )


def _fill(sheet: Any, table: pd.DataFrame) -> None:
    sheet.freeze_panes = "A2"
    sheet.append(list(table.columns))
    cells = table.astype(object).where(table.notna(), None)
    for row in cells.itertuples(index=False, name=None):
        sheet.append([_cell(value) for value in row])


def _cell(value: Any) -> Any:
    """Return a value as a cell takes it: no formula, and nothing that XML has no letter for."""
    return marked(_UNPRINTABLE.sub("", value)) if isinstance(value, str) else value


def _tables(assessment: Assessment) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield name and table, its columns in the order of the CSV files."""
    for name, table in assessment.all_tables.items():
        yield name, schema_of(name).arranged(table, whole=False)


def _facts(assessment: Assessment) -> dict[bytes, bytes]:
    facts = {
        "notice": assessment.notice,
        "software": f"VisionGait {assessment.provenance.program_version}",
        "schema_version": assessment.schema_version,
    }
    return {key.encode(): value.encode() for key, value in facts.items()}
