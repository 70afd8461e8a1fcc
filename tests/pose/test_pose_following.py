"""The second pass, with a stand-in network that sees a bright spot as somebody's hips."""

import numpy as np
import pytest
from test_pose_regions import standing

from visiongait.datatypes.pose import BLAZEPOSE
from visiongait.pose.blazepose import HEATMAP_SIZE, LANDMARK_SIZE, POINTS
from visiongait.pose.body import mid_hip_px
from visiongait.pose.following import Follower, agreed
from visiongait.pose.regions import Region

BODY_UV = np.vstack([standing(1 / 1.3, (0, 0)), np.zeros((POINTS - 33, 2))])


class SpotNetwork:
    """Answers at once: a body about the bright spot, the left hip on the left of the crop as in a mirror."""

    def __init__(self, score=0.9):
        self.score = score
        self.crops = 0

    def submit(self, crop, take):
        self.crops += 1
        spot = np.argwhere(crop[:, :, 0] > 128)
        score = self.score if len(spot) else 0.0
        centre = (spot.mean(axis=0)[::-1] + 0.5) / LANDMARK_SIZE if len(spot) else np.zeros(2)
        rows = np.zeros((POINTS, 5), np.float32)
        rows[:, :2] = (centre + BODY_UV) * LANDMARK_SIZE
        heat = np.full((HEATMAP_SIZE, HEATMAP_SIZE, POINTS), -20, np.float32)
        world = np.zeros((POINTS, 3), np.float32)
        take({a.size: a for a in (rows, heat, world, np.array([[score]], np.float32))})

    def finish(self):
        pass


def picture(x=300, y=200):
    image = np.zeros((400, 600, 3), np.uint8)
    image[y - 3 : y + 3, x - 3 : x + 3] = 255
    return image


def follow(region, network=None, image=None):
    network = network or SpotNetwork()
    follower = Follower(network, 1)
    follower.look(0, picture() if image is None else image, region)
    follower.finish()
    return follower, network


def test_both_looks_find_the_person_where_they_are():
    follower, network = follow(Region(305, 195, 200))
    assert network.crops == 2
    assert np.allclose(mid_hip_px(follower.xy_px[0]), [300, 200], atol=1.5)
    assert np.allclose(mid_hip_px(follower.second_xy_px[0]), [300, 200], atol=1.5)


def test_a_person_off_the_middle_is_looked_at_again_centred():
    follower, network = follow(Region(330, 200, 200))
    assert network.crops == 4
    assert np.allclose(mid_hip_px(follower.xy_px[0]), [300, 200], atol=1.5)


def test_somebody_elses_landmarks_are_dropped():
    follower, network = follow(Region(370, 200, 200))
    assert network.crops == 2
    assert np.isnan(follower.xy_px).all()
    assert (follower.visibility == 0).all()


@pytest.mark.parametrize("network", [SpotNetwork(score=0.3), SpotNetwork(score=0.0)])
def test_nobody_is_not_invented(network):
    follower, _ = follow(Region(300, 200, 200), network)
    assert np.isnan(follower.xy_px).all()
    assert np.isnan(follower.second_xy_px).all()


def test_opinions_are_averaged_only_where_they_agree():
    plain, second = standing()[None], standing()[None].copy()
    near, far = BLAZEPOSE.index("left_ankle"), BLAZEPOSE.index("right_ankle")
    second[0, near] += [8, 0]
    second[0, far] += [80, 0]
    both = agreed(plain, second)
    assert np.allclose(both[0, near] - plain[0, near], [4, 0])
    assert np.allclose(both[0, far], plain[0, far])
    assert np.allclose(agreed(plain, np.full_like(plain, np.nan)), plain)
