"""The second pass, with a stand-in network that sees a bright spot as somebody's hips."""

from concurrent.futures import Future

import numpy as np
import pytest
from test_pose_regions import standing

from visiongait.datatypes import BLAZEPOSE, Frame
from visiongait.pose.blazepose import HEATMAP_SIZE, LANDMARK_SIZE, POINTS
from visiongait.pose.landmark_pass import LandmarkPass, View, estimate_views, found_px
from visiongait.pose.reestimation import agreed
from visiongait.pose.regions import Region, Target, mid_hip_px

SPOT_PX = 40
BODY_PX = np.vstack([standing(154, (0, 0)), np.zeros((POINTS - 33, 2))])


class SpotNetwork:
    """Answers at once: a body of 154 pixels about the bright spot, whose size tells that of the region."""

    def __init__(self, score=0.9):
        self.score = score
        self.crops = 0

    def submit(self, crop, read):
        self.crops += 1
        spot = np.argwhere(crop[:, :, 0] > 128)
        score = self.score if len(spot) else 0.0
        centre = (spot.mean(axis=0)[::-1] + 0.5) / LANDMARK_SIZE if len(spot) else np.zeros(2)
        rows = np.zeros((POINTS, 5), np.float32)
        rows[:, :2] = centre * LANDMARK_SIZE + BODY_PX * np.sqrt(len(spot)) / SPOT_PX
        heat = np.full((HEATMAP_SIZE, HEATMAP_SIZE, POINTS), -20, np.float32)
        world = np.zeros((POINTS, 3), np.float32)
        return answered(read({a.size: a for a in (rows, heat, world, np.array([[score]], np.float32))}))


def answered(answer):
    future = Future()
    future.set_result(answer)
    return future


def picture(x=300, y=200):
    image = np.zeros((400, 600, 3), np.uint8)
    half = SPOT_PX // 2
    image[y - half : y + half, x - half : x + half] = 255
    return image


def follow(region, network=None, *, thorough=True, faces_right=True):
    network = network or SpotNetwork()
    landmarks = LandmarkPass(network, thorough=thorough)
    landmarks.estimate(0, Frame(0, 0.0, picture()), Target(region, faces_right))
    landmarks.finish()
    seen = landmarks.result(1)
    return seen, seen.xy_px, seen.dissent_xy_px, network


def test_both_looks_find_the_person_where_they_are():
    _, xy_px, second_px, network = follow(Region(305, 195, 200))
    assert network.crops == 2
    assert np.allclose(mid_hip_px(xy_px[0]), [300, 200], atol=1.5)
    assert np.allclose(mid_hip_px(second_px[0]), [300, 200], atol=1.5)


@pytest.mark.parametrize("faces_right", [True, False])
def test_one_look_at_a_frame_is_enough_unless_thorough(faces_right):
    _, xy_px, _, network = follow(Region(305, 195, 200), thorough=False, faces_right=faces_right)
    assert network.crops == 1
    assert np.allclose(mid_hip_px(xy_px[0]), [300, 200], atol=1.5)


def test_the_person_is_shown_facing_right_and_left_in_turn_whichever_way_they_walk():
    network = SpotNetwork()
    right = picture()
    right[170:230, 340:350] = 200
    shown = []
    for image, faces_right in ((right, True), (right[:, ::-1], False)):
        seen = []
        network.submit = lambda crop, read, seen=seen: seen.append(crop) or Future()
        landmarks = LandmarkPass(network, thorough=False)
        for row in (0, 1):
            landmarks.estimate(row, Frame(row, 0.0, image), Target(Region(300, 200, 200), faces_right))
        shown.append(np.array(seen))
    assert np.array_equal(*shown)
    assert not np.array_equal(shown[0][0], shown[0][1])


def test_frames_looked_at_once_have_no_second_opinion():
    landmarks = LandmarkPass(SpotNetwork(), thorough=False)
    for row, x_px in enumerate((300, 330, 340)):
        landmarks.estimate(
            row, Frame(row, 0.0, picture(x_px)), Target(Region(x_px, 200, 200), faces_right=True)
        )
    landmarks.finish()
    assert landmarks.result(3).dissent_xy_px is None


@pytest.mark.parametrize("thorough", [False, True])
def test_other_views_are_those_that_a_frame_has_not_been_seen_in(thorough):
    landmarks = LandmarkPass(SpotNetwork(), thorough=thorough)
    for row in (0, 1):
        views = landmarks.other_views(row)
        assert len(set(views)) == len(views)
        turned = [view.shown_right for view in views if view.size == 1]
        assert turned == ([] if thorough else [row % 2 == 1])
        assert {view.shown_right for view in views if view.size < 1} == {True, False}


def test_another_look_tells_where_the_person_is_and_nothing_of_somebody_else():
    target = Target(Region(300, 200, 200), faces_right=True)
    frame = Frame(0, 0.0, picture(310))
    views = (View(1.0, True), View(1.0, False), View(0.9, True))
    looks = estimate_views(SpotNetwork(), frame, target, views)
    for answer in looks:
        assert np.allclose(mid_hip_px(found_px(answer.result(), target)), [310, 200], atol=1.5)
    (lost,) = estimate_views(SpotNetwork(score=0.1), frame, target, views[:1])
    assert np.isnan(found_px(lost.result(), target)).all()
    (stray,) = estimate_views(SpotNetwork(), Frame(0, 0.0, picture(375)), target, views[:1])
    assert np.isnan(found_px(stray.result(), target)).all()


def test_a_person_off_the_middle_is_looked_at_again_centred():
    _, xy_px, _, network = follow(Region(330, 200, 200))
    assert network.crops == 4
    assert np.allclose(mid_hip_px(xy_px[0]), [300, 200], atol=1.5)


def test_somebody_elses_landmarks_are_dropped():
    seen, xy_px, _, network = follow(Region(370, 200, 200))
    assert network.crops == 2
    assert np.isnan(xy_px).all()
    assert (seen.visibility == 0).all()


@pytest.mark.parametrize("network", [SpotNetwork(score=0.3), SpotNetwork(score=0.0)])
def test_nobody_is_not_invented(network):
    _, xy_px, second_px, _ = follow(Region(300, 200, 200), network)
    assert np.isnan(xy_px).all()
    assert np.isnan(second_px).all()


class SwappingNetwork(SpotNetwork):
    """Takes one leg for the other in the looks whose numbers are given."""

    def __init__(self, swapped):
        super().__init__()
        self.swapped = swapped

    def submit(self, crop, read):
        def exchanged(outputs):
            rows = outputs[POINTS * 5].copy()
            if self.crops - 1 in self.swapped:
                rows[LEFT_LEG + RIGHT_LEG] = rows[RIGHT_LEG + LEFT_LEG]
            return read({**outputs, rows.size: rows})

        return super().submit(crop, exchanged)


LEFT_LEG = [BLAZEPOSE.index(f"left_{p}") for p in ("knee", "ankle", "heel", "foot_index")]
RIGHT_LEG = [BLAZEPOSE.index(f"right_{p}") for p in ("knee", "ankle", "heel", "foot_index")]


@pytest.mark.parametrize("swapped", [{0}, {1}])
def test_a_single_look_that_exchanges_the_legs_is_outvoted(swapped):
    _, true_px, _, _ = follow(Region(300, 200, 200))
    _, xy_px, second_px, network = follow(Region(300, 200, 200), SwappingNetwork(swapped))
    assert network.crops == 6
    assert np.abs(xy_px - true_px)[0, LEFT_LEG].max() < 5
    assert np.abs(second_px - xy_px)[0, LEFT_LEG].max() < 5


def test_two_that_exchange_them_are_outvoted_but_leave_a_doubt():
    _, true_px, _, _ = follow(Region(300, 200, 200))
    _, xy_px, second_px, _ = follow(Region(300, 200, 200), SwappingNetwork({0, 4}))
    assert np.abs(xy_px - true_px)[0, LEFT_LEG].max() < 5
    assert np.linalg.norm(second_px - xy_px, axis=2)[0, LEFT_LEG].min() > 0.05 * 154


def test_opinions_are_averaged_only_where_they_agree():
    plain, second = standing()[None], standing()[None].copy()
    near, far = BLAZEPOSE.index("left_ankle"), BLAZEPOSE.index("right_ankle")
    second[0, near] += [8, 0]
    second[0, far] += [80, 0]
    both = agreed(plain, second)
    assert np.allclose(both[0, near] - plain[0, near], [4, 0])
    assert np.allclose(both[0, far], plain[0, far])
    assert np.allclose(agreed(plain, np.full_like(plain, np.nan)), plain)
