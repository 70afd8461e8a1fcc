"""The toe over the floor, and the dip of its swing."""

from dataclasses import replace

import numpy as np
import pytest
from made_strides import CLEARANCE_M, FLOOR_M, strides, walk

from visiongait.datatypes import Pass
from visiongait.metrics.distances import min_toe_clearance_m, toe_height

LEFT = strides()[0]


def with_toe(one: Pass, change: np.ndarray) -> Pass:
    """Add to the height of the left toe."""
    position = one.trajectories.position.copy()
    position[:, one.trajectories.points.index("left_toe"), 1] += change
    return replace(one, trajectories=replace(one.trajectories, position=position))


def clearance_m(one: Pass) -> float:
    path = one.trajectories
    return min_toe_clearance_m(path.time_s, toe_height(path, "left", strides()), LEFT)


def test_the_dip_is_found_over_the_resting_toe() -> None:
    assert clearance_m(walk()) == pytest.approx(CLEARANCE_M, abs=1e-4)


def test_the_resting_toe_is_the_floor() -> None:
    path = walk().trajectories
    height = toe_height(path, "left", strides())
    standing = (path.time_s > 1.0) & (path.time_s < 1.6)
    assert height[standing] == pytest.approx(0, abs=1e-12)
    assert path.of("left_toe")[standing, 1] == pytest.approx(FLOOR_M)


def test_a_floor_that_climbs_in_the_picture_lifts_nothing() -> None:
    one = walk()
    slope = 0.03 * one.trajectories.time_s
    assert clearance_m(with_toe(one, slope)) == pytest.approx(clearance_m(one), abs=2e-3)


def test_a_swing_without_a_dip_has_no_clearance_rather_than_0() -> None:
    one = walk()
    phase = np.mod(one.trajectories.time_s, 1.0)
    swing = np.clip((phase - 0.6) / 0.4, 0, 1)
    hump = 0.06 * np.sin(np.pi * swing) + FLOOR_M - one.trajectories.of("left_toe")[:, 1]
    assert np.isnan(clearance_m(with_toe(one, hump)))


def test_a_swing_with_a_gap_has_no_clearance() -> None:
    gap = np.zeros(len(walk().trajectories.time_s))
    gap[70] = np.nan
    assert np.isnan(clearance_m(with_toe(walk(), gap)))


def test_no_stance_no_floor() -> None:
    assert np.isnan(toe_height(walk().trajectories, "left", ())).all()


def test_without_a_foot_off_no_swing() -> None:
    path = walk().trajectories
    height = toe_height(path, "left", strides())
    assert np.isnan(min_toe_clearance_m(path.time_s, height, replace(LEFT, foot_off_s=None)))
