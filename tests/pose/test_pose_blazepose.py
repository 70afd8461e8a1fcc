"""BlazePose's arithmetic on made-up network outputs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visiongait.datatypes import BLAZEPOSE
from visiongait.pose.blazepose import (
    HEATMAP_SIZE,
    POINTS,
    anchors,
    decode_detections,
    decode_pose,
    person_region,
    refine,
    sigmoid,
)
from visiongait.pose.regions import Region


def test_anchors_are_those_of_the_detector():
    assert anchors().shape == (2254, 2)
    assert np.allclose(anchors()[0], 0.5 / 28)
    assert np.allclose(anchors()[-1], 6.5 / 7)
    assert ((anchors() > 0) & (anchors() < 1)).all()


def detector_outputs(*people):
    """Raw outputs in which anchor i sees a box of 56 x 56 about itself, mid-hip below by `drop`."""
    boxes, scores = np.zeros((2254, 12), np.float32), np.full(2254, -50, np.float32)
    for i, logit, drop in people:
        boxes[i] = [0, 0, 56, 56, 0, drop, 0, drop - 40, 0, 0, 0, 0]
        scores[i] = logit
    return {boxes.size: boxes, scores.size: scores}


def test_a_detection_is_decoded_about_its_anchor():
    (found,) = decode_detections(detector_outputs((1000, 3.0, 28)))
    at = anchors()[1000]
    assert found.score == pytest.approx(sigmoid(np.array(3.0)))
    assert np.allclose(found.box, [*(at - 0.125), *(at + 0.125)])
    assert np.allclose(found.points[0], at + np.array([0, 0.125]))


def test_overlapping_detections_are_averaged_by_score_and_others_kept():
    near = detector_outputs((1000, 0.0, 20), (1001, 0.0, 40), (0, 2.0, 20))
    best, second = decode_detections(near)
    assert best.score > second.score
    assert np.allclose(second.points[0], anchors()[1000] + np.array([0, 30 / 224]))


def test_nobody_is_found_below_the_threshold():
    assert decode_detections(detector_outputs((5, -0.1, 20))) == []


def test_an_upright_person_gets_an_upright_region():
    region = person_region(np.array([300.0, 400.0]), np.array([300.0, 200.0]))
    assert (region.x_px, region.y_px, region.side_px) == (300, 400, 500)
    assert region.rotation_rad == pytest.approx(0)


def test_a_person_who_leans_right_gets_a_region_turned_clockwise():
    region = person_region(np.array([300.0, 400.0]), np.array([400.0, 300.0]))
    assert region.rotation_rad == pytest.approx(np.pi / 4)


def heat_at(cells):
    """A map per point with a smooth hot spot about a (column, row), which may lie between cells."""
    row, column = np.mgrid[:HEATMAP_SIZE, :HEATMAP_SIZE]
    maps = [3 - ((column - c) ** 2 + (row - r) ** 2) for c, r in cells]
    return np.stack(maps, axis=-1).astype(np.float32)


@given(st.floats(10, 50), st.floats(10, 50))
def test_refinement_moves_points_to_the_hot_spot(column, row):
    uv = np.array([[round(column) / HEATMAP_SIZE + 0.001, round(row) / HEATMAP_SIZE + 0.001]])
    refined = refine(uv, heat_at([(column, row)]))
    assert np.allclose(refined * HEATMAP_SIZE, [[column, row]], atol=0.03)


def test_points_stay_where_there_is_no_heat_or_no_map():
    uv = np.array([[0.2, 0.2], [1.3, 0.5], [0.999, 0.5]])
    cold = np.full((HEATMAP_SIZE, HEATMAP_SIZE, 3), -9, np.float32)
    assert np.array_equal(refine(uv, cold), uv)
    assert np.array_equal(refine(uv, -cold)[1], uv[1])
    assert refine(uv, -cold)[2, 0] < 0.999


def landmark_outputs(uv, world):
    rows = np.zeros((POINTS, 5), np.float32)
    rows[:, :2] = uv * 256
    rows[:, 3] = 2.0
    heat = np.full((HEATMAP_SIZE, HEATMAP_SIZE, POINTS), -20, np.float32)
    return {a.size: a for a in (rows, heat, world.astype(np.float32), np.array([[0.9]], np.float32))}


def test_landmarks_come_back_to_pixels_and_world_turns_with_the_region():
    rng = np.random.default_rng(0)
    uv, world = rng.uniform(0, 1, (POINTS, 2)), rng.normal(size=(POINTS, 3))
    region = Region(300, 200, 400, 0.5)
    pose = decode_pose(landmark_outputs(uv, world), region)
    assert pose.score == pytest.approx(0.9)
    assert np.allclose(pose.xy_px, region.to_pixels(uv)[:33], atol=1e-3)
    assert np.allclose(pose.visibility, sigmoid(np.array(2.0)))
    direction = Region(0, 0, 1, 0.5)
    expected = direction.to_pixels(world[:33, :2]) - direction.to_pixels(np.zeros(2))
    assert np.allclose(pose.world_m[:, :2], expected, atol=1e-6)
    assert np.allclose(pose.world_m[:, 2], world[:33, 2])


def test_a_mirrored_look_says_the_same_with_sides_exchanged_back():
    rng = np.random.default_rng(1)
    uv, world = rng.uniform(0, 1, (POINTS, 2)), rng.normal(size=(POINTS, 3))
    order = np.append(BLAZEPOSE.mirrored_order(), range(33, POINTS))
    seen_in_mirror = landmark_outputs((uv * [-1, 1] + [1, 0])[order], (world * [-1, 1, 1])[order])
    region = Region(300, 200, 400)
    plain = decode_pose(landmark_outputs(uv, world), region)
    back = decode_pose(seen_in_mirror, region.mirrored(640)).mirrored(640)
    assert np.allclose(back.xy_px, plain.xy_px, atol=1e-3)
    assert np.allclose(back.world_m, plain.world_m, atol=1e-6)
