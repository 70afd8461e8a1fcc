import numpy as np
import pytest
from cleaning_walker import Walk, video, walk_pixels

from visiongait.cleaning import POINTS, swapped_legs
from visiongait.cleaning.camera import smooth_height_px
from visiongait.cleaning.mask import find_bone_faults, find_faults
from visiongait.cleaning.settings import CleaningSettings
from visiongait.datatypes import Fault

LIMITS = CleaningSettings()
IN_VIEW = slice(12, 78)
ANKLE = POINTS.index("left_ankle")


def judged(t, xy, second=None, visibility=0.9):
    seen = np.full(xy.shape[:2], visibility)
    return find_faults(t, xy, seen, second, smooth_height_px(t, xy), video(), LIMITS)


@pytest.fixture
def walk():
    return walk_pixels()


@pytest.mark.parametrize("noise_px", [0.0, 1.5])
@pytest.mark.parametrize("rate_hz", [30.0, 60.0])
def test_a_clean_walk_is_not_flagged(rate_hz, noise_px):
    t, xy = walk_pixels(rate_hz=rate_hz)
    xy = xy + np.random.default_rng(0).normal(0, noise_px, xy.shape)
    inside = ((xy > 0) & (xy < [1280, 720])).all(axis=(1, 2))
    assert not judged(t, xy, second=xy + 2.0)[inside].any()
    assert not find_bone_faults(xy[inside], smooth_height_px(t, xy)[inside], LIMITS).any()


def test_a_point_that_was_not_found(walk):
    t, xy = walk
    xy[30, ANKLE] = np.nan
    faults = judged(t, xy)[IN_VIEW]
    assert faults[18, ANKLE] == Fault.NOT_FOUND
    assert np.count_nonzero(faults) == 1


def test_a_point_outside_the_picture(walk):
    t, xy = walk
    xy[30, ANKLE, 1] = 720.5
    assert judged(t, xy)[30, ANKLE] & Fault.OUT_OF_PICTURE


def test_the_mirrored_picture_disagrees(walk):
    t, xy = walk
    second = xy.copy()
    second[30:34, ANKLE] += [40, 0]
    faults = judged(t, xy, second)[IN_VIEW]
    assert (faults[18:22, ANKLE] == Fault.MIRROR).all()
    assert np.count_nonzero(faults) == 4


@pytest.mark.parametrize("length", [1, 2])
def test_a_jump(walk, length):
    t, xy = walk
    xy[30 : 30 + length, ANKLE] += [30, -25]
    faults = judged(t, xy)[IN_VIEW]
    assert (faults[18 : 18 + length, ANKLE] == Fault.JUMP).all()
    assert np.count_nonzero(faults) == length


def test_low_visibility_alone_is_no_fault_but_weighs(walk):
    t, xy = walk
    assert not judged(t, xy, visibility=0.1)[IN_VIEW].any()
    second = xy.copy()
    second[30, ANKLE] += [20, 0]  # between half the limit and the limit
    assert not judged(t, xy, second)[30, ANKLE]
    assert judged(t, xy, second, visibility=0.1)[30, ANKLE] == Fault.MIRROR | Fault.LOW_VISIBILITY


def test_a_bone_of_the_wrong_length(walk):
    t, xy = walk
    xy[30, POINTS.index("left_toe")] = xy[30, POINTS.index("left_heel")]
    faults = find_bone_faults(xy, smooth_height_px(t, xy), LIMITS)
    assert {POINTS[k] for k in np.flatnonzero(faults[30])} == {"left_heel", "left_toe"}
    assert np.count_nonzero(faults) == 2


def test_both_legs_on_one_limb(walk):
    t, xy = walk
    for part in ("knee", "ankle", "heel", "toe"):
        xy[30:36, POINTS.index(f"left_{part}")] = xy[30:36, POINTS.index(f"right_{part}")] + 2
    faults = judged(t, xy)
    legs = [k for k, point in enumerate(POINTS) if point.split("_")[1] in ("knee", "ankle", "heel", "toe")]
    assert (faults[30:36, legs] & Fault.COLLAPSED).all()
    assert not (faults[:30] & Fault.COLLAPSED).any()


def test_feet_side_by_side_in_standing_are_not_a_collapse():
    t, xy = walk_pixels(walk=Walk(speed=0.0))
    xy[:, swapped_legs()] = xy
    for part in ("knee", "ankle", "heel", "toe"):
        xy[:, POINTS.index(f"left_{part}")] = xy[:, POINTS.index(f"right_{part}")] + 2
    assert not (judged(t, xy) & Fault.COLLAPSED).any()
