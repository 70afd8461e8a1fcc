"""Lengths and speed of the walker made by hand: over ground, on a belt, under a camera that follows."""

from dataclasses import replace

import numpy as np
import pytest
from made_strides import LEFT_STEP_M, RIGHT_STEP_M, STATURE_M, STRIDE_M, in_pixels, strides, walk

from visiongait.datatypes import Pass, Stride
from visiongait.metrics.distances import (
    measured_over_ground,
    pixels_per_metre,
    step_length,
    step_length_per_height,
    stride_length,
)

LEFT, RIGHT = strides()[0], strides()[1]
BELT = 1.1


def moved(one: Pass, shift_m: np.ndarray) -> Pass:
    """Move everything along x, as a camera that moves does."""
    path = one.trajectories
    position = path.position + np.stack([shift_m, np.zeros_like(shift_m)], axis=1)[:, None]
    return replace(one, trajectories=replace(path, position=position))


def on_a_belt() -> Pass:
    one = walk()
    return replace(
        moved(one, -BELT * one.trajectories.time_s), treadmill=True, world_fixed=False, view_angle_deg=None
    )


@pytest.mark.parametrize(("stride", "step_m"), [(LEFT, LEFT_STEP_M), (RIGHT, RIGHT_STEP_M)])
def test_lengths_over_ground(stride: Stride, step_m: float) -> None:
    one = walk()
    assert measured_over_ground(one)
    assert step_length(one, stride) == pytest.approx(step_m)
    assert stride_length(one, stride) == pytest.approx(STRIDE_M)


def under_a_shaken_camera() -> Pass:
    return replace(moved(walk(), np.sin(7 * walk().trajectories.time_s)), world_fixed=False)


def turned_back_badly() -> Pass:
    return replace(moved(walk(), 0.1 * walk().trajectories.time_s), turned_back=True)


@pytest.mark.parametrize("made", [on_a_belt, under_a_shaken_camera, turned_back_badly])
@pytest.mark.parametrize(("stride", "step_m"), [(LEFT, LEFT_STEP_M), (RIGHT, RIGHT_STEP_M)])
def test_where_camera_or_floor_moved_lengths_are_those_within_pictures(made, stride, step_m: float) -> None:
    one = made()
    assert not measured_over_ground(one)
    assert step_length(one, stride) == pytest.approx(step_m)  # this walker's heels do not roll
    assert stride_length(one, stride) == pytest.approx(STRIDE_M)


def test_a_stride_within_pictures_needs_both_steps() -> None:
    alone = replace(LEFT, opposite_foot_strike_s=None)
    assert np.isnan(stride_length(on_a_belt(), alone))
    assert step_length(on_a_belt(), alone) == pytest.approx(LEFT_STEP_M)


def test_a_step_needs_the_opposite_strike_over_ground() -> None:
    assert np.isnan(step_length(walk(), replace(LEFT, opposite_foot_strike_s=None)))


def test_body_heights_need_no_scale() -> None:
    assert step_length_per_height(in_pixels(walk()), LEFT) == pytest.approx(LEFT_STEP_M / STATURE_M)


@pytest.mark.parametrize("px_per_m", [120.0, 500.0, 1234.5])
def test_resolution_and_independence_of_it(px_per_m: float) -> None:
    pixels = in_pixels(walk(), px_per_m)
    assert pixels_per_metre(pixels, walk()) == pytest.approx(px_per_m)
    assert step_length_per_height(pixels, LEFT) == pytest.approx(LEFT_STEP_M / STATURE_M)


def test_a_heel_not_seen_at_the_strike_gives_no_length() -> None:
    one = walk()
    position = one.trajectories.position.copy()
    position[95:105, one.trajectories.points.index("left_heel")] = np.nan
    hidden = replace(one, trajectories=replace(one.trajectories, position=position))
    assert np.isnan(step_length(hidden, LEFT))
    assert np.isnan(stride_length(hidden, LEFT))
    assert stride_length(hidden, RIGHT) == pytest.approx(STRIDE_M)
