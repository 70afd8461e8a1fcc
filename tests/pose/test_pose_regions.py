"""Squares of the picture, and bodies in them."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visiongait.datatypes import BLAZEPOSE, Frame, PoseTrack
from visiongait.pose.regions import SIDE_PER_HEIGHT, Region, follow_targets, height_px, mid_hip_px

finite = st.floats(-2000, 2000)
regions = st.builds(Region, finite, finite, st.floats(10, 3000), st.floats(-3.1, 3.1))


@given(regions, st.lists(st.tuples(st.floats(-1, 2), st.floats(-1, 2)), min_size=1, max_size=5))
def test_points_survive_the_way_to_pixels_and_back(region, points):
    uv = np.array(points)
    assert np.allclose(region.from_pixels(region.to_pixels(uv)), uv, atol=1e-8)


@given(regions)
def test_centre_and_side_are_as_said(region):
    centre, left, right = region.to_pixels(np.array([[0.5, 0.5], [0, 0.5], [1, 0.5]]))
    assert np.allclose(centre, [region.x_px, region.y_px])
    assert np.linalg.norm(right - left) == pytest.approx(region.side_px)
    angle = np.arctan2(*(right - left)[::-1])
    assert np.cos(angle - region.rotation_rad) == pytest.approx(1)


def test_a_crop_shows_what_the_region_covers():
    image = np.zeros((60, 100, 3), np.uint8)
    image[:, :, 0], image[:, :, 1] = np.arange(100), np.arange(60)[:, None]
    crop = Region(50, 30, 32).crop(Frame(0, 0.0, image), 32)
    assert (crop[0, 0, :2] == [34, 14]).all()
    assert (crop[-1, -1, :2] == [65, 45]).all()


def test_outside_the_picture_the_edge_repeats_or_it_is_black():
    image = np.full((20, 20, 3), 200, np.uint8)
    assert Region(0, 0, 20).crop(Frame(0, 0.0, image), 10)[0, 0, 0] == 200
    assert Region(0, 0, 20).crop(Frame(0, 0.0, image), 10, black_outside=True)[0, 0, 0] == 0


def standing(height: float = 400, at: tuple[float, float] = (500, 300)) -> np.ndarray:
    """A straight body seen from the front, mid-hip at `at`; unit lengths as of a grown person."""
    y = {"shoulder": -0.29, "hip": 0, "knee": 0.245, "ankle": 0.49, "heel": 0.52, "foot_index": 0.52}
    xy = np.zeros((33, 2))
    for i, name in enumerate(BLAZEPOSE.landmarks):
        part = name.removeprefix("left_").removeprefix("right_")
        xy[i] = [0.05 if name.startswith("left") else -0.05, y.get(part, -0.4)]
    return xy * height + at


@given(st.floats(0.1, 10), finite, finite, st.floats(-3, 3))
def test_body_height_grows_with_the_body_and_knows_no_place_or_turn(scale, x, y, turn):
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    body = standing()
    moved = (body - 500) @ rotation.T * scale + [x, y]
    assert height_px(moved) == pytest.approx(scale * height_px(body))


def test_body_height_is_the_same_when_a_knee_bends():
    bent = standing()
    for part in ("ankle", "heel", "foot_index"):
        bent[BLAZEPOSE.index(f"left_{part}")] += [80, -60]
    assert height_px(bent) == pytest.approx(height_px(standing()))


def walking_track(n: int = 60, gap: slice = slice(0, 0), toes_ahead_px: float = 0.0) -> PoseTrack:
    time_s = np.arange(n) / 30
    xy = np.array([standing(at=(100 + 5 * i, 300)) for i in range(n)])
    xy[:, [BLAZEPOSE.index(f"{side}_foot_index") for side in ("left", "right")], 0] += toes_ahead_px
    xy[gap] = np.nan
    return PoseTrack(BLAZEPOSE, np.arange(n), time_s, xy, np.ones((n, 33)))


def test_regions_follow_the_hips_at_a_steady_size():
    track = walking_track()
    found = [target.region for target in follow_targets(track, 640)]
    side_px = found[0].side_px
    assert np.allclose([r.x_px for r in found], mid_hip_px(track.xy_px)[:, 0], atol=0.021 * side_px)
    assert np.ptp([r.side_px for r in found]) < 1e-9
    assert side_px == pytest.approx(SIDE_PER_HEIGHT * height_px(standing()), rel=0.016)


def test_a_mirrored_walk_gets_mirrored_regions():
    track = walking_track(toes_ahead_px=15)
    other_way = (track.xy_px * [-1, 1] + [640, 0])[:, BLAZEPOSE.mirrored_order()] + 0.2
    mirrored = PoseTrack(BLAZEPOSE, track.frame, track.time_s, other_way, track.visibility)
    pairs = list(zip(follow_targets(track, 640), follow_targets(mirrored, 640), strict=True))
    regions = [(a.region.mirrored(640), b.region) for a, b in pairs]
    same = [a.x_px == pytest.approx(b.x_px) and a.side_px == b.side_px for a, b in regions]
    assert np.mean(same) > 0.8
    assert all(a.faces_right and not b.faces_right for a, b in pairs)


@given(st.floats(20, 600), st.floats(20, 460), st.floats(50, 400), st.floats(-0.6, 0.6))
def test_the_mirrored_crop_is_the_crop_of_the_mirrored_picture(x, y, side, turn):
    image = np.random.default_rng(0).integers(0, 255, (48, 64, 3), dtype=np.uint8)
    image = cv2.resize(image, (640, 480))
    region = Region(x, y, side, turn).mirrored(640)
    flipped = np.ascontiguousarray(image[:, ::-1])
    difference = region.crop(Frame(0, 0.0, image), 64, mirrored=True).astype(int) - region.crop(
        Frame(0, 0.0, flipped), 64
    )
    assert np.abs(difference).max() <= 3


def test_a_single_misjudged_height_does_not_change_the_region():
    xy = np.array(walking_track().xy_px)
    xy[30] = standing(height=800, at=(250, 300))
    track = PoseTrack(BLAZEPOSE, np.arange(60), np.arange(60) / 30, xy, np.ones((60, 33)))
    sides_px = [target.region.side_px for target in follow_targets(track, 640)]
    assert sides_px[30] == pytest.approx(sides_px[0])


def test_no_region_where_the_person_is_away():
    found = follow_targets(walking_track(gap=slice(10, 20)), 640)
    assert [r is None for r in found] == [10 <= i < 20 for i in range(60)]
    assert follow_targets(walking_track(gap=slice(0, 60)), 640) == [None] * 60
