"""One schema for each table: order of the columns, and what may stand in them."""

import numpy as np
import pandas as pd
import pytest

from visiongait.datatypes import EVENTS, FRAMES, SUMMARY, csv_decimals
from visiongait.metrics import METRICS, strides_schema

ROW = {"time_s": 1.0, "frame": 30, "side": "left", "event": "foot_off", "method": "x", "confidence": 0.9}


def test_columns_that_are_relied_on_come_first_and_missing_ones_are_empty():
    table = pd.DataFrame([{"mine": 1, **ROW}]).drop(columns="method")
    arranged = EVENTS.arranged(table)
    assert arranged.columns.tolist() == [*EVENTS.names, "mine"]
    assert arranged["method"].isna().all()
    assert "method" not in EVENTS.arranged(table, whole=False)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"confidence": "high"}, "the column confidence does not hold numbers"),
        ({"frame": 0.5}, "the column frame does not hold whole numbers"),
        ({"side": 3}, "the column side does not hold words"),
        ({"time_s": np.nan}, "the column time_s"),
    ],
)
def test_a_cell_of_another_type_is_refused(change, said):
    EVENTS.check(pd.DataFrame([ROW]))
    with pytest.raises(ValueError, match=said):
        EVENTS.check(pd.DataFrame([ROW | change]))


def test_an_empty_table_and_missing_columns_are_no_fault():
    EVENTS.check(EVENTS.empty())
    FRAMES.check(pd.DataFrame({"frame": [0], "time_s": [0.0]}))


def test_every_metric_is_a_column_with_its_unit():
    columns = {column.name: column for column in strides_schema().columns}
    assert all(columns[metric.name].unit == metric.unit for metric in METRICS)
    assert SUMMARY.relied_on == SUMMARY.names[:10]


def test_decimals_are_those_of_the_unit():
    assert [csv_decimals(name) for name in ("ankle_rom_deg", "start_s", "value", "x_px")] == [3, 6, 5, 3]
