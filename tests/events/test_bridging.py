"""Gaps in a foot's path, bridged so that events can be found beside them."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visiongait.datatypes import Trajectories
from visiongait.events.bridging import BESIDE_S, LONGEST_S, bridge

RATE_HZ = 60.0


def moving(path, hidden=slice(0, 0)):
    """One point on a path (T, 2), unseen for a while."""
    path = np.array(path, float)
    path[hidden] = np.nan
    return Trajectories.clean(("left_heel",), np.arange(len(path)) / RATE_HZ, path[:, None], "px")


def bridged(trajectories):
    return bridge(trajectories).position[:, 0]


@given(st.tuples(*[st.floats(-3, 3)] * 4), st.integers(12, 30), st.integers(1, 25))
def test_a_parabola_goes_on_through_the_gap(shape, first, length):
    time_s = np.arange(80) / RATE_HZ
    path = np.stack([np.polyval(shape[:3], time_s), np.polyval(shape[1:], time_s)], axis=1)
    found = bridged(moving(path, slice(first, first + length)))
    np.testing.assert_allclose(found, path, atol=1e-6)


def test_what_was_seen_stays_as_it_was():
    path = np.random.default_rng(1).normal(size=(60, 2))
    seen = moving(path, slice(20, 30))
    found = bridged(seen)
    known = np.isfinite(seen.position[:, 0]).all(axis=1)
    np.testing.assert_array_equal(found[known], path[known])
    assert np.isfinite(found).all()


@pytest.mark.parametrize(
    "hidden", [slice(0, 10), slice(50, 60), slice(10, 10 + int(LONGEST_S * RATE_HZ) + 2)]
)
def test_ends_and_long_gaps_stay_open(hidden):
    path = np.stack([np.linspace(0, 1, 60), np.zeros(60)], axis=1)
    assert np.isnan(bridged(moving(path, hidden))[hidden]).all()


def test_a_foot_that_turned_unseen_turns_on_the_bridge():
    """A straight line would have its turn where the gap begins."""
    time_s = np.arange(120) / RATE_HZ
    path = np.stack([np.cos(2 * np.pi * (time_s - 1.0)), np.zeros(120)], axis=1)  # farthest at 1.0 s
    found = bridged(moving(path, slice(54, 66)))
    assert time_s[np.argmax(found[40:80, 0]) + 40] == pytest.approx(1.0, abs=1.5 / RATE_HZ)


def test_with_too_little_beside_it_a_gap_has_level_ends():
    beside = int(BESIDE_S * RATE_HZ)
    path = np.stack([np.linspace(0, 1, 60), np.zeros(60)], axis=1)
    hidden = moving(path, slice(2, 20))
    hidden = replace(
        hidden, position=np.where(np.arange(60)[:, None, None] < 20 + beside + 40, hidden.position, np.nan)
    )
    found = bridged(hidden)
    assert np.isfinite(found[2:20]).all()
    assert abs(found[2, 0] - found[1, 0]) < abs(
        path[2, 0] - path[1, 0]
    )  # begins level: one sample tells no speed
