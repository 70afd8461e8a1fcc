import numpy as np
import pytest
from cleaning_walker import STATURE_M, Camera, Walk, video, walk_pixels, world

from visiongait.cleaning.camera import (
    background_shift_px,
    height_line,
    pinhole_of,
    stabilise,
    to_walking_plane,
    view_by_path,
)
from visiongait.datatypes import CameraMotion

PINHOLE = pinhole_of(video().width_px, video().height_px, 0.8)


@pytest.mark.parametrize("direction", [1, -1])
@pytest.mark.parametrize("angle_deg", [-25.0, -10.0, 0.0, 15.0])
def test_the_view_angle_is_read_off_the_apparent_stature(angle_deg, direction):
    camera = Camera(angle_deg=angle_deg, distance_m=4.5)
    _, xy = walk_pixels(walk=Walk(direction=direction), camera=camera)
    assert view_by_path(xy, PINHOLE, direction).angle_deg == pytest.approx(angle_deg, abs=0.7)


@pytest.mark.parametrize("direction", [1, -1])
@pytest.mark.parametrize("angle_deg", [-20.0, 0.0, 15.0])
def test_the_walking_plane_gives_the_walk_back(angle_deg, direction):
    walk, camera = Walk(direction=direction), Camera(angle_deg=angle_deg)
    t, xy = walk_pixels(walk=walk, camera=camera)
    view = view_by_path(xy, PINHOLE, direction)
    plane_m = to_walking_plane(xy, view, direction) * STATURE_M / view.height_px * [1, -1]
    truth_m = world(t, walk)[:, :, :2]
    error_m = plane_m - truth_m
    error_m -= error_m.mean(axis=(0, 1))
    assert np.abs(error_m).max() < 0.04
    assert np.abs(error_m).mean() < 0.012


def test_outliers_do_not_bend_the_height_line():
    u = np.linspace(-500, 500, 100)
    height = 400 * (1 + 1e-4 * u)
    height[::7] += 80
    level, slope = height_line(u, height)
    assert (level, slope) == (pytest.approx(400, rel=1e-3), pytest.approx(1e-4, rel=0.02))


def following(t, turn_rad=None, travel_m=None):
    """Pixels and background motion of a camera that follows the walker; the wall is 2 m behind."""
    from dataclasses import replace

    from cleaning_walker import project

    camera = Camera()
    walk = Walk()
    points = world(t, walk)
    to_reference = np.broadcast_to(np.eye(2, 3), (len(t), 2, 3)).copy()
    if travel_m is not None:
        xy = np.concatenate(
            [
                project(points[[i]], replace(camera, start_m=camera.start_m - d))
                for i, d in enumerate(travel_m)
            ]
        )
        to_reference[:, 0, 2] = travel_m / (camera.distance_m + 2) * camera.focal_px
        return xy, CameraMotion(to_reference, np.ones(len(t)), True)
    still = project(points, camera) - PINHOLE.centre_px
    direction = np.arctan(still[..., 0] / camera.focal_px) - turn_rad[:, None]
    u = camera.focal_px * np.tan(direction)
    v = still[..., 1] * np.hypot(1, u / camera.focal_px) / np.hypot(1, still[..., 0] / camera.focal_px)
    to_reference[:, 0, 2] = turn_rad * camera.focal_px
    return np.stack([u, v], axis=-1) + PINHOLE.centre_px, CameraMotion(to_reference, np.ones(len(t)), True)


def test_a_camera_that_turned_is_turned_back():
    t = np.arange(90) / 30
    turn = np.arctan((Camera().start_m + Walk().speed * t) / 4)
    xy, motion = following(t, turn_rad=turn)
    ground = stabilise(xy, motion, PINHOLE)
    assert ground.at_rest
    assert "panned" in ground.note
    view = view_by_path(ground.xy_px, PINHOLE, 1)
    assert abs(view.angle_deg) < 2
    plane_m = to_walking_plane(ground.xy_px, view, 1) * STATURE_M / view.height_px * [1, -1]
    error_m = plane_m - world(t, Walk())[:, :, :2]
    assert np.abs(error_m - error_m.mean(axis=(0, 1))).mean() < 0.025


def test_a_camera_that_travelled_alongside_is_recognised():
    t = np.arange(90) / 30
    xy, motion = following(t, travel_m=Walk().speed * t)
    ground = stabilise(xy, motion, PINHOLE)
    assert not ground.at_rest
    assert "moved along" in ground.note


def test_motion_that_could_not_be_measured_is_said():
    t, xy = walk_pixels()
    motion = CameraMotion(np.full((len(t), 2, 3), np.nan), np.zeros(len(t)), True)
    ground = stabilise(xy, motion, PINHOLE)
    assert not ground.at_rest
    np.testing.assert_array_equal(ground.xy_px, xy)
    assert "could not be measured" in ground.note


def test_single_frames_of_unknown_motion_become_empty():
    t = np.arange(90) / 30
    xy, motion = following(t, turn_rad=np.linspace(0, 0.1, 90))
    unknown = motion.to_reference.copy()
    unknown[40] = np.nan
    ground = stabilise(xy, CameraMotion(unknown, motion.support, True), PINHOLE)
    assert np.isnan(ground.xy_px[40]).all()
    assert np.isfinite(ground.xy_px[41]).all()


def test_a_camera_at_rest_changes_nothing():
    t, xy = walk_pixels()
    assert stabilise(xy, CameraMotion.static(len(t)), PINHOLE).xy_px is xy


def test_the_background_shift_ignores_drifting_rotation():
    steps = 20
    turn = np.radians(0.5)
    step = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    centre = np.array(PINHOLE.centre_px)
    matrix, chain = np.eye(3), [np.eye(2, 3)]
    moved = np.eye(3)
    moved[:2, :2], moved[:2, 2] = step, centre + np.array([10, 0]) - step @ centre
    for _ in range(steps):
        matrix = matrix @ moved
        chain.append(matrix[:2].copy())
    shift = background_shift_px(CameraMotion(np.array(chain), np.ones(steps + 1), True), PINHOLE)
    np.testing.assert_allclose(shift[-1], [10 * steps, 0], atol=1e-6)
