"""The background tells how the camera moved; a tripod is exactly still."""

import json

import cv2
import numpy as np
import pytest
from conftest import shared
from hypothesis import given, settings
from hypothesis import strategies as st

from visiongait.datatypes import CameraMotion, Frame, Image
from visiongait.video import CameraMotionEstimator, open_video

WIDTH, HEIGHT = 640, 360


def scene(seed: int = 0, width: int = 2400, height: int = 1200) -> Image:
    """A wall with pictures on it: patches of colour on a plain ground."""
    rng = np.random.default_rng(seed)
    wall = np.full((height, width, 3), 150, np.uint8)
    for _ in range(width * height // 9000):
        x, y = rng.integers(0, [width, height])
        w, h = rng.integers(12, 70, 2)
        cv2.rectangle(wall, (int(x), int(y)), (int(x + w), int(y + h)), rng.integers(40, 230, 3).tolist(), -1)
    return cv2.GaussianBlur(wall, (5, 5), 0)


WALL = scene()


def view(to_scene: np.ndarray) -> Image:
    """What a camera sees whose pixels lie in the scene at `to_scene` (2, 3)."""
    return cv2.warpAffine(WALL, to_scene, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)


def shifted(x: float, y: float) -> np.ndarray:
    return np.array([[1, 0, 800 + x], [0, 1, 400 + y]], float)


def walker(image: Image, left: int) -> tuple[Image, list[list[int]]]:
    """Paint somebody with a striped pullover over the picture; their box."""
    with_walker = image.copy()
    for row in range(60, 340, 20):
        with_walker[row : row + 10, left : left + 90] = (20, 20, 200)
        with_walker[row + 10 : row + 20, left : left + 90] = (230, 230, 40)
    return with_walker, [[left, 60, left + 90, 340]]


def noisy(image: Image, rng: np.random.Generator, sd: float = 4.0) -> Image:
    return np.clip(image + rng.normal(0, sd, image.shape), 0, 255).astype(np.uint8)


def estimate(images, boxes=None) -> CameraMotion:
    estimator = CameraMotionEstimator(WIDTH, HEIGHT)
    for index, image in enumerate(images):
        estimator.add(Frame(index, index / 30, image), boxes[index] if boxes else [])
    return estimator.result()


@pytest.mark.parametrize("know_walker", [True, False])
def test_a_tripod_is_exactly_still(know_walker):
    rng = np.random.default_rng(1)
    made = [walker(view(shifted(0, 0)), 20 + 24 * index) for index in range(20)]
    images = [noisy(image, rng) for image, _ in made]
    motion = estimate(images, [box for _, box in made] if know_walker else None)
    assert not motion.moving
    assert np.array_equal(motion.to_reference, CameraMotion.static(20).to_reference)


def test_a_pan_is_followed_far_beyond_the_first_view():
    shift = np.cumsum(np.r_[0, np.full(59, 14.0)])
    images = [view(shifted(x, 8 * np.sin(x / 90))) for x in shift]
    motion = estimate(images)
    assert motion.moving
    centre = motion.to_reference @ [WIDTH / 2, HEIGHT / 2, 1] - [WIDTH / 2, HEIGHT / 2]
    assert centre[:, 0] == pytest.approx(shift, abs=4)  # 0.5 % of 826 pixels
    assert centre[:, 1] == pytest.approx(8 * np.sin(shift / 90), abs=3)
    assert motion.support.min() > 0.6


def test_a_pan_is_followed_from_its_first_frame_after_a_long_rest():
    shift = np.r_[np.zeros(31), 12.0 * np.arange(1, 30)]
    motion = estimate([view(shifted(x, 0)) for x in shift])
    assert motion.moving
    assert motion.to_reference[:, 0, 2] == pytest.approx(shift, abs=3)


def test_a_camera_that_follows_the_walker_is_not_taken_for_still():
    made = [walker(view(shifted(10 * index, 0)), 270) for index in range(30)]
    motion = estimate([image for image, _ in made], [box for _, box in made])
    assert motion.moving
    assert motion.to_reference[-1, 0, 2] == pytest.approx(290, rel=0.03)


@settings(max_examples=25, deadline=None)
@given(
    angle_deg=st.floats(-4, 4),
    scale=st.floats(0.95, 1.06),
    x=st.floats(-40, 40),
    y=st.floats(-30, 30),
)
def test_any_small_similarity_is_found(angle_deg, scale, x, y):
    turn = scale * np.array(
        [
            [np.cos(np.radians(angle_deg)), -np.sin(np.radians(angle_deg))],
            [np.sin(np.radians(angle_deg)), np.cos(np.radians(angle_deg))],
        ]
    )
    true = np.column_stack([turn, [x, y]])
    moved = np.column_stack([turn, [800 + x, 400 + y]])
    motion = estimate([view(shifted(0, 0)), *[view(moved)] * 3])
    corners = np.array([[0, WIDTH, 0, WIDTH], [0, 0, HEIGHT, HEIGHT], [1, 1, 1, 1]])
    away = np.hypot(*(true @ corners - corners[:2])).max()
    if away > 0.011 * WIDTH:
        assert motion.moving
        assert np.abs(motion.to_reference[-1] @ corners - true @ corners).max() < 1.5
    if away < 0.0025 * WIDTH:
        assert np.array_equal(motion.to_reference[-1], np.eye(2, 3))


def test_without_background_the_motion_is_unknown():
    plain = [np.full((HEIGHT, WIDTH, 3), 128, np.uint8)] * 5
    motion = estimate(plain)
    assert np.isnan(motion.to_reference).all()
    assert (motion.support == 0).all()
    assert not motion.moving


def test_a_picture_filled_by_people_is_unknown_but_the_rest_is_not():
    everything = [[0, 0, WIDTH, HEIGHT]]
    boxes = [[]] * 4 + [everything] + [[]] * 4
    motion = estimate([view(shifted(30 * index, 0)) for index in range(9)], boxes)
    assert np.isnan(motion.to_reference[4]).all()
    assert motion.support[4] == 0
    assert motion.to_reference[8, 0, 2] == pytest.approx(240, abs=3)


def test_no_frames():
    motion = CameraMotionEstimator(WIDTH, HEIGHT).result()
    assert motion.to_reference.shape == (0, 2, 3)
    assert not motion.moving


def clip_motion(name: str, every: int = 1) -> CameraMotion:
    """Camera motion of a lab clip, with the walker's box from its truth."""
    truth = json.loads(shared(f"lab/clips/{name}.truth.json").read_text())
    points = np.array(list(truth["frames"]["landmarks_2d_px"].values()), float)
    low, high = np.nanmin(points, axis=0), np.nanmax(points, axis=0)
    source = open_video(shared(f"lab/clips/{name}.mp4"))
    estimator = CameraMotionEstimator(source.info.width_px, source.info.height_px)
    for frame in source.frames():
        if frame.index % every == 0:
            estimator.add(frame, [[*low[frame.index], *high[frame.index]]])
    return estimator.result()


@pytest.mark.parametrize(
    "name", ["d01_normal_sagittal", "d03_foot_drop_right", "d05_oblique15", "d09_low_light"]
)
def test_lab_clips_from_a_tripod_are_exactly_still(name):
    motion = clip_motion(name, every=3)
    assert not motion.moving
    assert (motion.to_reference == np.eye(2, 3)).all()


def test_lab_clip_of_a_camera_walking_along_agrees_with_its_truth():
    """The wall, 5.4 m away, moves by focal length × path ÷ distance; what is nearer moves a little more."""
    name = "d06_follow_handheld"
    motion = clip_motion(name)
    camera = json.loads(shared(f"lab/clips/{name}.truth.json").read_text())["camera"]
    path_m = np.array(camera["position_m"])[:, 0]
    wall_px = camera["focal_px"] * (path_m - path_m[0]) / 5.4
    shift_px = (motion.to_reference @ [640, 360, 1])[:, 0] - 640
    assert motion.moving
    assert np.isfinite(motion.to_reference).all()
    assert 0.97 < shift_px[-1] / wall_px[-1] < 1.12
    parts = (shift_px[30:] - shift_px[:-30]) / (wall_px[30:] - wall_px[:-30])
    assert 0.9 < parts.min() < parts.max() < 1.3
    scale, roll = motion.to_reference[-1, 0, 0], motion.to_reference[-1, 1, 0]
    assert abs(scale - 1) < 0.06
    assert abs(roll) < 0.05


def test_lab_clip_of_a_turning_camera_agrees_with_its_truth():
    """Summed at the picture's centre, the background moves by focal length × angle."""
    name = "d08_portrait_phone"
    motion = clip_motion(name)
    camera = json.loads(shared(f"lab/clips/{name}.truth.json").read_text())["camera"]
    forward = np.array(camera["world_to_camera"])[:, 2]
    turned_px = camera["focal_px"] * np.ptp(np.unwrap(np.arctan2(forward[:, 0], forward[:, 1])))
    full = np.concatenate([motion.to_reference, np.tile([[[0.0, 0, 1]]], (150, 1, 1))], axis=1)
    centre = np.array([360, 640, 1.0])
    steps = (np.linalg.solve(full[:-1], full[1:]) @ centre - centre)[:, :2]
    assert motion.moving
    assert steps.sum(axis=0)[0] == pytest.approx(turned_px, rel=0.12)


def test_real_hand_held_pan_moves_and_street_tripod_does_not():
    for name, moving in (("handheld_panning_walk", True), ("street_walk_sagittal", False)):
        source = open_video(shared(f"videos/{name}.mp4"), end_s=1.0)
        estimator = CameraMotionEstimator(source.info.width_px, source.info.height_px)
        for frame in source.frames():
            estimator.add(frame, [])
        assert estimator.result().moving == moving
