"""Strides: from strike to strike, with the events inside, and the reasons for refusing one."""

import numpy as np
import pytest

from visiongait.datatypes.walk import EventReport, GaitEvent, Pass, Trajectories
from visiongait.events import StrideSettings, find_events, find_strides
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
    assert refused.reject_reason == "A foot strike within it was not seen."


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
    assert all("The knee was not seen" in stride.reject_reason for stride in refused)
    assert all(stride.start_s < 2.1 and stride.end_s > 1.8 for stride in refused)
    assert sum(stride.valid for stride in strides) >= 5
