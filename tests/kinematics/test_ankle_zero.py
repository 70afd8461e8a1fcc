"""The zero of the ankle is read off foot-flat, and not off a foot that is never flat."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visiongait.datatypes import SIDES, Pass, Side, Trajectories
from visiongait.kinematics import DEFAULT_OFFSET_DEG, ankle_zero
from visiongait.synthetic import POINTS, SyntheticWalk

WALKS = [(0.2, 4.0), (0.3, 1.2), (0.6, 1.4), (1.2, 1.1), (2.0, 0.8)]


def as_pass(walk: Trajectories) -> Pass:
    return Pass(walk, 1, "right", 0.0, False, True, np.full(len(walk.time_s), np.nan))


def with_foot_turned(walk: Trajectories, side: Side, turned_deg: float) -> Trajectories:
    """The same walk with heel and toe of one side turned about the ankle, toes down negative."""
    turn = np.radians(turned_deg)
    matrix = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    position = np.array(walk.position)
    ankle = walk.of(f"{side}_ankle")
    for point in ("heel", "toe"):
        position[:, POINTS.index(f"{side}_{point}")] = ankle + (walk.of(f"{side}_{point}") - ankle) @ matrix
    return Trajectories.clean(POINTS, walk.time_s, position, "m")


@pytest.mark.parametrize("rate_hz", [24.0, 30.0, 60.0, 240.0])
@pytest.mark.parametrize(("speed", "stride_s"), WALKS)
def test_foot_flat_gives_the_exact_offset(speed, stride_s, rate_hz):
    walker = SyntheticWalk(speed, stride_s, duration_s=max(4.0, 2 * stride_s))
    for zero in ankle_zero([walker.walk_pass(rate_hz)]).values():
        assert zero.method == "foot_flat"
        assert zero.offset_deg == pytest.approx(walker.offset_deg, abs=0.3)


@pytest.mark.parametrize("treadmill", [False, True])
def test_landmark_noise_is_averaged_out(treadmill):
    walker = SyntheticWalk(treadmill=treadmill, affected="right", foot_drop_deg=15.0)
    for zero in ankle_zero([walker.walk_pass(30.0, noise_m=0.008, seed=4)]).values():
        assert zero.method == "foot_flat"
        assert zero.offset_deg == pytest.approx(walker.offset_deg, abs=1.0)
        assert 0.5 < zero.spread_deg < 6.0


@given(scale=st.floats(0.1, 500.0), seed=st.integers(0, 20))
@settings(max_examples=15, deadline=None)
def test_units_and_camera_position_do_not_matter(scale, seed):
    walk = SyntheticWalk(duration_s=4.0).trajectories(30.0, 0.005, seed)
    moved = Trajectories.clean(POINTS, walk.time_s, scale * walk.position + 100.0, "px")
    before, after = ankle_zero([as_pass(walk)]), ankle_zero([as_pass(moved)])
    for side in SIDES:
        assert before[side].offset_deg == pytest.approx(after[side].offset_deg, abs=1e-4)


def test_a_foot_in_equinus_takes_the_other_foots_zero():
    walker = SyntheticWalk()
    zero = ankle_zero([as_pass(with_foot_turned(walker.trajectories(60.0), "left", -10.0))])
    assert zero["right"].method == "foot_flat"
    assert zero["left"].method == "landmark"
    assert zero["left"].offset_deg == zero["right"].offset_deg == pytest.approx(walker.offset_deg, abs=0.3)


def test_toe_walking_on_both_sides_falls_back_on_the_usual_offset():
    walk = SyntheticWalk().trajectories(60.0)
    for side in SIDES:
        walk = with_foot_turned(walk, side, -20.0)
    for zero in ankle_zero([as_pass(walk)]).values():
        assert (zero.method, zero.offset_deg, zero.samples) == ("landmark", DEFAULT_OFFSET_DEG, 0)
        assert np.isnan(zero.spread_deg)


def test_a_zero_that_scatters_is_not_believed():
    walker = SyntheticWalk(duration_s=8.0)
    for zero in ankle_zero([walker.walk_pass(30.0, noise_m=0.06, seed=1)]).values():
        assert zero.method == "landmark"


def test_feet_of_one_walker_may_differ_a_little():
    walker = SyntheticWalk()
    zero = ankle_zero([as_pass(with_foot_turned(walker.trajectories(60.0), "left", 3.0))])
    assert zero["left"].offset_deg - zero["right"].offset_deg == pytest.approx(3.0, abs=0.3)


def test_quiet_standing_is_a_zero_of_its_own():
    walker = SyntheticWalk()
    flat = walker.trajectories(30.0)
    middle = walker.event_times_s("right", "foot_strike")[2] + 0.3
    still = np.repeat(flat.position[round(middle * 30.0)][None], 60, axis=0)
    still[:, POINTS.index("left_heel")] = still[:, POINTS.index("right_heel")]
    still[:, POINTS.index("left_toe")] = still[:, POINTS.index("right_toe")]
    standing = Trajectories.clean(POINTS, np.arange(60) / 30.0, still, "m")
    for zero in ankle_zero([as_pass(standing)]).values():
        assert zero.method == "standing"
        assert zero.offset_deg == pytest.approx(walker.offset_deg, abs=0.01)


def test_gaps_and_nothing_at_all():
    walker = SyntheticWalk()
    walk = walker.trajectories(30.0)
    position = np.array(walk.position)
    position[::7] = np.nan
    position[:5] = np.nan
    holed = as_pass(Trajectories.clean(POINTS, walk.time_s, position, "m"))
    assert ankle_zero([holed])["left"].offset_deg == pytest.approx(walker.offset_deg, abs=0.5)
    empty = as_pass(Trajectories.clean(POINTS, walk.time_s, np.full_like(position, np.nan), "m"))
    for passes in ([], [empty]):
        assert {zero.method for zero in ankle_zero(passes).values()} == {"landmark"}
