"""The small parts: turning points, crossings, matching, order."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visiongait.datatypes import GaitEvent, Trajectories
from visiongait.events.bridging import bridge
from visiongait.events.evidence import confidence, fits_rhythm, match
from visiongait.events.find import order_faults
from visiongait.events.zeni2008 import crossings, nearest, turning_points
from visiongait.synthetic import SyntheticWalk


def event(time_s: float, side: str = "left", kind: str = "foot_strike") -> GaitEvent:
    return GaitEvent(time_s, side, kind, "by hand", 1.0)


def test_turning_points_alternate_and_ignore_ripples():
    phase = np.linspace(0, 6 * np.pi, 600)
    turns = turning_points(np.sin(phase) + 0.1 * np.sin(25 * phase), 0.5)
    assert [turn.is_maximum for turn in turns] == [True, False] * 3
    assert np.allclose(phase[[turn.sample for turn in turns]], np.pi * (np.arange(6) + 0.5), atol=0.3)


def test_a_half_finished_rise_does_not_count():
    assert turning_points(np.array([0.0, 1.0, 2.0, 3.0]), 1.0) == []
    assert turning_points(np.array([3.0, 2.0, 1.0, 0.0, 1.5]), 1.0) == [(3, False, 1.0)]
    assert turning_points(np.array([0.0, 2.0, 1.9]), 1.0) == []


def test_the_flank_that_the_ends_cut_off_may_be_lower():
    signal = np.array([0.3, 1.0, 0.0, 1.0, 0.6])
    assert turning_points(signal, 0.9) == [(2, False, 0.9)]
    assert turning_points(signal, 0.9, 0.5) == [(1, True, 0.7), (2, False, 0.9)]
    assert [turn.sample for turn in turning_points(signal, 0.9, 0.3)] == [1, 2, 3]


def test_a_bridge_goes_on_as_the_foot_did_and_turns_inside_the_gap():
    time_s = np.arange(60) / 60.0
    x = np.where(time_s < 0.5, -time_s, -0.5 + 15 * (time_s - 0.5) ** 2 - (time_s - 0.5))
    path = np.column_stack([x, np.zeros(60)])[:, None]
    path[26:38] = np.nan
    bridged = bridge(Trajectories.clean(("left_toe",), time_s, path, "m")).of("left_toe")[:, 0]
    assert np.abs(bridged - x).max() < 0.02
    assert 26 < int(np.argmin(bridged)) < 38


def test_a_long_gap_is_not_bridged():
    path = np.zeros((120, 1, 2))
    path[20:60] = np.nan
    walk = Trajectories.clean(("left_toe",), np.arange(120) / 60.0, path, "m")
    assert np.isnan(bridge(walk).of("left_toe")[20:60]).all()


def test_rhythm_tells_early_from_expected():
    strikes = [event(1.1 * n) for n in range(4)]
    offs = [event(1.1 * n + 0.66, kind="foot_off") for n in range(4)]
    sure = [*strikes[:2], *offs, strikes[3]]
    assert fits_rhythm(strikes[2], sure)
    assert not fits_rhythm(event(2.3), sure)
    assert not fits_rhythm(strikes[2], [strikes[0]])
    assert not fits_rhythm(event(2.2, side="right"), sure)


@given(st.lists(st.floats(-10, 10), min_size=2, max_size=50), st.floats(0.1, 5.0))
def test_neighbouring_turning_points_differ_by_the_rise(values, rise):
    turns = turning_points(np.array(values), rise)
    for (a, a_maximum, _), (b, b_maximum, _) in pairwise(turns):
        assert a_maximum != b_maximum
        assert abs(values[a] - values[b]) >= rise


def test_crossings_lie_between_samples():
    assert crossings(np.array([-1.0, 3.0, 1.0, -1.0]), 0.0, rising=True) == pytest.approx([0.25])
    assert crossings(np.array([-1.0, 3.0, 1.0, -1.0]), 0.0, rising=False) == pytest.approx([2.5])
    assert nearest(np.array([1.0, 4.0]), 3.0, 1.5) == 4.0
    assert nearest(np.array([1.0, 4.0]), 8.0, 1.5) is None


def test_events_are_matched_one_to_one_nearest_first():
    first, second = [event(1.0), event(1.1), event(3.0)], [event(1.09), event(3.3), event(3.0, "right")]
    assert match(first, second) == {first[1]: second[0]}


def test_confidence_falls_with_disagreement():
    assert confidence(0.0) == 1.0
    assert confidence(0.075) == confidence(-0.075) == 0.75
    assert confidence(None) == confidence(1.0) == 0.5


def test_order_of_walking():
    events = SyntheticWalk().events()
    assert not order_faults(sorted(events))
    (fault,) = order_faults(events[:3] + events[4:])
    assert "is missing between" in fault
