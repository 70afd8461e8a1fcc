"""Strides between events: valid or not, and judged against the other strides of the walk."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visiongait.datatypes import EventReport, GaitEvent, Pass, Stride, Trajectories
from visiongait.events import StrideSettings, find_events, find_strides
from visiongait.events.bridging import FINE_HZ, finely
from visiongait.events.strides import judged_together
from visiongait.synthetic import POINTS, SyntheticWalk


def report(*events: tuple[float, str, str]) -> EventReport:
    return EventReport(tuple(sorted(GaitEvent(t, side, kind, "by hand", 1.0) for t, side, kind in events)))


def one_stride(**changed: float | None) -> EventReport:
    times = {"end": 1.1, "other_off": 0.1, "other_strike": 0.55, "off": 0.68} | changed
    kinds = {
        "end": ("left", "foot_strike"),
        "other_off": ("right", "foot_off"),
        "other_strike": ("right", "foot_strike"),
        "off": ("left", "foot_off"),
    }
    events = [(time_s, *kinds[name]) for name, time_s in times.items() if time_s is not None]
    return report((0.0, "left", "foot_strike"), *events)


def test_a_whole_stride():
    (stride,) = find_strides(one_stride(), 3)
    assert (stride.side, stride.start_s, stride.end_s, stride.pass_index) == ("left", 0.0, 1.1, 3)
    inside = (stride.opposite_foot_off_s, stride.opposite_foot_strike_s, stride.foot_off_s)
    assert inside == (0.1, 0.55, 0.68)
    assert stride.valid
    assert stride.reject_reason == ""


@pytest.mark.parametrize(
    ("missing", "field"),
    [
        ("other_off", "opposite_foot_off_s"),
        ("other_strike", "opposite_foot_strike_s"),
        ("off", "foot_off_s"),
    ],
)
def test_a_missing_event_is_none_and_the_stride_stays(missing, field):
    (stride,) = find_strides(one_stride(**{missing: None}), 0)
    assert getattr(stride, field) is None
    assert stride.valid


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"end": 0.45, "other_strike": 0.3, "off": 0.4}, "less than"),
        ({"end": 4.2}, "more than"),
        ({"off": 0.05}, "order"),
        ({"other_strike": 0.05}, "order"),
    ],
)
def test_reasons_for_refusing(changed, reason):
    (stride,) = find_strides(one_stride(**changed), 0)
    assert not stride.valid
    assert reason in stride.reject_reason


def test_two_strides_are_not_one_long_one():
    walker = SyntheticWalk()
    strike_s = walker.event_times_s("left", "foot_strike")[2]
    found = walker.events()
    missed = EventReport(tuple(e for e in found if (e.side, e.time_s) != ("left", strike_s)))
    (refused,) = (stride for stride in find_strides(missed, 0) if not stride.valid)
    assert refused.start_s < strike_s < refused.end_s
    assert refused.side == "left"
    assert refused.reject_reason == "An initial contact within the stride was missed."


def test_strides_of_four_seconds_are_strides():
    (stride,) = find_strides(one_stride(end=3.9), 0)
    assert stride.valid


def test_limits_can_be_set():
    (stride,) = find_strides(one_stride(), 0, StrideSettings(longest_s=1.0))
    assert "more than 1 s" in stride.reject_reason


def test_both_sides_in_order_of_time():
    walker = SyntheticWalk(duration_s=6.0)
    strides = find_strides(find_events(walker.walk_pass(60.0)), 0)
    starts = [stride.start_s for stride in strides]
    assert starts == sorted(starts)
    assert {stride.side for stride in strides} == {"left", "right"}
    for stride in strides:
        assert stride.valid
        assert stride.end_s - stride.start_s == pytest.approx(walker.stride_time_s, abs=0.005)
        stance_s = stride.foot_off_s - stride.start_s
        assert stance_s / walker.stride_time_s == pytest.approx(walker.stance_share, abs=0.02)


def test_a_long_gap_in_the_own_leg_refuses_the_stride():
    walk = SyntheticWalk().trajectories(60.0)
    position = np.array(walk.position)
    gone = (walk.time_s > 1.8) & (walk.time_s < 2.1)
    position[gone, POINTS.index("left_knee")] = np.nan
    holed = Trajectories.clean(POINTS, walk.time_s, position, "m")
    walk_pass = Pass(holed, 1, "left", 0.0, False, True, np.full(len(walk.time_s), np.nan))
    strides = find_strides(find_events(walk_pass), 0, walk_pass=walk_pass)
    refused = [stride for stride in strides if not stride.valid]
    assert {stride.side for stride in refused} == {"left"}
    assert all("The knee was not visible" in stride.reject_reason for stride in refused)
    assert all(stride.start_s < 2.1 and stride.end_s > 1.8 for stride in refused)
    assert sum(stride.valid for stride in strides) >= 5


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
