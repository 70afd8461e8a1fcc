"""The synthetic walker keeps its own promises: what it states as truth is what its points do."""

import numpy as np
import pytest

from visiongait.datatypes import BLAZEPOSE, SIDES
from visiongait.synthetic import FOOT, SHANK, THIGH, SyntheticCamera, SyntheticWalk

WALKERS = [
    SyntheticWalk(),
    SyntheticWalk(0.3, 1.2),
    SyntheticWalk(0.2, 4.0, duration_s=9.0),
    SyntheticWalk(2.0, 0.8),
    SyntheticWalk(affected="left", foot_drop_deg=20.0),
    SyntheticWalk(step_time_asymmetry=0.06),
    SyntheticWalk(treadmill=True),
]


def length(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return np.linalg.norm(a - b, axis=1)


@pytest.mark.parametrize("walker", WALKERS)
def test_bones_keep_their_length(walker):
    time_s = walker.clock(100.0)
    for side in SIDES:
        hip, knee, ankle, heel, toe = (
            walker.path_m(f"{side}_{point}", time_s) for point in ("hip", "knee", "ankle", "heel", "toe")
        )
        assert np.allclose(length(hip, knee), THIGH * walker.height_m)
        assert np.allclose(length(knee, ankle), SHANK * walker.height_m)
        assert np.ptp(length(heel, toe)) < 1e-9
        assert np.ptp(length(heel, ankle)) < 1e-9


@pytest.mark.parametrize("walker", WALKERS)
def test_feet_are_on_the_floor_in_stance_and_above_it_in_swing(walker):
    time_s = walker.clock(500.0)
    for side in SIDES:
        toe_m = walker.toe_height_m(side, time_s)
        pitch = np.radians(walker.angles(time_s).of(side, "foot_to_floor_deg"))
        lowest_m = np.minimum(toe_m, toe_m - FOOT * walker.height_m * np.sin(pitch))
        stance = np.zeros(len(time_s), dtype=bool)
        for strike_s in walker.event_times_s(side, "foot_strike"):
            off_s = strike_s + walker.stance_share * walker.stride_time_s
            stance |= (time_s > strike_s) & (time_s < off_s)
        first_s = walker.event_times_s(side, "foot_strike")[0]
        assert np.abs(lowest_m[stance]).max() < 1e-9
        assert lowest_m[~stance & (time_s > first_s)].max() > 0.01
        assert lowest_m.min() > -1e-4


@pytest.mark.parametrize("walker", WALKERS)
def test_flat_feet_do_not_slip(walker):
    rate_hz = 200.0
    time_s = walker.clock(rate_hz)
    belt_m_per_s = walker.speed_m_per_s if walker.treadmill else 0.0
    for side in SIDES:
        flat = np.abs(walker.angles(time_s).of(side, "foot_to_floor_deg")) < 1e-9
        heel_m = walker.path_m(f"{side}_heel", time_s)
        velocity = np.diff(heel_m, axis=0) * rate_hz + np.array([belt_m_per_s, 0.0])
        assert flat.sum() > 50
        assert np.abs(velocity[flat[1:] & flat[:-1]]).max() < 1e-6


def test_heels_land_where_the_step_lengths_say():
    walker = SyntheticWalk(step_time_asymmetry=0.05)
    for side, opposite in (("left", "right"), ("right", "left")):
        at_s = walker.event_times_s(side, "foot_strike")[1:2] + 1e-6
        lead = walker.path_m(f"{side}_ankle", at_s)[0, 0] - walker.path_m(f"{opposite}_ankle", at_s)[0, 0]
        landed = walker.path_m(f"{side}_heel", at_s + 0.2)[0, 0]
        trailing_s = walker.event_times_s(opposite, "foot_strike")
        trailing_s = trailing_s[trailing_s < at_s[0]][-1:] + 0.2
        trailing = walker.path_m(f"{opposite}_heel", trailing_s)[0, 0]
        assert landed - trailing == pytest.approx(walker.step_length_m(side))
        assert lead > 0.5 * walker.step_length_m(side)


def test_steps_add_up_to_the_stride():
    walker = SyntheticWalk(step_time_asymmetry=0.05)
    assert sum(walker.step_length_m(side) for side in SIDES) == pytest.approx(walker.stride_length_m)
    assert walker.stride_length_m == pytest.approx(walker.speed_m_per_s * walker.stride_time_s)


def test_events_alternate_and_repeat_with_the_stride():
    walker = SyntheticWalk(stride_time_s=1.3)
    events = walker.events()
    assert [event.time_s for event in events] == sorted(event.time_s for event in events)
    for side in SIDES:
        for kind in ("foot_strike", "foot_off"):
            assert np.allclose(np.diff(walker.event_times_s(side, kind)), 1.3)


def test_foot_drop_is_in_swing_and_on_one_side():
    time_s = SyntheticWalk().clock(100.0)
    sound = SyntheticWalk().angles(time_s)
    dropped = SyntheticWalk(affected="left", foot_drop_deg=15.0).angles(time_s)
    name = "foot_to_floor_deg"
    assert np.array_equal(sound.of("right", name), dropped.of("right", name))
    assert (sound.of("left", name) - dropped.of("left", name)).max() == pytest.approx(15.0, abs=0.5)


def test_strides_that_no_leg_can_make_are_refused():
    with pytest.raises(ValueError, match="too long"):
        SyntheticWalk(2.0, 2.0)


@pytest.mark.parametrize("facing", [1, -1])
def test_pictures_show_the_walker_where_she_is(facing):
    walker = SyntheticWalk(duration_s=3.0)
    camera = SyntheticCamera(fps=30.0, facing=facing, px_per_m=200.0)
    track = walker.pose_track(camera)
    metres = walker.path_m("left_knee", track.time_s)
    pixels = track.of("left_knee")
    assert np.allclose(facing * np.diff(pixels[:, 0]), 200.0 * np.diff(metres[:, 0]))
    assert np.allclose(-np.diff(pixels[:, 1]), 200.0 * np.diff(metres[:, 1]))
    assert track.of("left_foot_index")[0, 1] == pytest.approx(
        camera.height_px - 40 - 200.0 * walker.path_m("left_toe", track.time_s)[0, 1]
    )
    assert (track.of("nose")[:, 1] < track.of("left_shoulder")[:, 1]).all()


def test_the_cameras_faults_are_where_they_were_asked_for():
    walker = SyntheticWalk(duration_s=2.0)
    clean = walker.pose_track(SyntheticCamera())
    faulty = walker.pose_track(SyntheticCamera(swapped=((10, 13),), missing=(20, 21)))
    assert np.array_equal(faulty.of("left_knee")[10:13], clean.of("right_knee")[10:13])
    assert np.array_equal(faulty.of("left_knee")[13:20], clean.of("left_knee")[13:20])
    assert np.array_equal(faulty.present, ~np.isin(np.arange(len(clean.time_s)), (20, 21)))


def test_noise_has_its_size_and_its_seed():
    walker = SyntheticWalk()
    clean, noisy, again = (
        walker.pose_track(SyntheticCamera(noise_px=noise_px, seed=seed)).xy_px
        for noise_px, seed in ((0.0, 0), (3.0, 7), (3.0, 7))
    )
    assert np.array_equal(noisy, again)
    assert np.std(noisy - clean) == pytest.approx(3.0, rel=0.05)
    assert clean.shape[1] == len(BLAZEPOSE.landmarks)
