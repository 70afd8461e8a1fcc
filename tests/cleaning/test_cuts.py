"""Pictures cut out, stops, walking backwards, belts askew: what is no even walk is told."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from cleaning_walker import Camera, Walk, track_of, video, walk_pixels

from visiongait.cleaning import Reason, clean
from visiongait.cleaning.camera import smooth_height_px
from visiongait.cleaning.cuts import find_cuts
from visiongait.datatypes import CameraMotion, Options
from visiongait.pipeline import measure_source
from visiongait.pose import ReplayBackend

NEAR = Camera(distance_m=6.0, start_m=-2.6)
ON_THE_SPOT = {"walk": Walk(speed=0.0, belt=1.0), "camera": replace(NEAR, start_m=0.0)}
TREADMILL = Path(__file__).with_name("treadmill_cut.npz")
"""Landmarks of the lab's d07 (60 a second) after its frames 140 to 163, 0.4 s, were cut out of the video."""


def cleaned(t, xy):
    return clean(track_of(t, xy), CameraMotion.static(len(t)), video())


def without_pictures(seconds, lost, rate_hz=30.0):
    """A walk with pictures cut out of the middle, time stamps running on."""
    t, xy = walk_pixels(seconds, rate_hz, camera=NEAR)
    keep = np.r_[0 : len(t) // 2, len(t) // 2 + lost : len(t)]
    return t[: len(keep)], xy[keep]


@pytest.mark.parametrize("rate_hz", [15, 24, 30, 60, 120])
def test_a_walk_as_it_was_has_no_cuts(rate_hz):
    t, xy = walk_pixels(4.0, rate_hz, camera=NEAR)
    xy = xy + np.random.default_rng(1).normal(0, 2.0, xy.shape)
    assert find_cuts(t, xy, smooth_height_px(t, xy)) == []


@pytest.mark.parametrize(("rate_hz", "lost"), [(24, 6), (30, 8), (60, 16)])
def test_pictures_cut_out_are_found_and_nothing_is_measured_across(rate_hz, lost):
    t, xy = without_pictures(4.6, lost, rate_hz)
    (row,) = find_cuts(t, xy, smooth_height_px(t, xy))
    assert abs(row - len(t) * rate_hz * 4.6 / (rate_hz * 4.6 - lost) / 2) <= 1
    walk = cleaned(t, xy)
    assert any(part.reason == Reason.JUMP for part in walk.left_out)
    assert any("jumps at" in note for note in walk.notes)
    assert len(walk.passes) == 2
    for one in walk.passes:
        path = one.trajectories.time_s
        assert path[-1] < t[row] - 1e-6 or path[0] > t[row - 1] + 1e-6


def on_a_treadmill(rate_hz, lost, at=60):
    """A walk on a treadmill with pictures cut out before one; and which pictures leap then."""
    t, xy = walk_pixels(5.0, rate_hz, **ON_THE_SPOT)
    xy = xy + np.random.default_rng(2).normal(0, 1.0, xy.shape)
    keep = np.r_[0:at, at + lost : len(t)]
    return t[: len(keep)], xy[keep], np.arange(len(keep)) == at


@pytest.mark.parametrize(("rate_hz", "lost"), [(25, 10), (30, 6), (30, 12), (60, 24)])
def test_cuts_on_a_treadmill_need_legs_and_picture(rate_hz, lost):
    t, xy, leaped = on_a_treadmill(rate_hz, lost)
    height_px = smooth_height_px(t, xy)
    assert find_cuts(t, xy, height_px, leaped) == [60]
    assert find_cuts(t, xy, height_px, ~leaped & False) == []
    walk = clean(track_of(t, xy), CameraMotion.static(len(t)), video(), leaped=leaped)
    assert any(part.reason == Reason.JUMP for part in walk.left_out)
    for one in walk.passes:
        path = one.trajectories.time_s
        assert path[-1] < t[60] - 1e-6 or path[0] > t[59] + 1e-6


@pytest.mark.parametrize("rate_hz", [25, 30, 60])
@pytest.mark.parametrize("lost", [0, 1])
def test_a_light_switched_on_or_one_lost_picture_is_no_cut(rate_hz, lost):
    for at in range(30, 80, 7):
        t, xy, leaped = on_a_treadmill(rate_hz, lost, at)
        if not lost:
            xy[at, 1:5] += 300.0  # and the network errs in it
        assert find_cuts(t, xy, smooth_height_px(t, xy), leaped) == []


def test_a_cut_in_a_treadmill_recording_is_named_and_no_stride_leads_over_it():
    assessment = measure_source(None, Options(), ReplayBackend(TREADMILL)).assessment
    assert "The recording jumps at 2.3 s: no stride is measured across the jump." in assessment.notes
    strides = assessment.strides
    valid = strides[strides["valid"].astype(bool)]
    assert len(valid) >= 4
    assert not ((valid["start_s"] < 140 / 60) & (valid["end_s"] > 139 / 60)).any()
    assert valid["stride_time_s"].to_numpy() == pytest.approx(1.111, abs=0.02)


def test_backwards_along_the_same_way_is_left_out_and_said():
    t, xy = walk_pixels(4.0, camera=NEAR)
    there_and_back = np.concatenate([xy, xy[::-1]])
    times = np.arange(len(there_and_back)) / 30
    walk = cleaned(times, there_and_back)
    (one,) = walk.passes
    assert one.trajectories.time_s[-1] < t[-1] + 0.6
    assert any(part.reason == Reason.BACKWARDS and part.end_s - part.start_s > 2 for part in walk.left_out)


def test_hips_outside_the_picture_are_said():
    t, xy = walk_pixels(3.0)
    lower = xy - [0, xy[:, :, 1].min() + 250]
    walk = cleaned(t, lower)
    assert not walk.passes
    assert max(walk.left_out, key=lambda part: part.end_s - part.start_s).reason == Reason.LEGS_ONLY


@pytest.mark.parametrize("tilt_deg", [-6.0, 0.0, 6.0])
def test_a_belt_askew_is_levelled_and_doubted(tilt_deg):
    t, xy = walk_pixels(4.0, walk=Walk(speed=0.0, belt=1.0), camera=replace(NEAR, start_m=0.0))
    tilt = np.radians(tilt_deg)
    turn = np.array([[np.cos(tilt), -np.sin(tilt)], [np.sin(tilt), np.cos(tilt)]])
    walk = cleaned(t, (xy - [640, 360]) @ turn.T + [640, 360])
    (one,) = walk.passes
    assert one.treadmill
    assert bool(walk.tilt_doubts) == bool(tilt_deg)
    trunk = one.trajectories.of("left_shoulder") - one.trajectories.of("left_hip")
    lean_deg = np.degrees(np.arctan2(trunk[:, 0], trunk[:, 1]))
    assert np.median(lean_deg) == pytest.approx(0.0, abs=1.5)
