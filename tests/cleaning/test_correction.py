"""Corrected legs: what is added, to what, and when it is not."""

from dataclasses import replace

import numpy as np
import pytest

from visiongait.assessments.walk.legs import read_legs
from visiongait.cleaning import POINTS, middle, swapped_legs
from visiongait.cleaning.correction import correct_legs, leg_inputs
from visiongait.datatypes import LEG_POINTS, SIDES, CleanWalk, LegCorrection, Pass, Trajectories
from visiongait.errors import InputError
from visiongait.model_files import load_correction

LAGS_S = np.array([-0.05, 0.0, 0.05])
INPUTS = 31


def network(**changed):
    """A network that shifts nothing, and finds nothing out of distribution."""
    values = {
        "name": "test",
        "sha256": "",
        "network": "heavy",
        "lags_s": LAGS_S,
        "mean": np.zeros(INPUTS),
        "scale": np.ones(INPUTS),
        "hidden": np.zeros((INPUTS, 4)),
        "hidden_bias": np.zeros(4),
        "out": np.zeros((4, 10)),
        "out_bias": np.zeros(10),
        "direct": np.zeros((INPUTS, 10)),
        "whitening": np.eye(INPUTS),
        "in_distribution": 10.0,
        "out_of_distribution": 20.0,
        "longest_shift": 0.1,
    }
    return LegCorrection(**{**values, **changed})


def random_network(seed=0):
    rng = np.random.default_rng(seed)
    return network(
        hidden=rng.normal(size=(INPUTS, 4)),
        out=rng.normal(scale=0.01, size=(4, 10)),
        direct=rng.normal(scale=0.01, size=(INPUTS, 10)),
    )


@pytest.fixture
def walk():
    """Forty frames of wandering points of a person 300 px tall."""
    rng = np.random.default_rng(1)
    time_s = np.arange(40) / 30.0
    position = 300 * (0.5 + np.cumsum(rng.normal(scale=0.01, size=(40, len(POINTS), 2)), axis=0))
    return as_pass(time_s, position, "right")


def as_pass(time_s, position, near_side):
    path = Trajectories.clean(POINTS, time_s, position, "px")
    return Pass(path, 1, near_side, 0.0, False, True, np.full(len(time_s), 300.0))


def with_position(walk, position):
    return replace(walk, trajectories=replace(walk.trajectories, position=position))


def moved(walk, correction):
    after = correct_legs(walk, correction).walk_pass.trajectories.position
    return after - walk.trajectories.position


def test_a_network_without_weights_changes_nothing(walk):
    np.testing.assert_array_equal(moved(walk, network()), 0.0)


def test_frames_before_the_one_asked_for_are_looked_back_at_but_stay(walk):
    whole = correct_legs(walk, random_network()).walk_pass.trajectories.position
    part = correct_legs(walk, random_network(), since=30).walk_pass.trajectories.position
    np.testing.assert_array_equal(part[:30], walk.trajectories.position[:30])
    np.testing.assert_allclose(part[30:], whole[30:], atol=1e-9)


def test_without_a_correction_the_legs_stay_as_they_are(walk):
    clean = CleanWalk((walk,), (), dict.fromkeys(SIDES, 0.0), 7.0, False)
    for calibration, correction in (
        ("heavy", None),
        ("lite", random_network()),
        ("heavy 2", random_network()),
    ):
        legs = read_legs(clean, calibration, correction)
        assert legs.passes == clean.passes
        assert legs.record is None
    assert read_legs(clean, "heavy", random_network()).record is not None


def test_shifts_are_in_body_heights(walk):
    shift = np.linspace(-0.02, 0.02, 10)
    legs = [POINTS.index(f"right_{part}") for part in LEG_POINTS]
    np.testing.assert_allclose(
        moved(walk, network(out_bias=shift))[:, legs], np.broadcast_to(300 * shift.reshape(5, 2), (40, 5, 2))
    )


def test_near_and_far_leg_are_told_apart(walk):
    direct = np.zeros((INPUTS, 10))
    direct[-1, 0] = 0.01
    shift = moved(walk, network(direct=direct))
    assert shift[0, POINTS.index("right_hip"), 0] == pytest.approx(3.0)
    assert shift[0, POINTS.index("left_hip"), 0] == pytest.approx(-3.0)


def test_the_trunk_keeps_its_lean(walk):
    after = correct_legs(walk, random_network()).walk_pass.trajectories.position
    before = walk.trajectories.position
    for k in (POINTS.index("left_shoulder"), POINTS.index("right_shoulder")):
        np.testing.assert_allclose(after[:, k] - middle(after, "hip"), before[:, k] - middle(before, "hip"))


def test_exchanged_sides_give_exchanged_points(walk):
    order = swapped_legs()
    left, right = POINTS.index("left_shoulder"), POINTS.index("right_shoulder")
    order[[left, right]] = right, left
    mirrored = as_pass(walk.trajectories.time_s, walk.trajectories.position[:, order], "left")
    correction = random_network()
    np.testing.assert_array_equal(moved(mirrored, correction), moved(walk, correction)[:, order])


def test_place_and_size_in_the_picture_do_not_matter(walk):
    position = walk.trajectories.position
    larger = replace(with_position(walk, 2 * position + [50, -20]), height_px=2 * walk.height_px)
    correction = random_network()
    np.testing.assert_allclose(moved(larger, correction), 2 * moved(walk, correction), atol=1e-9)


def test_missing_points_stay_missing_and_their_neighbours_are_corrected(walk):
    position = np.array(walk.trajectories.position)
    knee = POINTS.index("left_knee")
    position[10:14, knee] = np.nan
    shift = moved(with_position(walk, position), random_network())
    assert np.isnan(shift[10:14, knee]).all()
    others = np.delete(shift, knee, axis=1)
    assert np.isfinite(others).all()
    # far from the gap nothing changes
    np.testing.assert_allclose(shift[:8], moved(walk, random_network())[:8])


def test_a_leg_never_seen_is_left_alone(walk):
    position = np.array(walk.trajectories.position)
    position[:, POINTS.index("left_heel")] = np.nan
    result = correct_legs(with_position(walk, position), random_network())
    toe = POINTS.index("left_toe")
    np.testing.assert_array_equal(result.walk_pass.trajectories.position[:, toe], position[:, toe])
    assert result.attenuation["left"] == 1.0


def test_a_movement_out_of_distribution_fades_the_correction_out(walk):
    shift = network(out_bias=np.full(10, 0.01))
    part = replace(shift, in_distribution=0.2, out_of_distribution=0.5)
    none = replace(shift, in_distribution=1e-6, out_of_distribution=2e-6)
    whole, some = np.abs(moved(walk, shift)).max(), np.abs(moved(walk, part))[:, 0].max()
    assert 0 < some < whole
    np.testing.assert_array_equal(moved(walk, none), 0.0)
    assert correct_legs(walk, none).attenuation == {"left": 1.0, "right": 1.0}
    assert correct_legs(walk, shift).attenuation == {"left": 0.0, "right": 0.0}


def test_no_point_moves_farther_than_allowed(walk):
    shift = moved(walk, network(out_bias=np.full(10, 5.0)))
    legs = [POINTS.index(f"left_{part}") for part in LEG_POINTS]
    np.testing.assert_allclose(np.linalg.norm(shift[:, legs], axis=2), 0.1 * 300)


def test_the_window_is_in_seconds_whatever_the_frame_rate():
    def leg(rate_hz):
        time_s = np.arange(0.0, 1.0001, 1 / rate_hz)
        return time_s, np.broadcast_to(time_s[:, None, None], (len(time_s), 5, 2))

    slow, fast = (leg_inputs(*leg(rate_hz), 1.0, LAGS_S) for rate_hz in (24, 240))
    np.testing.assert_allclose(slow, fast[::10], atol=1e-12)


def test_the_shipped_correction_fits_the_program():
    correction = load_correction()
    assert len(correction.sha256) == 64
    assert correction.network == "pose_landmarker_heavy on OpenVINO"


def test_a_file_that_is_no_correction_is_refused(tmp_path):
    path = tmp_path / "other.npz"
    np.savez(path, lags_s=LAGS_S)
    for wrong in (path, tmp_path / "missing.npz"):
        with pytest.raises(InputError, match="not a landmark correction"):
            load_correction(wrong)


def test_shapes_are_checked_at_the_door():
    with pytest.raises(ValueError, match="hidden"):
        network(hidden=np.zeros((3, 4)))
    with pytest.raises(ValueError, match="in_distribution"):
        network(in_distribution=3.0, out_of_distribution=2.0)
