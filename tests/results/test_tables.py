"""The CSV files keep the contract's names, order and form."""

import csv
import io

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_walk import nothing_found, walk

from visiongait.results.tables import csv_pieces, write_tables

SIDES = ("left", "right")
POINTS = ("hip", "knee", "ankle", "heel", "toe")
LEG_COLUMNS = """
    ankle_dorsiflexion_deg shin_ankle_deg shank_to_vertical_deg foot_to_floor_deg knee_flexion_deg
    hip_flexion_deg toe_height_m reliable
"""
STRIDE_COLUMNS = """
    stride_time_s step_time_s stance_time_s swing_time_s stance_percent swing_percent
    double_support_percent single_support_percent cadence_steps_per_min stride_length_m step_length_m
    walking_speed_m_per_s min_toe_clearance_m step_length_per_height
    ankle_dorsiflexion_at_foot_strike_deg peak_dorsiflexion_stance_deg peak_dorsiflexion_swing_deg
    peak_plantarflexion_deg ankle_rom_deg shank_to_vertical_midstance_deg foot_strike_angle_deg
    heel_rise_percent contact_pattern knee_flexion_at_foot_strike_deg peak_knee_flexion_stance_deg
    min_knee_flexion_stance_deg peak_knee_flexion_swing_deg
"""
SUMMARY_COLUMNS = "metric side value unit n sd ci95_low ci95_high quality reason"
CONTRACT = {
    "frames": ["frame", "time_s", *(f"{s}_{name}" for s in SIDES for name in LEG_COLUMNS.split())],
    "landmarks": [
        "frame",
        "time_s",
        *(f"{s}_{p}_{what}" for s in SIDES for p in POINTS for what in ("x_px", "y_px", "visibility")),
    ],
    "events": ["time_s", "frame", "side", "event", "method", "confidence"],
    "strides": ["stride", "side", "start_s", "end_s", "valid", "reject_reason", *STRIDE_COLUMNS.split()],
    "summary": SUMMARY_COLUMNS.split(),
}
"""Columns of the published contract, written down again: the code must not be its own witness."""


def table_csv(name, table):
    return "".join(csv_pieces(name, table))


def rows_of(text):
    return list(csv.reader(io.StringIO(text)))


@pytest.fixture(scope="module")
def made():
    return walk(160, 120, seconds=3.4, fps=12)


@pytest.mark.parametrize("name", CONTRACT)
def test_columns_begin_with_the_contract_in_its_order(made, name):
    header, *rows = rows_of(table_csv(name, getattr(made.assessment, name)))
    assert header[: len(CONTRACT[name])] == CONTRACT[name]
    assert len(rows) == len(getattr(made.assessment, name))
    assert all(len(row) == len(header) for row in rows)


@pytest.mark.parametrize("name", CONTRACT)
def test_an_empty_table_still_has_its_header(made, name):
    text = table_csv(name, getattr(nothing_found(made).assessment, name).iloc[:0])
    assert len(rows_of(text)) == 1
    assert rows_of(text)[0][: len(CONTRACT[name])] == CONTRACT[name]


def test_files_are_utf8_with_one_header_line_and_plain_line_ends(made, tmp_path):
    write_tables(made.assessment, tmp_path)
    for name in CONTRACT:
        content = (tmp_path / f"{name}.csv").read_bytes()
        assert b"\r" not in content
        assert not content.startswith(b"\xef\xbb\xbf")
        assert (
            content.decode("utf-8").count("time_s,frame" if name == "events" else CONTRACT[name][0] + ",")
            == 1
        )
    notes = (tmp_path / "README.txt").read_text(encoding="utf-8")
    assert made.assessment.notice in notes
    assert all(f"{name}.csv" in notes for name in CONTRACT)


def test_not_measured_is_an_empty_cell_beside_whole_numbers():
    table = pd.DataFrame({"frame": [0.0, np.nan], "time_s": [0.0, 0.5], "left_reliable": [True, False]})
    header, first, second = rows_of(table_csv("frames", table))
    column = header.index("left_reliable")
    assert (first[0], second[0]) == ("0", "")
    assert (first[column], second[column]) == ("1", "0")
    assert first[header.index("right_knee_flexion_deg")] == ""


def test_no_negative_zero():
    table = pd.DataFrame({"frame": [1], "time_s": [-0.0], "left_hip_flexion_deg": [-0.00001]})
    assert "-0" not in table_csv("frames", table)


def test_words_among_numbers_are_kept():
    table = pd.DataFrame(
        {"stride": [1], "side": ["left"], "contact_pattern": ["heel"], "reject_reason": ['a, "b"']}
    )
    header, row = rows_of(table_csv("strides", table))
    assert row[header.index("contact_pattern")] == "heel"
    assert row[header.index("reject_reason")] == 'a, "b"'


@given(st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=20))
def test_numbers_come_back_as_exactly_as_their_unit_deserves(values):
    table = pd.DataFrame({"time_s": values, "left_hip_flexion_deg": values})
    header, *rows = rows_of(table_csv("frames", table))
    angle, time_s = header.index("left_hip_flexion_deg"), header.index("time_s")
    assert np.allclose([float(row[time_s]) for row in rows], values, rtol=0, atol=0.51e-6)
    assert np.allclose([float(row[angle]) for row in rows], values, rtol=0, atol=0.51e-3)


def test_a_long_table_is_one_table():
    rows = 4321
    table = pd.DataFrame({"frame": np.arange(rows), "time_s": np.arange(rows) / 30})
    header, *found = rows_of(table_csv("frames", table))
    assert [int(row[header.index("frame")]) for row in found] == list(range(rows))


def test_what_is_written_needs_no_comparison(made):
    lean = made.for_writing()
    assert lean.track.compared_xy_px is None
    assert lean.track.world_m is None
    assert np.array_equal(lean.track.xy_px, made.track.xy_px)
    assert lean.assessment is made.assessment
