"""The rendered walks' true landmarks, as a perfect network would give them, against the truth in space."""

import json

import numpy as np
import pytest
from cleaning_walker import track_of
from conftest import shared

from visiongait.cleaning import POINTS, clean, scale_to_metres
from visiongait.datatypes import CameraMotion, VideoInfo

STEADY_CAMERA = [
    "d01_normal_sagittal",
    "d02_slow_elderly_60fps",
    "d03_foot_drop_right",
    "d04_equinus_right_60fps",
    "d05_oblique15",
    "d09_low_light",
    "d10_fast_shorts_60fps",
    "d11_barefoot_shorts",
]


def truth(name):
    return json.loads(shared(f"lab/clips/{name}.truth.json").read_text())


def paths(clip, kind):
    frames = clip["frames"][kind]
    names = [f"{point.split('_')[1]}.{point[0].upper()}" for point in POINTS]
    return np.stack([np.array(frames[name], dtype=float) for name in names], axis=1)


def walk_of(clip):
    t, xy = np.array(clip["frames"]["time_s"]), paths(clip, "landmarks_2d_px")
    width, height = clip["video"]["width"], clip["video"]["height"]
    seen = (np.abs(xy[:, 0, 0] - width / 2) < width / 2)[:, None, None]
    video = VideoInfo(clip["name"], width, height, 30.0, None, None, 0, "h264", "mp4", "0" * 64)
    return clean(track_of(t, np.where(seen, xy, np.nan)), CameraMotion.static(len(t)), video)


@pytest.mark.parametrize("name", STEADY_CAMERA)
def test_one_pass_with_the_true_near_side_and_view(name):
    clip = truth(name)
    (one,) = walk_of(clip).passes
    assert one.near_side[0].upper() == clip["near_side"]
    assert one.facing == (1 if clip["direction_in_image"] == "left_to_right" else -1)
    assert one.view_angle_deg == pytest.approx(abs(clip["camera"]["azimuth"]), abs=1.5)
    assert one.world_fixed


@pytest.mark.parametrize("name", STEADY_CAMERA)
def test_distances_between_the_feet_in_every_frame(name):
    clip = truth(name)
    metres, _ = scale_to_metres(walk_of(clip), clip["subject"]["stature_m"])
    path = metres.passes[0].trajectories
    t, space = np.array(clip["frames"]["time_s"]), paths(clip, "landmarks_3d_m")
    left, right = POINTS.index("left_heel"), POINTS.index("right_heel")
    apart = np.interp(path.time_s, t, space[:, left, 0] - space[:, right, 0])
    error_m = np.abs(path.of("left_heel")[:, 0] - path.of("right_heel")[:, 0] - apart)
    assert np.nanmean(error_m) < 0.035  # as they look without the perspective undone: 0.05


def test_the_treadmill_walk():
    (one,) = walk_of(truth("d07_treadmill_60fps")).passes
    assert one.treadmill
    assert not one.world_fixed
    assert one.view_angle_deg < 5


def test_quiet_standing_is_no_walk():
    assert walk_of(truth("d12_standing_adam")).passes == ()
