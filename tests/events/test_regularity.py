"""Strides judged against each other: starting, stopping, and strides that are none."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visiongait.datatypes.walk import Stride
from visiongait.events import find_events
from visiongait.events.bridging import FINE_HZ, finely
from visiongait.events.strides import judged_together
from visiongait.synthetic import SyntheticWalk


def strides(times_s, side="left"):
    return [Stride(side, a, b, None, None, None, 0) for a, b in pairwise(times_s)]


def at_pace(pace):
    """A pass whose pelvis goes 1 m/s times `pace(t)`."""
    one = SyntheticWalk(duration_s=8.0).walk_pass(60.0)
    path = one.trajectories
    way = np.concatenate([[0.0], np.cumsum(pace(path.time_s[1:]) * np.diff(path.time_s))])
    position = path.position.copy()
    hips = [path.points.index(f"{side}_hip") for side in ("left", "right")]
    position[:, hips, 0] = way[:, None]
    return replace(one, trajectories=replace(path, position=position), world_fixed=True)


EVEN_S = np.arange(0.2, 7.5, 1.1)


def test_an_even_walk_is_steady_throughout():
    judged = judged_together(strides(EVEN_S), at_pace(np.ones_like))
    assert all(one.steady and one.valid for one in judged)


def test_starting_and_stopping_are_not_steady():
    slow_ends = at_pace(lambda t: np.interp(t, [0, 1.5, 5.5, 6.5], [0.3, 1, 1, 0.1]))
    judged = judged_together(strides(EVEN_S), slow_ends)
    assert [one.steady for one in judged] == [False, True, True, True, True, False]
    assert all(one.valid for one in judged)


def test_a_stop_in_the_middle_is_not_steady():
    slow = lambda t: np.where((t > 2.5) & (t < 3.5), 0.0, 1.0)  # noqa: E731
    judged = judged_together(strides(EVEN_S), at_pace(slow))
    assert [one.steady for one in judged] == [True, True, False, True, True, True]


def test_on_a_treadmill_nothing_tells():
    still = replace(at_pace(np.zeros_like), world_fixed=False)
    assert all(one.steady for one in judged_together(strides(EVEN_S), still))


@given(st.lists(st.floats(0.9, 1.35), min_size=5, max_size=8))
def test_irregular_walkers_keep_their_strides(lasting_s):
    times_s = 0.2 + np.concatenate([[0.0], np.cumsum(lasting_s)]) * 7 / sum(lasting_s)
    judged = judged_together(strides(times_s), at_pace(np.ones_like))
    assert all(one.valid for one in judged)


@pytest.mark.parametrize("odd_s", [0.45, 2.3])
def test_a_stride_unlike_the_others_is_refused_and_says_so(odd_s):
    times_s = np.cumsum([0.2, 1.1, 1.1, odd_s, 1.1, 1.1])
    judged = judged_together(strides(times_s), at_pace(np.ones_like))
    assert [one.valid for one in judged] == [True, True, False, True, True]
    assert f"{odd_s:.2f} s, unlike the other strides" in judged[2].reject_reason


@pytest.mark.parametrize("rate_hz", [12.5, 15.0, 20.0, 25.0, 30.0])
def test_events_keep_their_times_at_low_rates(rate_hz):
    walk = SyntheticWalk()
    end_s = walk.trajectories(30.0).time_s[-1]
    fine, coarse = (find_events(walk.walk_pass(rate)) for rate in (120.0, rate_hz))
    for side in ("left", "right"):
        for kind in ("foot_strike", "foot_off"):
            times_s = fine.times(side, kind)
            for instant_s in times_s[(times_s > 0.5) & (times_s < end_s - 0.5)]:
                assert np.abs(coarse.times(side, kind) - instant_s).min() < 0.025


def test_gaps_stay_gaps_on_the_finer_clock():
    path = SyntheticWalk().trajectories(25.0)
    position = path.position.copy()
    position[20:26, 0] = np.nan
    fine = finely(replace(path, position=position))
    assert fine.rate_hz >= FINE_HZ
    unseen = np.isnan(fine.position[:, 0, 0])
    inside = (fine.time_s > path.time_s[19] + 1e-9) & (fine.time_s < path.time_s[26] - 1e-9)
    np.testing.assert_array_equal(unseen, inside)
    every = np.isin(np.round(fine.time_s, 9), np.round(path.time_s, 9))
    np.testing.assert_allclose(fine.position[every][:, 1:], path.position[:, 1:], atol=1e-9)
    assert finely(SyntheticWalk().trajectories(60.0)).rate_hz == 60.0
