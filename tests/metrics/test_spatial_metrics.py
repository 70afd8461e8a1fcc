"""Lengths and speed of the walker made by hand: over ground, on a belt, under a camera that follows."""

from dataclasses import replace

import numpy as np
import pytest
from made_strides import LEFT_STEP_M, RIGHT_STEP_M, STATURE_M, STRIDE_M, in_pixels, strides, walk

from visiongait.datatypes.walk import Pass, Stride
from visiongait.metrics.spatial import (
    ground_speed,
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
    ground = ground_speed(one, strides())
    assert ground == 0
    assert step_length(one, stride, ground) == pytest.approx(step_m)
    assert stride_length(one, stride, ground) == pytest.approx(STRIDE_M)


@pytest.mark.parametrize(("stride", "step_m"), [(LEFT, LEFT_STEP_M), (RIGHT, RIGHT_STEP_M)])
def test_the_belt_is_added_on_a_treadmill(stride: Stride, step_m: float) -> None:
    one = on_a_belt()
    ground = ground_speed(one, strides())
    assert ground == pytest.approx(BELT)
    assert step_length(one, stride, ground) == pytest.approx(step_m)
    assert stride_length(one, stride, ground) == pytest.approx(STRIDE_M)


def test_a_belt_whose_standing_foot_was_not_seen_is_unknown() -> None:
    blind = tuple(replace(stride, opposite_foot_off_s=None) for stride in strides())
    assert np.isnan(ground_speed(on_a_belt(), blind))


def test_under_a_camera_that_moves_only_the_step_within_one_picture_is_left() -> None:
    one = walk()
    shaken = replace(moved(one, np.sin(7 * one.trajectories.time_s)), world_fixed=False)
    ground = ground_speed(shaken, strides())
    assert np.isnan(ground)
    assert np.isnan(stride_length(shaken, LEFT, ground))
    assert step_length(shaken, LEFT, ground) == pytest.approx(LEFT_STEP_M)  # this walker's heels do not roll


def test_a_step_needs_the_opposite_strike_over_ground() -> None:
    assert np.isnan(step_length(walk(), replace(LEFT, opposite_foot_strike_s=None), 0.0))


def test_body_heights_need_no_scale() -> None:
    assert step_length_per_height(in_pixels(walk()), LEFT, 0.0) == pytest.approx(LEFT_STEP_M / STATURE_M)


@pytest.mark.parametrize("px_per_m", [120.0, 500.0, 1234.5])
def test_resolution_and_independence_of_it(px_per_m: float) -> None:
    pixels = in_pixels(walk(), px_per_m)
    assert pixels_per_metre(pixels, walk()) == pytest.approx(px_per_m)
    assert step_length_per_height(pixels, LEFT, 0.0) == pytest.approx(LEFT_STEP_M / STATURE_M)


def test_a_heel_not_seen_at_the_strike_gives_no_length() -> None:
    one = walk()
    position = one.trajectories.position.copy()
    position[95:105, one.trajectories.points.index("left_heel")] = np.nan
    hidden = replace(one, trajectories=replace(one.trajectories, position=position))
    assert np.isnan(step_length(hidden, LEFT, 0.0))
    assert np.isnan(stride_length(hidden, LEFT, 0.0))
    assert stride_length(hidden, RIGHT, 0.0) == pytest.approx(STRIDE_M)
