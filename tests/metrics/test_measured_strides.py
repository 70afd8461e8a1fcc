"""Rows of strides.csv: complete, numbered, and true to what may not change a measurement."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_strides import (
    CLEARANCE_M,
    LEFT_STEP_M,
    PX_PER_M,
    STATURE_M,
    STRIDE_M,
    angles,
    exchanged,
    in_pixels,
    strides,
    walk,
)

from visiongait.datatypes import AngleSeries, Pass, Stride, other
from visiongait.metrics import METRICS, measure_strides, strides_schema

STRIDE_METRICS = METRICS.names()
IN_METRES = METRICS.needing("scale")

Rows = list[dict[str, Any]]


def rows_of(one: Pass, found: tuple[Stride, ...], px_per_m: float = PX_PER_M) -> Rows:
    return measure_strides(found, angles(one), in_pixels(one, px_per_m), one)


def metrics_of(row: dict[str, Any]) -> list[float]:
    return [row[name] for name in STRIDE_METRICS if name != "contact_pattern"]


def test_a_row_per_stride_with_every_column() -> None:
    rows = rows_of(walk(), strides())
    assert [tuple(row) for row in rows] == [strides_schema().names] * 5
    assert [row["stride"] for row in rows] == [1, 2, 3, 4, 5]
    assert [row["side"] for row in rows] == ["left", "right", "left", "right", "left"]
    assert [row["leg"] for row in rows] == ["far", "near", "far", "near", "far"]


def test_the_first_row_is_what_paper_says() -> None:
    row = rows_of(walk(), strides())[0]
    assert row["step_length_m"] == pytest.approx(LEFT_STEP_M)
    assert row["stride_length_m"] == pytest.approx(STRIDE_M)
    assert row["walking_speed_m_per_s"] == pytest.approx(STRIDE_M)
    assert row["step_length_per_height"] == pytest.approx(LEFT_STEP_M / STATURE_M)
    assert row["min_toe_clearance_m"] == pytest.approx(CLEARANCE_M, abs=1e-4)
    assert row["contact_pattern"] == "heel"
    assert np.isfinite(metrics_of(row)).all()


def test_without_a_scale_nothing_is_in_metres() -> None:
    rows = measure_strides(strides(), angles(walk()), in_pixels(walk()), None)
    blank = {name for name in STRIDE_METRICS if name != "contact_pattern" and np.isnan(rows[0][name])}
    assert blank == set(IN_METRES)


def test_a_coarse_picture_gives_no_clearance() -> None:
    row = rows_of(walk(), strides(), px_per_m=300.0)[0]
    assert np.isnan(row["min_toe_clearance_m"])
    assert row["step_length_m"] == pytest.approx(LEFT_STEP_M)


def test_a_rejected_stride_keeps_its_times_and_reason_only() -> None:
    first, *rest = strides()
    rejected = replace(first, valid=False, reject_reason="events out of order")
    row = rows_of(walk(), (rejected, *rest))[0]
    assert (row["start_s"], row["end_s"], row["valid"]) == (0.0, 1.0, False)
    assert row["reject_reason"] == "events out of order"
    assert np.isnan(metrics_of(row)).all()
    assert row["contact_pattern"] is None


def test_numbers_count_on_from_the_pass_before() -> None:
    rows = measure_strides(strides(), angles(walk()), in_pixels(walk()), None, first_number=8)
    assert [row["stride"] for row in rows] == [8, 9, 10, 11, 12]


@settings(deadline=None, max_examples=20)
@given(st.floats(-1000, 1000))
def test_when_the_walk_happens_changes_no_metric(shift_s: float) -> None:
    now = rows_of(walk(), strides())
    later = rows_of(walk(start_s=shift_s), strides(start_s=shift_s))
    for a, b in zip(now, later, strict=True):
        assert metrics_of(b) == pytest.approx(metrics_of(a), abs=1e-6)
        assert b["start_s"] - a["start_s"] == pytest.approx(shift_s)


@settings(deadline=None, max_examples=20)
@given(st.floats(400, 4000))
def test_the_picture_s_resolution_changes_no_metric(px_per_m: float) -> None:
    coarse, fine = rows_of(walk(), strides()), rows_of(walk(), strides(), px_per_m)
    for a, b in zip(coarse, fine, strict=True):
        assert metrics_of(b) == pytest.approx(metrics_of(a))


@settings(deadline=None, max_examples=20)
@given(st.floats(0.5, 1.5))
def test_lengths_grow_with_the_scale_and_nothing_else_does(factor: float) -> None:
    path = replace(walk().trajectories, position=walk().trajectories.position * factor)
    larger = measure_strides(
        strides(), angles(walk()), in_pixels(walk(), 2000), replace(walk(), trajectories=path)
    )
    for a, b in zip(rows_of(walk(), strides(), 2000), larger, strict=True):
        for name in set(STRIDE_METRICS) - {"contact_pattern"}:
            expected = a[name] * (factor if name in IN_METRES else 1)
            assert b[name] == pytest.approx(expected), name


def test_exchanging_the_sides_exchanges_the_rows() -> None:
    one, found = walk(), strides()
    there = rows_of(one, found)
    curves = angles(one)
    swapped_curves = AngleSeries(curves.time_s, {other(s): curves.values[s] for s in curves.values}, {})
    swapped_found = tuple(replace(stride, side=other(stride.side)) for stride in found)
    swapped = exchanged(one)
    back = measure_strides(swapped_found, swapped_curves, in_pixels(swapped), swapped)
    for a, b in zip(there, back, strict=True):
        assert b["side"] == other(a["side"])
        assert b["leg"] == a["leg"]
        assert metrics_of(b) == metrics_of(a)
