"""Pace: speed for one's size."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_summary import row, walk_with

from visiongait.norms import pace_of


def walk(cadence_per_min, step_per_height, height_m):
    return walk_with(
        row("cadence_steps_per_min", "both", cadence_per_min),
        row("step_length_per_height", "both", step_per_height),
        height_m=height_m,
    )


def test_pace_of_a_usual_walk():
    """1.70 m tall, 110 steps of 0.646 m a minute: 1.184 m/s; leg 0.901 m, root of g · leg 2.973 m/s."""
    assert pace_of(walk(110, 0.38, 1.70)) == pytest.approx(1.1843 / 2.973, abs=0.001)


def test_without_a_stature_a_usual_one_is_taken():
    assert pace_of(walk(110, 0.38, None)) == pace_of(walk(110, 0.38, 1.70))


@settings(max_examples=20, deadline=None)
@given(st.floats(1.0, 2.1))
def test_for_the_same_steps_in_statures_pace_goes_with_the_root_of_the_stature(height_m):
    assert pace_of(walk(110, 0.38, height_m)) == pytest.approx(
        pace_of(walk(110, 0.38, 1.0)) * math.sqrt(height_m)
    )


def test_no_pace_without_steps():
    withheld = row("step_length_per_height", "both", math.nan, quality="withheld")
    assert pace_of(walk_with(row("cadence_steps_per_min", "both", 110), withheld)) is None
    assert pace_of(walk_with()) is None
