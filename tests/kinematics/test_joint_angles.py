"""Angles: known postures, then what must not change them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visiongait.datatypes import ANGLES, LEG_POINTS, SIDES, AnkleZero, Trajectories, other
from visiongait.kinematics import angle_series
from visiongait.synthetic import POINTS, SyntheticWalk

NO_OFFSET = dict.fromkeys(SIDES, AnkleZero("foot_flat", 0.0, 10, 0.0))
STANDING = {
    "hip": (0.0, 0.9),
    "knee": (0.0, 0.5),
    "ankle": (0.0, 0.1),
    "heel": (-0.05, 0.0),
    "toe": (0.2, 0.0),
    "shoulder": (0.0, 1.4),
}


def posture(**moved: tuple[float, float]) -> Trajectories:
    """Upright standing with some points of both sides elsewhere, two samples long."""
    points = STANDING | moved
    names = tuple(f"{side}_{point}" for side in SIDES for point in points)
    one = np.array([points[name.split("_")[1]] for name in names])
    return Trajectories.clean(names, np.array([0.0, 0.01]), np.stack([one, one]), "m")


def angle(name: str, **moved: tuple[float, float]) -> float:
    angles = angle_series(posture(**moved), NO_OFFSET)
    left, right = (angles.of(side, name)[0] for side in SIDES)
    assert left == right
    return float(left)


def at(origin: tuple[float, float], length: float, from_vertical_deg: float) -> tuple[float, float]:
    """A point above the origin, leaning forward by the angle."""
    lean = np.radians(from_vertical_deg)
    return origin[0] + length * np.sin(lean), origin[1] + length * np.cos(lean)


def test_upright_standing_is_zero():
    for name in ANGLES:
        expected = 90.0 + np.degrees(np.arctan2(0.1, 0.2)) if name == "shin_ankle_deg" else 0.0
        assert angle(name) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("lean_deg", [-35.0, -5.0, 12.0, 60.0])
def test_shank_leans_forward_positive_and_dorsiflexes(lean_deg):
    knee = at(STANDING["ankle"], 0.4, lean_deg)
    assert angle("shank_to_vertical_deg", knee=knee) == pytest.approx(lean_deg)
    assert angle("ankle_dorsiflexion_deg", knee=knee) == pytest.approx(lean_deg)


@pytest.mark.parametrize("pitch_deg", [-60.0, 20.0])
def test_toes_up_is_positive_and_dorsiflexes(pitch_deg):
    toe = at(STANDING["heel"], 0.25, 90.0 - pitch_deg)
    assert angle("foot_to_floor_deg", toe=toe) == pytest.approx(pitch_deg)
    assert angle("ankle_dorsiflexion_deg", toe=toe) == pytest.approx(pitch_deg)


def test_knee_and_hip_flex_forward():
    knee = at(STANDING["hip"], 0.4, 150.0)
    ankle = at(knee, 0.4, 210.0)
    assert angle("hip_flexion_deg", knee=knee) == pytest.approx(30.0)
    assert angle("knee_flexion_deg", knee=knee, ankle=ankle) == pytest.approx(60.0)


def test_a_knee_that_bends_past_the_half_turn_does_not_jump():
    flexion = []
    for lean_deg in range(0, 180, 10):
        ankle = at(STANDING["knee"], 0.4, 180.0 + lean_deg)
        flexion.append(angle("knee_flexion_deg", ankle=ankle))
    assert np.allclose(flexion, np.arange(0, 180, 10))


def test_trunk_leaning_forward_flexes_the_hip():
    assert angle("hip_flexion_deg", shoulder=at(STANDING["hip"], 0.5, 15.0)) == pytest.approx(15.0)


def test_the_offset_is_taken_off_foot_and_ankle_only():
    zero = dict.fromkeys(SIDES, AnkleZero("foot_flat", -5.0, 10, 0.0))
    before, after = angle_series(posture(), NO_OFFSET), angle_series(posture(), zero)
    moved = {name: after.of("left", name)[0] - before.of("left", name)[0] for name in ANGLES}
    assert moved == pytest.approx(
        {name: 5.0 if name in ("ankle_dorsiflexion_deg", "foot_to_floor_deg") else 0.0 for name in ANGLES}
    )


def test_missing_points_lose_their_own_angles_only():
    walk = SyntheticWalk(duration_s=1.0).trajectories()
    position = np.array(walk.position)
    position[10, POINTS.index("left_toe")] = np.nan
    angles = angle_series(Trajectories.clean(POINTS, walk.time_s, position, "m"), NO_OFFSET)
    lost = {name for name in ANGLES if np.isnan(angles.of("left", name)[10])}
    assert lost == {"ankle_dorsiflexion_deg", "shin_ankle_deg", "foot_to_floor_deg"}
    assert all(np.isfinite(angles.of("right", name)).all() for name in ANGLES)
    assert all(np.isfinite(np.delete(angles.of("left", name), 10)).all() for name in ANGLES)


def test_without_shoulders_the_hip_is_not_measured():
    legs = tuple(f"{side}_{point}" for side in SIDES for point in LEG_POINTS)
    walk = SyntheticWalk(duration_s=1.0).trajectories()
    position = np.stack([walk.of(point) for point in legs], axis=1)
    angles = angle_series(Trajectories.clean(legs, walk.time_s, position, "m"), NO_OFFSET)
    assert np.isnan(angles.of("left", "hip_flexion_deg")).all()
    assert np.isfinite(angles.of("left", "knee_flexion_deg")).all()


@given(
    scale=st.floats(0.01, 1000.0),
    shift=st.tuples(st.floats(-1e4, 1e4), st.floats(-1e4, 1e4)),
)
@settings(max_examples=25, deadline=None)
def test_place_and_size_do_not_matter(scale, shift):
    walk = SyntheticWalk(duration_s=1.5).trajectories(50.0)
    moved = Trajectories.clean(POINTS, walk.time_s, scale * walk.position + np.array(shift), "px")
    before, after = angle_series(walk, NO_OFFSET), angle_series(moved, NO_OFFSET)
    for side in SIDES:
        for name in ANGLES:
            assert np.allclose(before.of(side, name), after.of(side, name), atol=1e-3)


def test_exchanged_names_exchange_the_angles():
    walk = SyntheticWalk(affected="left", foot_drop_deg=15.0, duration_s=2.0).trajectories()
    names = tuple(p.replace("left", "@").replace("right", "left").replace("@", "right") for p in POINTS)
    exchanged = Trajectories.clean(names, walk.time_s, walk.position, "m")
    before, after = angle_series(walk, NO_OFFSET), angle_series(exchanged, NO_OFFSET)
    for side in SIDES:
        for name in ANGLES:
            assert np.array_equal(before.of(side, name), after.of(other(side), name))


@pytest.mark.parametrize(("speed", "stride_s"), [(0.3, 2.0), (0.6, 1.4), (1.2, 1.1), (2.0, 0.8)])
def test_a_synthetic_walk_is_read_exactly(speed, stride_s):
    walker = SyntheticWalk(speed, stride_s)
    walk = walker.trajectories(60.0)
    truth = walker.angles(walk.time_s)
    read = angle_series(walk, truth.zero)
    for side in SIDES:
        for name in ANGLES:
            assert np.allclose(read.of(side, name), truth.of(side, name), atol=1e-6)
