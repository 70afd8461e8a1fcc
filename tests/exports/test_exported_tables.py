"""Parquet by DuckDB, Excel by calamine: every table, every cell."""

from dataclasses import replace

import duckdb
import numpy as np
import openpyxl
import pytest
from made_exports import walk_out_and_back
from python_calamine import CalamineWorkbook

from visiongait.datatypes import TABLES
from visiongait.errors import UsageError
from visiongait.exports import export, tables
from visiongait.results.tables import schema_of
from visiongait.version import NOT_A_DEVICE


@pytest.fixture(scope="module")
def assessment():
    return walk_out_and_back()


@pytest.fixture(scope="module")
def folder(assessment, tmp_path_factory):
    place = tmp_path_factory.mktemp("erika") / "exports"
    export(assessment, ["parquet", "xlsx"], place)
    return place


def same(found, expected):
    """Whether two cells say the same; None, NaN and an empty string are all nothing."""
    if expected is None or expected != expected or expected == "":
        return found is None or found == "" or found != found
    if isinstance(expected, float | int) and not isinstance(expected, bool):
        return found == pytest.approx(expected, rel=1e-12)
    return found == expected


def differing(found, table):
    expected = table.astype(object).to_numpy()
    assert np.shape(found) == expected.shape
    cells = zip((cell for row in found for cell in row), expected.ravel(), strict=True)
    return [(a, b) for a, b in cells if not same(a, b)]


@pytest.mark.parametrize("name", TABLES)
def test_duckdb_reads_each_table_whole(folder, assessment, name):
    read = duckdb.connect().read_parquet(str(folder / f"{name}.parquet"))
    table = getattr(assessment, name)
    assert set(read.columns) == set(table.columns)
    first = schema_of(name).relied_on
    assert tuple(read.columns[: len(first)]) == first
    assert differing(read.fetchall(), table[read.columns]) == []


@pytest.mark.parametrize("name", TABLES)
def test_calamine_reads_each_table_whole(folder, assessment, name):
    head, *rows = CalamineWorkbook.from_path(folder / "tables.xlsx").get_sheet_by_name(name).to_python()
    assert differing(rows, getattr(assessment, name)[head]) == []


def test_each_says_what_it_is_not(folder):
    sheets = CalamineWorkbook.from_path(folder / "tables.xlsx")
    assert sheets.sheet_names == ["notes", *TABLES]
    assert sheets.get_sheet_by_name("notes").to_python()[0] == [NOT_A_DEVICE]
    for name in TABLES:
        kept = duckdb.connect().sql(
            f"SELECT decode(value) FROM parquet_kv_metadata('{folder / name}.parquet') WHERE key = 'notice'"
        )
        assert kept.fetchall() == [(NOT_A_DEVICE,)]


def test_withheld_is_empty_with_its_reason(folder):
    rows = (
        duckdb.connect()
        .sql(f"SELECT value, reason FROM '{folder}/summary.parquet' WHERE quality = 'withheld'")
        .fetchall()
    )
    assert rows
    assert all(value is None and reason for value, reason in rows)


def test_a_table_too_long_for_excel_is_refused(assessment, tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "MOST_ROWS", 100)
    with pytest.raises(UsageError, match="more than a sheet"):
        tables.write_xlsx(assessment, tmp_path)


def test_numbers_and_flags_keep_their_types(folder):
    described = duckdb.connect().sql(f"DESCRIBE SELECT * FROM '{folder}/strides.parquet'").fetchall()
    kinds = {name: kind for name, kind, *_ in described}
    assert (kinds["valid"], kinds["start_s"], kinds["stride"]) == ("BOOLEAN", "DOUBLE", "BIGINT")


def test_no_cell_is_a_formula(assessment, tmp_path):
    strides = assessment.strides.copy()
    strides["reject_reason"] = '=HYPERLINK("evil")\x00'
    export(replace(assessment, strides=strides), ["xlsx"], tmp_path)
    book = openpyxl.load_workbook(tmp_path / "tables.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert '\'=HYPERLINK("evil")' in {cell.value for cell in cells}
    assert any(isinstance(cell.value, float) and cell.value < 0 for cell in cells)
