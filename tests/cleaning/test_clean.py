from dataclasses import replace

import numpy as np
import pytest
from cleaning_walker import STATURE_M, Camera, Walk, track_of, video, walk_pixels
from hypothesis import given, settings
from hypothesis import strategies as st

from visiongait.cleaning import POINTS, CleaningSettings, clean, scale_to_metres, swapped_legs
from visiongait.datatypes import CameraMotion, Fault
from visiongait.errors import UsageError

WALK = Walk()


def cleaned(t, xy, second=None, camera=None, **limits):
    track = track_of(t, xy, second=second)
    return clean(track, CameraMotion.static(len(t)), video(camera), CleaningSettings(**limits))


def relative(one):
    """Positions about the middle of the hips, so that the origin does not count."""
    path = one.trajectories
    hips = (path.of("left_hip") + path.of("right_hip")) / 2
    return path.position - hips[:, None]


def mirrored(xy, width=1280):
    """The mirrored picture, its labels the mirrored person's."""
    order = swapped_legs()
    left, right = POINTS.index("left_shoulder"), POINTS.index("right_shoulder")
    order[[left, right]] = right, left
    return (xy * [-1, 1] + [width, 0])[:, order]


@pytest.mark.parametrize("angle_deg", [0.0, 12.0])
def test_the_mirrored_file_gives_the_same_walk_with_sides_exchanged(angle_deg):
    t, xy = walk_pixels(camera=Camera(angle_deg=angle_deg))
    xy = xy + np.random.default_rng(5).normal(0, 2, xy.shape)
    (one,), (other,) = cleaned(t, xy).passes, cleaned(t, mirrored(xy)).passes
    assert (one.facing, other.facing) == (1, -1)
    assert (one.near_side, other.near_side) == ("right", "left")
    assert other.view_angle_deg == pytest.approx(one.view_angle_deg, abs=1e-6)
    for point in POINTS:
        side, part = point.split("_")
        twin = f"{'left' if side == 'right' else 'right'}_{part}"
        np.testing.assert_allclose(other.trajectories.of(twin), one.trajectories.of(point), atol=1e-6)


@settings(max_examples=8, deadline=None)
@given(dy=st.floats(-60, 60))
def test_where_the_walker_stands_in_the_picture_does_not_count(dy):
    t, xy = walk_pixels()
    xy = xy * 0.8 + np.array([128, 72])
    (one,), (moved,) = cleaned(t, xy).passes, cleaned(t + dy, xy + np.array([0, dy])).passes
    np.testing.assert_allclose(relative(moved), relative(one), atol=3)  # the near leg's perspective
    np.testing.assert_allclose(moved.trajectories.time_s, one.trajectories.time_s + dy, atol=1e-9)


@settings(max_examples=8, deadline=None)
@given(factor=st.floats(0.5, 3.0))
def test_a_larger_picture_gives_a_larger_walk(factor):
    t, xy = walk_pixels()
    (one,) = cleaned(t, xy).passes
    (large,) = cleaned(
        t, xy * factor, camera=Camera(width=round(1280 * factor), height=round(720 * factor))
    ).passes
    np.testing.assert_allclose(large.height_px, one.height_px * factor, rtol=2e-3)
    np.testing.assert_allclose(relative(large) / factor, relative(one), atol=0.6)


def truth_of(one, walk=WALK):
    """The walker's own positions about the hips at the pass's times, metres (T, K, 2)."""
    t = one.trajectories.time_s
    sides = {side: walk.sagittal(t, side) for side in ("left", "right")}
    points = np.stack([sides[p.split("_")[0]][p.split("_")[1]] for p in POINTS], axis=1)
    return points - sides["left"]["hip"][:, None]


@pytest.mark.parametrize("rate_hz", [30.0, 60.0, 120.0])
def test_metres_agree_with_the_walker(rate_hz):
    walk = cleaned(*walk_pixels(rate_hz=rate_hz))
    metres, scale = scale_to_metres(walk, STATURE_M)
    (one,) = metres.passes
    assert one.trajectories.unit == "m"
    assert scale.height_m == STATURE_M
    assert 0 < scale.relative_sd < 0.05
    error_m = np.abs(relative(one) - truth_of(one))
    assert np.nanmean(error_m) < 0.012


def test_a_variable_rate_gives_the_same_walk():
    rng = np.random.default_rng(6)
    uneven = np.cumsum(rng.choice([1 / 60, 1 / 30, 1 / 24], 110))
    t, xy = walk_pixels(t=uneven[uneven < 3.0])
    metres, _ = scale_to_metres(cleaned(t, xy), STATURE_M)
    (one,) = metres.passes
    assert np.ptp(np.diff(one.trajectories.time_s)) < 1e-9
    assert np.nanmean(np.abs(relative(one) - truth_of(one))) < 0.012


def test_a_short_masked_stretch_is_filled_and_a_long_one_stays_empty():
    t, xy = walk_pixels()
    ankle, toe = POINTS.index("left_ankle"), POINTS.index("right_toe")
    second = xy.copy()
    second[30:33, ankle] += 60
    second[40:60, toe] += 60
    (one,) = cleaned(t, xy, second).passes
    first = int(np.searchsorted(t, one.trajectories.time_s[0] - 1e-6))
    path = one.trajectories
    assert path.filled[30 - first : 33 - first, ankle].all()
    assert np.isfinite(path.position[30 - first : 33 - first, ankle]).all()
    assert np.isnan(path.position[40 - first : 60 - first, toe]).all()
    assert not path.filled[:, toe].any()
    assert (path.fault[40 - first : 60 - first, toe] == Fault.MIRROR).all()
    (whole,) = cleaned(t, xy).passes
    np.testing.assert_allclose(path.of("left_ankle"), whole.trajectories.of("left_ankle"), atol=4)


def test_masked_frames_are_counted_per_side():
    t, xy = walk_pixels()
    second = xy.copy()
    second[40:60, POINTS.index("right_toe")] += 60
    walk = cleaned(t, xy, second)
    frames = len(walk.passes[0].trajectories.time_s)
    assert walk.masked_frames_percent["right"] == pytest.approx(100 * 20 / frames, abs=0.1)
    assert walk.masked_frames_percent["left"] == 0


def test_frames_with_swapped_legs_are_told():
    t, xy = walk_pixels()
    swapped = xy.copy()
    swapped[30:33] = swapped[30:33][:, swapped_legs()]
    walk = cleaned(t, swapped)
    assert any("swapped in 3 frames" in note for note in walk.notes)
    np.testing.assert_allclose(relative(walk.passes[0]), relative(cleaned(t, xy).passes[0]), atol=1e-9)


def test_the_cutoff_used_is_stated():
    assert cleaned(*walk_pixels(), cutoff_hz=9.0).cutoff_hz == 9.0


@pytest.mark.parametrize("height_m", [0.2, 17.5, float("nan")])
def test_an_impossible_stature_is_refused(height_m):
    with pytest.raises(UsageError, match="not a plausible height"):
        scale_to_metres(cleaned(*walk_pixels()), height_m)


def test_one_frame_is_no_walk():
    t, xy = walk_pixels()
    track = track_of(t[:1], xy[:1])
    assert clean(track, CameraMotion.static(1), video()).passes == ()


def test_names_of_the_video_do_not_count():
    t, xy = walk_pixels()
    other = replace(video(), name="d05_oblique15.mp4")
    one = clean(track_of(t, xy), CameraMotion.static(len(t)), video())
    two = clean(track_of(t, xy), CameraMotion.static(len(t)), other)
    np.testing.assert_array_equal(one.passes[0].trajectories.position, two.passes[0].trajectories.position)
