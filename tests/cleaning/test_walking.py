import numpy as np
import pytest
from cleaning_walker import Camera, Walk, project, track_of, video, walk_pixels, world

from visiongait.cleaning import POINTS, clean, swapped_legs
from visiongait.datatypes import CameraMotion


def cleaned(t, xy, camera=None, motion=None):
    return clean(track_of(t, xy), motion or CameraMotion.static(len(t)), video(camera))


def joined(*parts, pause_s=1 / 30):
    """Several recordings of (T,), (T, K, 2) one after the other."""
    times, pixels, start = [], [], 0.0
    for t, xy in parts:
        times.append(t + start)
        pixels.append(xy)
        start = times[-1][-1] + pause_s
    return np.concatenate(times), np.concatenate(pixels)


def turning(duration_s, at_m, from_direction):
    """Somebody who stands, turning from one direction to the other through a view from the front."""
    t = np.arange(round(duration_s * 30)) / 30
    points = world(t, Walk(speed=0.0, belt=0.4, direction=from_direction))
    turn = np.linspace(0, np.pi, len(t))[:, None]
    forward, toward = points[..., 0].copy(), points[..., 2].copy()
    points[..., 0] = forward * np.cos(turn) + toward * np.sin(turn)
    points[..., 2] = -forward * np.sin(turn) + toward * np.cos(turn)
    return t, project(points, Camera(), start_m=at_m)


@pytest.mark.parametrize(("direction", "near_side"), [(1, "right"), (-1, "left")])
def test_a_walk_past_the_camera_is_one_pass(direction, near_side):
    walk = cleaned(*walk_pixels(walk=Walk(direction=direction)))
    (one,) = walk.passes
    assert (one.facing, one.near_side, one.treadmill, one.world_fixed) == (direction, near_side, False, True)
    assert one.view_angle_deg < 1.5
    assert np.nanmean(np.diff(one.trajectories.of("left_hip")[:, 0])) > 0


def test_out_and_back_is_cut_at_the_turn():
    out = walk_pixels()
    back = walk_pixels(walk=Walk(direction=-1))
    walk = cleaned(*joined(out, turning(1.5, 1.5, 1), back))
    assert [one.facing for one in walk.passes] == [1, -1]
    assert [one.near_side for one in walk.passes] == ["right", "left"]
    assert any("turn" in part.reason for part in walk.left_out)
    ends = [(one.trajectories.time_s[0], one.trajectories.time_s[-1]) for one in walk.passes]
    assert ends[0][1] < 3.5
    assert ends[1][0] > 4.3


def test_a_treadmill_is_recognised_and_not_fixed_to_the_ground():
    t, xy = walk_pixels(6.0, walk=Walk(speed=0.0, belt=1.1), camera=Camera(start_m=0.2))
    (one,) = cleaned(t, xy).passes
    assert one.treadmill
    assert not one.world_fixed
    assert one.view_angle_deg < 4
    assert (one.facing, one.near_side) == (1, "right")


@pytest.mark.parametrize("angle_deg", [-20, 15])
def test_an_oblique_treadmill_is_told_by_the_shoulders(angle_deg):
    camera = Camera(start_m=0.0, angle_deg=angle_deg)
    (one,) = cleaned(*walk_pixels(6.0, walk=Walk(speed=0.0, belt=1.1), camera=camera)).passes
    assert one.view_angle_deg == pytest.approx(abs(angle_deg), abs=5)


def test_standing_is_left_out():
    t, xy = walk_pixels(3.0, walk=Walk(speed=0.0), camera=Camera(start_m=0.0))
    xy = xy + np.random.default_rng(0).normal(0, 1.5, xy.shape)
    walk = cleaned(t, xy)
    assert walk.passes == ()
    assert [part.reason for part in walk.left_out] == ["The person is not walking."]


def test_a_walk_towards_the_camera_is_left_out():
    camera = Camera(angle_deg=-90.0, distance_m=7.0)
    walk = cleaned(*walk_pixels(3.0, camera=camera))
    assert walk.passes == ()
    assert {part.reason for part in walk.left_out} == {"The person is filmed from the front or from behind."}


def test_a_very_oblique_walk_is_left_out_with_its_angle():
    walk = cleaned(*walk_pixels(3.0, camera=Camera(angle_deg=-42.0, distance_m=5.0)))
    assert walk.passes == ()
    assert any("off the side view" in part.reason for part in walk.left_out)


def test_a_somewhat_oblique_walk_is_kept_with_a_note():
    walk = cleaned(*walk_pixels(3.0, camera=Camera(angle_deg=-25.0, distance_m=5.0)))
    (one,) = walk.passes
    assert one.view_angle_deg == pytest.approx(25, abs=1.5)
    assert any("off the side view" in note for note in walk.notes)


def test_walking_backwards_is_left_out():
    t, xy = walk_pixels()
    walk = cleaned(t, xy[::-1])
    assert walk.passes == ()
    assert "The person is walking backwards." in {part.reason for part in walk.left_out}


def test_feet_below_the_picture_are_left_out():
    t, xy = walk_pixels()
    walk = cleaned(t, xy + np.array([0, 150]))
    assert walk.passes == ()
    assert {part.reason for part in walk.left_out} == {"The feet are out of the picture."}


def test_one_short_stretch_is_left_out():
    walk = cleaned(*walk_pixels(0.7, camera=Camera(start_m=-0.5)))
    assert walk.passes == ()
    assert any("too short" in part.reason for part in walk.left_out)


def test_an_empty_recording_has_no_pass():
    t, xy = walk_pixels()
    walk = cleaned(t, np.full_like(xy, np.nan))
    assert walk.passes == ()
    assert [part.reason for part in walk.left_out] == ["The person is not fully in the picture."]
    assert walk.masked_frames_percent == {"left": 0.0, "right": 0.0}


def test_a_slow_walk_with_long_strides_in_time_is_one_pass():
    t, xy = walk_pixels(9.0, walk=Walk(speed=0.15, stride_s=3.6), camera=Camera(start_m=-0.7))
    (one,) = cleaned(t, xy).passes
    assert one.world_fixed
    assert one.trajectories.time_s[-1] - one.trajectories.time_s[0] > 6


def test_a_foot_that_slides_over_the_background_is_not_fixed_to_the_ground():
    t, xy = walk_pixels(3.0, walk=Walk(speed=0.5, belt=0.5), camera=Camera(start_m=-0.7))
    walk = cleaned(t, xy)
    assert not walk.passes[0].world_fixed
    assert any("Planted feet" in note for note in walk.notes)


def test_a_tilted_camera_is_levelled_and_said():
    t, xy = walk_pixels(3.4)
    tilt = np.radians(4.0)
    turn = np.array([[np.cos(tilt), -np.sin(tilt)], [np.sin(tilt), np.cos(tilt)]])
    walk = cleaned(t, (xy - [640, 360]) @ turn.T + [640, 360])
    assert any("tilted by 4" in note or "tilted by 3.9" in note for note in walk.notes)
    hips = walk.passes[0].trajectories.of("left_hip")
    slope = np.polyfit(hips[:, 0], hips[:, 1], 1)[0]
    assert np.degrees(np.arctan(slope)) == pytest.approx(0, abs=0.5)


@pytest.mark.parametrize("direction", [1, -1])
def test_legs_swapped_throughout_are_doubted_by_where_the_near_foot_stands(direction):
    t, xy = walk_pixels(walk=Walk(direction=direction))
    assert not cleaned(t, xy).side_doubts
    (doubt,) = cleaned(t, xy[:, swapped_legs()]).side_doubts
    assert "may be swapped" in doubt


def test_points_keep_their_names():
    (one,) = cleaned(*walk_pixels()).passes
    assert one.trajectories.points == POINTS
